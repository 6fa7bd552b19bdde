-- What a doctor prescribes. Ids, status and times are in the clear for lists; everything that is said is sealed in `content`.
create table prescription (
    id uuid primary key,
    patient_id uuid not null references patient,
    -- Who wrote it; once it is issued, who signed it.
    doctor_id uuid not null references doctor,
    appointment_id uuid references appointment on delete set null,
    status text not null check (status in ('draft', 'active', 'cancelled', 'completed')),
    version integer not null default 1,
    -- The issued one that this one corrects.
    replaces uuid references prescription,
    content bytea not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    issued_at timestamptz,
    ended_at timestamptz,
    -- SHA-256 of what was issued, the signature (Ed25519) over it, and the key of the ring that made it.
    digest bytea check (length(digest) = 32),
    signature bytea check (length(signature) = 64),
    key_id bigint,
    check ((issued_at is null) = (digest is null) and (issued_at is null) = (signature is null) and (issued_at is null) = (key_id is null)),
    check (case status when 'draft' then issued_at is null when 'cancelled' then true else issued_at is not null end),
    check ((ended_at is not null) = (status in ('cancelled', 'completed')))
);
create index prescription_patient on prescription (patient_id, id desc);
create index prescription_doctor on prescription (doctor_id, id desc);
create index prescription_replaces on prescription (replaces) where replaces is not null;
create index prescription_appointment on prescription (appointment_id) where appointment_id is not null;
create index prescription_key on prescription (key_id) where key_id is not null;

-- What was issued never changes: it can only end. A change of keys seals its content anew, and the end of an account takes names out of it;
-- both are the operator's.
create function prescription_is_not_rewritten() returns trigger language plpgsql as $$
begin
    if old.status <> 'draft' and (
        (new.id, new.patient_id, new.doctor_id, new.replaces, new.created_at, new.issued_at, new.digest, new.signature, new.key_id)
            is distinct from
        (old.id, old.patient_id, old.doctor_id, old.replaces, old.created_at, old.issued_at, old.digest, old.signature, old.key_id)
        or (new.content <> old.content and app_role() is distinct from 'operator')
        or (new.status <> old.status and not (old.status = 'active' and new.status in ('cancelled', 'completed')))
    ) then
        raise exception 'an issued prescription never changes' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger prescription_is_not_rewritten before update on prescription for each row execute function prescription_is_not_rewritten();

-- What a doctor writes often, to be put on a sheet with one press.
create table prescription_favourite (
    id uuid primary key,
    doctor_id uuid not null references doctor,
    content bytea not null,
    created_at timestamptz not null
);
create index prescription_favourite_doctor on prescription_favourite (doctor_id, id);

alter table prescription enable row level security, force row level security;
create policy prescription_read on prescription for select using (
    (patient_id = app_patient() and issued_at is not null) or doctor_id = app_doctor() or app_role() = 'operator'
    -- Whoever has the code on a prescription asks whether it holds.
    or (app_role() = 'verify' and issued_at is not null)
    or patient_id in (select app_treated())
    or (issued_at is not null and (patient_id, 'prescription') in (select s.patient_id, s.category from app_shared() s)));
create policy prescription_insert on prescription for insert with check (
    app_role() = 'operator' or (status = 'draft' and doctor_id = app_doctor() and patient_id in (select app_treated())));
-- Any doctor who treats the patient writes on a draft; what was issued is ended by its own doctor.
create policy prescription_update on prescription for update
    using (app_role() = 'operator' or doctor_id = app_doctor() or (status = 'draft' and patient_id in (select app_treated())))
    with check (app_role() = 'operator' or doctor_id = app_doctor() or (status = 'draft' and patient_id in (select app_treated())));
create policy prescription_delete on prescription for delete using (app_role() = 'operator');

alter table prescription_favourite enable row level security, force row level security;
create policy prescription_favourite_all on prescription_favourite for all using (doctor_id = app_doctor() or app_role() = 'operator');
