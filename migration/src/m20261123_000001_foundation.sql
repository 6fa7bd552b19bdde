-- btree_gist: an exclusion constraint compares a uuid for equality beside a range for overlap.
create extension if not exists btree_gist;
create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- unaccent() is only STABLE; an index needs IMMUTABLE, which holds as long as the dictionary is named.
create function plain(value text) returns text
    language sql immutable strict parallel safe
    as $$ select lower(public.unaccent('public.unaccent', value)) $$;

create table account (
    id uuid primary key,
    email text not null,
    password_hash text not null,
    user_type text not null check (user_type in ('patient', 'doctor', 'admin')),
    is_active boolean not null default true,
    email_verified_at timestamptz,
    locale text not null default 'en',
    time_zone text not null default 'UTC',
    created_at timestamptz not null
);
create unique index account_email_key on account (lower(email));

-- The id itself is never stored: who reads this table cannot take over a session.
create table session (
    id_hash bytea primary key,
    user_id uuid references account on delete cascade,
    data jsonb not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null
);
create index session_user_id on session (user_id);
create index session_expires_at on session (expires_at);

-- One row per account or address that tried to sign in lately; the key is a digest.
create table login_throttle (
    key bytea primary key,
    window_start timestamptz not null,
    tries integer not null
);

create table clinic (
    id uuid primary key,
    name text not null,
    address text not null,
    city text not null,
    country text not null check (country ~ '^[A-Z]{2}$'),
    latitude double precision not null check (latitude between -90 and 90),
    longitude double precision not null check (longitude between -180 and 180),
    time_zone text not null,
    currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$')
);

create table patient (
    id uuid primary key,
    user_id uuid not null unique references account on delete cascade,
    name text not null,
    date_of_birth date,
    sex text check (sex in ('female', 'male', 'other')),
    blood_group text,
    allergies jsonb not null default '[]',
    conditions jsonb not null default '[]',
    medications jsonb not null default '[]',
    emergency_contact text,
    language text not null default 'en',
    country text not null default 'ZZ'
);

create table doctor (
    id uuid primary key,
    user_id uuid not null unique references account on delete cascade,
    clinic_id uuid not null references clinic,
    name text not null,
    specialty text not null,
    experience_years smallint not null default 0 check (experience_years between 0 and 70),
    education text not null default '',
    bio text not null default '',
    languages text[] not null default '{en}',
    telehealth boolean not null default false,
    asks_first boolean not null default false,
    fee_minor integer not null default 0 check (fee_minor >= 0),
    license_number text not null,
    license_issuer text not null,
    license_expires date not null,
    verified_at timestamptz,
    verified_by uuid references account,
    -- Availability is read and written whole: [{weekday, hours}] and [{date, hours, note}] in the clinic's local time.
    weekly jsonb not null default '[]',
    exceptions jsonb not null default '[]',
    slot_minutes smallint not null default 30 check (slot_minutes between 5 and 240),
    notice_minutes integer not null default 120 check (notice_minutes between 0 and 43200),
    horizon_days smallint not null default 60 check (horizon_days between 1 and 365),
    rating_sum integer not null default 0,
    rating_count integer not null default 0
);
create index doctor_name on doctor (name, id);
create index doctor_specialty on doctor (specialty, name, id) where verified_at is not null;
create index doctor_clinic_id on doctor (clinic_id);
create index doctor_unverified on doctor (id) where verified_at is null;
create index doctor_words on doctor using gin (plain(name || ' ' || bio) gin_trgm_ops);
create index clinic_city on clinic (plain(city));

create table symptom_report (
    -- Version 4: until a patient claims it by booking, knowing the id is what gives access to a report.
    id uuid primary key,
    patient_id uuid references patient on delete cascade,
    text text not null,
    age real,
    sex text,
    assessment jsonb not null,
    model text not null,
    created_at timestamptz not null
);
create index symptom_report_patient_id on symptom_report (patient_id, created_at desc);
create index symptom_report_unclaimed on symptom_report (created_at) where patient_id is null;

create table appointment (
    id uuid primary key,
    doctor_id uuid not null references doctor,
    patient_id uuid not null references patient,
    status text not null check (status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow',
                                           'entered-in-error', 'checked-in', 'waitlist')),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    period tstzrange not null generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
    mode text not null default 'in-person' check (mode in ('in-person', 'telehealth')),
    reason text,
    hold_until timestamptz,
    report_id uuid references symptom_report,
    -- Set by staff on purpose, with an audit entry: takes the row out of both constraints.
    overbooked boolean not null default false,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    check (starts_at < ends_at),
    -- A hold that ran out keeps its date, so that it is told apart from an appointment that was called off.
    check (status <> 'proposed' or hold_until is not null),
    check (status in ('proposed', 'cancelled') or hold_until is null),
    -- A doctor and a patient can each be in one place at a time. No code path can store a double booking.
    constraint appointment_doctor_free exclude using gist (doctor_id with =, period with &&)
        where (status in ('proposed', 'pending', 'booked', 'checked-in', 'arrived') and not overbooked),
    constraint appointment_patient_free exclude using gist (patient_id with =, period with &&)
        where (status in ('proposed', 'pending', 'booked', 'checked-in', 'arrived') and not overbooked)
);
create index appointment_doctor_time on appointment (doctor_id, starts_at, id);
create index appointment_patient_time on appointment (patient_id, starts_at desc, id desc);
create index appointment_report_id on appointment (report_id);
create index appointment_hold on appointment (hold_until) where status = 'proposed';

-- Tells every instance that something about a doctor's or patient's calendar changed. Only ids: payloads are not private.
create function appointment_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('appointment', new.doctor_id || ' ' || new.patient_id || ' ' || new.id);
    return null;
end $$;
create trigger appointment_changed after insert or update on appointment
    for each row execute function appointment_changed();

create table idempotency (
    user_id uuid not null references account on delete cascade,
    key text not null check (length(key) between 1 and 200),
    request_hash bytea not null,
    -- Null while the first request is still at work.
    answer jsonb,
    created_at timestamptz not null,
    primary key (user_id, key)
);
create index idempotency_created_at on idempotency (created_at);

create table audit (
    id uuid primary key,
    at timestamptz not null,
    user_id uuid,
    patient_id uuid,
    action text not null,
    object text not null,
    why text
);
create index audit_patient on audit (patient_id, at desc);
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit entries are never changed' using errcode = 'insufficient_privilege';
end $$;
create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only();
