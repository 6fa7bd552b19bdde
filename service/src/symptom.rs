//! Symptoms: assess, recommend, keep the report.

mod recommend;

use crate::sealed::{self, Content};
use crate::{Error, Keys, Services, access, audit, ids, scope};
use domain::{
    Caller, Code, PatientId, Problems, SymptomReportId,
    access::Category,
    assessment::{Assessment, Complaint, NewAssessment, Recommendation, Recommended, SymptomReport},
    interview::{Answer, COURSES, Interview, MOST_ANSWERS, Question},
};
use entity::{appointment, symptom_report};
use recommend::rank;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

pub use recommend::{Wish, elsewhere};

/// What a description led to, and the report that keeps it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The stored report.
    pub report: SymptomReportId,
    /// What was found.
    pub assessment: Assessment,
    /// Whether a question could change how urgent it is or who can help.
    pub more: bool,
}

/// Assesses a description without keeping it.
pub async fn assess(services: &Services, new: &NewAssessment) -> Result<Assessment, Error> {
    services.engine().assess(&new.parse()?).await
}

/// Assesses what is known so far and says what to ask next; keeps nothing.
pub async fn interview(services: &Services, new: &NewAssessment, version: Option<&str>) -> Result<Interview, Error> {
    services.engine().interview(&new.parse()?, version).await
}

/// Assesses a description, keeps the report – the patient's own when one asks – and finds doctors with a slot soon enough.
pub async fn recommend(
    services: &Services,
    caller: &Caller,
    new: &NewAssessment,
    wish: &Wish,
) -> Result<(SymptomReportId, Recommendation), Error> {
    let Kept { report, assessment, .. } = keep(services, caller, new).await?;
    let doctors = rank(services, &assessment, wish).await?;
    Ok((report, Recommendation { assessment, doctors }))
}

/// Assesses a description and keeps the report, the patient's own when one asks.
pub async fn keep(services: &Services, caller: &Caller, new: &NewAssessment) -> Result<Kept, Error> {
    let complaint = new.parse()?;
    let Interview { question, assessment } = services.engine().interview(&complaint, None).await?;
    let id = ids::secret()?;
    let answers = complaint.evidence.into_iter().map(|answer| vec![answer]).collect();
    let content = Content { text: complaint.text, answers, assessment };
    let row = symptom_report::ActiveModel {
        id: Set(id),
        patient_id: Set(caller.patient().map(|p| p.0)),
        age: Set(complaint.age),
        sex: Set(complaint.sex.map(|s| s.code().to_owned())),
        content: Set(Some(sealed::CONTENT.seal(services.keys(), id, &content)?)),
        level: Set(level(&content.assessment)),
        model: Set(content.assessment.model.clone()),
        created_at: Set(services.now()),
    };
    symptom_report::Entity::insert(row).exec_without_returning(&services.read(caller)).await?;
    Ok(Kept { report: SymptomReportId(id), assessment: content.assessment, more: question.is_some() })
}

/// A stored report.
///
/// Errors: `NOT_FOUND` for an absent one and for one that is not the caller's to see.
pub async fn report(services: &Services, caller: &Caller, id: SymptomReportId) -> Result<SymptomReport, Error> {
    let query = scope::symptom_reports(caller).filter(symptom_report::Column::Id.eq(id.0));
    let tx = services.begin(caller).await?;
    let row = query.one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    // An unclaimed one is nobody's yet.
    if let Some(patient) = row.patient_id.map(PatientId).filter(|patient| caller.patient() != Some(*patient)) {
        let basis = access::basis(&tx, caller, services.now(), patient, Category::SymptomReport).await?;
        audit::note_because(&tx, caller, services.now(), patient, "report.read", row.id, basis);
    }
    tx.commit().await?;
    read(services.keys(), row)
}

/// A stored report and the question to ask next about it; none while the engine is off.
pub async fn question(services: &Services, caller: &Caller, id: SymptomReportId) -> Result<(SymptomReport, Option<Question>), Error> {
    let report = report(services, caller, id).await?;
    match services.engine().interview(&complaint(&report), None).await {
        Ok(interview) => Ok((report, interview.question)),
        // The result is there; only questions have to wait.
        Err(Error::Unavailable(_)) => Ok((report, None)),
        Err(error) => Err(error),
    }
}

