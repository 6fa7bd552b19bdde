-- Grows with everything that ends all tokens of an account at once; a grant of an older epoch is worth nothing.
alter table account add column token_epoch integer not null default 0;

-- Whoever changes a password or keeps an account out need not think of tokens, and cannot forget them.
create function account_ends_tokens() returns trigger language plpgsql as $$
begin
    if new.password_hash is distinct from old.password_hash or new.is_active is distinct from old.is_active then
        new.token_epoch := old.token_epoch + 1;
    end if;
    return new;
end $$;
create trigger account_ends_tokens before update of password_hash, is_active on account
    for each row execute function account_ends_tokens();

-- A program's leave to act for an account: by a sign-in, whose refresh tokens follow each other, or by a personal token.
create table access_grant (
    id uuid primary key,
    user_id uuid not null references account on delete cascade,
    kind text not null check (kind in ('sign-in', 'personal')),
    name text not null,
    scope text not null check (scope in ('read', 'write', 'read write')),
    -- SHA-256 of a personal token's secret.
    secret_hash bytea unique check (octet_length(secret_hash) = 32),
    epoch integer not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    check ((kind = 'personal') = (secret_hash is not null))
);
create index access_grant_user on access_grant (user_id, kind, id);

-- Every refresh token that there was in a sign-in, so that one used twice is noticed. The token itself is never stored.
create table refresh_token (
    hash bytea primary key check (octet_length(hash) = 32),
    grant_id uuid not null references access_grant on delete cascade,
    created_at timestamptz not null,
    replaced_at timestamptz
);
create index refresh_token_grant on refresh_token (grant_id);
