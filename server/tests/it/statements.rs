//! Every page says how many statements it may send, session included, and keeps to it whatever the number of rows.

use crate::rest_site::Site;
use app::PAGES;
use axum::http::StatusCode;
use chrono::TimeDelta;
use domain::appointment::Status;
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;
use testkit::{TestDoctor, TestPatient, Visit};

/// Most statements for what a page shows.
const OWN_MOST: usize = 3;

/// Those for what a page shows: not who asks, which is one more, and not that another person's data was looked at, which is noted in a chain by two.
fn own(sql: &[String]) -> usize {
    let beside = ["session_of(", "audit_head"];
    sql.iter().filter(|sql| !beside.iter().any(|part| sql.contains(part))).count()
}

/// Page → statements, session and notes of looks included.
const MOST: [(&str, usize); 69] = [
    ("/", 2),
    ("/about", 1),
    ("/about/ai", 1),
    ("/risk", 1),
    ("/risk/{score}", 3),
    ("/symptoms", 3),
    ("/symptoms/{report}", 4),
    ("/symptoms/{report}/questions", 3),
    ("/doctors", 3),
    ("/doctors/{doctor}", 3),
    ("/register", 2),
    ("/login", 1),
    ("/account", 3),
    ("/account/verify", 1),
    ("/account/email", 1),
    ("/account/forgot", 1),
    ("/account/reset", 1),
    ("/settings", 3),
    ("/settings/second-factor", 2),
    ("/settings/passkeys", 3),
    ("/settings/tokens", 2),
    ("/settings/privacy", 3),
    ("/privacy", 1),
    ("/book/{doctor}", 3),
    ("/book/hold/{appointment}", 3),
    ("/appointments", 2),
    ("/appointments/{appointment}", 2),
    ("/appointments/{appointment}/move", 3),
    ("/doctors/{doctor}/reviews", 3),
    ("/doctors/{doctor}/review", 3),
    ("/reviews/{review}", 2),
    ("/admin/reviews", 2),
    ("/admin/users/{user}/hold", 3),
    ("/records/access", 3),
    ("/records/share/{doctor}", 3),
    ("/patients", 4),
    ("/patients/emergency", 1),
    ("/patients/{patient}", 5),
    ("/records", 2),
    ("/records/vitals", 2),
    ("/records/labs", 2),
    ("/records/new", 1),
    ("/records/import", 1),
    ("/records/{record}", 3),
    ("/patients/{patient}/records", 6),
    ("/patients/{patient}/records/vitals", 6),
    ("/patients/{patient}/records/labs", 6),
    ("/patients/{patient}/records/new", 3),
    ("/prescriptions", 2),
    ("/prescriptions/{prescription}", 2),
    ("/verify/{token}", 2),
    ("/dashboard/prescriptions", 4),
    ("/dashboard/prescriptions/{prescription}", 5),
    ("/patients/{patient}/prescriptions", 5),
    ("/patients/{patient}/prescriptions/new", 5),
    ("/dashboard", 5),
    ("/dashboard/week", 5),
    ("/dashboard/visits/{appointment}/move", 5),
    ("/dashboard/statistics", 2),
    ("/dashboard/availability", 3),
    ("/blog", 3),
    ("/blog/{slug}", 3),
    ("/dashboard/blog", 5),
    ("/dashboard/blog/new", 1),
    ("/dashboard/blog/{post}", 2),
    ("/dashboard/blog/{post}/review", 3),
    ("/admin/comments", 2),
    ("/admin", 5),
    ("/admin/audit", 4),
];

struct World {
    site: Site,
    patient: TestPatient,
    doctor: TestDoctor,
    cookies: [String; 3],
}

/// A site in which a doctor and a patient have `rows` appointments, and everybody else is there `rows` times too.
async fn world(rows: usize) -> World {
    let site = Site::new().await;
    let (patient, doctor, admin) = (site.db.patient().await, site.db.doctor().await, site.db.admin().await);
    site.db.patients(rows).await;
    site.db.doctors_with(vec![testkit::NewDoctor::default(); rows]).await;
    let day = site.db.now();
    let visits: Vec<Visit> = (0..rows)
        .map(|n| Visit {
            status: if n % 2 == 0 { Status::Booked } else { Status::Fulfilled },
            minutes: 2,
            ..Visit::new(&doctor, &patient, day + TimeDelta::minutes(i64::try_from(n).unwrap_or(0) * 2 + 5))
        })
        .collect();
    site.db.visits(&visits).await;
    site.db.entries(&patient, rows).await;
    for _ in 0..rows {
        site.db.prescription(&doctor, &patient).await;
        site.db.favourite(&doctor).await;
    }
    articles(&site, &doctor, &patient, rows).await;
    let mut cookies = Vec::new();
    for email in [&patient.email, &doctor.email, &admin.email] {
        cookies.push(site.cookie(email).await);
    }
    World { site, patient, doctor, cookies: cookies.try_into().expect("three") }
}

