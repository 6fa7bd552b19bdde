-- Written in the transaction of what a mail tells of, sent afterwards.
create table mail (
    id uuid primary key,
    -- Null: the address may be nobody's.
    user_id uuid references account on delete cascade,
    recipient text not null,
    subject text not null,
    -- Holds links that open things: gone as soon as the mail is sent or given up.
    body text,
    created_at timestamptz not null,
    -- When to try next. Who takes a mail moves it on first, so that no other instance sends it meanwhile.
    due_at timestamptz not null,
    tries smallint not null default 0,
    sent_at timestamptz
);
create index mail_due on mail (due_at) where body is not null;
create index mail_created_at on mail (created_at);

-- What stands in a mailed link, as its digest: who reads this table cannot use a link.
create table account_token (
    hash bytea primary key,
    -- Null: asked for by an address without an account, which costs the same work and opens nothing.
    user_id uuid references account on delete cascade,
    purpose text not null check (purpose in ('verify-email', 'reset-password', 'change-email')),
    -- The address that whoever has the link can read.
    email text not null,
    expires_at timestamptz not null
);
create index account_token_user_id on account_token (user_id);
create index account_token_expires_at on account_token (expires_at);

-- Browsers in which somebody has signed in, by the digest of a cookie.
create table device (
    user_id uuid not null references account on delete cascade,
    hash bytea not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    primary key (user_id, hash)
);
create index device_hash on device (hash);
create index device_last_seen_at on device (last_seen_at);

-- The name of a session on pages and in the API: says nothing about the cookie.
alter table session add column public_id uuid not null unique default gen_random_uuid();
