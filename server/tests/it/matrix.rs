//! Who × what × whose: every address of the API, every page, server function and act of the tables, tried by everybody on what is Ann's,
//! another's and absent; what has to happen is worked out from the declared policy alone.

use crate::rest_site::{Site, Told};
use app::{FNS, PAGES, acts};
use chrono::TimeDelta;
use domain::appointment::Status;
use domain::policy::{Policy, Who, Whose};
use domain::{Caller, DoctorId, PatientId, UserId};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use server::rest::ROUTES;
use testkit::{Database, NewDoctor, TestAdmin, TestDoctor, TestPatient, Visit};
use uuid::Uuid;

/// Cells of each table, at least; together more than three thousand.
const LEAST: [(&str, usize); 3] = [("api", 2_000), ("pages", 560), ("acts", 450)];

const PDF: &[u8] = b"%PDF-1.7\nxref\n%%EOF\n";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Actor {
    Anonymous,
    Ann,
    OtherPatient,
    Treating,
    OtherDoctor,
    Admin,
    Disabled,
    Expired,
}

const ACTORS: [Actor; 8] =
    [Actor::Anonymous, Actor::Ann, Actor::OtherPatient, Actor::Treating, Actor::OtherDoctor, Actor::Admin, Actor::Disabled, Actor::Expired];

/// Ann's record, that of a third person, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target {
    Anns,
    Others,
    Absent,
}

const TARGETS: [Target; 3] = [Target::Anns, Target::Others, Target::Absent];

struct World {
    site: Site,
    ann: TestPatient,
    other: TestPatient,
    treating: TestDoctor,
    stranger: TestDoctor,
    admin: TestAdmin,
    /// Ann's with the treating doctor, and a third person's with a third doctor: booked visits, held ones, reports.
    visits: [Uuid; 2],
    holds: [Uuid; 2],
    reports: [Uuid; 2],
    /// Of the treating doctor by Ann, of a third doctor by a third person.
    reviews: [Uuid; 2],
    /// The third person.
    third: Uuid,
    /// Entries of their records, files of these, and whose they are.
    entries: [Uuid; 2],
    files: [Uuid; 2],
    people: [Uuid; 2],
    /// Issued by the treating doctor to Ann, and by a third doctor to a third person.
    prescriptions: [Uuid; 2],
    /// Drafts of the treating doctor and of a third one; articles whose addresses are their ids.
    drafts: [Uuid; 2],
    articles: [Uuid; 2],
    /// Cookies of a disabled account and of an expired session.
    gone: [String; 2],
}

