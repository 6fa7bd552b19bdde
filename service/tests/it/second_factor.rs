use crate::{code, problems};
use chrono::TimeDelta;
use domain::{Caller, Code, UserId};
use entity::{account_totp, audit, recovery_code};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use service::account::Whence;
use service::second_factor::{self, State};
use service::sign_in::{self, Step};
use service::{Error, Services, account, token};
use std::sync::Arc;
use testkit::{Database, PASSWORD, totp};
use tokio::{sync::Barrier, task::JoinSet};

/// Turns the second factor on; gives the secret and the recovery codes.
async fn enrol(db: &Database, services: &Services, caller: &Caller) -> (String, Vec<String>) {
    let secret = second_factor::begin(services, caller, PASSWORD, true).await.unwrap().secret;
    let codes = second_factor::confirm(services, caller, &totp(&secret, db.now())).await.unwrap();
    db.advance(TimeDelta::seconds(30));
    (secret, codes)
}

async fn pending(services: &Services, email: &str) -> String {
    match sign_in::password(services, email, PASSWORD, &Whence::default()).await.unwrap() {
        Step::Code(pending) => pending.0,
        Step::Done(_) => panic!("the password was enough"),
    }
}

async fn notes(db: &Database, user: UserId) -> Vec<String> {
    let mut entries = audit::Entity::find().filter(audit::Column::Object.eq(user.to_string())).all(db.connection()).await.unwrap();
    entries.sort_by_key(|entry| entry.id);
    entries.into_iter().map(|entry| entry.action).collect()
}

async fn letters(db: &Database, to: &str) -> Vec<String> {
    let all = service::mail::waiting(&db.services()).await.unwrap();
    let mut subjects: Vec<_> = all.into_iter().filter(|mail| mail.recipient == to).map(|mail| mail.subject).collect();
    subjects.sort();
    subjects
}

#[tokio::test]
async fn every_change_of_the_second_factor_is_told_by_mail() {
    let db = Database::fresh().await;
    let services = db.services();
    let (owner, boss) = (db.patient().await, db.admin().await);
    let (secret, _) = enrol(&db, &services, &owner.caller).await;
    second_factor::renew(&services, &owner.caller, &totp(&secret, db.now())).await.unwrap();
    db.advance(TimeDelta::seconds(30));
    second_factor::remove(&services, &owner.caller, PASSWORD, &totp(&secret, db.now())).await.unwrap();
    let told = ["Two-step sign-in is off", "Two-step sign-in is on", "You have new recovery codes"];
    assert_eq!(letters(&db, &owner.email).await, told);
    db.advance(TimeDelta::seconds(30));
    enrol(&db, &services, &owner.caller).await;
    second_factor::reset(&services, &boss.caller, owner.user).await.unwrap();
    assert_eq!(letters(&db, &owner.email).await.len(), 5, "also by an administrator");
}

#[tokio::test]
async fn a_factor_counts_once_a_device_has_shown_a_code_and_then_the_password_alone_opens_nothing() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    assert_eq!(second_factor::state(&services, &owner.caller).await.unwrap(), State::Off);
    assert!(problems(second_factor::begin(&services, &owner.caller, "a guess", true).await).of("password").is_some());
    let first = second_factor::begin(&services, &owner.caller, PASSWORD, true).await.unwrap();
    assert!(matches!(sign_in::password(&services, &owner.email, PASSWORD, &Whence::default()).await, Ok(Step::Done(_))), "only begun");
    let second = second_factor::begin(&services, &owner.caller, PASSWORD, true).await.unwrap();
    assert_ne!(first.secret, second.secret);
    assert_eq!(second_factor::state(&services, &owner.caller).await.unwrap(), State::Begun, "the seed is told once");
    assert_eq!(second.uri.split('?').next(), Some(&*format!("otpauth://totp/Smart%20Health:{}", owner.email.replace('@', "%40"))));
    assert!(problems(second_factor::confirm(&services, &owner.caller, &totp(&first.secret, db.now())).await).of("code").is_some());
    let codes = second_factor::confirm(&services, &owner.caller, &totp(&second.secret, db.now())).await.unwrap();
    assert_eq!(codes.len(), 10);
    let State::On { since, codes: left } = second_factor::state(&services, &owner.caller).await.unwrap() else { panic!("off") };
    assert_eq!((since, left), (db.now(), 10));
    assert_eq!(code(second_factor::begin(&services, &owner.caller, PASSWORD, true).await), Code::Conflict, "not over one that is on");
    let pending = pending(&services, &owner.email).await;
    assert_eq!(code(token::bearer(&services, &pending).await), Code::Unauthenticated, "the first step is no token");
    assert!(problems(sign_in::code(&services, &pending, &totp(&second.secret, db.now())).await).of("code").is_some(), "used to confirm");
    db.advance(TimeDelta::seconds(30));
    let proven = sign_in::code(&services, &pending, &totp(&second.secret, db.now())).await.unwrap();
    assert_eq!((proven.account.id, proven.second_factor), (owner.user, true));
    assert_eq!(notes(&db, owner.user).await, ["second-factor.begin", "second-factor.begin", "second-factor.on"]);
    assert_eq!(letters(&db, &owner.email).await, ["Two-step sign-in is on"]);
}

