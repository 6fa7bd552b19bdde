//! Questions about a stored report.

use crate::support::engine;
use domain::{
    Caller, Code, SymptomReportId,
    appointment::Mode,
    assessment::{NewAssessment, State},
    booking::NewAppointment,
    interview::Answer,
};
use service::{Services, appointment, symptom};
use testkit::{Database, NewDoctor, every_day};

async fn begun(services: &Services, caller: &Caller) -> SymptomReportId {
    let new = NewAssessment { text: "I have had a cough for a week and I feel tired".into(), age: Some(50.0), ..NewAssessment::default() };
    let kept = symptom::keep(services, caller, &new).await.expect("a report");
    assert!(kept.more, "so little was said that a question helps");
    kept.report
}

/// The question that is open, every item answered with no; nothing where none is open.
async fn no_to_all(services: &Services, caller: &Caller, id: SymptomReportId) -> Vec<Answer> {
    let (_, question) = symptom::question(services, caller, id).await.expect("the report is the caller's");
    let items = question.map(|question| question.items).unwrap_or_default();
    items.into_iter().map(|item| Answer { id: item.id, state: State::Absent }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_kept_and_can_be_taken_back() {
    let db = Database::fresh().await;
    let services = db.services_with(engine().await.clone());
    let patient = db.patient().await;
    let id = begun(&services, &patient.caller).await;
    let first = no_to_all(&services, &patient.caller, id).await;
    symptom::answer(&services, &patient.caller, id, first.clone()).await.expect("kept");
    assert_eq!(symptom::report(&services, &patient.caller, id).await.expect("the report").answers, std::slice::from_ref(&first));
    let second = no_to_all(&services, &patient.caller, id).await;
    assert_ne!(first, second, "what was answered is not asked again");
    symptom::take_back(&services, &patient.caller, id).await.expect("taken back");
    assert_eq!(no_to_all(&services, &patient.caller, id).await, first);
    let stranger = db.patient().await;
    let refused = symptom::answer(&services, &stranger.caller, id, first).await;
    assert_eq!(refused.expect_err("another's").code(), Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_with_a_booking_stays_as_the_doctor_sees_it() {
    let db = Database::fresh().await;
    let services = db.services_with(engine().await.clone());
    let doctor = db.doctor_with(NewDoctor { weekly: every_day(0, 24), ..NewDoctor::default() }).await;
    let patient = db.patient().await;
    let id = begun(&services, &patient.caller).await;
    let answers = no_to_all(&services, &patient.caller, id).await;
    let start = db.now() + chrono::TimeDelta::hours(26);
    let new = NewAppointment { doctor: doctor.id, start, mode: Mode::InPerson, reason: None, report: Some(id), hold: false };
    appointment::book(&services, &patient.caller, &new, None).await.expect("booked");
    let refused = symptom::answer(&services, &patient.caller, id, answers).await;
    assert_eq!(refused.expect_err("it is the doctor's now").code(), Code::Conflict);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_answers_at_once_one_is_kept_and_the_other_is_told() {
    let db = Database::fresh().await;
    let services = db.services_with(engine().await.clone());
    let patient = db.patient().await;
    let id = begun(&services, &patient.caller).await;
    let answers = no_to_all(&services, &patient.caller, id).await;
    let both = tokio::join!(
        symptom::answer(&services, &patient.caller, id, answers.clone()),
        symptom::answer(&services, &patient.caller, id, answers.clone()),
    );
    let kept = symptom::report(&services, &patient.caller, id).await.expect("the report").answers;
    assert_eq!(kept, [answers], "once, whoever came first: {both:?}");
    assert!(both.0.is_ok() || both.1.is_ok());
}
