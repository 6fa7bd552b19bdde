//! Known devices, sessions, and hashes from elsewhere.

use crate::code;
use chrono::TimeDelta;
use domain::{Code, UserId};
use entity::{account, session};
use sea_orm::{ActiveValue::Set, EntityTrait};
use service::account::{self as accounts, Whence, device, sessions};
use service::rate::Rate;
use std::time::Duration;
use testkit::{Database, PASSWORD, TestPatient};

async fn arrive(db: &Database, who: &TestPatient, secret: Option<&str>) -> Option<String> {
    let services = db.services();
    let account = accounts::who(&services, who.user).await.unwrap().unwrap();
    device::arrive(&services, &account, secret, "Firefox on Linux").await.unwrap()
}

async fn notices(db: &Database, to: &str) -> Vec<String> {
    let all = service::mail::waiting(&db.services()).await.unwrap();
    all.into_iter().filter(|mail| mail.recipient == to && mail.subject.starts_with("A new device")).map(|mail| mail.body).collect()
}

async fn age(db: &Database, user: UserId, days: i64) {
    let made = account::ActiveModel { id: Set(user.0), created_at: Set(db.now() - TimeDelta::days(days)), ..Default::default() };
    account::Entity::update(made).exec(db.connection()).await.unwrap();
}

#[tokio::test]
async fn a_sign_in_from_a_new_device_is_told_and_one_from_a_known_device_is_not() {
    let db = Database::fresh().await;
    let owner = db.patient().await;
    age(&db, owner.user, 0).await;
    let first = arrive(&db, &owner, None).await.expect("a cookie");
    assert_eq!(notices(&db, &owner.email).await.len(), 0, "the first device of a new account");
    assert_eq!(arrive(&db, &owner, Some(&first)).await, None);
    let second = arrive(&db, &owner, None).await.expect("a cookie");
    assert_ne!(first, second);
    let told = notices(&db, &owner.email).await;
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("Firefox on Linux, on 2 March 2026 at 09:00 (UTC)"), "{}", told[0]);
}

#[tokio::test]
async fn the_first_known_device_of_an_old_account_is_told() {
    let db = Database::fresh().await;
    let owner = db.patient().await;
    age(&db, owner.user, 30).await;
    arrive(&db, &owner, None).await.expect("a cookie");
    assert_eq!(notices(&db, &owner.email).await.len(), 1);
}

#[tokio::test]
async fn a_cookie_that_was_planted_is_replaced_and_one_of_ours_serves_two_accounts() {
    let db = Database::fresh().await;
    let (one, two) = (db.patient().await, db.patient().await);
    let given = arrive(&db, &one, Some("planted")).await.expect("a cookie");
    assert_ne!(given, "planted");
    assert_eq!(arrive(&db, &two, Some(&given)).await, Some(given.clone()));
    assert_eq!(arrive(&db, &one, Some(&given)).await, None);
}

#[tokio::test]
async fn strangers_who_use_up_an_accounts_tries_do_not_lock_out_its_owner() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let known = arrive(&db, &owner, None).await.expect("a cookie");
    let login = async |password: &str, device: Option<&str>| {
        let from = Whence { address: Some("192.0.2.9".parse().unwrap()), device };
        accounts::login_from(&services, &owner.email, password, &from).await
    };
    for _ in 0..30 {
        let _ = login("a wrong guess", None).await;
    }
    assert_eq!(code(login(PASSWORD, None).await), Code::RateLimited);
    assert_eq!(code(login(PASSWORD, Some("made up")).await), Code::RateLimited);
    login(PASSWORD, Some(&known)).await.unwrap();
    assert_eq!(code(login(PASSWORD, None).await), Code::RateLimited, "the owner's success gives strangers no further tries");
    for _ in 0..10 {
        assert_eq!(code(login("a wrong guess", Some(&known)).await), Code::Unauthenticated);
    }
    assert_eq!(code(login(PASSWORD, Some(&known)).await), Code::RateLimited, "a known device has tries of its own, and not more");
}

#[tokio::test]
async fn strangers_in_the_same_network_do_not_lock_a_known_device_out() {
    let db = Database::fresh().await;
    let services = db.services().allowing(Some(Rate { most: 3, period: Duration::from_mins(15) }));
    let owner = db.patient().await;
    let known = arrive(&db, &owner, None).await.expect("a cookie");
    let address = Some("192.0.2.7".parse().unwrap());
    for _ in 0..3 {
        assert_eq!(code(accounts::login(&services, "nobody@example.org", "a guess", address).await), Code::Unauthenticated);
    }
    assert_eq!(code(accounts::login(&services, &owner.email, PASSWORD, address).await), Code::RateLimited, "a new device");
    let from = Whence { address, device: Some(&known) };
    assert!(accounts::login_from(&services, &owner.email, PASSWORD, &from).await.is_ok());
}

#[tokio::test]
async fn a_device_is_known_to_its_own_account_only() {
    let db = Database::fresh().await;
    let services = db.services();
    let (owner, stranger) = (db.patient().await, db.patient().await);
    let known = arrive(&db, &stranger, None).await.expect("a cookie");
    let from = Whence { address: None, device: Some(&known) };
    for _ in 0..10 {
        assert_eq!(code(accounts::login_from(&services, &owner.email, "a wrong guess", &from).await), Code::Unauthenticated);
    }
    assert_eq!(code(accounts::login_from(&services, &owner.email, PASSWORD, &from).await), Code::RateLimited);
}