/// Articles of the doctor with comments of the patient, and texts of another doctor that wait for a review.
async fn articles(site: &Site, doctor: &TestDoctor, patient: &TestPatient, rows: usize) {
    let other = site.db.doctor().await;
    let sql = format!(
        "insert into blog_post (id, author_id, slug, status, version, title, summary, body, tags, sources, created_at, updated_at, submitted_at)
         select gen_random_uuid(), '{author}', 'a' || n, 'in-review', 1, 'Cough ' || n, 'x', 'x', '{{cough}}', '[]', now(), now(), now()
         from generate_series(1, {rows}) n;
         insert into blog_post (id, author_id, slug, status, version, title, summary, body, tags, sources, created_at, updated_at, submitted_at)
         select gen_random_uuid(), '{other}', 'b' || n, 'in-review', 1, 'x', 'x', 'x', '{{cough}}', '[]', now(), now(), now()
         from generate_series(1, {rows}) n;
         insert into blog_article (id, author_id, slug, version, title, summary, body, words, tags, sources, published_at, updated_at, reviewer_id, reviewed_at, review_due)
         select id, author_id, slug, 1, title, summary, body, title, tags, sources, now(), now(), '{other}', now(), '2100-01-01'
         from blog_post where slug like 'a%';
         update blog_post set status = 'published', published_at = now() where slug like 'a%';
         insert into blog_comment (id, post_id, user_id, text, created_at)
         select gen_random_uuid(), (select id from blog_article where slug = 'a1'), '{user}', 'x', now() from generate_series(1, {rows})",
        author = doctor.id,
        other = other.id,
        user = patient.user
    );
    site.db.connection().execute_unprepared(&sql).await.expect("articles");
}

async fn statements(world: &World) -> BTreeMap<&'static str, (usize, Vec<String>)> {
    let visit = world.site.db.visit(&Visit::new(&world.doctor, &world.patient, world.site.db.now() + TimeDelta::hours(30))).await;
    let report = world.site.db.report(Some(&world.patient)).await;
    let edit = domain::review::ReviewEdit { rating: "4".into(), text: "Kind.".into() };
    let review =
        service::review::write(&world.site.db.services(), &world.patient.caller, world.doctor.id, &edit).await.expect("a review").id;
    let record = world.site.db.entries(&world.patient, 1).await[0];
    let prescription = world.site.db.prescription(&world.doctor, &world.patient).await;
    let edit = domain::blog::PostEdit { title: "Cough".into(), ..Default::default() };
    let draft = service::blog::create(&world.site.db.services(), &world.doctor.caller, &edit).await.expect("a draft").id;
    let mut counted = BTreeMap::new();
    for page in PAGES {
        let path = page
            .path
            .replace("{doctor}", &world.doctor.id.to_string())
            .replace("{user}", &world.patient.user.to_string())
            .replace("{review}", &review.to_string())
            .replace("{patient}", &world.patient.id.to_string())
            .replace("{appointment}", &visit.to_string())
            .replace("{report}", &report.to_string())
            .replace("{post}", &draft.to_string())
            .replace("{slug}", "a1")
            .replace("{record}", &record.to_string())
            .replace("{prescription}", &prescription.to_string())
            .replace("{token}", "A".repeat(112).as_str())
            .replace("{score}", "findrisc");
        let cookie = match page.path {
            p if p.starts_with("/dashboard") || p.starts_with("/patients") => &world.cookies[1],
            p if p.starts_with("/admin") => &world.cookies[2],
            _ => &world.cookies[0],
        };
        let (told, sql) = world.site.db.count(world.site.get(&path).by(cookie).told()).await;
        assert_eq!(told.status, StatusCode::OK, "{path}: {}", told.body);
        counted.insert(page.path, (sql.len(), sql));
    }
    counted
}

#[tokio::test]
async fn no_page_sends_more_statements_than_it_says_whatever_the_number_of_rows() {
    let (few, many) = (statements(&world(2).await).await, statements(&world(60).await).await);
    let most: BTreeMap<_, _> = MOST.into_iter().collect();
    for (path, (count, sql)) in &few {
        let limit = most.get(path).unwrap_or_else(|| panic!("{path} does not say how many statements it sends"));
        assert!(count <= limit, "{path} sent {count}: {sql:#?}");
        assert!(own(sql) <= OWN_MOST, "{path} asks more than {OWN_MOST} times for what it shows: {sql:#?}");
        assert_eq!(*count, many[path].0, "{path} depends on the number of rows: {:#?}", many[path].1);
    }
}
