//! The data as rows, in a few statements.

use super::doctors::{self, Doctor};
use super::patients::{self, Patient};
use super::places::CITIES;
use super::prescriptions;
use super::visits::{Planner, Visit};
use super::{ACTION, HASH, blog, id, records, reports, reviews};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{Caller, appointment::Status, calendar, patient::age};
use entity::{account, appointment, clinic, doctor, patient, prescription, review, symptom_report};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    prelude::{Expr, Json, Uuid},
    sea_query::OnConflict,
};
use serde::Serialize;
use service::sealed::{self, Content, Health};
use service::tx::Tx;
use service::{Error, Keys, audit};

/// Writes all of it into an empty database.
pub(super) async fn everything(tx: &Tx, keys: &Keys, now: DateTime<Utc>) -> Result<(), Error> {
    let (doctors, patients) = (doctors::all(now), patients::all(now));
    let made = now - TimeDelta::days(400);
    let accounts = std::iter::once(account("admin@demo.example", "admin", 0, "UTC", made))
        .chain(doctors.iter().map(|d| account(&d.email, "doctor", d.number + 1, CITIES[d.city].zone.name(), made)))
        .chain(patients.iter().map(|p| account(&p.email, "patient", patients::FIRST_ACCOUNT + p.number, CITIES[p.city].zone.name(), made)));
    account::Entity::insert_many(accounts).exec_without_returning(tx).await?;
    clinic::Entity::insert_many(clinics()).exec_without_returning(tx).await?;
    let rows = doctors.iter().map(|d| doctor(d, made)).collect::<Result<Vec<_>, Error>>()?;
    doctor::Entity::insert_many(rows).exec_without_returning(tx).await?;
    let rows = patients.iter().map(|of| patient(keys, of)).collect::<Result<Vec<_>, Error>>()?;
    patient::Entity::insert_many(rows).exec_without_returning(tx).await?;
    let mut planner = Planner::new(&doctors, &patients, now);
    planner.today();
    planner.ahead_of_demo_patient();
    planner.coming();
    planner.past();
    let said = reviews::all(&doctors, &planner.planned, day(now), now);
    visits(tx, keys, planner.planned, &patients, now).await?;
    // The doctors' stars follow by themselves.
    review::Entity::insert_many(said).exec_without_returning(tx).await?;
    if let Some(demo) = patients.get(patients::DEMO) {
        records::write(tx, keys, now, demo).await?;
    }
    let rows = prescriptions::all(keys, &doctors, &patients, now)?;
    prescription::Entity::insert_many(rows).exec_without_returning(tx).await?;
    blog::write(tx, &doctors, now).await?;
    note(tx, now).await
}

/// Ends the visits that went by, and makes the coming ones anew. What people have booked themselves stays.
pub(super) async fn visits_anew(tx: &Tx, keys: &Keys, now: DateTime<Utc>) -> Result<(), Error> {
    use appointment::Column;
    let (first, last) = id::appointments();
    let open = [Status::Pending, Status::Booked, Status::CheckedIn, Status::Arrived].map(Status::code);
    let theirs = || Condition::all().add(Column::Id.between(first, last)).add(Column::Status.is_in(open));
    let (doctors, patients) = (doctors::all(now), patients::all(now));
    // The day of the demonstration's doctor is planned from its beginning.
    let zone = CITIES[doctors[doctors::DEMO].city].zone;
    let today = calendar::day(zone, now.with_timezone(&zone).date_naive());
    let planned = Condition::all().add(Column::DoctorId.eq(id::doctor(doctors::DEMO))).add(Column::StartsAt.gte(today.start()));
    let coming = Condition::any().add(Column::StartsAt.gt(now)).add(planned);
    appointment::Entity::delete_many().filter(theirs()).filter(coming).exec(tx).await?;
    let gone = appointment::Entity::update_many()
        .col_expr(Column::Status, Expr::value(Status::Fulfilled.code()))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(theirs());
    gone.exec(tx).await?;
    let mut planner = Planner::new(&doctors, &patients, now);
    planner.today();
    planner.ahead_of_demo_patient();
    planner.coming();
    visits(tx, keys, planner.planned, &patients, now).await?;
    note(tx, now).await
}

