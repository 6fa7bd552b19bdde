//! The doctor's workspace over its pages, without script: everything written during a visit comes back to the patient's page.

use crate::rest_site::{Site, Told};
use axum::http::StatusCode;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use domain::{AppointmentId, appointment::Status};
use serde_json::json;
use testkit::{TestDoctor, TestPatient, Visit};

const FORM: &str = "application/x-www-form-urlencoded";

struct World {
    site: Site,
    doctor: TestDoctor,
    ann: TestPatient,
    cookie: String,
    visit: AppointmentId,
}

async fn world() -> World {
    let site = Site::new().await;
    let (doctor, ann) = (site.db.doctor().await, site.db.patient().await);
    let visit = site.db.visit(&Visit::new(&doctor, &ann, site.db.now() + TimeDelta::hours(3))).await;
    let cookie = site.cookie(&doctor.email).await;
    World { site, doctor, ann, cookie, visit }
}

impl World {
    fn page(&self) -> String {
        format!("/patients/{}", self.ann.id)
    }

    async fn send(&self, to: &str, form: &str) -> Told {
        self.site.post(to).by(&self.cookie).raw(FORM, form.to_owned()).told().await
    }

    async fn read(&self, from: &str) -> String {
        let told = self.site.get(from).by(&self.cookie).told().await;
        assert_eq!(told.status, StatusCode::OK, "{from}: {}", told.body);
        told.body
    }