#[tokio::test]
async fn the_seed_and_the_codes_cannot_be_read_in_the_table() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let (_, codes) = enrol(&db, &services, &owner.caller).await;
    let row = account_totp::Entity::find().one(db.connection()).await.unwrap().unwrap();
    assert!(row.seed.len() > 20 + 24, "sealed, with nonce and tag");
    let rows = recovery_code::Entity::find().all(db.connection()).await.unwrap();
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|row| codes.iter().all(|code| !row.hash.windows(4).any(|w| code.as_bytes().starts_with(w)))));
}

#[tokio::test]
async fn a_recovery_code_opens_once_in_any_spelling_and_new_ones_end_the_old() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let (secret, codes) = enrol(&db, &services, &owner.caller).await;
    let pending = pending(&services, &owner.email).await;
    let spelt = codes[3].to_uppercase().replace('-', " ");
    assert!(sign_in::code(&services, &pending, &spelt).await.unwrap().second_factor);
    assert!(problems(sign_in::code(&services, &pending, &codes[3]).await).of("code").is_some(), "once");
    let new = second_factor::renew(&services, &owner.caller, &totp(&secret, db.now())).await.unwrap();
    assert!(problems(sign_in::code(&services, &pending, &codes[4]).await).of("code").is_some(), "an old one");
    assert!(sign_in::code(&services, &pending, &new[4]).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_five_hundred_who_send_one_code_at_once_one_comes_in() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let (secret, codes) = enrol(&db, &services, &owner.caller).await;
    for sent in [totp(&secret, db.now()), codes[0].clone()] {
        let pending = pending(&services, &owner.email).await;
        let barrier = Arc::new(Barrier::new(500));
        let mut all = JoinSet::new();
        for _ in 0..500 {
            let (services, pending, sent, barrier) = (services.clone(), pending.clone(), sent.clone(), barrier.clone());
            all.spawn(async move {
                barrier.wait().await;
                sign_in::code(&services, &pending, &sent).await
            });
        }
        let outcomes = all.join_all().await;
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
        assert!(outcomes.iter().all(|o| matches!(o, Ok(_) | Err(Error::Invalid(_) | Error::RateLimited(_)))), "{outcomes:?}");
        db.advance(TimeDelta::minutes(15) + TimeDelta::seconds(1));
    }
}

#[tokio::test]
async fn codes_are_guessed_five_times_in_a_quarter_of_an_hour() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let (secret, codes) = enrol(&db, &services, &owner.caller).await;
    let pending = pending(&services, &owner.email).await;
    let wrong = if totp(&secret, db.now()) == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        assert!(problems(sign_in::code(&services, &pending, wrong).await).of("code").is_some());
    }
    for right in [&totp(&secret, db.now()), &codes[0]] {
        assert_eq!(code(sign_in::code(&services, &pending, right).await), Code::RateLimited);
    }
    assert!(problems(sign_in::code(&services, &pending, "no code").await).of("code").is_some(), "what is none is no guess");
}

#[tokio::test]
async fn the_first_step_lasts_ten_minutes_and_ends_with_the_password() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let (secret, _) = enrol(&db, &services, &owner.caller).await;
    let stale = pending(&services, &owner.email).await;
    db.advance(TimeDelta::minutes(10));
    assert_eq!(code(sign_in::code(&services, &stale, &totp(&secret, db.now())).await), Code::Expired);
    let before = pending(&services, &owner.email).await;
    account::change_password(&services, &owner.caller, PASSWORD, "a brand new one").await.unwrap();
    assert_eq!(code(sign_in::code(&services, &before, &totp(&secret, db.now())).await), Code::Expired);
    for forged in ["", "a.b.c", &format!("{before}x")] {
        assert_eq!(code(sign_in::code(&services, forged, &totp(&secret, db.now())).await), Code::Expired);
    }
}

