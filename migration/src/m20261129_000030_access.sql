-- What opens a patient's data to a doctor: a visit, what the patient shares, or an emergency that the doctor answers for.

-- What a patient lets one doctor see. Every kind of data has a row of its own, which is ended and never deleted.
create table share (
    id uuid primary key,
    patient_id uuid not null references patient on delete cascade,
    doctor_id uuid not null references doctor,
    category text not null,
    given_at timestamptz not null,
    -- When it ends by itself; null: when it is taken back.
    until timestamptz,
    ended_at timestamptz
);
create unique index share_once on share (patient_id, doctor_id, category) where ended_at is null;
create index share_doctor on share (doctor_id, patient_id) where ended_at is null;

-- A doctor opened everything of a patient who could not be asked.
create table emergency_access (
    id uuid primary key,
    doctor_id uuid not null references doctor,
    patient_id uuid not null references patient on delete cascade,
    -- Why, sealed; the patient reads it.
    reason bytea not null,
    opened_at timestamptz not null,
    until timestamptz not null
);
create index emergency_access_doctor on emergency_access (doctor_id, until);
create index emergency_access_patient on emergency_access (patient_id, opened_at desc);

-- Consents are to texts of the product alone.
drop index consent_doctor;
alter table consent drop column doctor_id, drop column category, drop column until;

create index appointment_doctor_end on appointment (doctor_id, ends_at);

-- When it is for the program, whose clock may be another one.
create function app_now() returns timestamptz language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;

-- The patients whom the doctor of the context treats. Policies ask for it once for a whole query: `patient_id in (select app_treated())`.
create function app_treated() returns setof uuid language sql stable parallel safe as $$
    select a.patient_id from appointment a
    where a.doctor_id = app_doctor() and a.ends_at > app_now() - interval '30 days'
        and a.status in ('pending', 'booked', 'checked-in', 'arrived', 'fulfilled')
    union
    select e.patient_id from emergency_access e where e.doctor_id = app_doctor() and e.until > app_now()
$$;

-- What patients share with the doctor of the context: `(patient_id, category) in (select patient_id, category from app_shared())`.
create function app_shared() returns table (patient_id uuid, category text) language sql stable parallel safe as $$
    select s.patient_id, s.category from share s
    where s.doctor_id = app_doctor() and s.ended_at is null and (s.until is null or s.until > app_now())
$$;

alter table share enable row level security, force row level security;
create policy share_read on share for select using (patient_id = app_patient() or doctor_id = app_doctor() or app_role() = 'operator');
create policy share_write on share for all using (patient_id = app_patient() or app_role() = 'operator');

alter table emergency_access enable row level security, force row level security;
create policy emergency_access_read on emergency_access for select using (
    patient_id = app_patient() or doctor_id = app_doctor() or app_role() = 'operator');
create policy emergency_access_insert on emergency_access for insert with check (doctor_id = app_doctor() or app_role() = 'operator');
create policy emergency_access_operator on emergency_access for all using (app_role() = 'operator');

-- A doctor sees the patient's row for what is shared and in an emergency as well.
drop policy patient_read on patient;
create policy patient_read on patient for select using (
    id = app_patient() or app_role() in ('identity', 'admin', 'operator')
    or exists (select from appointment a where a.patient_id = patient.id and a.doctor_id = app_doctor())
    or id in (select app_treated()) or id in (select s.patient_id from app_shared() s));

drop policy symptom_report_read on symptom_report;
create policy symptom_report_read on symptom_report for select using (
    patient_id = app_patient() or app_role() = 'operator'
    -- Until a patient claims it, knowing the id is what gives access.
    or (patient_id is null and app_role() in ('anonymous', 'patient', 'doctor', 'admin'))
    or exists (select from appointment a where a.report_id = symptom_report.id and a.doctor_id = app_doctor())
    or patient_id in (select e.patient_id from emergency_access e where e.doctor_id = app_doctor() and e.until > app_now())
    or patient_id in (select s.patient_id from app_shared() s where s.category = 'symptom-report'));
