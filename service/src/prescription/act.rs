//! The end of a prescription.

use super::{Target, doctor, row};
use crate::{Error, Services, audit, tx::Tx};
use chrono::{DateTime, Utc};
use domain::{
    Caller, PrescriptionId,
    prescription::{Act, Prescription, Status},
};
use entity::prescription;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// Calls a prescription off, or throws a draft away; by the doctor whose it is.
///
/// Errors: `ILLEGAL_MOVE` where it has ended; `FORBIDDEN` for another doctor's.
pub async fn cancel(services: &Services, caller: &Caller, which: impl Into<Target<'_>>) -> Result<Prescription, Error> {
    end(services, caller, which.into(), Act::Cancel, "prescription.cancel").await
}

/// Notes that a prescription is done with; by the doctor whose it is.
///
/// Errors: as for [`cancel`].
pub async fn complete(services: &Services, caller: &Caller, which: impl Into<Target<'_>>) -> Result<Prescription, Error> {
    end(services, caller, which.into(), Act::Complete, "prescription.complete").await
}

async fn end(
    services: &Services,
    caller: &Caller,
    Target { id, meant }: Target<'_>,
    act: Act,
    action: &'static str,
) -> Result<Prescription, Error> {
    let own = doctor(caller)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    let found = row::locked(&tx, services.keys(), caller, id).await?;
    if found.doctor.id != own {
        return Err(Error::FORBIDDEN);
    }
    meant.check(&found.version)?;
    to(&tx, &found, found.status.after(act)?, now).await?;
    audit::note(&tx, caller, now, Some(found.patient.id), action, id).await?;
    let ended = row::one(&tx, services.keys(), caller, id).await?;
    tx.commit().await?;
    Ok(ended)
}

/// Ends a prescription that is locked already.
pub(super) async fn to(tx: &Tx, found: &Prescription, status: Status, now: DateTime<Utc>) -> Result<(), Error> {
    let PrescriptionId(id) = found.id;
    let row = prescription::ActiveModel {
        id: Set(id),
        status: Set(status.code().to_owned()),
        version: Set(found.version + 1),
        updated_at: Set(now),
        ended_at: Set(Some(now)),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}
