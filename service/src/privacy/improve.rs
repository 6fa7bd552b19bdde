//! What people agreed to have used to check the symptom check: their words, and what a doctor found after the visit they were for.

use crate::{Error, Services, audit, context::System, sealed};
use domain::{
    Caller, PatientId,
    consent::{Act, Kind},
    record::{self, RecordType},
};
use sea_orm::{DbBackend, FromQueryResult, Statement, prelude::Uuid};
use serde::Serialize;

/// Rows of one look into the database.
const BATCH: i64 = 200;

/// A description with its diagnosis, in the form that `shs evaluate` reads. Nothing in it says whose it is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Case {
    /// What was written.
    pub text: String,
    /// In years.
    pub age: Option<f32>,
    /// As told.
    pub sex: Option<String>,
    /// What the doctor found, ICD-10.
    pub codes: Vec<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    patient_id: Uuid,
    age: Option<f32>,
    sex: Option<String>,
    report: Option<Vec<u8>>,
    diagnosis_id: Uuid,
    diagnosis: Vec<u8>,
}

/// Reports whose owner agrees now, each with the first diagnosis that the visit's doctor wrote within thirty days of it.
const SQL: &str = "
    select distinct on (r.id) r.id, r.patient_id, r.age, r.sex, r.content as report, d.id as diagnosis_id, d.content as diagnosis
    from symptom_report r
    join appointment a on a.report_id = r.id
    join doctor on doctor.id = a.doctor_id
    join patient p on p.id = r.patient_id
    cross join lateral (
        select h.id, h.content from health_record h
        where h.patient_id = r.patient_id and h.author_user_id = doctor.user_id and h.record_type = $2 and not h.retracted
            and h.created_at between a.starts_at and a.ends_at + interval '30 days'
            and not exists (select from health_record c where c.corrects = h.id)
        order by h.id limit 1) d
    where r.id > $1
        and (select c.act from consent c where c.user_id = p.user_id and c.kind = $3 order by c.id desc limit 1) = $4
    order by r.id, d.id limit $5";

/// All of them; that they were read is noted for each. For the operator: `shs evaluate` reads them on the same machine.
pub async fn cases(services: &Services) -> Result<Vec<Case>, Error> {
    let (mut all, mut last) = (Vec::new(), Uuid::nil());
    loop {
        let values = [
            last.into(),
            RecordType::Condition.code().into(),
            Kind::ImproveSymptomCheck.code().into(),
            Act::Given.code().into(),
            BATCH.into(),
        ];
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, SQL, values);
        let tx = services.begin_as(System::Operator).await?;
        let rows = Row::find_by_statement(statement).all(&tx).await?;
        let Some(end) = rows.last() else { return Ok(all) };
        last = end.id;
        for row in rows {
            let patient = Some(PatientId(row.patient_id));
            audit::note(&tx, &Caller::Anonymous, services.now(), patient, "symptom-report.improve", row.id).await?;
            all.extend(case(services, row)?);
        }
        tx.commit().await?;
    }
}

/// The case, where the diagnosis has a code of ICD-10.
fn case(services: &Services, row: Row) -> Result<Option<Case>, Error> {
    let keys = services.keys();
    let report: sealed::Content = sealed::CONTENT.open(keys, row.id, row.report.as_deref())?;
    let diagnosis: record::Content = sealed::RECORD.open(keys, row.diagnosis_id, Some(&row.diagnosis))?;
    let coding = diagnosis.coding.filter(|coding| coding.system.to_uppercase().starts_with("ICD-10"));
    Ok(coding.map(|coding| Case { text: report.text, age: row.age, sex: row.sex, codes: vec![coding.code] }))
}
