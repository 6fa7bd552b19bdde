-- A note that a doctor is writing about a patient and that is not in the record yet: one for each doctor and patient, sealed.
create table note_draft (
    id uuid primary key,
    doctor_id uuid not null references doctor,
    patient_id uuid not null references patient on delete cascade,
    content bytea not null,
    -- Counts what was kept: who goes on from an older one is shown the newer.
    version integer not null check (version > 0),
    updated_at timestamptz not null,
    unique (doctor_id, patient_id)
);
create index note_draft_patient on note_draft (patient_id);
create index note_draft_updated on note_draft (updated_at);

alter table note_draft enable row level security, force row level security;
-- Its doctor's as long as they treat the patient; what is kept about somebody is in their copy of everything as well.
create policy note_draft_read on note_draft for select using (
    app_role() = 'operator' or patient_id = app_patient() or (doctor_id = app_doctor() and patient_id in (select app_treated())));
create policy note_draft_insert on note_draft for insert with check (
    app_role() = 'operator' or (doctor_id = app_doctor() and patient_id in (select app_treated())));
create policy note_draft_update on note_draft for update
    using (app_role() = 'operator' or (doctor_id = app_doctor() and patient_id in (select app_treated())))
    with check (app_role() = 'operator' or (doctor_id = app_doctor() and patient_id in (select app_treated())));
create policy note_draft_delete on note_draft for delete using (app_role() = 'operator' or doctor_id = app_doctor());

-- When the patient said that they are here, and when they were called in: how long people wait.
alter table appointment add column checked_in_at timestamptz, add column called_in_at timestamptz;
