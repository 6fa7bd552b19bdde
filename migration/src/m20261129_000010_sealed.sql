-- What people say about their health is kept sealed (`service::sealed`). The columns that held it in the clear stay until everything of them
-- is sealed and the program from before is gone: the program seals what is left in them, in small steps, right after this migration, and
-- writes nothing into them any more.

-- {text, answers, assessment}
alter table symptom_report add column content bytea;
-- What lists show and sort by: the level of the assessment, nothing else of it.
alter table symptom_report add column level text;
alter table symptom_report alter column text drop not null, alter column assessment drop not null;
alter table symptom_report alter column answers drop not null, alter column answers drop default;
alter table symptom_report add constraint symptom_report_says_something check (content is not null or text is not null);
create index symptom_report_plain on symptom_report (id) where content is null;

-- {blood_group, allergies, conditions, medications, emergency_contact}
alter table patient add column health bytea;
alter table patient alter column allergies drop not null, alter column allergies drop default;
alter table patient alter column conditions drop not null, alter column conditions drop default;
alter table patient alter column medications drop not null, alter column medications drop default;
alter table patient add constraint patient_has_a_profile check (health is not null or allergies is not null);
create index patient_plain on patient (id) where health is null;

alter table appointment add column reason_sealed bytea;
create index appointment_plain on appointment (id) where reason is not null;

alter table idempotency add column answer_sealed bytea;
create index idempotency_plain on idempotency (user_id, key) where answer is not null;

-- Sealing a row anew changes nothing that a calendar shows.
drop trigger appointment_changed on appointment;
create trigger appointment_changed
    after insert or update of doctor_id, patient_id, status, starts_at, ends_at, mode, hold_until, report_id, overbooked, version, updated_at
    on appointment for each row execute function appointment_changed();

-- With which key a code was made; null for codes from before this column, whose key is not known.
alter table recovery_code add column key_id bigint;

-- The keys that this database has met, by what tells a key without telling it: a server with other keys, or without one that is needed,
-- does not start.
create table key_ring (
    id bigint primary key,
    fingerprint text not null check (fingerprint ~ '^[0-9a-f]{16}$'),
    met_at timestamptz not null,
    -- Since when no sealed value needs it; null while one may.
    retired_at timestamptz
);
alter table key_ring enable row level security, force row level security;
create policy key_ring_all on key_ring for all using (app_role() = 'operator');
