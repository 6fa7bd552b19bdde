use crate::{code, problems};
use chrono::TimeDelta;
use domain::{Code, account::NewAccount, doctor::DoctorSearch};
use entity::{account, session};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use service::{Error, account as accounts};
use testkit::{Database, NewDoctor, NewPatient, PASSWORD};
use tokio::task::JoinSet;

fn ann(password: &str) -> NewAccount {
    NewAccount {
        email: "Ann@Example.org".into(),
        password: password.into(),
        user_type: "patient".into(),
        name: "Ann Lee".into(),
        ..NewAccount::default()
    }
}

async fn sessions(db: &Database, user: domain::UserId) -> u64 {
    session::Entity::find().filter(session::Column::UserId.eq(user.0)).count(db.connection()).await.unwrap()
}

async fn sign_in(db: &Database, user: domain::UserId, id: u8) {
    let row = session::ActiveModel {
        id_hash: Set(vec![id; 32]),
        user_id: Set(Some(user.0)),
        data: Set(serde_json::json!({})),
        created_at: Set(db.now()),
        last_seen_at: Set(db.now()),
        expires_at: Set(db.now() + TimeDelta::hours(1)),
        ..Default::default()
    };
    session::Entity::insert(row).exec_without_returning(db.connection()).await.unwrap();
}

#[tokio::test]
async fn registering_a_known_address_answers_as_for_a_new_one_and_changes_nothing() {
    let db = Database::fresh().await;
    let services = db.services();
    accounts::register(&services, &ann("first password")).await.unwrap();
    accounts::register(&services, &ann("second password")).await.unwrap();
    assert_eq!(account::Entity::find().count(db.connection()).await.unwrap(), 1);
    let ann = accounts::login(&services, "ann@example.ORG ", "first password", None).await.unwrap();
    assert_eq!((ann.name.as_str(), ann.email.as_str()), ("Ann Lee", "ann@example.org"));
    assert_eq!(code(accounts::login(&services, "ann@example.org", "second password", None).await), Code::Unauthenticated);
}

#[tokio::test]
async fn one_address_registered_many_times_at_once_gives_one_account() {
    let db = Database::fresh().await;
    let services = db.services();
    let mut all = JoinSet::new();
    for n in 0..8 {
        let services = services.clone();
        all.spawn(async move { accounts::register(&services, &ann(&format!("password number {n}"))).await });
    }
    assert!(all.join_all().await.iter().all(Result::is_ok));
    assert_eq!(account::Entity::find().count(db.connection()).await.unwrap(), 1);
}

#[tokio::test]
async fn a_doctor_registers_unverified_at_a_known_clinic_only() {
    let db = Database::fresh().await;
    let services = db.services();
    let clinic = db.doctor_with(NewDoctor { verified: false, ..NewDoctor::default() }).await.clinic;
    let doctor = |clinic: String| NewAccount {
        user_type: "doctor".into(),
        specialty: "cardiology".into(),
        license_number: "L-1".into(),
        license_issuer: "Council".into(),
        license_expires: "2030-01-01".into(),
        clinic,
        ..ann("a long password")
    };
    let elsewhere = accounts::register(&services, &doctor("00000000-0000-7000-8000-000000000000".into())).await;
    assert!(problems(elsewhere).of("clinic").is_some());
    accounts::register(&services, &doctor(clinic.to_string())).await.unwrap();
    let found = service::doctor::search(&services, &DoctorSearch { limit: 20, ..DoctorSearch::default() }).await.unwrap();
    assert_eq!(found.items, []);
    assert!(accounts::login(&services, "ann@example.org", "a long password", None).await.unwrap().caller.doctor().is_some());
}

#[tokio::test]
async fn wrong_password_unknown_address_and_disabled_account_answer_alike() {
    let db = Database::fresh().await;
    let services = db.services();
    let known = db.patient().await;
    let disabled = db.patient_with(NewPatient { is_active: false, ..NewPatient::default() }).await;
    let answers = [
        accounts::login(&services, &known.email, "wrong password", None).await,
        accounts::login(&services, "nobody@example.org", PASSWORD, None).await,
        accounts::login(&services, &disabled.email, PASSWORD, None).await,
        accounts::login(&services, "no address", PASSWORD, None).await,
    ];
    for answer in answers {
        assert_eq!(format!("{answer:?}"), format!("{:?}", Err::<(), _>(Error::UNAUTHENTICATED)));
    }
    assert_eq!(accounts::who(&services, disabled.user).await.unwrap(), None);
    assert!(accounts::login(&services, &known.email, PASSWORD, None).await.is_ok());
}

