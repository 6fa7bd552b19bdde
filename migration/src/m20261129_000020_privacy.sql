-- What a person agreed to, and when they took it back. Rows are only added; the latest of a kind counts. The columns of the last group say
-- what a consent is about: nothing for one to the whole product; for "this doctor may see that kind of data until then" all three.
create table consent (
    id uuid primary key,
    user_id uuid not null references account on delete cascade,
    kind text not null,
    -- Version of the text that was agreed to.
    version text not null,
    act text not null check (act in ('given', 'withdrawn')),
    at timestamptz not null,
    doctor_id uuid references doctor,
    category text,
    until timestamptz,
    check (category is null or doctor_id is not null),
    check (until is null or doctor_id is not null)
);
create index consent_user on consent (user_id, kind, at desc);
create index consent_doctor on consent (doctor_id, user_id) where doctor_id is not null;
create function consent_is_not_rewritten() returns trigger language plpgsql as $$
begin
    raise exception 'a consent is never rewritten' using errcode = 'insufficient_privilege';
end $$;
create trigger consent_is_not_rewritten before update on consent for each row execute function consent_is_not_rewritten();

-- Somebody wants their account to be deleted. The row goes when they think better of it, or with the account's data.
create table account_deletion (
    user_id uuid primary key references account on delete cascade,
    asked_at timestamptz not null,
    due_at timestamptz not null
);
create index account_deletion_due on account_deletion (due_at);

-- While this is here nothing of the account is deleted: a dispute, an order of a court.
create table legal_hold (
    user_id uuid primary key references account on delete cascade,
    reason text not null check (length(reason) between 1 and 500),
    set_by uuid not null references account,
    set_at timestamptz not null
);

-- When the person's data were taken out of the account. What is left holds the books together and has no name.
alter table account add column erased_at timestamptz;

-- The last mail to somebody without an account: nothing is remembered of it once it is sent.
alter table mail add column forget boolean not null default false;

alter table consent enable row level security, force row level security;
create policy consent_read on consent for select using (user_id = app_user() or app_role() in ('identity', 'operator'));
create policy consent_insert on consent for insert with check (user_id = app_user() or app_role() in ('identity', 'operator'));
create policy consent_delete on consent for delete using (app_role() = 'operator');

alter table account_deletion enable row level security, force row level security;
-- Whether a doctor can be booked hangs on it.
create policy account_deletion_read on account_deletion for select using (
    user_id = app_user() or app_role() in ('identity', 'admin', 'operator', 'calendar')
    or user_id = (select d.user_id from doctor d where d.id = app_calendar()));
create policy account_deletion_write on account_deletion for all using (user_id = app_user() or app_role() = 'operator');

alter table legal_hold enable row level security, force row level security;
create policy legal_hold_read on legal_hold for select using (app_role() in ('admin', 'operator'));
create policy legal_hold_write on legal_hold for all using (app_role() in ('admin', 'operator'));

-- People may see who looked at their data, and what they did themselves.
create policy audit_own on audit for select using (patient_id = app_patient() or user_id = app_user());
