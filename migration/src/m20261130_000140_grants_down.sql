drop policy symptom_report_read on symptom_report;
create policy symptom_report_read on symptom_report for select using (
    patient_id = app_patient() or app_role() = 'operator'
    or (patient_id is null and app_role() in ('anonymous', 'patient', 'doctor', 'admin'))
    or exists (select from appointment a where a.report_id = symptom_report.id and a.doctor_id = app_doctor())
    or patient_id in (select e.patient_id from emergency_access e where e.doctor_id = app_doctor() and e.until > app_now())
    or patient_id in (select s.patient_id from app_shared() s where s.category = 'symptom-report'));
create or replace function app_treated() returns setof uuid language sql stable parallel safe as $$
    select a.patient_id from appointment a
    where a.doctor_id = app_doctor() and a.ends_at > app_now() - interval '30 days'
        and a.status in ('pending', 'booked', 'checked-in', 'arrived', 'fulfilled')
    union
    select e.patient_id from emergency_access e where e.doctor_id = app_doctor() and e.until > app_now()
$$;
drop function app_opens;
alter table access_grant drop column second_factor;
