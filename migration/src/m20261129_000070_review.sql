-- What patients say of a doctor after a visit, and what the doctor answers. Public; whose it is is shown to nobody but the two.
create table review (
    id uuid primary key,
    doctor_id uuid not null references doctor,
    patient_id uuid not null references patient on delete cascade,
    -- The visit that gave the right to it.
    appointment_id uuid not null references appointment,
    rating smallint not null check (rating between 1 and 5),
    text text not null check (length(text) <= 4000),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    answer text check (length(answer) <= 4000),
    answered_at timestamptz,
    -- Taken out of sight by an administrator, and why; its author reads the reason.
    hidden_at timestamptz,
    hidden_why text check (length(hidden_why) <= 1000),
    unique (doctor_id, patient_id),
    check ((hidden_at is null) = (hidden_why is null)),
    check ((answered_at is null) = (answer is null))
);
create index review_shown on review (doctor_id, created_at desc, id desc) where hidden_at is null;
create index review_patient on review (patient_id);

alter table review enable row level security, force row level security;
create policy review_read on review for select using (
    hidden_at is null or patient_id = app_patient() or doctor_id = app_doctor() or app_role() in ('admin', 'operator'));
create policy review_insert on review for insert with check (
    app_role() = 'operator' or (patient_id = app_patient() and exists (
        select from appointment a where a.id = appointment_id and a.patient_id = review.patient_id and a.doctor_id = review.doctor_id
            and a.status = 'fulfilled')));
create policy review_update on review for update
    using (patient_id = app_patient() or doctor_id = app_doctor() or app_role() in ('admin', 'operator'))
    with check (patient_id = app_patient() or doctor_id = app_doctor() or app_role() in ('admin', 'operator'));
create policy review_delete on review for delete using (app_role() = 'operator');

-- Who may change which part of a review: the words are the patient's, the answer the doctor's, its being seen the administrators'.
create function review_is_changed_by_its_own() returns trigger language plpgsql as $$
begin
    if app_role() = 'operator' then return new; end if;
    if (new.id, new.doctor_id, new.patient_id, new.appointment_id, new.created_at)
        is distinct from (old.id, old.doctor_id, old.patient_id, old.appointment_id, old.created_at)
        or ((new.rating, new.text, new.updated_at) is distinct from (old.rating, old.text, old.updated_at)
            and old.patient_id is distinct from app_patient())
        or ((new.answer, new.answered_at) is distinct from (old.answer, old.answered_at) and old.doctor_id is distinct from app_doctor())
        or ((new.hidden_at, new.hidden_why) is distinct from (old.hidden_at, old.hidden_why) and app_role() <> 'admin')
    then
        raise exception 'not a part of theirs' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger review_is_changed_by_its_own before update on review for each row execute function review_is_changed_by_its_own();

-- The sums beside the doctor, which lists sort and show, follow the reviews that are shown. Nobody but the doctor may change that row, so the
-- function takes the right for the moment, and gives it back.
create function review_counted() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare
    before text := coalesce(current_setting('app.role', true), '');
begin
    perform set_config('app.role', 'operator', true);
    if tg_op in ('UPDATE', 'DELETE') and old.hidden_at is null then
        update public.doctor set rating_sum = rating_sum - old.rating, rating_count = rating_count - 1 where id = old.doctor_id;
    end if;
    if tg_op in ('UPDATE', 'INSERT') and new.hidden_at is null then
        update public.doctor set rating_sum = rating_sum + new.rating, rating_count = rating_count + 1 where id = new.doctor_id;
    end if;
    perform set_config('app.role', before, true);
    return null;
end $$;
create trigger review_counted after insert or delete or update of rating, hidden_at on review
    for each row execute function review_counted();
