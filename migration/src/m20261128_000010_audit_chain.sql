-- Entries written before there was a chain have no number and no code: they wait here until the program, which has the key, chains them
-- (`service::audit::adopt`), right after this migration.
alter table audit rename to audit_unchained;
drop trigger audit_is_append_only on audit_unchained;
alter index audit_pkey rename to audit_unchained_pkey;
drop index audit_patient;

create table audit (
    -- Without a gap, from 1.
    seq bigint primary key,
    id uuid not null unique,
    at timestamptz not null,
    user_id uuid,
    patient_id uuid,
    action text not null,
    object text not null,
    why text,
    -- Master key that the code is made with.
    key_id bigint not null,
    -- The code of the entry before; zeros for the first.
    prev bytea not null check (length(prev) = 32),
    -- HMAC-SHA256 over all the columns above.
    mac bytea not null check (length(mac) = 32)
);
create index audit_patient on audit (patient_id, seq desc) where patient_id is not null;
create index audit_user on audit (user_id, seq desc) where user_id is not null;
create index audit_action on audit (action, seq desc);
create index audit_at on audit (at);
create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only();

-- Where the chain ends: what is cut off its end is missed here. One row, locked by whoever appends.
create table audit_head (
    id smallint primary key default 1 check (id = 1),
    count bigint not null,
    mac bytea not null,
    key_id bigint not null,
    -- HMAC-SHA256 over the columns above; empty while nothing was written.
    seal bytea not null
);
insert into audit_head (count, mac, key_id, seal) values (0, decode(repeat('00', 32), 'hex'), 0, '');
