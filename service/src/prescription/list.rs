//! Prescriptions as lists, and one of them.

use super::{Situation, row};
use crate::{Error, Services, access, audit, tx::Tx};
use domain::{
    Caller, PatientId, PrescriptionId,
    access::{Basis, Category},
    page::Page,
    prescription::{Prescription, Status},
};
use sea_orm::Value;
use std::collections::HashSet;

/// One page of prescriptions.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Whose; without, a patient's own or those that the doctor wrote.
    pub patient: Option<PatientId>,
    /// Only where they stand here.
    pub status: Option<Status>,
    /// The last row of the page before.
    pub after: Option<PrescriptionId>,
    /// Rows, 1–100.
    pub limit: u16,
}

/// Prescriptions, newest first: a patient's own without drafts, a doctor's own, or those of a patient whom the doctor may look at.
///
/// Errors: `NOT_FOUND` for a patient who is not the caller's to see.
pub async fn list(services: &Services, caller: &Caller, list: &List) -> Result<Page<Prescription>, Error> {
    may_look(caller)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    let basis = match list.patient {
        Some(patient) => Some((patient, access::basis(&tx, caller, now, patient, Category::Prescription).await?)),
        None => None,
    };
    let limit = list.limit.clamp(1, domain::page::LIMIT_MAX);
    let mut values: Vec<Value> = vec![(i64::from(limit) + 1).into()];
    let mut rest = String::from("true");
    let mut also = |clause: &str, value: Value| {
        values.push(value);
        rest.push_str(&clause.replace("$n", &format!("${}", values.len() + 1)));
    };
    match (list.patient, caller.doctor()) {
        (Some(patient), _) => also(" and r.patient_id = $n", patient.0.into()),
        (None, Some(doctor)) => also(" and r.doctor_id = $n", doctor.0.into()),
        (None, None) => {}
    }
    if let Some(status) = list.status {
        also(" and r.status = $n", status.code().into());
    }
    if let Some(after) = list.after {
        also(" and r.id < $n", after.0.into());
    }
    if basis.as_ref().is_some_and(|(_, basis)| !basis.may_write()) {
        rest.push_str(" and r.issued_at is not null");
    }
    rest.push_str(" order by r.id desc limit $2");
    let rows = row::rows(&tx, caller, &rest, values).await?;
    let rows = rows.into_iter().map(|row| row::read(services.keys(), row)).collect::<Result<Vec<_>, _>>()?;
    // The same list a moment later, and the next page of it, are the same look; all of a patient's after one's own are another.
    let kind = format!("prescription.list {:?}", basis.as_ref().map(|(_, basis)| basis));
    let listed = |patient: PatientId| (patient, audit::mark(&kind, patient));
    let seen: HashSet<_> = rows.iter().map(|one| one.patient.id).chain(basis.iter().map(|(patient, _)| *patient)).map(listed).collect();
    let seen = match caller.user() {
        Some(viewer) => services.lately().without(viewer, seen.into_iter().collect(), now),
        None => Vec::new(),
    };
    let why = |patient| basis.as_ref().filter(|(of, _)| *of == patient).map(|(_, basis)| *basis);
    audit::looked(&tx, caller, now, "prescription.list", seen.iter().map(|(patient, _)| (*patient, patient.0)).collect(), why);
    tx.commit().await?;
    if let Some(viewer) = caller.user() {
        services.lately().remember(viewer, &seen, now);
    }
    Ok(Page::from_rows(rows, limit, |one| one.id.to_string()).map(|one| shown(caller, one)))
}

/// One prescription.
///
/// Errors: `NOT_FOUND` for an absent one and for one that is not the caller's to see.
pub async fn get(services: &Services, caller: &Caller, id: PrescriptionId) -> Result<Prescription, Error> {
    let tx = services.begin(caller).await?;
    let (found, _) = open(&tx, services, caller, id, "prescription.read").await?;
    tx.commit().await?;
    Ok(shown(caller, found))
}

/// What doctors weighed is between doctors; a patient's copy of everything has it.
fn shown(caller: &Caller, mut of: Prescription) -> Prescription {
    if caller.doctor().is_none() {
        of.checked = None;
        of.sheet.reasons.clear();
    }
    of
}

/// One prescription that the caller may look at, and why they may; noted as `action` where it is another person's.
pub async fn open(
    tx: &Tx,
    services: &Services,
    caller: &Caller,
    id: PrescriptionId,
    action: &'static str,
) -> Result<(Prescription, Option<Basis>), Error> {
    may_look(caller)?;
    let found = row::one(tx, services.keys(), caller, id).await?;
    let basis = seen(tx, services, caller, &found, action).await?;
    Ok((found, basis))
}

/// One prescription for a doctor, and where it is a draft that they may write on, what they have to know of its patient.
///
/// Errors: as for [`get`].
pub async fn at_work(services: &Services, caller: &Caller, id: PrescriptionId) -> Result<(Prescription, Option<Situation>), Error> {
    let tx = services.begin(caller).await?;
    let (found, known) = row::at_work(&tx, services, caller, id).await?;
    let basis = seen(&tx, services, caller, &found, "prescription.read").await?;
    tx.commit().await?;
    let writes = found.status == Status::Draft && basis.is_some_and(Basis::may_write);
    Ok((shown(caller, found), known.filter(|_| writes)))
}

/// Why the caller may look at it; noted as `action` where it is another person's.
async fn seen(tx: &Tx, services: &Services, caller: &Caller, found: &Prescription, action: &'static str) -> Result<Option<Basis>, Error> {
    let (now, id) = (services.now(), found.id);
    if caller.patient() == Some(found.patient.id) {
        return Ok(Some(Basis::Own));
    }
    let is_author = caller.doctor() == Some(found.doctor.id);
    let basis = match access::basis(tx, caller, now, found.patient.id, Category::Prescription).await {
        Ok(basis) if is_author || found.issued_at.is_some() || basis.may_write() => Some(basis),
        // A doctor keeps what they wrote, also when the patient has gone to others.
        Err(_) if is_author => None,
        _ => return Err(Error::NOT_FOUND),
    };
    match basis {
        Some(basis) => audit::note_because(tx, caller, now, found.patient.id, action, id, basis),
        None => audit::note(tx, caller, now, Some(found.patient.id), action, id).await?,
    }
    Ok(basis)
}

fn may_look(caller: &Caller) -> Result<(), Error> {
    match caller {
        Caller::Anonymous => Err(Error::UNAUTHENTICATED),
        // Nothing is there for administrators.
        Caller::Admin { .. } | Caller::Patient { .. } | Caller::Doctor { .. } => Ok(()),
    }
}