impl World {
    async fn new() -> Self {
        let site = Site::new().await;
        let db = &site.db;
        let (ann, other, third) = (db.patient().await, db.patient().await, db.patient().await);
        let (treating, stranger, far) = (db.doctor().await, db.doctor().await, db.doctor().await);
        let admin = db.admin().await;
        let (mut visits, mut holds, mut reports, mut said) = ([Uuid::nil(); 2], [Uuid::nil(); 2], [Uuid::nil(); 2], [Uuid::nil(); 2]);
        for (n, (doctor, patient)) in [(&treating, &ann), (&far, &third)].into_iter().enumerate() {
            let report = db.report(Some(patient)).await;
            let visit = Visit::new(doctor, patient, db.now() + TimeDelta::days(2));
            // One that nobody touches: with it the doctor treats the patient, whatever becomes of the others, and sees the report.
            let (status, start) = (Status::Fulfilled, db.now() - TimeDelta::days(3));
            db.visit(&Visit { status, report: Some(report), ..Visit::new(doctor, patient, start) }).await;
            let until = Some(db.now() + TimeDelta::minutes(5));
            let start = db.now() + TimeDelta::days(3);
            let hold = Visit { status: Status::Proposed, hold_until: until, ..Visit::new(doctor, patient, start) };
            said[n] = review(db, doctor, patient).await;
            (visits[n], holds[n], reports[n]) = (db.visit(&visit).await.0, db.visit(&hold).await.0, report.0);
        }
        let (mut entries, mut files) = ([Uuid::nil(); 2], [Uuid::nil(); 2]);
        for (n, patient) in [&ann, &third].into_iter().enumerate() {
            let entry = db.entries(patient, 1).await[0];
            let bytes = futures::stream::iter([Ok(PDF.into())]);
            let file = service::record::attach(&site.services, &patient.caller, entry, "a.pdf", Box::pin(bytes)).await.expect("a file");
            (entries[n], files[n]) = (entry.0, file.id.0);
        }
        let people = [ann.id.0, third.id.0];
        let prescriptions = [db.prescription(&treating, &ann).await.0, db.prescription(&far, &third).await.0];
        let drafts = [draft(db, &treating).await, draft(db, &far).await];
        let articles = [article(db, &treating, &far).await, article(db, &far, &treating).await];
        let (out, late) = (db.patient().await, db.patient().await);
        let gone = [site.cookie(&out.email).await, site.cookie(&late.email).await];
        service::admin::set_active(&db.services(), &admin.caller, out.user, false).await.expect("kept out");
        let sql = format!("update session set expires_at = created_at - interval '1 hour' where user_id = '{}'", late.user);
        db.connection().execute_unprepared(&sql).await.expect("expired");
        let reviews = said;
        Self {
            site,
            ann,
            other,
            treating,
            stranger,
            admin,
            visits,
            holds,
            reports,
            reviews,
            third: third.id.0,
            entries,
            files,
            people,
            prescriptions,
            drafts,
            articles,
            gone,
        }
    }

    /// Their cookie, anew: some addresses sign out.
    async fn cookie(&self, actor: Actor) -> String {
        let email = match actor {
            Actor::Anonymous => return String::new(),
            Actor::Disabled => return self.gone[0].clone(),
            Actor::Expired => return self.gone[1].clone(),
            Actor::Ann => &self.ann.email,
            Actor::OtherPatient => &self.other.email,
            Actor::Treating => &self.treating.email,
            Actor::OtherDoctor => &self.stranger.email,
            Actor::Admin => &self.admin.email,
        };
        self.site.cookie(email).await
    }

    async fn sessions(&self, user: UserId) -> Vec<Uuid> {
        let theirs = entity::session::Entity::find().filter(entity::session::Column::UserId.eq(user.0));
        theirs.all(self.site.db.connection()).await.expect("sessions").into_iter().map(|row| row.public_id).collect()
    }

    /// A personal token of somebody's.
    async fn token(&self, user: UserId) -> Uuid {
        let (id, db) = (Uuid::now_v7(), &self.site.db);
        let sql = format!(
            "insert into access_grant (id, user_id, kind, name, scope, secret_hash, epoch, created_at, expires_at)
             select '{id}', a.id, 'personal', '{id}', 'read', sha256('{id}'), a.token_epoch, '{now}', timestamptz '{now}' + interval '1 day'
             from account a where a.id = '{user}'",
            now = db.now()
        );
        db.connection().execute_unprepared(&sql).await.expect("a token");
        id
    }

    /// What somebody says of an article.
    async fn comment(&self, user: UserId) -> Uuid {
        let (id, db) = (Uuid::now_v7(), &self.site.db);
        let sql = format!(
            "insert into blog_comment (id, post_id, user_id, text, created_at) values ('{id}', '{}', '{user}', 'x', now())",
            self.articles[0]
        );
        db.connection().execute_unprepared(&sql).await.expect("a comment");
        id
    }

    /// Somebody with a second factor to lose.
    async fn enrolled(&self) -> Uuid {
        let user = self.site.db.patient().await.user;
        let sql =
            format!("insert into account_totp (user_id, seed, label, created_at, confirmed_at) values ('{user}', '', 'x', now(), now())");
        self.site.db.connection().execute_unprepared(&sql).await.expect("a second factor");
        user.0
    }