    /// It was done, and leads back to the patient.
    fn back(&self, told: &Told) {
        assert_eq!((told.status, told.header("location")), (StatusCode::SEE_OTHER, Some(&*self.page())), "{}", told.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_an_entry_and_a_prescription_are_written_without_leaving_the_patient() {
    let world = world().await;
    let page = world.page();
    world.back(&world.send(&page, "act=note&from=0&title=&text=Coughs+for+a+week.%0ANo+fever.").await);
    world.back(&world.send(&page, "act=entry&type=vital-signs&date=2026-03-02&time=08:00&8867-4=112&units=metric").await);
    let sheet = "m0-name=amoxicillin&m0-dose=500&m0-dose-unit=mg&m0-form=tablet&m0-route=oral&m0-often=3/1d&m0-days=7";
    world.back(&world.send(&page, sheet).await);
    let body = world.read(&page).await;
    for words in ["Coughs for a week.", "112 beats/min", "high", "Check and issue", "amoxicillin"] {
        assert!(body.contains(words), "{words}: {body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_on_the_same_page_with_everything_that_was_typed() {
    let world = world().await;
    let page = world.page();
    for (form, told) in [
        ("act=note&from=0&title=Cough&text=", "Cough"),
        ("act=entry&type=vital-signs&date=2026-03-02&time=08:00&8867-4=900&units=metric", "900"),
        ("m0-name=amoxicillin", "amoxicillin"),
    ] {
        let answer = world.send(&page, form).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{form}");
        assert!(answer.body.contains(told) && answer.body.contains("aria-invalid"), "{form}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_waits_on_the_page_and_two_texts_of_it_are_both_shown() {
    let world = world().await;
    let page = world.page();
    world.back(&world.send(&page, "act=note&how=keep&from=0&title=&text=Coughs.").await);
    assert!(world.read(&page).await.contains("Coughs.</textarea>"));
    world.back(&world.send(&page, "act=note&how=keep&from=1&title=&text=Coughs.+No+fever.").await);
    let split = world.send(&page, "act=note&how=keep&from=1&title=&text=Lungs+clear.").await;
    assert_eq!(split.status, StatusCode::BAD_REQUEST);
    assert!(split.body.contains("Lungs clear.</textarea>") && split.body.contains("Coughs. No fever."), "{}", split.body);
    assert!(split.body.contains(r#"name="from" value="2""#), "what is sent next goes on from the newer one");
    world.back(&world.send(&page, "act=note&how=keep&from=2&title=&text=Coughs.+No+fever.+Lungs+clear.").await);
    world.back(&world.send(&page, "act=note&from=3&title=&text=Coughs.+No+fever.+Lungs+clear.").await);
    assert!(!world.read(&page).await.contains("Throw the draft away"), "the draft ended with the note");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_kept_while_it_is_written_for_a_doctor_who_treats_and_nobody_else() {
    let world = world().await;
    let keep = async |cookie: &str, from: i32, text: &str| {
        let form = format!("patient={}&from={from}&title=&text={text}", world.ann.id);
        world.site.post("/fn/note-draft").by(cookie).header("accept", "application/json").raw(FORM, form).told().await
    };
    let kept = keep(&world.cookie, 0, "Coughs.").await;
    assert!(kept.status == StatusCode::OK && kept.body.contains("Saved"), "{kept:?}");
    keep(&world.cookie, 1, "More.").await;
    let other = keep(&world.cookie, 1, "Else.").await;
    assert!(other.body.contains("Other") && other.body.contains("More."), "{other:?}");
    let strangers = [world.site.db.doctor().await.email, world.ann.email.clone()];
    for (email, status) in strangers.iter().zip([StatusCode::NOT_FOUND, StatusCode::FORBIDDEN]) {
        assert_eq!(keep(&world.site.cookie(email).await, 0, "x").await.status, status, "{email}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_only_shown_something_finds_nothing_to_write_with() {
    let world = world().await;
    let shown = world.site.db.doctor().await;
    let labs = [domain::access::Category::Laboratory];
    service::access::share(&world.site.services, &world.ann.caller, shown.id, &labs, None).await.expect("shared");
    let body = world.site.get(world.page()).by(&world.site.cookie(&shown.email).await).told().await.body;
    assert!(!body.contains("<textarea") && body.contains("not open to you"), "{body}");
}

fn machine(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_moved_after_it_was_said_who_and_when_and_the_week_shows_it() {
    let world = world().await;
    let to = format!("/dashboard/visits/{}/move", world.visit);
    let week = world.read("/dashboard/week").await;
    assert!(week.contains("draggable=\"true\"") && week.contains("data-free") && week.contains(&to), "{week}");
    let start = world.site.db.now() + TimeDelta::hours(5);
    let sure = world.read(&format!("{to}?start={}", machine(start))).await;
    assert!(sure.contains("Move it") && sure.contains(r#"name="version" value="1""#), "{sure}");
    let form = format!("start={}&version=1", machine(start));
    let done = world.send(&to, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(done.header("location").is_some_and(|to| to.starts_with("/dashboard/week?from=")));
    let again = world.send(&to, &form).await;
    assert_eq!(again.status, StatusCode::PRECONDITION_FAILED, "an old page moves nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_was_taken_meanwhile_is_told_kindly_with_the_nearest_free_ones() {
    let world = world().await;
    let (to, start) = (format!("/dashboard/visits/{}/move", world.visit), world.site.db.now() + TimeDelta::hours(5));
    let other = world.site.db.patient().await;
    world.site.db.visit(&Visit { status: Status::Booked, ..Visit::new(&world.doctor, &other, start) }).await;
    let told = world.send(&to, &format!("start={}&version=1", machine(start))).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.body.contains("The nearest free times") && told.body.contains("Present time"), "{}", told.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctors_visits_are_told_in_numbers_on_a_page_and_over_rest() {
    let world = world().await;
    let past = |hours: i64, status: Status| Visit {
        status,
        minutes: 5,
        ..Visit::new(&world.doctor, &world.ann, world.site.db.now() - TimeDelta::hours(hours))
    };
    world.site.db.visits(&[past(2, Status::Fulfilled), past(3, Status::Fulfilled), past(4, Status::Noshow)]).await;
    let told = world.site.get("/api/doctors/me/statistics/").by(&world.cookie).told().await.data();
    assert_eq!((&told["all"]["visits"], &told["all"]["no_shows"]), (&json!(2), &json!(1)));
    assert_eq!(told["months"].as_array().map(Vec::len), Some(12));
    let page = world.read("/dashboard/statistics").await;
    assert!(page.contains("33.3 %") && page.contains("chart-first"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_not_lost_when_the_session_ended_meanwhile() {
    let world = world().await;
    let note = "act=note&from=0&title=&text=Coughs+%22for+a+week%22.%0D%0ANo+fever.";
    let told = world.site.post(world.page()).raw(FORM, note.to_owned()).told().await;
    assert_eq!(told.status, StatusCode::UNAUTHORIZED);
    for words in ["You were signed out", "Send it again", "Coughs &quot;for a week&quot;.\r\nNo fever.", "value=\"note\"", "/login?next="] {
        assert!(told.body.contains(words), "{words}: {}", told.body);
    }
    world.back(&world.send(&world.page(), note).await);
    // Nobody's password is written into a page.
    let password = "act=password&current-password=secret-of-ann&new-password=another-secret".to_owned();
    assert!(!world.site.post("/settings").raw(FORM, password).told().await.body.contains("secret"));
    // A button that needs an account leads to it, as it always did.
    let nothing = world.site.post(world.page()).raw(FORM, "act=note&text=").told().await;
    assert!(nothing.header("location").is_some_and(|to| to.starts_with("/login")), "{nothing:?}");
}