#[tokio::test]
async fn taking_it_away_needs_password_and_code_and_ends_all_tokens() {
    let db = Database::fresh().await;
    let services = db.services();
    let (owner, other) = (db.patient().await, db.patient().await);
    let (secret, _) = enrol(&db, &services, &owner.caller).await;
    let proven = account::prove(&services, &owner.email, PASSWORD, &Whence::default()).await.unwrap();
    let tokens = token::issue(&services, &proven, domain::token::Scopes::ALL).await.unwrap();
    assert!(token::bearer(&services, &tokens.access).await.is_ok());
    let now = totp(&secret, db.now());
    assert!(problems(second_factor::remove(&services, &owner.caller, "a guess", &now).await).of("password").is_some());
    assert!(problems(second_factor::remove(&services, &owner.caller, PASSWORD, "zzzz-zzzz-zzzz").await).of("code").is_some());
    assert_eq!(code(second_factor::remove(&services, &other.caller, PASSWORD, &now).await), Code::Conflict);
    second_factor::remove(&services, &owner.caller, PASSWORD, &now).await.unwrap();
    assert_eq!(second_factor::state(&services, &owner.caller).await.unwrap(), State::Off);
    assert_eq!(code(token::bearer(&services, &tokens.access).await), Code::Unauthenticated);
    assert_eq!(recovery_code::Entity::find().count(db.connection()).await.unwrap(), 0);
}

#[tokio::test]
async fn an_administrator_resets_anothers_factor_with_an_entry_and_not_their_own() {
    let db = Database::fresh().await;
    let services = db.services();
    let (owner, admin) = (db.doctor().await, db.admin().await);
    enrol(&db, &services, &owner.caller).await;
    assert_eq!(code(second_factor::reset(&services, &owner.caller, owner.user).await), Code::Forbidden);
    assert_eq!(code(second_factor::reset(&services, &Caller::Anonymous, owner.user).await), Code::Unauthenticated);
    assert_eq!(code(second_factor::reset(&services, &admin.caller, admin.user).await), Code::Forbidden);
    second_factor::reset(&services, &admin.caller, owner.user).await.unwrap();
    assert_eq!(code(second_factor::reset(&services, &admin.caller, owner.user).await), Code::NotFound);
    assert!(matches!(sign_in::password(&services, &owner.email, PASSWORD, &Whence::default()).await, Ok(Step::Done(_))));
    assert_eq!(notes(&db, owner.user).await.last().map(String::as_str), Some("second-factor.reset"));
}

#[tokio::test]
async fn a_token_that_was_given_for_a_password_alone_is_worth_no_more_once_the_account_has_a_second_factor() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let given = async || {
        let proven = account::prove(&services, &owner.email, PASSWORD, &Whence::default()).await.unwrap();
        token::issue(&services, &proven, "read write".parse().unwrap()).await.unwrap()
    };
    let (thief, own) = (given().await, given().await);
    let (secret, _) = enrol(&db, &services, &owner.caller).await;
    let shows = async |tokens: &token::Tokens| token::bearer(&services, &tokens.access).await.map(|bearer| bearer.second_factor);
    assert!(!shows(&thief).await.unwrap());
    let refreshed = token::refresh(&services, &thief.refresh).await.unwrap();
    assert!(!shows(&refreshed).await.unwrap(), "nor when it is refreshed");

    let grant = token::bearer(&services, &own.access).await.unwrap().grant;
    token::strengthen(&services, &owner.caller, grant).await.unwrap();
    assert!(shows(&own).await.unwrap(), "who has shown a code through it has more of it");
    let stranger = db.patient().await;
    let thiefs = token::bearer(&services, &refreshed.access).await.unwrap().grant;
    token::strengthen(&services, &stranger.caller, thiefs).await.unwrap();
    assert!(!shows(&refreshed).await.unwrap(), "and nobody else can do that for it");

    let pending = pending(&services, &owner.email).await;
    let proven = sign_in::code(&services, &pending, &totp(&secret, db.now())).await.unwrap();
    let strong = token::issue(&services, &proven, "read".parse().unwrap()).await.unwrap();
    assert!(shows(&strong).await.unwrap());

    account::sessions::end_others(&services, &owner.caller, None, Some(grant)).await.unwrap();
    assert!(shows(&own).await.is_ok(), "the one that asks stays");
    for ended in [&refreshed, &strong] {
        assert_eq!(code(shows(ended).await), Code::Unauthenticated);
    }
}
