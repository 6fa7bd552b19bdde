//! Hold or book a slot.

use super::{holds, idempotency, row};
use crate::{Error, Keys, Services, audit, context, doctor, ids, scope, sealed, tx::Tx};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    AppointmentId, Caller, Code, DoctorId, PatientId, Period, SymptomReportId,
    appointment::{Actor, Appointment, HOLD_MINUTES, MOST_COMING, MOST_COMING_WITH_ONE, Status},
    booking::{NewAppointment, nearest},
};
use entity::{appointment, patient, symptom_report};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    Statement, sea_query::LockType,
};

/// Holds or books a slot for the calling patient. A repeated `key` gives the first answer.
///
/// Errors, in this order: `NOT_FOUND` or `DOCTOR_NOT_BOOKABLE`; `START_IN_PAST`, `TOO_SOON`, `TOO_FAR`, `NOT_A_SLOT`;
/// `PATIENT_BUSY`; [`Error::SlotTaken`] with the three nearest free slots.
pub async fn book(services: &Services, caller: &Caller, new: &NewAppointment, key: Option<&str>) -> Result<Appointment, Error> {
    let patient = super::patient(caller)?;
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    if let Some(key) = key
        && let Some(first) = idempotency::claim(&tx, services.keys(), user, key, new, now).await?
    {
        return Ok(first);
    }
    let id = match store(&tx, services.keys(), caller, patient, new, now).await {
        Err(Error::SlotTaken(_)) => return Err(taken(services, tx, new.doctor, new.start).await),
        stored => stored?,
    };
    let answer = row::one(&tx, services.keys(), caller, id).await?;
    if let Some(key) = key {
        idempotency::keep(&tx, services.keys(), user, key, &answer).await?;
    }
    tx.commit().await?;
    Ok(answer)
}

async fn store(
    tx: &Tx,
    keys: &Keys,
    caller: &Caller,
    patient: PatientId,
    new: &NewAppointment,
    now: DateTime<Utc>,
) -> Result<AppointmentId, Error> {
    tx.execute_unprepared(&context::calendars(new.doctor, patient)).await?;
    let doctor = doctor::row::locked(tx, new.doctor).await?.ok_or(Error::NOT_FOUND)?;
    let slot = new.accept(&doctor.bookable(now)?, now)?;
    lock_patient(tx, patient).await?;
    if new.hold
        && let Some(held) = holds::live(tx, patient, new.doctor, slot, now).await?
    {
        return Ok(held);
    }
    holds::release_own(tx, caller, patient, now).await?;
    holds::release_stale(tx, caller, patient, new.doctor, slot, now).await?;
    refuse_overlap(tx, patient, new.doctor, slot, None, now).await?;
    if let Some(report) = new.report {
        claim_report(tx, caller, patient, report).await?;
    }
    let status = if new.hold {
        Status::Proposed
    } else {
        Status::Proposed.after(domain::appointment::Act::Confirm, Actor::Patient, doctor.asks_first)?
    };
    let id = AppointmentId(ids::new());
    let row = appointment::ActiveModel {
        id: Set(id.0),
        doctor_id: Set(new.doctor.0),
        patient_id: Set(patient.0),
        status: Set(status.code().to_owned()),
        starts_at: Set(slot.start()),
        ends_at: Set(slot.end()),
        mode: Set(mode(new.mode).to_owned()),
        reason_sealed: Set(new.reason()?.map(|reason| sealed::REASON.seal(keys, id.0, &reason)).transpose()?),
        hold_until: Set(new.hold.then(|| now + TimeDelta::minutes(i64::from(HOLD_MINUTES)))),
        report_id: Set(new.report.map(|r| r.0)),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    appointment::Entity::insert(row).exec_without_returning(tx).await?;
    audit::note(tx, caller, now, Some(patient), if new.hold { "appointment.hold" } else { "appointment.book" }, id).await?;
    Ok(id)
}

fn mode(mode: domain::appointment::Mode) -> &'static str {
    match mode {
        domain::appointment::Mode::InPerson => "in-person",
        domain::appointment::Mode::Telehealth => "telehealth",
    }
}

