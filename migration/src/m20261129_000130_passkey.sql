-- Keys of a person's devices with which they sign in (WebAuthn): the public half only.
create table passkey (
    id uuid primary key,
    user_id uuid not null references account on delete cascade,
    -- By which the device finds its half; chosen by the device.
    credential_id bytea not null unique check (octet_length(credential_id) between 1 and 1023),
    -- A COSE_Key (RFC 9052).
    public_key bytea not null,
    -- How often the device has signed, where it counts; it never goes back.
    sign_count bigint not null,
    -- Whether the device keeps copies of the key elsewhere.
    synced boolean not null,
    name text not null,
    created_at timestamptz not null,
    last_used_at timestamptz
);
create index passkey_user on passkey (user_id, id);

alter table passkey enable row level security, force row level security;
create policy passkey_all on passkey for all using (user_id = app_user() or app_role() in ('identity', 'operator'));
-- Administrators see who has one, and take them from somebody who has lost the device.
create policy passkey_seen on passkey for select using (app_role() = 'admin');
create policy passkey_reset on passkey for delete using (app_role() = 'admin');

-- What was answered, so that no answer counts twice; kept a little longer than a question lives.
create table passkey_answer (
    question uuid primary key,
    at timestamptz not null
);
alter table passkey_answer enable row level security, force row level security;
create policy passkey_answer_all on passkey_answer for all using (app_role() in ('identity', 'operator'));
