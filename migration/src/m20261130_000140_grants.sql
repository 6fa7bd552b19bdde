-- What a visit opens, and what a program's leave rests on.

-- Whether a visit opens something to its doctor: from its booking until thirty days after its end. `domain::access::OPENING` and `AFTER_VISIT`.
create function app_opens(status text, ends_at timestamptz) returns boolean language sql stable parallel safe as $$
    select status in ('pending', 'booked', 'checked-in', 'arrived', 'fulfilled') and ends_at > app_now() - interval '30 days'
$$;

create or replace function app_treated() returns setof uuid language sql stable parallel safe as $$
    select a.patient_id from appointment a where a.doctor_id = app_doctor() and app_opens(a.status, a.ends_at)
    union
    select e.patient_id from emergency_access e where e.doctor_id = app_doctor() and e.until > app_now()
$$;

-- A report goes with a visit, and is closed with it.
drop policy symptom_report_read on symptom_report;
create policy symptom_report_read on symptom_report for select using (
    patient_id = app_patient() or app_role() = 'operator'
    -- Until a patient claims it, knowing the id is what gives access.
    or (patient_id is null and app_role() in ('anonymous', 'patient', 'doctor', 'admin'))
    or exists (select from appointment a
        where a.report_id = symptom_report.id and a.doctor_id = app_doctor() and app_opens(a.status, a.ends_at))
    or patient_id in (select e.patient_id from emergency_access e where e.doctor_id = app_doctor() and e.until > app_now())
    or patient_id in (select s.patient_id from app_shared() s where s.category = 'symptom-report'));

-- Whether a second factor was shown for it. An account that turns one on does not make more of what was given for a password alone.
alter table access_grant add column second_factor boolean not null default false;
-- The owner of the tables sees no rows without a context.
select set_config('app.role', 'operator', true);
update access_grant g set second_factor = true
where exists (select from account_totp t where t.user_id = g.user_id and t.confirmed_at <= g.created_at);
select set_config('app.role', '', true);