    /// The id that stands for a target at an address.
    async fn id(&self, path: &str, target: Target) -> Uuid {
        let which = match target {
            Target::Anns => 0,
            Target::Others => 1,
            Target::Absent => return Uuid::now_v7(),
        };
        match path {
            p if p.contains("comments/{") => self.comment(if which == 0 { self.ann.user } else { self.site.db.patient().await.user }).await,
            p if p.contains("blogs/drafts/{") => self.drafts[which],
            p if p.contains("blogs/{") || p.contains("/blog/{slug}") => self.articles[which],
            p if p.contains("/blog/{post}") => self.drafts[which],
            p if p.contains("reviews/{") || p == "review" => self.reviews[which],
            p if p.contains("favourites") => {
                let of = if which == 0 { &self.treating } else { &self.site.db.doctor().await };
                self.site.db.favourite(of).await.0
            }
            p if p.contains("prescription") && !p.contains("{patient}") => self.prescriptions[which],
            p if p.contains("users") && p.contains("/hold") => self.site.db.patient().await.user.0,
            p if p.contains("attachments/{") => self.files[which],
            p if p.contains("records/{") => self.entries[which],
            p if p.contains("{patient}") => self.people[which],
            p if p.contains("hold") => self.holds[which],
            p if p.contains("symptom") => self.reports[which],
            p if p.contains("passkey") => {
                let of = if which == 0 { self.ann.user } else { self.site.db.patient().await.user };
                self.site.db.passkey(of).await.0
            }
            p if p.contains("token") => self.token(if which == 0 { self.ann.user } else { self.site.db.patient().await.user }).await,
            p if p.contains("second-factor") => self.enrolled().await,
            p if p.contains("session") => {
                let (email, user) = if which == 0 {
                    (self.ann.email.clone(), self.ann.user)
                } else {
                    let third = self.site.db.patient().await;
                    (third.email, third.user)
                };
                // Not the one that asks.
                let before = self.sessions(user).await;
                self.site.cookie(&email).await;
                self.sessions(user).await.into_iter().find(|id| !before.contains(id)).expect("a new session")
            }
            // Made for the purpose: what administrators do to them must not end the others' sessions.
            p if p.contains("users") => self.site.db.patient().await.user.0,
            p if p.contains("verify") => self.site.db.doctor_with(NewDoctor { verified: false, ..NewDoctor::default() }).await.id.0,
            p if p.contains("doctor") || p.contains("share") => [self.treating.id.0, self.stranger.id.0][which],
            p if p.contains("patient") => [self.ann.id.0, self.third][which],
            _ => self.visits[which],
        }
    }
}

/// A review after a visit.
async fn review(db: &Database, doctor: &TestDoctor, patient: &TestPatient) -> Uuid {
    let start = db.now() - TimeDelta::hours(2);
    db.visit(&Visit { status: Status::Fulfilled, ..Visit::new(doctor, patient, start) }).await;
    let edit = domain::review::ReviewEdit { rating: "4".into(), text: String::new() };
    service::review::write(&db.services(), &patient.caller, doctor.id, &edit).await.expect("a review").id.0
}

/// A text that was not handed in.
async fn draft(db: &Database, doctor: &TestDoctor) -> Uuid {
    service::blog::create(&db.services(), &doctor.caller, &domain::blog::PostEdit::default()).await.expect("a draft").id.0
}

/// An article that everybody reads, at its id.
async fn article(db: &Database, author: &TestDoctor, reviewer: &TestDoctor) -> Uuid {
    let id = Uuid::now_v7();
    let sql = format!(
        "insert into blog_post (id, author_id, slug, status, version, title, summary, body, tags, sources, created_at, updated_at, submitted_at, published_at)
         values ('{id}', '{}', '{id}', 'in-review', 1, 'x', 'x', 'x', '{{}}', '[]', now(), now(), now(), null);
         insert into blog_article (id, author_id, slug, version, title, summary, body, words, tags, sources, published_at, updated_at, reviewer_id, reviewed_at, review_due)
         values ('{id}', '{}', '{id}', 1, 'x', 'x', 'x', 'x', '{{}}', '[]', now(), now(), '{}', now(), '2100-01-01');
         update blog_post set status = 'published', published_at = now() where id = '{id}'",
        author.id, author.id, reviewer.id
    );
    db.connection().execute_unprepared(&sql).await.expect("an article");
    id
}

