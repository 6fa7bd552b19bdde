//! Drafts.

use super::{Content, Target, doctor, list::open, row, situation::writes};
use crate::{Error, Services, audit, ids, sealed, tx::Tx};
use domain::{
    AppointmentId, Caller, DoctorId, PatientId, PrescriptionId,
    prescription::{Act, Prescription, Sheet, Status},
};
use entity::{appointment, prescription};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// A draft to be begun.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDraft {
    /// For whom.
    pub patient: PatientId,
    /// The visit that it belongs to: one of the doctor's with the patient.
    pub appointment: Option<AppointmentId>,
    /// What it says.
    pub sheet: Sheet,
}

/// Begins a draft for a patient whom the doctor treats.
///
/// Errors: [`Error::Invalid`]; `NOT_FOUND` for a patient or visit that is not the doctor's; `FORBIDDEN` where they may only look.
pub async fn draft(services: &Services, caller: &Caller, new: NewDraft) -> Result<Prescription, Error> {
    let tx = services.begin(caller).await?;
    let basis = writes(&tx, services, caller, new.patient).await?;
    let sheet = new.sheet.parse()?;
    if let Some(visit) = new.appointment {
        let theirs = crate::scope::appointments(caller).filter(appointment::Column::Id.eq(visit.0));
        let found = theirs.filter(appointment::Column::PatientId.eq(new.patient.0)).one(&tx).await?;
        found.ok_or(Error::NOT_FOUND)?;
    }
    let id = begin(&tx, services, caller, new.patient, new.appointment, None, sheet).await?;
    audit::note_because(&tx, caller, services.now(), new.patient, "prescription.draft", id, basis);
    let made = row::one(&tx, services.keys(), caller, id).await?;
    tx.commit().await?;
    Ok(made)
}

async fn begin(
    tx: &Tx,
    services: &Services,
    caller: &Caller,
    patient: PatientId,
    visit: Option<AppointmentId>,
    replaces: Option<PrescriptionId>,
    mut sheet: Sheet,
) -> Result<PrescriptionId, Error> {
    let (id, now) = (ids::new(), services.now());
    services.medicines().coded(&mut sheet.medications);
    let content = Content { sheet, ..Content::default() };
    let row = prescription::ActiveModel {
        id: Set(id),
        patient_id: Set(patient.0),
        doctor_id: Set(doctor(caller)?.0),
        appointment_id: Set(visit.map(|visit| visit.0)),
        status: Set(Status::Draft.code().to_owned()),
        version: Set(1),
        replaces: Set(replaces.map(|id| id.0)),
        content: Set(sealed::PRESCRIPTION.seal(services.keys(), id, &content)?),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    prescription::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(PrescriptionId(id))
}

/// Writes on a draft, whichever of the patient's doctors began it.
///
/// Errors: `PRECONDITION_FAILED` where somebody else wrote on it meanwhile; `ILLEGAL_MOVE` once it was issued or thrown away.
pub async fn edit(services: &Services, caller: &Caller, which: impl Into<Target<'_>>, sheet: Sheet) -> Result<Prescription, Error> {
    doctor(caller)?;
    let Target { id, meant } = which.into();
    let now = services.now();
    let tx = services.begin(caller).await?;
    let found = row::locked(&tx, services.keys(), caller, id).await?;
    let basis = writes(&tx, services, caller, found.patient.id).await?;
    found.status.after(Act::Edit)?;
    meant.check(&found.version)?;
    let mut sheet = sheet.parse()?;
    services.medicines().coded(&mut sheet.medications);
    let content = Content { sheet, ..Content::default() };
    let row = prescription::ActiveModel {
        id: Set(id.0),
        content: Set(sealed::PRESCRIPTION.seal(services.keys(), id.0, &content)?),
        version: Set(found.version + 1),
        updated_at: Set(now),
        ..Default::default()
    };
    row.update(&tx).await?;
    audit::note_because(&tx, caller, now, found.patient.id, "prescription.edit", id, basis);
    let made = row::one(&tx, services.keys(), caller, id).await?;
    tx.commit().await?;
    Ok(made)
}

/// A new draft that says the same.
///
/// Errors: as for [`draft`].
pub async fn repeat(services: &Services, caller: &Caller, id: PrescriptionId) -> Result<Prescription, Error> {
    again(services, caller, id, false).await
}

/// A new draft that says the same and points back: when it is issued, the one that it stands for is cancelled. While there is such a draft, it is
/// the one that is given.
///
/// Errors: `ILLEGAL_MOVE` unless that one is active; `NOT_FOUND` unless the doctor issued it.
pub async fn correct(services: &Services, caller: &Caller, id: PrescriptionId) -> Result<Prescription, Error> {
    again(services, caller, id, true).await
}

async fn again(services: &Services, caller: &Caller, id: PrescriptionId, corrects: bool) -> Result<Prescription, Error> {
    let own = doctor(caller)?;
    let tx = services.begin(caller).await?;
    let (found, _) = open(&tx, services, caller, id, "prescription.read").await?;
    let basis = writes(&tx, services, caller, found.patient.id).await?;
    if corrects {
        if found.doctor.id != own {
            return Err(Error::FORBIDDEN);
        }
        // One after the other, so that a button pressed twice begins one draft.
        row::locked(&tx, services.keys(), caller, id).await?.status.after(Act::Complete)?;
        if let Some(begun) = begun(&tx, own, id).await? {
            let made = row::one(&tx, services.keys(), caller, begun).await?;
            tx.commit().await?;
            return Ok(made);
        }
    }
    let sheet = Sheet { reasons: Vec::new(), ..found.sheet };
    let visit = found.appointment.filter(|_| corrects);
    let made = begin(&tx, services, caller, found.patient.id, visit, corrects.then_some(id), sheet).await?;
    let action = if corrects { "prescription.correct" } else { "prescription.repeat" };
    audit::note_because(&tx, caller, services.now(), found.patient.id, action, made, basis);
    let made = row::one(&tx, services.keys(), caller, made).await?;
    tx.commit().await?;
    Ok(made)
}

/// The doctor's draft that corrects a prescription.
async fn begun(tx: &Tx, own: DoctorId, of: PrescriptionId) -> Result<Option<PrescriptionId>, Error> {
    let drafts = prescription::Entity::find()
        .filter(prescription::Column::Replaces.eq(of.0))
        .filter(prescription::Column::DoctorId.eq(own.0))
        .filter(prescription::Column::Status.eq(Status::Draft.code()));
    Ok(drafts.order_by_asc(prescription::Column::Id).one(tx).await?.map(|row| PrescriptionId(row.id)))
}
