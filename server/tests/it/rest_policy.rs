//! Every address × everybody: let in exactly as declared; hidden is absent.

use crate::rest_site::{Site, Told};
use chrono::TimeDelta;
use domain::Caller;
use domain::policy::Who;
use serde_json::json;
use server::rest::{ROUTES, Route};
use testkit::Visit;
use uuid::Uuid;

async fn knock(site: &Site, route: &Route, cookie: &str) -> Told {
    let path = route.path.replace("{id}", "01890000-0000-7000-8000-000000000000");
    let ask = site.ask(route.method.as_str(), path).by(cookie);
    if route.method == "GET" { ask.told().await } else { ask.json("{}").told().await }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_lets_in_exactly_whom_its_policy_names() {
    let site = Site::new().await;
    let (patient, doctor, admin) = (site.db.patient().await, site.db.doctor().await, site.db.admin().await);
    let people =
        [(Caller::Anonymous, String::new()), (patient.caller, patient.email), (doctor.caller, doctor.email), (admin.caller, admin.email)];
    for route in ROUTES {
        for (caller, email) in &people {
            // Anew each time: some of the addresses sign out.
            let cookie = if email.is_empty() { String::new() } else { site.cookie(email).await };
            let told = knock(&site, route, &cookie).await;
            let status = told.status.as_u16();
            let case = format!("{} {} by {caller:?}: {told:?}", route.method, route.path);
            match (route.policy.who.admits(caller), caller.is_signed_in()) {
                (true, _) => assert!(![401, 403].contains(&status), "{case}"),
                (false, true) => assert_eq!(told.error(), (403, "FORBIDDEN".into(), None), "{case}"),
                (false, false) => assert_eq!(told.error(), (401, "UNAUTHENTICATED".into(), None), "{case}"),
            }
            // Without an engine, the list of conditions may say so.
            assert!(status < 500 || (status == 503 && route.path.starts_with("/api/ai/")), "{case}");
        }
    }
}

#[test]
fn no_address_is_declared_twice_and_each_ends_in_a_slash() {
    for (i, route) in ROUTES.iter().enumerate() {
        assert!(route.path.starts_with("/api/") && route.path.ends_with('/'), "{route:?}");
        assert!(!ROUTES[..i].iter().any(|other| other.path == route.path && other.method == route.method), "{route:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_declared_parameter_is_read() {
    let site = Site::new().await;
    let (doctor, admin, patient) = (site.db.doctor().await, site.db.admin().await, site.db.patient().await);
    let (of_admin, of_doctor, of_patient) =
        (site.cookie(&admin.email).await, site.cookie(&doctor.email).await, site.cookie(&patient.email).await);
    for route in ROUTES {
        let cookie = match route.policy.who {
            Who::Patient => &of_patient,
            Who::Doctor => &of_doctor,
            _ => &of_admin,
        };
        for name in route.query {
            let path = format!("{}?{name}=", route.path.replace("{id}", &doctor.id.to_string()));
            let told = site.get(&path).by(cookie).told().await;
            if ["city", "text", "q", "action"].contains(name) {
                assert_eq!(told.status, 200, "{path} {told:?}");
            } else {
                assert_eq!(told.error(), (400, "VALIDATION_ERROR".into(), Some((*name).into())), "{path} {told:?}");
                assert!(!told.body.contains("no such parameter"), "{path} {told:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn anothers_appointment_is_absent_byte_for_byte() {
    let site = Site::new().await;
    let db = &site.db;
    let (doctor, owner) = (db.doctor().await, db.patient().await);
    let visit = db.visit(&Visit::new(&doctor, &owner, db.now() + TimeDelta::days(1))).await;
    let strangers = [db.patient().await.email, db.doctor().await.email];
    let start = json!({ "start": "2026-03-05T10:00:00Z" });
    for email in &strangers {
        let cookie = site.cookie(email).await;
        for route in ROUTES.iter().filter(|route| route.path.starts_with("/api/appointments/{id}/")) {
            for header in [("accept", "*/*"), ("if-match", "\"1\""), ("if-none-match", "*")] {
                let ask = async |id: String| {
                    let ask = site.ask(route.method.as_str(), route.path.replace("{id}", &id)).by(&cookie).header(header.0, header.1);
                    match route.path {
                        "/api/appointments/{id}/" => ask.told().await,
                        path if path.ends_with("reschedule/") => ask.json(&start).told().await,
                        _ => ask.json("{}").told().await,
                    }
                };
                let (foreign, absent) = (ask(visit.to_string()).await, ask(Uuid::now_v7().to_string()).await);
                assert_eq!(foreign.lasting(), absent.lasting(), "{} {}", route.method, route.path);
                assert!([403, 404].contains(&foreign.status.as_u16()), "{foreign:?}");
            }
        }
        let told = site.get("/api/appointments/").by(&cookie).told().await;
        assert_eq!(told.data()["items"], json!([]));
    }
    let mine = site.get(format!("/api/appointments/{visit}/")).by(&site.cookie(&owner.email).await).told().await;
    assert_eq!((mine.status.as_u16(), mine.data()["status"].as_str()), (200, Some("booked")));
}

#[tokio::test(flavor = "multi_thread")]
async fn anothers_report_cannot_be_attached_and_is_absent_byte_for_byte() {
    let site = Site::new().await;
    let (doctor, owner, stranger) = (site.db.doctor().await, site.db.patient().await, site.db.patient().await);
    let foreign = site.db.report(Some(&owner)).await;
    let cookie = site.cookie(&stranger.email).await;
    let book = async |report: String| {
        let body = json!({ "doctor": doctor.id, "start": "2026-03-03T10:00:00Z", "report": report });
        site.post("/api/appointments/").by(&cookie).json(body).told().await
    };
    let (foreign, absent) = (book(foreign.to_string()).await, book(Uuid::now_v7().to_string()).await);
    assert_eq!(foreign.lasting(), absent.lasting());
    assert_eq!(foreign.error().0, 404);
}