/// Who somebody is to a policy. Ids do not matter to it.
fn caller(actor: Actor) -> Caller {
    let user = UserId(Uuid::nil());
    match actor {
        Actor::Anonymous | Actor::Disabled | Actor::Expired => Caller::Anonymous,
        Actor::Ann | Actor::OtherPatient => Caller::Patient { user, patient: PatientId(Uuid::nil()) },
        Actor::Treating | Actor::OtherDoctor => Caller::Doctor { user, doctor: DoctorId(Uuid::nil()) },
        Actor::Admin => Caller::Admin { user },
    }
}

/// What has to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// Sign in first.
    SignIn,
    /// Not for accounts of this kind.
    Forbidden,
    /// Whatever the rules say of it: it is there for them.
    There,
    /// Absent, or as if it were.
    Absent,
}

/// `target` – none where the address names no record; `public` – whether the record is everybody's to see.
fn expected(policy: Policy, actor: Actor, target: Option<Target>, public: bool) -> Expected {
    let caller = caller(actor);
    if !policy.who.admits(&caller) {
        return if caller.is_signed_in() { Expected::Forbidden } else { Expected::SignIn };
    }
    let Some(target) = target else { return Expected::There };
    let sees = match (target, policy.whose) {
        (Target::Absent, _) => false,
        (_, Whose::Public | Whose::Everyones) => true,
        _ if public => true,
        (Target::Others, whose) => whose == Whose::OwnTreatedOrAdmin && actor == Actor::Admin,
        (Target::Anns, Whose::Own) => actor == Actor::Ann,
        (Target::Anns, Whose::OwnOrTreated) => [Actor::Ann, Actor::Treating].contains(&actor),
        (Target::Anns, Whose::OwnTreatedOrAdmin) => [Actor::Ann, Actor::Treating, Actor::Admin].contains(&actor),
    };
    if sees { Expected::There } else { Expected::Absent }
}

/// The answer without what is different in every one: the nonce, the id that was asked for, and the second at which a cookie ends.
fn plain(told: &Told, id: Uuid) -> String {
    let (status, headers, body) = told.lasting();
    let policy = told.header("content-security-policy").unwrap_or_default();
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).filter(|nonce| !nonce.is_empty());
    let parts = headers.iter().map(|(name, value)| match value.split_once("Expires=") {
        Some((before, date)) => format!("{name}: {before}Expires=DATE{}", date.split_once("GMT").map_or(date, |(_, after)| after)),
        None => format!("{name}: {value}"),
    });
    let headers: Vec<String> = parts.collect();
    let text = format!("{status} {headers:?} {body}").replace(&id.to_string(), "ID");
    nonce.map_or(text.clone(), |nonce| text.replace(nonce, "NONCE"))
}

/// Counts cells, and holds each against what has to happen.
#[derive(Default)]
struct Cells {
    count: usize,
    wrong: Vec<String>,
    /// Answers to one person about records that are not there for them.
    invisible: Vec<String>,
}

impl Cells {
    fn check(&mut self, told: &Told, expected: Expected, id: Uuid, case: &str) {
        self.count += 1;
        let status = told.status.as_u16();
        let signs_in = status == 401 || (status == 303 && told.header("location").is_some_and(|to| to.starts_with("/login")));
        let right = match expected {
            Expected::SignIn => signs_in,
            Expected::Forbidden => status == 403,
            // What cannot be read is refused before anything is looked up.
            Expected::Absent => [400, 404, 415].contains(&status),
            Expected::There => !signs_in && ![403, 404].contains(&status) && (status < 500 || status == 503),
        };
        if !right {
            self.wrong.push(format!("{case}: {expected:?}, but {status} {:?}", told.header("location")));
        }
        if expected == Expected::Absent {
            self.invisible.push(plain(told, id));
        }
    }

