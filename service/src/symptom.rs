//! Symptoms: assess, recommend, keep the report.

mod recommend;

use crate::{Error, Services, ids, scope};
use domain::{
    Caller, SymptomReportId,
    assessment::{Assessment, NewAssessment, Recommendation, Recommended, SymptomReport},
};
use entity::symptom_report;
use recommend::rank;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

pub use recommend::Wish;

/// An answer with the report that keeps it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The stored report.
    pub report: SymptomReportId,
    /// The answer itself.
    pub recommendation: Recommendation,
}

/// Assesses a description without keeping it.
pub async fn assess(services: &Services, new: &NewAssessment) -> Result<Assessment, Error> {
    services.engine().assess(&new.parse()?).await
}

/// Assesses a description, keeps the report – the patient's own when one asks – and finds doctors with a slot soon enough.
pub async fn recommend(services: &Services, caller: &Caller, new: &NewAssessment, wish: &Wish) -> Result<Answer, Error> {
    let complaint = new.parse()?;
    let assessment = services.engine().assess(&complaint).await?;
    let id = ids::secret()?;
    let row = symptom_report::ActiveModel {
        id: Set(id),
        patient_id: Set(caller.patient().map(|p| p.0)),
        text: Set(complaint.text),
        age: Set(complaint.age),
        sex: Set(complaint.sex.map(|s| s.code().to_owned())),
        assessment: Set(serde_json::to_value(&assessment).map_err(|e| Error::Internal(e.to_string()))?),
        model: Set(assessment.model.clone()),
        created_at: Set(services.now()),
    };
    symptom_report::Entity::insert(row).exec_without_returning(services.read(caller)).await?;
    let doctors = rank(services, &assessment, wish).await?;
    Ok(Answer { report: SymptomReportId(id), recommendation: Recommendation { assessment, doctors } })
}

/// A stored report.
///
/// Errors: `NOT_FOUND` for an absent one and for one that is not the caller's to see.
pub async fn report(services: &Services, caller: &Caller, id: SymptomReportId) -> Result<SymptomReport, Error> {
    let query = scope::symptom_reports(caller).filter(symptom_report::Column::Id.eq(id.0));
    read(query.one(services.read(caller)).await?.ok_or(Error::NOT_FOUND)?)
}

/// The doctors for a stored report, with the slots that are free now.
pub async fn doctors_for(services: &Services, report: &SymptomReport, wish: &Wish) -> Result<Vec<Recommended>, Error> {
    rank(services, &report.assessment, wish).await
}

fn read(row: symptom_report::Model) -> Result<SymptomReport, Error> {
    Ok(SymptomReport {
        id: SymptomReportId(row.id),
        text: row.text,
        age: row.age,
        sex: domain::patient::sex(row.sex.as_deref().unwrap_or_default()).map_err(|e| Error::corrupt("symptom_report", e))?,
        assessment: serde_json::from_value(row.assessment).map_err(|e| Error::corrupt("symptom_report", e))?,
        created_at: row.created_at,
    })
}