#[tokio::test]
async fn strangers_do_not_use_up_what_confirms_a_change_of_password() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    for _ in 0..20 {
        let _ = accounts::login(&services, &owner.email, "a wrong guess", None).await;
    }
    accounts::change_password(&services, &owner.caller, PASSWORD, "three quiet otters").await.unwrap();
}

async fn begin(db: &Database, user: UserId, id: u8, device: &str, idle: TimeDelta) {
    let data = serde_json::json!({ "device": device, "born": db.now().timestamp() - 3_600, "idle": idle.num_seconds() });
    let row = session::ActiveModel {
        id_hash: Set(vec![id; 32]),
        user_id: Set(Some(user.0)),
        data: Set(data),
        created_at: Set(db.now()),
        last_seen_at: Set(db.now() - TimeDelta::minutes(i64::from(id))),
        expires_at: Set(db.now() + TimeDelta::hours(1)),
        ..Default::default()
    };
    session::Entity::insert(row).exec_without_returning(db.connection()).await.unwrap();
}

#[tokio::test]
async fn a_person_sees_where_they_are_signed_in_and_ends_it() {
    let db = Database::fresh().await;
    let services = db.services();
    let (owner, other) = (db.patient().await, db.patient().await);
    for (id, device) in [(1, "Firefox on Linux"), (2, "Safari on iPhone"), (3, "Chrome on Windows")] {
        begin(&db, owner.user, id, device, TimeDelta::hours(1)).await;
    }
    begin(&db, owner.user, 30, "Edge on Windows", TimeDelta::minutes(30)).await;
    begin(&db, other.user, 9, "curl", TimeDelta::hours(1)).await;
    let this = [2; 32];
    let all = sessions::list(&services, &owner.caller, Some(&this)).await.unwrap();
    let seen: Vec<_> = all.iter().map(|s| (s.device.as_str(), s.is_this)).collect();
    assert_eq!(seen, [("Safari on iPhone", true), ("Firefox on Linux", false), ("Chrome on Windows", false)], "idle ones have ended");
    assert_eq!((all[0].since, all[0].last_seen), (db.now() - TimeDelta::hours(1), db.now() - TimeDelta::minutes(2)));
    assert_eq!(code(sessions::end(&services, &other.caller, all[1].id).await), Code::NotFound, "another's is absent");
    sessions::end(&services, &owner.caller, all[1].id).await.unwrap();
    assert_eq!(code(sessions::end(&services, &owner.caller, all[1].id).await), Code::NotFound);
    begin(&db, owner.user, 4, "curl", TimeDelta::hours(1)).await;
    sessions::end_others(&services, &owner.caller, Some(&this), None).await.unwrap();
    let left = sessions::list(&services, &owner.caller, Some(&this)).await.unwrap();
    assert_eq!(left.iter().map(|s| s.device.as_str()).collect::<Vec<_>>(), ["Safari on iPhone"]);
    assert_eq!(sessions::list(&services, &other.caller, None).await.unwrap().len(), 1);
}

/// Made by Django's own hashers, with few rounds.
const IMPORTED: [&str; 3] = [
    "pbkdf2_sha256$2000$wcJCobNfa5giFDoSwbPdd0$4e48wVuHEKormVqJSC955IcL2bJhxUfuYHIjS8w32ko=",
    "bcrypt_sha256$$2b$04$a6n9fDVNPY0I9LswJX4MEO.1yPLLTkwjulECXolLZzs5DfF0BOQq.",
    "bcrypt$$2b$04$12EIZaSVxX.HWh5AH5iale3m6Xg6IENsULWpvCmHDRyzDQ5tHPFVm",
];

#[tokio::test]
async fn a_hash_from_django_opens_the_account_and_is_then_made_anew() {
    let db = Database::fresh().await;
    let services = db.services();
    for hash in IMPORTED {
        let owner = db.patient().await;
        let imported = account::ActiveModel { id: Set(owner.user.0), password_hash: Set(hash.to_owned()), ..Default::default() };
        account::Entity::update(imported).exec(db.connection()).await.unwrap();
        assert_eq!(code(accounts::login(&services, &owner.email, "a wrong guess", None).await), Code::Unauthenticated, "{hash}");
        for _ in 0..2 {
            accounts::login(&services, &owner.email, PASSWORD, None).await.unwrap();
            let row = account::Entity::find_by_id(owner.user.0).one(db.connection()).await.unwrap().unwrap();
            assert!(row.password_hash.starts_with("$argon2id$v=19$m=19456"), "{}", row.password_hash);
        }
    }
}

#[tokio::test]
async fn an_imported_account_without_a_password_lets_nobody_in() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let unusable = account::ActiveModel { id: Set(owner.user.0), password_hash: Set("!kYsX3a".to_owned()), ..Default::default() };
    account::Entity::update(unusable).exec(db.connection()).await.unwrap();
    for password in ["!kYsX3a", "", PASSWORD] {
        assert_eq!(code(accounts::login(&services, &owner.email, password, None).await), Code::Unauthenticated);
    }
}
