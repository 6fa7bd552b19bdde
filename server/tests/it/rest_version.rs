//! One record bears a version; a change that was thought out for another one is refused, whatever comes in between.

use crate::rest_site::Site;
use futures::future::join_all;
use serde_json::{Value, json};
use testkit::Visit;

#[tokio::test(flavor = "multi_thread")]
async fn every_record_is_known_by_its_version_until_it_changes() {
    let site = Site::new().await;
    let (doctor, patient) = (site.db.doctor().await, site.db.patient().await);
    let (theirs, own) = (site.cookie(&doctor.email).await, site.cookie(&patient.email).await);
    let report = site.db.report(Some(&patient)).await;
    for (path, cookie) in [
        (format!("/api/symptom-reports/{report}/"), &own),
        ("/api/users/me/".to_owned(), &own),
        ("/api/patients/me/".to_owned(), &own),
        (format!("/api/doctors/{}/", doctor.id), &own),
        ("/api/doctors/me/".to_owned(), &theirs),
        ("/api/doctors/me/availability/".to_owned(), &theirs),
    ] {
        let first = site.get(&path).by(cookie).told().await;
        let tag = first.header("etag").unwrap_or_else(|| panic!("{path} bears no version")).to_owned();
        let known = site.get(&path).by(cookie).header("if-none-match", &tag).told().await;
        assert_eq!((known.status.as_u16(), &*known.body), (304, ""), "{path}");
        let other = site.get(&path).by(cookie).header("if-none-match", "\"other\"").told().await;
        assert_eq!((other.data(), other.header("etag")), (first.data(), Some(&*tag)), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_changes_thought_out_for_one_version_one_is_made() {
    let site = Site::new().await;
    let (doctor, patient) = (site.db.doctor().await, site.db.patient().await);
    for (path, email, number) in [
        ("/api/patients/me/", &patient.email, |body: &mut Value, n: usize| body["emergency_contact"] = json!(format!("{n}"))),
        ("/api/doctors/me/", &doctor.email, |body: &mut Value, n: usize| {
            *body = json!({ "experience_years": n, "languages": body["languages"], "fee": body["fee"], "bio": body["bio"] });
        }),
        ("/api/doctors/me/availability/", &doctor.email, |body: &mut Value, n: usize| body["notice_minutes"] = json!(n)),
    ] as [(&str, &String, fn(&mut Value, usize)); 3]
    {
        let cookie = site.cookie(email).await;
        let seen = site.get(path).by(&cookie).told().await;
        let tag = seen.header("etag").expect("a version").to_owned();
        let mut body = seen.data();
        body.as_object_mut().expect("an object").remove("id");
        let put = async |n: usize, tag: &str| {
            let mut body = body.clone();
            number(&mut body, n);
            site.ask("PUT", path).by(&cookie).header("if-match", tag).json(&body).told().await
        };
        let answers = join_all((1..=8).map(|n| put(n, &tag))).await;
        let made: Vec<_> = answers.iter().filter(|told| told.status == 200).collect();
        assert_eq!(made.len(), 1, "{path}");
        let refused = answers.iter().filter(|told| told.status != 200);
        assert!(refused.clone().count() == 7 && refused.clone().all(|told| told.error() == (412, "PRECONDITION_FAILED".into(), None)));
        let now = site.get(path).by(&cookie).told().await;
        assert_eq!((now.data(), now.header("etag")), (made[0].data(), made[0].header("etag")), "{path}");
        assert_eq!(put(9, now.header("etag").expect("a version")).await.status, 200);
        assert_eq!(put(10, "*").await.status, 200);
        assert_eq!(put(11, &format!("W/{tag}")).await.status, 412, "a change needs the very version");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_steps_thought_out_for_one_version_of_a_visit_one_is_made() {
    let site = Site::new().await;
    let (doctor, patient) = (site.db.doctor().await, site.db.patient().await);
    let start = "2026-03-03T10:00:00Z".parse().expect("a time");
    let visit = site.db.visit(&Visit::new(&doctor, &patient, start)).await;
    let cookie = site.cookie(&patient.email).await;
    let place = format!("/api/appointments/{visit}/");
    let tag = site.get(&place).by(&cookie).told().await.header("etag").expect("a version").to_owned();
    let moved = async |hour: u32| {
        let body = json!({ "start": format!("2026-03-03T{hour}:00:00Z") });
        site.post(format!("{place}reschedule/")).by(&cookie).header("if-match", &tag).json(body).told().await
    };
    let answers = join_all((11..=15).map(moved)).await;
    assert_eq!(answers.iter().filter(|told| told.status == 200).count(), 1);
    let refused: Vec<_> = answers.iter().filter(|told| told.status != 200).map(|told| told.error()).collect();
    assert!(refused.iter().all(|error| *error == (412, "PRECONDITION_FAILED".into(), None)), "{refused:?}");
    let stale = site.post(format!("{place}cancel/")).by(&cookie).header("if-match", &tag).told().await;
    assert_eq!(stale.error(), (412, "PRECONDITION_FAILED".into(), None));
}