/// Bookings lock the doctor first and the patient second, always in this order, so that they queue and cannot deadlock.
pub(super) async fn lock_patient(tx: &Tx, patient: PatientId) -> Result<(), Error> {
    let query = patient::Entity::find_by_id(patient.0).lock(LockType::NoKeyUpdate);
    query.one(tx).await?.map(|_| ()).ok_or(Error::NOT_FOUND)
}

#[derive(FromQueryResult)]
struct Clash {
    mine: bool,
    theirs: bool,
    /// The patient's coming appointments, and those of them with this doctor.
    coming: i64,
    with_doctor: i64,
}

/// Asks before the constraints do, to answer in the right order; the constraints hold even without this.
pub(super) async fn refuse_overlap(
    tx: &Tx,
    patient: PatientId,
    doctor: DoctorId,
    slot: Period,
    except: Option<AppointmentId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let sql = format!(
        "select coalesce(bool_or(patient_id = $1), false) as mine, coalesce(bool_or(doctor_id = $2), false) as theirs,
           (select count(*) from appointment where patient_id = $1 and starts_at > $6 and status in {0} and id is distinct from $5) as coming,
           (select count(*) from appointment
            where patient_id = $1 and doctor_id = $2 and starts_at > $6 and status in {0} and id is distinct from $5) as with_doctor
         from appointment
         where (patient_id = $1 or doctor_id = $2) and period && tstzrange($3, $4, '[)') and not overbooked
           and status in {0} and id is distinct from $5",
        doctor::row::BLOCKING
    );
    let values = [patient.0.into(), doctor.0.into(), slot.start().into(), slot.end().into(), except.map(|id| id.0).into(), now.into()];
    let clash = Clash::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).one(tx).await?;
    match clash {
        Some(Clash { mine: true, .. }) => Err(Code::PatientBusy.into()),
        Some(Clash { theirs: true, .. }) => Err(Error::SlotTaken(Vec::new())),
        Some(Clash { coming: MOST_COMING.., .. } | Clash { with_doctor: MOST_COMING_WITH_ONE.., .. }) if except.is_none() => {
            Err(Code::TooManyBookings.into())
        }
        _ => Ok(()),
    }
}

/// Makes a report that nobody owns the patient's own.
///
/// Errors: `NOT_FOUND` for an absent one and for somebody else's.
async fn claim_report(tx: &Tx, caller: &Caller, patient: PatientId, report: SymptomReportId) -> Result<(), Error> {
    let query = scope::symptom_reports_to_change(caller).filter(symptom_report::Column::Id.eq(report.0)).lock_exclusive();
    let row = query.one(tx).await?.ok_or(Error::NOT_FOUND)?;
    if row.patient_id.is_none() {
        let mut row: symptom_report::ActiveModel = row.into();
        row.patient_id = Set(Some(patient.0));
        row.update(tx).await?;
    }
    Ok(())
}

/// Who lost a race is told the three nearest free slots.
///
/// The transaction ends first: its locks and its connection are what everybody else waits for.
pub(super) async fn taken(services: &Services, tx: Tx, doctor: DoctorId, wanted: DateTime<Utc>) -> Error {
    match nearest_free(services, tx, doctor, wanted).await {
        Ok(free) => Error::SlotTaken(free),
        Err(error) => error,
    }
}

async fn nearest_free(services: &Services, tx: Tx, doctor: DoctorId, wanted: DateTime<Utc>) -> Result<Vec<Period>, Error> {
    tx.rollback().await?;
    let around = Period::new(wanted - TimeDelta::days(7), wanted + TimeDelta::days(14));
    let around = around.map_err(|e| Error::Internal(e.to_string()))?;
    Ok(nearest(wanted, &doctor::slots(services, doctor, around).await?, 3))
}
