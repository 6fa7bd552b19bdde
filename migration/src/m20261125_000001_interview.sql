-- What was answered to questions, beside the text: one [{id, state}] a question. With both, an assessment can be replayed.
alter table symptom_report add column answers jsonb not null default '[]';
