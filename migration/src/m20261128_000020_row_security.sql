-- On whose behalf a transaction runs. The program tells it with set_config(…, true), which ends with the transaction. A setting that was
-- set before in the session reads as an empty text afterwards, not as null: nullif, or '' would be cast to a uuid and every query fail.
create function app_role() returns text language sql stable parallel safe
    as $$ select nullif(current_setting('app.role', true), '') $$;
create function app_user() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.user', true), '')::uuid $$;
create function app_patient() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.patient', true), '')::uuid $$;
create function app_doctor() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.doctor', true), '')::uuid $$;
-- The doctor's calendar and the patient's that a booking weighs against each other.
create function app_calendar() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.calendar', true), '')::uuid $$;
create function app_diary() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.diary', true), '')::uuid $$;

-- Roles of app.role: anonymous, patient, doctor, admin; and of the program itself: identity (register, sign in, sessions), calendar (which
-- times are taken), sweep (kept answers that are over), audit (verify, export), operator (demonstration data, repairs).

-- Behind these policies an index helps only where its operator cannot leak: equality of text does, lower() does not. Addresses are small
-- letters already.
create unique index account_email on account (email);

alter table account enable row level security, force row level security;
create policy account_read on account for select using (
    id = app_user() or app_role() in ('identity', 'admin', 'operator')
    -- Whether a doctor can be booked hangs on their account.
    or (user_type = 'doctor' and (app_role() = 'calendar' or id = (select d.user_id from doctor d where d.id = app_calendar()))));
create policy account_insert on account for insert with check (app_role() in ('identity', 'operator'));
-- Nobody makes themselves something else: the roles of callers are the kinds of accounts.
create policy account_update on account for update
    using (id = app_user() or app_role() in ('identity', 'admin', 'operator'))
    with check ((id = app_user() and user_type = app_role()) or app_role() in ('identity', 'admin', 'operator'));
create policy account_delete on account for delete using (app_role() = 'operator');

alter table session enable row level security, force row level security;
create policy session_all on session for all using (user_id = app_user() or app_role() in ('identity', 'operator'));
-- Keeping an account out ends its sessions.
create policy session_end on session for delete using (app_role() = 'admin');
create policy session_seen on session for select using (app_role() = 'admin');