#[tokio::test]
async fn ten_tries_reach_the_hash_and_then_the_owner_waits_out_the_window() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    for _ in 0..10 {
        assert_eq!(code(accounts::login(&services, &owner.email, "a wrong guess", None).await), Code::Unauthenticated);
    }
    for password in ["a wrong guess", PASSWORD] {
        let refused = accounts::login(&services, &owner.email, password, None).await;
        assert!(matches!(refused, Err(Error::RateLimited(1..=900))), "{refused:?}");
    }
    db.advance(TimeDelta::minutes(15) + TimeDelta::seconds(1));
    assert!(accounts::login(&services, &owner.email, PASSWORD, None).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_guesses_do_not_slip_past_each_other() {
    let db = Database::fresh().await;
    let owner = db.patient().await;
    let mut all = JoinSet::new();
    for _ in 0..40 {
        let (services, email) = (db.services(), owner.email.clone());
        all.spawn(async move { code(accounts::login(&services, &email, "a wrong guess", None).await) });
    }
    let codes = all.join_all().await;
    assert_eq!(codes.iter().filter(|c| **c == Code::Unauthenticated).count(), 10);
    assert_eq!(codes.iter().filter(|c| **c == Code::RateLimited).count(), 30);
}

#[tokio::test]
async fn an_unknown_address_is_throttled_like_a_known_one() {
    let db = Database::fresh().await;
    let services = db.services();
    for _ in 0..10 {
        assert_eq!(code(accounts::login(&services, "nobody@example.org", "a guess", None).await), Code::Unauthenticated);
    }
    assert_eq!(code(accounts::login(&services, "nobody@example.org", "a guess", None).await), Code::RateLimited);
}

#[tokio::test]
async fn a_network_address_has_a_hundred_tries_over_all_accounts() {
    let db = Database::fresh().await;
    let services = db.services();
    let from = Some("192.0.2.7".parse().unwrap());
    for patient in db.patients(100).await {
        assert_eq!(code(accounts::login(&services, &patient.email, "a wrong guess", from).await), Code::Unauthenticated);
    }
    let other = db.patient().await;
    assert_eq!(code(accounts::login(&services, &other.email, PASSWORD, from).await), Code::RateLimited);
    assert!(accounts::login(&services, &other.email, PASSWORD, Some("192.0.2.8".parse().unwrap())).await.is_ok());
}

#[tokio::test]
async fn signing_in_forgets_earlier_tries() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    for _ in 0..2 {
        for _ in 0..9 {
            assert_eq!(code(accounts::login(&services, &owner.email, "a wrong guess", None).await), Code::Unauthenticated);
        }
        assert!(accounts::login(&services, &owner.email, PASSWORD, None).await.is_ok());
    }
}

#[tokio::test]
async fn a_new_password_ends_every_session_of_its_owner_and_no_other() {
    let db = Database::fresh().await;
    let services = db.services();
    let (owner, other) = (db.patient().await, db.patient().await);
    for (user, id) in [(owner.user, 1), (owner.user, 2), (other.user, 3)] {
        sign_in(&db, user, id).await;
    }
    let wrong = accounts::change_password(&services, &owner.caller, "not my password", "a brand new one").await;
    assert!(problems(wrong).of("current_password").is_some());
    let short = accounts::change_password(&services, &owner.caller, PASSWORD, "short").await;
    assert!(problems(short).of("password").is_some());
    assert_eq!(sessions(&db, owner.user).await, 2);
    accounts::change_password(&services, &owner.caller, PASSWORD, "a brand new one").await.unwrap();
    assert_eq!((sessions(&db, owner.user).await, sessions(&db, other.user).await), (0, 1));
    assert_eq!(code(accounts::login(&services, &owner.email, PASSWORD, None).await), Code::Unauthenticated);
    assert!(accounts::login(&services, &owner.email, "a brand new one", None).await.is_ok());
}

#[tokio::test]
async fn signing_out_everywhere_ends_the_callers_sessions_only() {
    let db = Database::fresh().await;
    let services = db.services();
    let (owner, other) = (db.doctor().await, db.patient().await);
    sign_in(&db, owner.user, 1).await;
    sign_in(&db, other.user, 2).await;
    accounts::logout_everywhere(&services, &owner.caller).await.unwrap();
    assert_eq!((sessions(&db, owner.user).await, sessions(&db, other.user).await), (0, 1));
    assert_eq!(code(accounts::logout_everywhere(&services, &domain::Caller::Anonymous).await), Code::Unauthenticated);
}

#[tokio::test]
async fn an_administrator_is_created_once_per_address() {
    let db = Database::fresh().await;
    let services = db.services();
    let user = accounts::create_admin(&services, "root@example.org", "a long password").await.unwrap();
    assert_eq!(code(accounts::create_admin(&services, "root@example.org", "a long password").await), Code::Conflict);
    let account = accounts::login(&services, "root@example.org", "a long password", None).await.unwrap();
    assert_eq!(account.caller, domain::Caller::Admin { user });
}

#[tokio::test]
async fn of_two_who_change_a_password_at_once_one_comes_too_late() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let change = |new: &'static str| accounts::change_password(&services, &owner.caller, PASSWORD, new);
    let (first, second) = tokio::join!(change("three quiet otters"), change("four loud herons"));
    let (kept, lost) = if first.is_ok() { ("three quiet otters", "four loud herons") } else { ("four loud herons", "three quiet otters") };
    assert_eq!(u8::from(first.is_ok()) + u8::from(second.is_ok()), 1);
    assert!(accounts::login(&services, &owner.email, kept, None).await.is_ok());
    assert!(accounts::login(&services, &owner.email, lost, None).await.is_err());
}