    /// The records that are not there for one person all look the same.
    fn alike(&mut self, case: &str) {
        self.invisible.dedup();
        if self.invisible.len() > 1 {
            self.wrong.push(format!("{case}: another's differs from absent: {:#?}", self.invisible));
        }
        self.invisible.clear();
    }

    fn end(self, which: &str) {
        let least = LEAST.iter().find(|(name, _)| *name == which).map_or(0, |(_, n)| *n);
        assert!(self.wrong.is_empty(), "{} of {} cells:\n{}", self.wrong.len(), self.count, self.wrong.join("\n"));
        assert!(self.count >= least, "{} cells of {which}", self.count);
        eprintln!("{} cells of {which}, none of them wrong", self.count);
    }
}

/// All targets where the address names a record, else one: they would not differ.
fn targets(named: bool) -> impl Iterator<Item = Target> {
    TARGETS.into_iter().take(if named { 3 } else { 1 })
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_of_the_api_keeps_to_its_policy_whoever_asks_for_whatever() {
    let world = World::new().await;
    let mut cells = Cells::default();
    for route in ROUTES {
        let (named, public) =
            (route.path.contains("{id}"), route.path.starts_with("/api/doctors/{id}/") || route.path.contains("/shares/{id}/"));
        for actor in ACTORS {
            for variant in 0..4 {
                let case = format!("{} {} by {actor:?}, variant {variant}", route.method, route.path);
                let cookie = world.cookie(actor).await;
                for target in targets(named) {
                    let id = world.id(route.path, target).await;
                    let told = ask(&world, route.path, route.method.as_str(), id, &cookie, variant).await;
                    let expected = expected(route.policy, actor, named.then_some(target), public);
                    cells.check(&told, expected, id, &format!("{case}, {target:?}"));
                }
                cells.alike(&case);
            }
        }
    }
    cells.end("api");
}

/// Bit 0: without the slash at the end. Bit 1: HEAD instead of GET, no body instead of an empty one.
async fn ask(world: &World, path: &str, method: &str, id: Uuid, cookie: &str, variant: u8) -> Told {
    let mut to = path.replace("{id}", &id.to_string());
    if variant & 1 == 1 {
        to.truncate(to.len() - 1);
    }
    let bare = variant & 2 == 2;
    match method {
        "GET" => world.site.ask(if bare { "HEAD" } else { "GET" }, to).by(cookie).told().await,
        _ if bare => world.site.ask(method, to).by(cookie).told().await,
        _ if path.ends_with("reschedule/") => {
            world.site.ask(method, to).by(cookie).json(r#"{"start":"2026-03-05T10:00:00Z"}"#).told().await
        }
        _ => world.site.ask(method, to).by(cookie).json("{}").told().await,
    }
}

const IDS: [&str; 10] =
    ["{user}", "{report}", "{doctor}", "{appointment}", "{patient}", "{review}", "{record}", "{prescription}", "{post}", "{slug}"];

fn is_named(path: &str) -> bool {
    IDS.iter().any(|name| path.contains(name))
}

fn filled(path: &str, id: Uuid) -> String {
    IDS.iter().fold(path.replace("{score}", "findrisc").replace("{token}", "x"), |path, name| path.replace(name, &id.to_string()))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_and_server_function_keeps_to_its_policy_whoever_asks_for_whatever() {
    let world = World::new().await;
    let mut cells = Cells::default();
    let functions = FNS.iter().map(|f| (f.path, f.policy));
    for (path, policy) in PAGES.iter().map(|page| (page.path, page.policy)).chain(functions) {
        let (named, is_fn) = (is_named(path), path.starts_with("/fn/"));
        for actor in ACTORS {
            let cookie = world.cookie(actor).await;
            for method in ["GET", "HEAD"].into_iter().take(if is_fn { 1 } else { 2 }) {
                let case = format!("{method} {path} by {actor:?}");
                for target in targets(named) {
                    let id = world.id(path, target).await;
                    let to = filled(path, id) + if is_fn { "?date=2026-03-02" } else { "" };
                    let told = world.site.ask(method, to).by(&cookie).told().await;
                    let expected = expected(policy, actor, named.then_some(target), path.contains("{doctor}"));
                    cells.check(&told, expected, id, &format!("{case}, {target:?}"));
                }
                cells.alike(&case);
            }
        }
    }
    cells.end("pages");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_act_keeps_to_its_policy_whoever_does_it_to_whatever() {
    let world = World::new().await;
    let mut cells = Cells::default();
    for act in acts() {
        // Where a field says which record it is about, and not the address.
        let (kind, field) = match (act.path, act.name) {
            ("/admin", "verify") => ("verify", Some("doctor")),
            ("/admin", "reset-second-factor") => ("second-factor", Some("user")),
            ("/admin", _) => ("users", Some("user")),
            ("/dashboard", _) => ("visit", Some("appointment")),
            ("/account", "end") => ("session", Some("session")),
            ("/settings/passkeys", "remove") => ("passkey", Some("passkey")),
            ("/settings/tokens", "revoke") => ("token", Some("token")),
            ("/blog/{slug}", "remove" | "report") | ("/admin/comments", _) => ("comments/{", Some("comment")),
            (path, _) => (path, None),
        };
        let named = is_named(act.path) || field.is_some();
        for actor in ACTORS {
            let case = format!("{} {:?} by {actor:?}", act.path, act.name);
            let cookie = world.cookie(actor).await;
            for target in targets(named) {
                let id = world.id(kind, target).await;
                let form = format!("act={}&{}={id}&state=unknown&start=2026-03-05T10:00:00Z", act.name, field.unwrap_or("x"));
                let told = world.site.post(filled(act.path, id)).by(&cookie).raw("application/x-www-form-urlencoded", form).told().await;
                // An administrator has no profile to keep.
                let expected = match (act.name, actor) {
                    ("profile", Actor::Admin) => Expected::Forbidden,
                    // A second step without a first: sign in anew.
                    ("code", _) => Expected::SignIn,
                    // Nobody reports a comment of their own, and it says so on the page of the article, which is none here.
                    ("report", Actor::Ann) if target == Target::Anns => Expected::Absent,
                    // Nobody reviews a text of their own.
                    ("approve" | "send-back", Actor::Treating) if target == Target::Anns => Expected::Forbidden,
                    _ => expected(act.policy, actor, named.then_some(target), act.path.contains("{doctor}")),
                };
                cells.check(&told, expected, id, &format!("{case}, {target:?}"));
            }
            cells.alike(&case);
        }
    }
    cells.end("acts");
}

#[test]
fn nothing_that_is_about_people_is_declared_as_nobodys() {
    let check = |path: &str, policy: Policy| {
        let parts = [
            "{report}",
            "/symptom-reports/",
            "{appointment}",
            "{record}",
            "{patient}",
            "/health-records/",
            "/attachments/",
            "/records",
            "/patients",
            "{prescription}",
            "prescriptions",
            "/me/",
            "/users/",
            "/audit",
            "/admin",
            "/dashboard",
        ];
        // The catalogue of what can be measured is about nobody.
        let about = path != "/api/health-records/measures/" && parts.iter().any(|part| path.contains(part));
        assert!(policy.whose != Whose::Public || !about, "{path}");
        assert!(policy.whose != Whose::Everyones || policy.who == Who::Admin, "{path}");
    };
    ROUTES.iter().for_each(|route| check(route.path, route.policy));
    PAGES.iter().for_each(|page| check(page.path, page.policy));
    acts().iter().for_each(|act| check(act.path, act.policy));
}
