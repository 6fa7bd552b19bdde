-- Entries of health records. Rows are only added: a correction is a row that points to what it corrects, once.
create table health_record (
    id uuid primary key,
    patient_id uuid not null references patient,
    author_user_id uuid not null references account,
    record_type text not null check (record_type in
        ('vital-signs', 'laboratory', 'imaging', 'immunization', 'condition', 'procedure', 'clinical-note', 'document')),
    -- When it was so; and when it was written down.
    recorded_at timestamptz not null,
    created_at timestamptz not null,
    corrects uuid,
    -- Entered in error: what it corrects is taken back.
    retracted boolean not null default false,
    -- Sealed: title, text, values.
    content bytea not null,
    unique (id, patient_id),
    -- Nothing corrects another person's entry.
    foreign key (corrects, patient_id) references health_record (id, patient_id),
    check (not retracted or corrects is not null)
);
-- Pages of one person's record, of all kinds and of one; behind the policies below these operators still use an index.
create index health_record_timeline on health_record (patient_id, recorded_at desc, id desc);
create index health_record_kind on health_record (patient_id, record_type, recorded_at desc, id desc);
create unique index health_record_corrects on health_record (corrects) where corrects is not null;

create function health_record_is_not_rewritten() returns trigger language plpgsql as $$
begin
    raise exception 'an entry of a health record is never rewritten' using errcode = 'insufficient_privilege';
end $$;
-- A change of keys seals `content` anew and touches nothing else.
create trigger health_record_is_not_rewritten
    before update of id, patient_id, author_user_id, record_type, recorded_at, created_at, corrects, retracted on health_record
    for each row execute function health_record_is_not_rewritten();

-- Files. What is in them lies in a store of objects under the row's id, encrypted with a key that is sealed here: without the row it is noise.
create table attachment (
    id uuid primary key,
    record_id uuid not null,
    patient_id uuid not null,
    author_user_id uuid not null references account,
    media_type text not null check (media_type in ('application/pdf', 'image/png', 'image/jpeg', 'image/webp')),
    size bigint not null check (size between 1 and 104857600),
    sha256 bytea not null check (length(sha256) = 32),
    created_at timestamptz not null,
    -- Sealed: name and key.
    content bytea not null,
    foreign key (record_id, patient_id) references health_record (id, patient_id) on delete cascade
);
create index attachment_record on attachment (record_id, id);

alter table health_record enable row level security, force row level security;
create policy health_record_read on health_record for select using (
    patient_id = app_patient() or app_role() = 'operator'
    or patient_id in (select app_treated())
    or (patient_id, record_type) in (select s.patient_id, s.category from app_shared() s));
-- Patients write their vital signs and documents, doctors for those whom they treat; everybody in their own name.
create policy health_record_insert on health_record for insert with check (
    app_role() = 'operator'
    or (author_user_id = app_user() and (
        (patient_id = app_patient() and record_type in ('vital-signs', 'document'))
        or (app_role() = 'doctor' and patient_id in (select app_treated())))));
create policy health_record_update on health_record for update using (app_role() = 'operator');
create policy health_record_delete on health_record for delete using (app_role() = 'operator');

-- Whoever sees an entry sees its files.
alter table attachment enable row level security, force row level security;
create policy attachment_read on attachment for select using (
    patient_id = app_patient() or app_role() = 'operator' or record_id in (select r.id from health_record r where r.id = record_id));
create policy attachment_insert on attachment for insert with check (
    app_role() = 'operator'
    or (author_user_id = app_user() and (
        patient_id = app_patient() or (app_role() = 'doctor' and patient_id in (select app_treated())))));
create policy attachment_update on attachment for update using (app_role() = 'operator');
create policy attachment_delete on attachment for delete using (app_role() = 'operator');
