//! Issuing: check once more, sign, and from then on nothing changes.

use super::{Content, Target, act, doctor, row, sign, situation};
use crate::{Error, Keys, Services, audit, sealed, tx::Tx};
use chrono::{DateTime, SubsecRound, Utc};
use domain::{
    Caller, PatientId, Problems,
    prescription::{Act, Checked, Prescription, Status},
};
use entity::{doctor as doctors, prescription};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbBackend, EntityTrait, Statement};

/// Issues a draft: only by a doctor whose licence was checked and holds, only when every warning that needs a reason has one. A second time
/// it gives the one that was issued. The one that it corrects is cancelled at the same moment.
///
/// Errors: `FORBIDDEN` without a checked licence; [`Error::Invalid`] under `reasons` for each warning without one; `PRECONDITION_FAILED`;
/// `ILLEGAL_MOVE` for one that has ended.
pub async fn issue(services: &Services, caller: &Caller, which: impl Into<Target<'_>>) -> Result<Prescription, Error> {
    let own = doctor(caller)?;
    let Target { id, meant } = which.into();
    let now = services.now().trunc_subsecs(3);
    let tx = services.begin(caller).await?;
    // First whom it is for, unlocked; then all that is issued for them, one after the other: two doctors who issue at the same moment what
    // does not go together must see each other's.
    let patient = row::one(&tx, services.keys(), caller, id).await?.patient.id;
    one_at_a_time(&tx, patient).await?;
    let found = row::locked(&tx, services.keys(), caller, id).await?;
    if found.status == Status::Active && found.doctor.id == own {
        return Ok(found);
    }
    let basis = situation::writes(&tx, services, caller, patient).await?;
    licensed(&tx, own.0, now).await?;
    let status = found.status.after(Act::Issue)?;
    meant.check(&found.version)?;
    let known = situation::known(&tx, services, caller, patient, found.replaces).await?;
    let checked = situation::weigh(services, &known, &found.sheet);
    answered(&found, &checked)?;
    if let Some(before) = found.replaces {
        let before = row::locked(&tx, services.keys(), caller, before).await?;
        if before.doctor.id != own {
            return Err(Error::FORBIDDEN);
        }
        if before.status == Status::Active {
            act::to(&tx, &before, Status::Cancelled, now).await?;
            audit::note(&tx, caller, now, Some(patient), "prescription.cancel", before.id).await?;
        }
    }
    let mut issued = prescriber(&tx, services, caller, found, now).await?;
    (issued.status, issued.version, issued.checked) = (status, issued.version + 1, Some(checked));
    as_issued(services.keys(), &issued)?.update(&tx).await?;
    audit::note_because(&tx, caller, now, patient, "prescription.issue", id, basis);
    let made = row::one(&tx, services.keys(), caller, id).await?;
    tx.commit().await?;
    Ok(made)
}

/// The row of an issued prescription, signed with the key in use; also for demonstration data.
///
/// Errors: [`Error::Internal`] without randomness, or for one that was not issued.
pub fn as_issued(keys: &Keys, of: &Prescription) -> Result<prescription::ActiveModel, Error> {
    let issued = of.issued_at.ok_or_else(|| Error::Internal("a draft is not signed".into()))?;
    let digest = sign::digest(of)?;
    let (key, signature) = sign::token_of(keys, of.id, &digest)?;
    let content = Content {
        sheet: of.sheet.clone(),
        checked: of.checked.clone(),
        patient: Some(of.patient.clone()),
        doctor: Some(of.doctor.clone()),
    };
    Ok(prescription::ActiveModel {
        id: Set(of.id.0),
        patient_id: Set(of.patient.id.0),
        doctor_id: Set(of.doctor.id.0),
        appointment_id: Set(of.appointment.map(|visit| visit.0)),
        status: Set(of.status.code().to_owned()),
        version: Set(of.version),
        replaces: Set(of.replaces.map(|id| id.0)),
        content: Set(sealed::PRESCRIPTION.seal(keys, of.id.0, &content)?),
        created_at: Set(of.created_at),
        updated_at: Set(of.ended_at.unwrap_or(issued)),
        issued_at: Set(of.issued_at),
        ended_at: Set(of.ended_at),
        digest: Set(Some(digest.to_vec())),
        signature: Set(Some(signature)),
        key_id: Set(Some(i64::from(key))),
    })
}

async fn one_at_a_time(tx: &Tx, patient: PatientId) -> Result<(), Error> {
    let sql = "select pg_advisory_xact_lock(hashtextextended('prescription ' || $1::text, 0))";
    tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [patient.0.into()])).await?;
    Ok(())
}

/// Errors: `FORBIDDEN` unless the licence was checked and holds.
async fn licensed(tx: &Tx, doctor: uuid::Uuid, now: DateTime<Utc>) -> Result<(), Error> {
    let row = doctors::Entity::find_by_id(doctor).one(tx).await?.ok_or(Error::FORBIDDEN)?;
    let holds = row.verified_at.is_some() && row.license_expires >= now.date_naive();
    if holds { Ok(()) } else { Err(Error::FORBIDDEN) }
}

fn answered(found: &Prescription, checked: &Checked) -> Result<(), Error> {
    let mut wrong = Problems::default();
    for (id, title) in checked.unanswered(&found.sheet.reasons) {
        wrong.add(format!("reasons.{id}"), format!("Please say why you go on: {title}"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
}

/// The same with the names of whoever issues it, and the moment.
async fn prescriber(tx: &Tx, services: &Services, caller: &Caller, found: Prescription, now: DateTime<Utc>) -> Result<Prescription, Error> {
    let own = doctor(caller)?;
    let mut issued = found;
    if issued.doctor.id != own {
        // Another doctor began it. The row names whoever signs.
        let row = prescription::ActiveModel { id: Set(issued.id.0), doctor_id: Set(own.0), ..Default::default() };
        row.update(tx).await?;
        issued.doctor = row::one(tx, services.keys(), caller, issued.id).await?.doctor;
    }
    issued.issued_at = Some(now);
    Ok(issued)
}