async fn visits(tx: &Tx, keys: &Keys, planned: Vec<Visit>, patients: &[Patient], now: DateTime<Utc>) -> Result<(), Error> {
    let day = day(now);
    let with_case = planned.iter().enumerate().filter(|(_, visit)| visit.case.is_some());
    let reports = with_case.filter_map(|(n, visit)| report(keys, day, n, visit, patients)).collect::<Result<Vec<_>, Error>>()?;
    symptom_report::Entity::insert_many(reports).on_conflict_do_nothing().exec_without_returning(tx).await?;
    let rows = planned.iter().enumerate().map(|(n, visit)| row(keys, day, n, visit, now)).collect::<Result<Vec<_>, Error>>()?;
    // Where somebody has booked a time themselves, the constraint on times lets the row go.
    appointment::Entity::insert_many(rows).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(tx).await?;
    Ok(())
}

/// Days since 1970: visits of another day have other ids.
fn day(now: DateTime<Utc>) -> u16 {
    u16::try_from(now.timestamp() / 86_400).unwrap_or(0)
}

async fn note(tx: &Tx, now: DateTime<Utc>) -> Result<(), Error> {
    audit::note(tx, &Caller::Anonymous, now, None, ACTION, "demonstration data").await
}

fn account(email: &str, user_type: &str, number: usize, zone: &str, made: DateTime<Utc>) -> account::ActiveModel {
    account::ActiveModel {
        id: Set(id::account(number)),
        email: Set(email.to_owned()),
        password_hash: Set(HASH.to_owned()),
        user_type: Set(user_type.to_owned()),
        email_verified_at: Set(Some(made)),
        time_zone: Set(zone.to_owned()),
        created_at: Set(made),
        ..Default::default()
    }
}

fn clinics() -> Vec<clinic::ActiveModel> {
    let places = CITIES.iter().flat_map(|city| city.clinics.iter().map(move |place| (city, place)));
    let row = |(number, (city, place)): (usize, (&super::places::City, &super::places::Place))| clinic::ActiveModel {
        id: Set(id::clinic(number)),
        name: Set(place.name.to_owned()),
        address: Set(place.address.to_owned()),
        city: Set(city.name.to_owned()),
        country: Set(city.country.to_owned()),
        latitude: Set(place.latitude),
        longitude: Set(place.longitude),
        time_zone: Set(city.zone.name().to_owned()),
        currency: Set(city.currency.to_owned()),
    };
    places.enumerate().map(row).collect()
}

fn doctor(of: &Doctor, made: DateTime<Utc>) -> Result<doctor::ActiveModel, Error> {
    let calendar = &of.availability;
    Ok(doctor::ActiveModel {
        id: Set(id::doctor(of.number)),
        user_id: Set(id::account(of.number + 1)),
        clinic_id: Set(id::clinic(of.clinic)),
        name: Set(of.name.clone()),
        specialty: Set(of.specialty.code().to_owned()),
        experience_years: Set(of.experience),
        education: Set(of.education.clone()),
        bio: Set(of.bio.clone()),
        languages: Set(of.languages.clone()),
        telehealth: Set(of.telehealth),
        asks_first: Set(of.asks_first),
        fee_minor: Set(of.fee_minor),
        license_number: Set(format!("{}-{:06}", CITIES[of.city].country, 104_729 + of.number * 7_919)),
        license_issuer: Set(CITIES[of.city].council.to_owned()),
        license_expires: Set(of.license_expires),
        verified_at: Set(of.verified.then_some(made)),
        verified_by: Set(of.verified.then(|| id::account(0))),
        weekly: Set(json(&calendar.weekly)?),
        exceptions: Set(json(&calendar.exceptions)?),
        slot_minutes: Set(small(calendar.slot_minutes)),
        notice_minutes: Set(i32::try_from(calendar.notice_minutes).unwrap_or(0)),
        horizon_days: Set(small(calendar.horizon_days)),
        rating_sum: Set(0),
        rating_count: Set(0),
    })
}