/// Keeps what was answered to a question and assesses anew; whether there is more to ask.
///
/// Errors: `CONFLICT` once the report goes with an appointment, or when another answer came in meanwhile; [`Error::Invalid`] for answers to no question.
pub async fn answer(services: &Services, caller: &Caller, id: SymptomReportId, answers: Vec<Answer>) -> Result<bool, Error> {
    if answers.is_empty() || answers.len() > COURSES.len() {
        return Err(Problems::one("state", "Please answer the question.").into());
    }
    revise(services, caller, id, |rounds| {
        let again = |answer: &Answer| !answers.iter().any(|new| new.id == answer.id);
        rounds.iter_mut().for_each(|round| round.retain(again));
        rounds.push(answers);
    })
    .await
}

/// Takes the last question's answers back.
///
/// Errors: as for [`answer`].
pub async fn take_back(services: &Services, caller: &Caller, id: SymptomReportId) -> Result<(), Error> {
    revise(services, caller, id, |rounds| drop(rounds.pop())).await.map(drop)
}

async fn revise(
    services: &Services,
    caller: &Caller,
    id: SymptomReportId,
    change: impl FnOnce(&mut Vec<Vec<Answer>>),
) -> Result<bool, Error> {
    let mut report = report(services, caller, id).await?;
    let before = report.answers.clone();
    change(&mut report.answers);
    let complaint = complaint(&report);
    if complaint.evidence.len() > MOST_ANSWERS {
        return Err(Problems::one("state", "That was the last question.").into());
    }
    let Interview { question, assessment } = services.engine().interview(&complaint, None).await?;
    let tx = services.begin(caller).await?;
    // A booking locks the report too: what goes with it is what the doctor sees. The model is asked before the lock, so that nobody
    // waits for it; what was answered elsewhere meanwhile is not overwritten.
    let query = scope::symptom_reports_to_change(caller).filter(symptom_report::Column::Id.eq(id.0)).lock_exclusive();
    let now = query.one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    let booked = appointment::Entity::find().filter(appointment::Column::ReportId.eq(id.0)).one(&tx).await?;
    if booked.is_some() || content(services.keys(), &now)?.answers != before {
        return Err(Code::Conflict.into());
    }
    let content = Content { text: report.text, answers: report.answers, assessment };
    let row = symptom_report::ActiveModel {
        id: Set(id.0),
        content: Set(Some(sealed::CONTENT.seal(services.keys(), id.0, &content)?)),
        level: Set(level(&content.assessment)),
        model: Set(content.assessment.model),
        ..Default::default()
    };
    row.update(&tx).await?;
    tx.commit().await?;
    Ok(question.is_some())
}

fn complaint(report: &SymptomReport) -> Complaint {
    let evidence = report.answers.iter().flatten().cloned().collect();
    Complaint { text: report.text.clone(), age: report.age, sex: report.sex, evidence }
}

/// What lists show of an assessment.
fn level(assessment: &Assessment) -> Option<String> {
    assessment.triage.as_ref().map(|triage| triage.level.code().to_owned())
}

fn content(keys: &Keys, row: &symptom_report::Model) -> Result<Content, Error> {
    sealed::CONTENT.open(keys, row.id, row.content.as_deref())
}

/// The doctors for a stored report, with the slots that are free now.
pub async fn doctors_for(services: &Services, report: &SymptomReport, wish: &Wish) -> Result<Vec<Recommended>, Error> {
    rank(services, &report.assessment, wish).await
}

pub(crate) fn read(keys: &Keys, row: symptom_report::Model) -> Result<SymptomReport, Error> {
    let Content { text, answers, assessment } = content(keys, &row)?;
    Ok(SymptomReport {
        id: SymptomReportId(row.id),
        text,
        age: row.age,
        answers,
        sex: domain::patient::sex(row.sex.as_deref().unwrap_or_default()).map_err(|e| Error::corrupt("symptom_report", e))?,
        assessment,
        created_at: row.created_at,
    })
}
