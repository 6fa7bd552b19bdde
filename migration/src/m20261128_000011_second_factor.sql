-- The second factor of an account; without a confirmation it counts for nothing.
create table account_totp (
    user_id uuid primary key references account on delete cascade,
    -- Sealed: see `service::keys`.
    seed bytea not null,
    -- Under which name the person's device shows it.
    label text not null,
    created_at timestamptz not null,
    confirmed_at timestamptz,
    -- The last step whose code was used, so that none counts twice.
    last_step bigint not null default 0
);

-- Codes for the day when the device is lost; HMACs under a secret key, each good once.
create table recovery_code (
    user_id uuid not null references account on delete cascade,
    hash bytea not null check (octet_length(hash) = 32),
    used_at timestamptz,
    primary key (user_id, hash)
);