fn patient(keys: &Keys, of: &Patient) -> Result<patient::ActiveModel, Error> {
    let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    let health = Health {
        blood_group: of.blood_group.map(str::to_owned),
        allergies: of.allergies.clone(),
        conditions: owned(&of.conditions),
        medications: owned(&of.medications),
        emergency_contact: of.emergency_contact.clone(),
    };
    let id = id::patient(of.number);
    Ok(patient::ActiveModel {
        id: Set(id),
        user_id: Set(id::account(patients::FIRST_ACCOUNT + of.number)),
        name: Set(of.name.clone()),
        date_of_birth: Set(Some(of.born)),
        sex: Set(of.sex.map(|sex| sex.code().to_owned())),
        language: Set(of.language.to_owned()),
        country: Set(CITIES[of.city].country.to_owned()),
        health: Set(Some(sealed::HEALTH.seal(keys, id, &health)?)),
    })
}

fn report(keys: &Keys, day: u16, number: usize, visit: &Visit, patients: &[Patient]) -> Option<Result<symptom_report::ActiveModel, Error>> {
    let (case, patient) = (visit.case?, patients.get(visit.patient)?);
    let id = id::report(day, number);
    let content = Content { text: case.text.to_owned(), answers: Vec::new(), assessment: case.assessment() };
    let level = content.assessment.triage.as_ref().map(|triage| triage.level.code().to_owned());
    Some(sealed::CONTENT.seal(keys, id, &content).map(|content| symptom_report::ActiveModel {
        id: Set(id),
        patient_id: Set(Some(id::patient(visit.patient))),
        age: Set(Some(f32::from(years(patient.born, visit.made)))),
        sex: Set(patient.sex.map(|sex| sex.code().to_owned())),
        content: Set(Some(content)),
        level: Set(level),
        model: Set(reports::MODEL.to_owned()),
        created_at: Set(visit.made),
    }))
}

fn row(keys: &Keys, day: u16, number: usize, visit: &Visit, now: DateTime<Utc>) -> Result<appointment::ActiveModel, Error> {
    let id = id::appointment(day, number);
    let report = visit.case.map(|_| -> Uuid { id::report(day, number) });
    let (checked_in_at, called_in_at) = waited(number, visit, now);
    Ok(appointment::ActiveModel {
        id: Set(id),
        doctor_id: Set(id::doctor(visit.doctor)),
        patient_id: Set(id::patient(visit.patient)),
        status: Set(visit.status.code().to_owned()),
        starts_at: Set(visit.period.start()),
        ends_at: Set(visit.period.end()),
        mode: Set(if visit.telehealth { "telehealth" } else { "in-person" }.to_owned()),
        reason_sealed: Set(visit.reason.map(|reason| sealed::REASON.seal(keys, id, &reason)).transpose()?),
        report_id: Set(report),
        created_at: Set(visit.made),
        updated_at: Set(visit.made),
        checked_in_at: Set(checked_in_at),
        called_in_at: Set(called_in_at),
        ..Default::default()
    })
}

/// When the patient said that they are here, and was called in: some minutes before the time that was agreed, and some after it.
fn waited(number: usize, visit: &Visit, now: DateTime<Utc>) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
    let minutes = |n: usize| TimeDelta::minutes(i64::try_from(n).unwrap_or_default());
    let here = (visit.period.start() - minutes(2 + number * 7 % 13)).min(now - minutes(4));
    let in_time = (visit.period.start() + minutes(number * 5 % 17)).min(now).max(here);
    match visit.status {
        Status::CheckedIn => (Some(here), None),
        Status::Arrived | Status::Fulfilled => (Some(here), Some(in_time)),
        _ => (None, None),
    }
}

fn years(born: NaiveDate, at: DateTime<Utc>) -> u16 {
    age(born, at.date_naive())
}

fn json(value: &impl Serialize) -> Result<Json, Error> {
    serde_json::to_value(value).map_err(|e| Error::Internal(e.to_string()))
}

fn small(number: u16) -> i16 {
    i16::try_from(number).unwrap_or(i16::MAX)
}
