//! The one query behind every view of a prescription: the row with doctor, clinic and patient in one statement.

use super::Content;
use super::situation::{self, Situation, Told};
use crate::{Error, Keys, Services, scope, sealed, tx::Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AppointmentId, Caller, DoctorId, PatientId, PrescriptionId,
    prescription::{Prescriber, Prescription, Recipient, Status},
};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value, prelude::Uuid};

#[derive(Debug, FromQueryResult)]
pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) patient_id: Uuid,
    pub(super) doctor_id: Uuid,
    pub(super) status: String,
    pub(super) version: i32,
    appointment_id: Option<Uuid>,
    replaces: Option<Uuid>,
    content: Vec<u8>,
    created_at: DateTime<Utc>,
    issued_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    doctor_name: String,
    license_number: String,
    license_issuer: String,
    clinic: String,
    address: String,
    city: String,
    patient_name: Option<String>,
    date_of_birth: Option<NaiveDate>,
}

const SELECT: &str =
    "select r.id, r.patient_id, r.doctor_id, r.status, r.version, r.appointment_id, r.replaces, r.content, r.created_at, r.issued_at,
        r.ended_at, d.name as doctor_name, d.license_number, d.license_issuer, c.name as clinic, c.address, c.city,
        p.name as patient_name, p.date_of_birth
    from prescription r
    join doctor d on d.id = r.doctor_id
    join clinic c on c.id = d.clinic_id
    left join patient p on p.id = r.patient_id";

/// The prescriptions in the caller's scope for which `rest` holds; its values are numbered from `$2`.
pub(super) async fn rows(
    db: &impl ConnectionTrait,
    caller: &Caller,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Row>, Error> {
    let (visible, whose) = scope::prescriptions_sql(caller);
    let sql = format!("{SELECT} where {visible} and {rest}");
    let values: Vec<Value> = std::iter::once(whose).chain(values).collect();
    Ok(Row::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).all(db).await?)
}

/// One in the caller's scope, opened.
pub(super) async fn one(db: &impl ConnectionTrait, keys: &Keys, caller: &Caller, id: PrescriptionId) -> Result<Prescription, Error> {
    read(keys, rows(db, caller, "r.id = $2", [id.0.into()]).await?.pop().ok_or(Error::NOT_FOUND)?)
}

/// The same, locked until the transaction ends. What the database lets nobody but another doctor change – it was issued – comes unlocked: no
/// rule lets the caller go on with it.
pub(super) async fn locked(tx: &Tx, keys: &Keys, caller: &Caller, id: PrescriptionId) -> Result<Prescription, Error> {
    match rows(tx, caller, "r.id = $2 for update of r", [id.0.into()]).await?.pop() {
        Some(row) => read(keys, row),
        None => one(tx, keys, caller, id).await,
    }
}

/// Opens a row. What was issued names people as they were then; a draft as they are now.
pub(super) fn read(keys: &Keys, row: Row) -> Result<Prescription, Error> {
    let Content { sheet, checked, patient, doctor } = sealed::PRESCRIPTION.open(keys, row.id, Some(&row.content))?;
    let status = Status::of(&row.status).ok_or_else(|| Error::corrupt("prescription", &row.status))?;
    let recipient = || Recipient {
        id: PatientId(row.patient_id),
        name: row.patient_name.clone().unwrap_or_else(|| "Patient".to_owned()),
        date_of_birth: row.date_of_birth,
    };
    let prescriber = || Prescriber {
        id: DoctorId(row.doctor_id),
        name: row.doctor_name.clone(),
        clinic: format!("{}, {}, {}", row.clinic, row.address, row.city),
        license: format!("{}, {}", row.license_number, row.license_issuer),
    };
    Ok(Prescription {
        id: PrescriptionId(row.id),
        status,
        version: row.version,
        patient: patient.unwrap_or_else(recipient),
        doctor: doctor.unwrap_or_else(prescriber),
        appointment: row.appointment_id.map(AppointmentId),
        replaces: row.replaces.map(PrescriptionId),
        sheet,
        checked,
        created_at: row.created_at,
        issued_at: row.issued_at,
        ended_at: row.ended_at,
    })
}

#[derive(Debug, FromQueryResult)]
struct AtWork {
    #[sea_orm(nested)]
    row: Row,
    #[sea_orm(nested)]
    told: Told,
}

/// One in the caller's scope, with what a prescriber has to know of its patient. One statement.
pub(super) async fn at_work(
    db: &impl ConnectionTrait,
    services: &Services,
    caller: &Caller,
    id: PrescriptionId,
) -> Result<(Prescription, Option<Situation>), Error> {
    let (visible, whose) = scope::prescriptions_sql(caller);
    let select = SELECT.replacen("p.date_of_birth", &format!("p.date_of_birth, {}", situation::columns("r.replaces", "$3")), 1);
    let sql = format!("{select} where {visible} and r.id = $2");
    let values = [whose, id.0.into(), caller.doctor().map(|id| id.0).into()];
    let found = AtWork::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).one(db).await?;
    let AtWork { row, told } = found.ok_or(Error::NOT_FOUND)?;
    let (name, born) = (row.patient_name.clone(), row.date_of_birth);
    let found = read(services.keys(), row)?;
    let known = name.map(|name| told.open(services, found.patient.id, name, born)).transpose()?;
    Ok((found, known))
}

/// What the caller was given, in the order of time, after `last`; for a copy of everything.
pub(crate) async fn all_of(
    db: &impl ConnectionTrait,
    keys: &Keys,
    caller: &Caller,
    last: Uuid,
    most: u64,
) -> Result<Vec<Prescription>, Error> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let found = rows(db, caller, "r.id > $2 order by r.id limit $3", [last.into(), most.into()]).await?;
    found.into_iter().map(|row| read(keys, row)).collect()
}

#[derive(Debug, FromQueryResult)]
struct Sealed {
    id: Uuid,
    content: Vec<u8>,
}

/// Takes drafts away, and out of what was issued, which doctors must keep, what tells of the patient beyond it: the name, and what free text may
/// say of them – notes, reasons, and what the checks repeat of allergies and other medicines.
pub(crate) async fn forget_names(tx: &Tx, keys: &Keys, patient: Uuid) -> Result<(), Error> {
    let run = |sql: &str, values: Vec<Value>| Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
    tx.execute_raw(run("delete from prescription where patient_id = $1 and issued_at is null", vec![patient.into()])).await?;
    let rows =
        Sealed::find_by_statement(run("select id, content from prescription where patient_id = $1", vec![patient.into()])).all(tx).await?;
    for Sealed { id, content } in rows {
        // What no longer opens names nobody.
        let Ok(mut content) = sealed::PRESCRIPTION.open::<Content>(keys, id, Some(&content)) else { continue };
        content.patient = Some(Recipient { id: PatientId(patient), name: "Deleted patient".to_owned(), date_of_birth: None });
        content.sheet.notes = None;
        content.sheet.reasons.clear();
        content.checked = None;
        let content = sealed::PRESCRIPTION.seal(keys, id, &content)?;
        tx.execute_raw(run("update prescription set content = $2 where id = $1", vec![id.into(), content.into()])).await?;
    }
    Ok(())
}
