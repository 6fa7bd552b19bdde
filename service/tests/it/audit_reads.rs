//! Who looks at another person's data is noted; who looks at their own is not.

use crate::{at, audit::entries};
use chrono::TimeDelta;
use domain::{Caller, Period};
use service::{
    Services, admin,
    appointment::{self, List},
    prescription::{self, List as Lists},
    symptom,
};
use testkit::{Database, Visit};
use uuid::Uuid;

struct Seen {
    db: Database,
    services: Services,
    count: usize,
}

impl Seen {
    /// What was noted since the last look: who, whose, what, of what.
    async fn since(&mut self) -> Vec<(Option<Uuid>, Option<Uuid>, String, String)> {
        let all = entries(&self.db).await;
        let new = all[self.count..].iter().map(|e| (e.user_id, e.patient_id, e.action.clone(), e.object.clone())).collect();
        self.count = all.len();
        new
    }
}

#[tokio::test]
async fn every_look_at_another_persons_data_is_noted_and_none_at_ones_own() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient, boss) = (db.doctor().await, db.patient().await, db.admin().await);
    let report = db.report(Some(&patient)).await;
    let visit = db.visit(&Visit { report: Some(report), ..Visit::new(&doctor, &patient, at(12, 0)) }).await;
    let day = Period::new(db.now(), db.now() + TimeDelta::days(1)).unwrap();
    let mut seen = Seen { db, services, count: 0 };
    let by = |caller: Caller, action: &str, object: Uuid| {
        vec![(caller.user().map(|u| u.0), Some(patient.id.0), action.to_owned(), object.to_string())]
    };
    let services = seen.services.clone();
    let list = List { limit: 10, ..List::default() };

    appointment::get(&services, &patient.caller, visit).await.unwrap();
    appointment::list(&services, &patient.caller, &list).await.unwrap();
    appointment::next(&services, &patient.caller).await.unwrap();
    symptom::report(&services, &patient.caller, report).await.unwrap();
    assert_eq!(seen.since().await, [], "one's own");

    appointment::get(&services, &doctor.caller, visit).await.unwrap();
    assert_eq!(seen.since().await, by(doctor.caller, "appointment.read", visit.0));
    appointment::list(&services, &doctor.caller, &list).await.unwrap();
    assert_eq!(seen.since().await, by(doctor.caller, "appointment.list", visit.0));
    appointment::next(&services, &doctor.caller).await.unwrap();
    assert_eq!(seen.since().await, by(doctor.caller, "appointment.list", visit.0));
    appointment::agenda(&services, &doctor.caller, day).await.unwrap();
    assert_eq!(seen.since().await, by(doctor.caller, "appointment.list", visit.0));
    symptom::report(&services, &doctor.caller, report).await.unwrap();
    assert_eq!(seen.since().await, by(doctor.caller, "report.read", report.0));
    appointment::get(&services, &boss.caller, visit).await.unwrap();
    assert_eq!(seen.since().await, by(boss.caller, "appointment.read", visit.0));
    admin::users(&services, &boss.caller, " patient-", None, 10).await.unwrap();
    let searched = (Some(boss.user.0), None, "account.search".to_owned(), "a part of an address".to_owned());
    assert_eq!(seen.since().await, [searched]);

    let stranger = seen.db.doctor().await;
    assert!(appointment::get(&services, &stranger.caller, visit).await.is_err());
    assert!(symptom::report(&services, &stranger.caller, report).await.is_err());
    assert_eq!(seen.since().await, [], "what was not shown was not seen");
}

#[tokio::test]
async fn a_day_that_is_looked_at_again_and_again_is_noted_once_in_a_quarter_of_an_hour() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    let visit = db.visit(&Visit::new(&doctor, &patient, at(12, 0))).await;
    let day = Period::new(db.now(), db.now() + TimeDelta::days(1)).unwrap();
    let mut seen = Seen { db, services: services.clone(), count: 0 };
    let noted = async |seen: &mut Seen| {
        appointment::agenda(&services, &doctor.caller, day).await.unwrap();
        seen.since().await.into_iter().map(|(_, _, _, object)| object).collect::<Vec<_>>()
    };
    assert_eq!(noted(&mut seen).await, [visit.0.to_string()]);
    assert_eq!(noted(&mut seen).await, [""; 0]);
    let other = seen.db.visit(&Visit::new(&doctor, &patient, at(14, 0))).await;
    assert_eq!(noted(&mut seen).await, [other.0.to_string()], "what was not there before");
    seen.db.advance(TimeDelta::minutes(15));
    assert_eq!(noted(&mut seen).await, [visit.0.to_string(), other.0.to_string()]);
    let day_of_another = appointment::agenda(&services, &seen.db.doctor().await.caller, day).await.unwrap();
    assert!(day_of_another.is_empty());
}

#[tokio::test]
async fn all_of_a_patients_prescriptions_looked_at_after_ones_own_are_a_look_of_their_own() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor().await, db.patient().await);
    db.visit(&Visit::new(&doctor, &patient, at(12, 0))).await;
    db.prescription(&doctor, &patient).await;
    let mut seen = Seen { db, services: services.clone(), count: 0 };
    let (own, all) = (Lists { limit: 10, ..Lists::default() }, Lists { patient: Some(patient.id), limit: 10, ..Lists::default() });
    let noted = async |seen: &mut Seen, list: &Lists| {
        prescription::list(&services, &doctor.caller, list).await.unwrap();
        seen.since().await.into_iter().map(|(_, whose, action, _)| (whose, action)).collect::<Vec<_>>()
    };
    let look = [(Some(patient.id.0), "prescription.list".to_owned())];
    assert_eq!(noted(&mut seen, &own).await, look);
    assert_eq!(noted(&mut seen, &all).await, look, "more than one's own");
    assert_eq!(noted(&mut seen, &own).await, [], "a moment later");
    assert_eq!(noted(&mut seen, &all).await, []);
}
