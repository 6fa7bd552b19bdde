//! The one query behind every view of an appointment: the row with doctor, clinic, patient and report in one statement.

use crate::{Error, Keys, scope, sealed};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AppointmentId, Caller, DoctorId, PatientId, Period, SymptomReportId,
    appointment::{Appointment, DoctorRef, Mode, PatientRef, REASON_UNREADABLE, ReportRef, Status},
};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value, prelude::Uuid};

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    status: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    mode: String,
    reason: Option<Vec<u8>>,
    cancel_reason: Option<Vec<u8>>,
    is_plain: bool,
    hold_until: Option<DateTime<Utc>>,
    version: i32,
    created_at: DateTime<Utc>,
    report_id: Option<Uuid>,
    report_triage: Option<String>,
    doctor_id: Uuid,
    doctor_name: String,
    specialty: String,
    clinic: String,
    address: String,
    city: String,
    time_zone: String,
    patient_id: Uuid,
    patient_name: String,
    date_of_birth: Option<NaiveDate>,
    sex: Option<String>,
}

const SELECT: &str = "select a.id, a.status, a.starts_at, a.ends_at, a.mode, a.reason_sealed as reason, a.cancel_reason,
        a.reason is not null as is_plain, a.hold_until, a.version, a.created_at, r.id as report_id,
        -- Until what was plain is sealed, just after an update of the program, its level is still in there.
        coalesce(r.level, r.assessment #>> '{triage,level}') as report_triage,
        d.id as doctor_id, d.name as doctor_name, d.specialty, c.name as clinic, c.address, c.city, c.time_zone,
        p.id as patient_id, p.name as patient_name, p.date_of_birth, p.sex
    from appointment a
    join doctor d on d.id = a.doctor_id
    join clinic c on c.id = d.clinic_id
    join patient p on p.id = a.patient_id
    left join symptom_report r on r.id = a.report_id";

/// What a doctor is told of a report goes as the visit closes.
const WHILE_OPEN: &str = " and app_opens(a.status, a.ends_at)";

/// The appointments in the caller's scope for which `rest` holds; its values are numbered from `$2`.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    keys: &Keys,
    caller: &Caller,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Appointment>, Error> {
    let (visible, whose) = scope::appointments_sql(caller);
    let open = caller.doctor().map_or("", |_| WHILE_OPEN);
    let sql = format!("{SELECT}{open} where {visible} and {rest}");
    let values: Vec<Value> = std::iter::once(whose).chain(values).collect();
    let rows = Row::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).all(db).await?;
    rows.into_iter().map(|row| read(keys, row)).collect()
}

/// One appointment in the caller's scope.
pub(super) async fn one(db: &impl ConnectionTrait, keys: &Keys, caller: &Caller, id: AppointmentId) -> Result<Appointment, Error> {
    find(db, keys, caller, "a.id = $2", [id.0.into()]).await?.pop().ok_or(Error::NOT_FOUND)
}

fn read(keys: &Keys, row: Row) -> Result<Appointment, Error> {
    let (reason, cancel_reason) = (reason(keys, &row)?, opened(keys, sealed::CANCEL_REASON, row.id, row.cancel_reason.as_deref())?);
    let corrupt = |e: &dyn std::fmt::Display| Error::corrupt("appointment", e);
    let code = |code: String| serde_json::Value::String(code);
    let triage = row.report_triage.map(|t| serde_json::from_value(code(t))).transpose().map_err(|e| corrupt(&e))?;
    Ok(Appointment {
        id: AppointmentId(row.id),
        status: row.status.parse::<Status>().map_err(|e| corrupt(&e))?,
        period: Period::new(row.starts_at, row.ends_at).map_err(|e| corrupt(&e))?,
        mode: serde_json::from_value::<Mode>(code(row.mode)).map_err(|e| corrupt(&e))?,
        reason,
        cancel_reason,
        hold_until: row.hold_until,
        doctor: DoctorRef {
            id: DoctorId(row.doctor_id),
            name: row.doctor_name,
            specialty: row.specialty.parse().map_err(|e| corrupt(&e))?,
            clinic: row.clinic,
            address: row.address,
            city: row.city,
            zone: row.time_zone.parse().map_err(|e| corrupt(&e))?,
        },
        patient: PatientRef {
            id: PatientId(row.patient_id),
            name: row.patient_name,
            date_of_birth: row.date_of_birth,
            sex: domain::patient::sex(row.sex.as_deref().unwrap_or_default()).map_err(|e| corrupt(&e))?,
        },
        report: row.report_id.map(|id| ReportRef { id: SymptomReportId(id), triage }),
        version: row.version,
        created_at: row.created_at,
    })
}

/// Why the patient comes. One damaged reason must not hide a whole day, nor keep the appointment from being called off: a sentence that
/// says so stands in its place.
fn reason(keys: &Keys, row: &Row) -> Result<Option<String>, Error> {
    match &row.reason {
        None if row.is_plain => Err(Error::Unavailable("a reason is not sealed yet".into())),
        sealed => opened(keys, sealed::REASON, row.id, sealed.as_deref()),
    }
}

fn opened(keys: &Keys, field: sealed::Field, row: Uuid, sealed: Option<&[u8]>) -> Result<Option<String>, Error> {
    let Some(sealed) = sealed else { return Ok(None) };
    match field.open(keys, row, Some(sealed)) {
        Err(Error::Unreadable(why)) => {
            tracing::error!(why, "a sealed value cannot be read");
            Ok(Some(REASON_UNREADABLE.to_owned()))
        }
        opened => opened.map(Some),
    }
}