-- Every request with a cookie asks this; who knows the id has a right to the row, so no context has to be told first. (Only superusers
-- could write `set app.role` beside the function's name instead.)
create function session_of(wanted bytea) returns setof session language plpgsql security definer
    set search_path = pg_catalog, public as $$
declare
    before text := coalesce(current_setting('app.role', true), '');
begin
    perform set_config('app.role', 'identity', true);
    return query select * from public.session s where s.id_hash = wanted;
    perform set_config('app.role', before, true);
end $$;

-- Whatever happens may be told by mail; only the program that sends mails reads them.
alter table mail enable row level security, force row level security;
create policy mail_post on mail for insert with check (app_role() is not null);
create policy mail_send on mail for all using (app_role() in ('identity', 'operator'));

alter table account_token enable row level security, force row level security;
create policy account_token_all on account_token for all using (user_id = app_user() or app_role() in ('identity', 'operator'));

-- An address without an account costs the same work: a link that opens nothing.
create policy account_token_for_nobody on account_token for insert with check (user_id is null and app_role() is not null);

alter table device enable row level security, force row level security;
create policy device_all on device for all using (user_id = app_user() or app_role() in ('identity', 'admin', 'operator'));

alter table login_throttle enable row level security, force row level security;
create policy login_throttle_all on login_throttle for all using (app_role() in ('identity', 'operator'));

-- Who asks how often is counted before it is known who asks.
alter table rate_limit enable row level security, force row level security;
create policy rate_limit_all on rate_limit for all using (app_role() in ('identity', 'operator'));

-- A token is looked up before it is known whose it is; its owner lists, makes and ends it.
alter table access_grant enable row level security, force row level security;
create policy access_grant_all on access_grant for all using (user_id = app_user() or app_role() in ('identity', 'operator'));

alter table refresh_token enable row level security, force row level security;
create policy refresh_token_all on refresh_token for all using (
    app_role() in ('identity', 'operator')
    or exists (select from access_grant g where g.id = refresh_token.grant_id and g.user_id = app_user()));

alter table account_totp enable row level security, force row level security;
create policy account_totp_all on account_totp for all using (user_id = app_user() or app_role() in ('identity', 'operator'));
-- Administrators see who has a second factor, and take it from somebody who has lost it.
create policy account_totp_seen on account_totp for select using (app_role() = 'admin');
create policy account_totp_reset on account_totp for delete using (app_role() = 'admin');

alter table recovery_code enable row level security, force row level security;
create policy recovery_code_all on recovery_code for all using (user_id = app_user() or app_role() in ('identity', 'operator'));
create policy recovery_code_seen on recovery_code for select using (app_role() = 'admin');
create policy recovery_code_reset on recovery_code for delete using (app_role() = 'admin');

alter table idempotency enable row level security, force row level security;
create policy idempotency_all on idempotency for all using (user_id = app_user() or app_role() = 'operator');
-- Answers that were kept long enough are swept out, whoever's they are.
create policy idempotency_seen on idempotency for select using (app_role() = 'sweep');
create policy idempotency_sweep on idempotency for delete using (app_role() = 'sweep');

-- Doctors and clinics are a public directory: reading them needs no context, and the index of words is used. Changing them does.
alter table doctor enable row level security, force row level security;
create policy doctor_read on doctor for select using (true);
create policy doctor_insert on doctor for insert with check (app_role() in ('identity', 'operator'));
-- A booking locks the doctor's row, which takes the right to change it; changing it is the doctor's own, or an administrator's.
create policy doctor_update on doctor for update
    using (id = app_doctor() or id = app_calendar() or app_role() in ('admin', 'operator'))
    with check ((id = app_doctor() and user_id = app_user()) or app_role() in ('admin', 'operator'));
create policy doctor_delete on doctor for delete using (app_role() = 'operator');

alter table clinic enable row level security, force row level security;
create policy clinic_read on clinic for select using (true);
create policy clinic_write on clinic for all using (app_role() = 'operator');

alter table appointment enable row level security, force row level security;
create policy appointment_read on appointment for select using (
    patient_id = app_patient() or doctor_id = app_doctor() or app_role() in ('admin', 'operator')
    or doctor_id = app_calendar() or patient_id = app_diary()
    or (app_role() = 'calendar' and status in ('proposed', 'pending', 'booked', 'checked-in', 'arrived')));
create policy appointment_insert on appointment for insert with check (patient_id = app_patient() or app_role() = 'operator');
-- In the two calendars of a booking, another person's hold that ran out can be let go, and nothing else be done.
create policy appointment_update on appointment for update
    using (patient_id = app_patient() or doctor_id = app_doctor() or app_role() in ('admin', 'operator')
        or ((doctor_id = app_calendar() or patient_id = app_diary()) and status = 'proposed'))
    with check (patient_id = app_patient() or doctor_id = app_doctor() or app_role() in ('admin', 'operator')
        or ((doctor_id = app_calendar() or patient_id = app_diary()) and status = 'cancelled'));
create policy appointment_delete on appointment for delete using (app_role() = 'operator');
create index appointment_treated on appointment (patient_id, doctor_id);

alter table patient enable row level security, force row level security;
create policy patient_read on patient for select using (
    id = app_patient() or app_role() in ('identity', 'admin', 'operator')
    or exists (select from appointment a where a.patient_id = patient.id and a.doctor_id = app_doctor()));
create policy patient_insert on patient for insert with check (app_role() in ('identity', 'operator'));
-- Moving an appointment locks the patient's row; only the patient changes it.
create policy patient_update on patient for update
    using (id = app_patient() or id = app_diary() or app_role() = 'operator')
    with check ((id = app_patient() and user_id = app_user()) or app_role() = 'operator');
create policy patient_delete on patient for delete using (app_role() = 'operator');

alter table symptom_report enable row level security, force row level security;
create policy symptom_report_read on symptom_report for select using (
    patient_id = app_patient() or app_role() = 'operator'
    -- Until a patient claims it, knowing the id is what gives access.
    or (patient_id is null and app_role() in ('anonymous', 'patient', 'doctor', 'admin'))
    or exists (select from appointment a where a.report_id = symptom_report.id and a.doctor_id = app_doctor()));
create policy symptom_report_insert on symptom_report for insert with check (
    patient_id = app_patient() or app_role() = 'operator'
    or (patient_id is null and app_role() in ('anonymous', 'patient', 'doctor', 'admin')));
create policy symptom_report_update on symptom_report for update
    using (patient_id = app_patient() or app_role() = 'operator'
        or (patient_id is null and app_role() in ('anonymous', 'patient', 'doctor', 'admin')));
create policy symptom_report_delete on symptom_report for delete using (app_role() = 'operator');

alter table audit enable row level security, force row level security;
create policy audit_read on audit for select using (app_role() in ('admin', 'audit', 'operator'));
-- Nobody writes an entry in another person's name.
create policy audit_insert on audit for insert with check (
    app_role() in ('identity', 'operator') or (app_role() is not null and user_id is not distinct from app_user()));

alter table audit_unchained enable row level security, force row level security;
create policy audit_unchained_all on audit_unchained for all using (app_role() = 'operator');

alter table audit_head enable row level security, force row level security;
create policy audit_head_read on audit_head for select using (app_role() is not null);
create policy audit_head_update on audit_head for update using (app_role() is not null);
