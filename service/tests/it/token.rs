use crate::{code, problems};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Caller, Code, TokenId, token::NewToken, token::Scopes};
use entity::{access_grant, audit, refresh_token};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use service::account::Whence;
use service::token::{Bearer, Tokens};
use service::{Error, Keys, Services, account, admin, token};
use std::collections::HashSet;
use std::sync::Arc;
use testkit::{Database, PASSWORD};
use tokio::{sync::Barrier, task::JoinSet};

async fn sign_in(services: &Services, email: &str, scope: &str) -> Tokens {
    let proven = account::prove(services, email, PASSWORD, &Whence::default()).await.unwrap();
    token::issue(services, &proven, scope.parse().unwrap()).await.unwrap()
}

fn new(name: &str) -> NewToken {
    NewToken { name: name.into(), scope: "read".into(), days: String::new() }
}

async fn noted(db: &Database, action: &str) -> u64 {
    audit::Entity::find().filter(audit::Column::Action.eq(action)).count(db.connection()).await.unwrap()
}

fn expires(of: &Tokens) -> DateTime<Utc> {
    of.refresh_until
}

#[tokio::test]
async fn an_access_token_stands_for_its_owner_for_a_quarter_of_an_hour_and_costs_one_statement() {
    let db = Database::fresh().await;
    let services = db.services();
    let people = [db.patient().await.email, db.doctor().await.email, db.admin().await.email];
    for email in &people {
        let tokens = sign_in(&services, email, "read write").await;
        let (bearer, sql) = db.count(token::bearer(&services, &tokens.access)).await;
        let bearer = bearer.unwrap();
        let account = account::login(&services, email, PASSWORD, None).await.unwrap();
        assert_eq!((bearer.account, bearer.scopes, sql.len()), (account, Scopes::ALL, 1));
    }
    let tokens = sign_in(&services, &people[0], "read").await;
    db.advance(TimeDelta::minutes(15) - TimeDelta::seconds(1));
    assert!(token::bearer(&services, &tokens.access).await.is_ok());
    db.advance(TimeDelta::seconds(1));
    assert_eq!(code(token::bearer(&services, &tokens.access).await), Code::Unauthenticated);
}

#[tokio::test]
async fn a_refresh_token_is_good_once_and_its_second_use_ends_the_sign_in() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let (first, other) = (sign_in(&services, &owner.email, "read").await, sign_in(&services, &owner.email, "read").await);
    db.advance(TimeDelta::minutes(20));
    let second = token::refresh(&services, &first.refresh).await.unwrap();
    assert_ne!(first.refresh, second.refresh);
    assert_eq!(second.scopes.to_string(), "read", "a refresh gives no more than the sign-in did");
    assert!(token::bearer(&services, &second.access).await.is_ok());
    db.advance(TimeDelta::seconds(11));
    assert_eq!(code(token::refresh(&services, &first.refresh).await), Code::Unauthenticated);
    assert_eq!(noted(&db, "token.reused").await, 1);
    assert_eq!(code(token::refresh(&services, &second.refresh).await), Code::Unauthenticated, "the thief's or the owner's: nobody knows");
    assert_eq!(code(token::bearer(&services, &second.access).await), Code::Unauthenticated, "at once");
    assert!(token::refresh(&services, &other.refresh).await.is_ok(), "another sign-in goes on");
}

#[tokio::test]
async fn two_tabs_that_refresh_at_the_same_moment_get_the_same_answer() {
    let db = Database::fresh().await;
    let services = db.services();
    let tokens = sign_in(&services, &db.patient().await.email, "read").await;
    let one = token::refresh(&services, &tokens.refresh).await.unwrap();
    db.advance(TimeDelta::seconds(10));
    let two = token::refresh(&services, &tokens.refresh).await.unwrap();
    assert_eq!(one.refresh, two.refresh);
    for access in [&one.access, &two.access] {
        assert!(token::bearer(&services, access).await.is_ok());
    }
    assert!(token::refresh(&services, &two.refresh).await.is_ok(), "and both go on from there");
}

#[tokio::test]
async fn a_double_that_comes_after_its_successor_was_used_is_no_double() {
    let db = Database::fresh().await;
    let services = db.services();
    let first = sign_in(&services, &db.patient().await.email, "read").await;
    let second = token::refresh(&services, &first.refresh).await.unwrap();
    let third = token::refresh(&services, &second.refresh).await.unwrap();
    assert_eq!(code(token::refresh(&services, &first.refresh).await), Code::Unauthenticated);
    assert_eq!(code(token::refresh(&services, &third.refresh).await), Code::Unauthenticated, "the sign-in is ended");
}

#[tokio::test]
async fn the_double_is_answered_alike_while_keys_change() {
    let db = Database::fresh().await;
    let old = db.services();
    let tokens = sign_in(&old, &db.patient().await.email, "read").await;
    let one = token::refresh(&old, &tokens.refresh).await.unwrap();
    let ring = "1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef,2:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";
    let new = Services::new(db.connection().clone(), db.clock().clone(), testkit::no_engine(), Keys::parse(ring).unwrap(), 1);
    assert_eq!(token::refresh(&new, &tokens.refresh).await.unwrap().refresh, one.refresh);
    assert!(token::bearer(&new, &one.access).await.is_ok(), "the old key still opens");
    let two = token::refresh(&new, &one.refresh).await.unwrap();
    assert_eq!(code(token::bearer(&old, &two.access).await), Code::Unauthenticated, "an instance without the new key knows nothing of it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_five_hundred_refreshes_at_once_exactly_one_sign_in_goes_on() {
    let db = Database::fresh().await;
    let services = db.services();
    let tokens = sign_in(&services, &db.patient().await.email, "read").await;
    let barrier = Arc::new(Barrier::new(500));
    let mut all = JoinSet::new();
    for _ in 0..500 {
        let (services, refresh, barrier) = (services.clone(), tokens.refresh.clone(), barrier.clone());
        all.spawn(async move {
            barrier.wait().await;
            token::refresh(&services, &refresh).await.unwrap().refresh
        });
    }
    let next: HashSet<String> = all.join_all().await.into_iter().collect();
    assert_eq!(next.len(), 1, "one successor for all");
    assert_eq!(refresh_token::Entity::find().count(db.connection()).await.unwrap(), 2);
    assert_eq!(access_grant::Entity::find().count(db.connection()).await.unwrap(), 1);
    let next = next.into_iter().next().unwrap();
    assert!(token::refresh(&services, &next).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_revoked_sign_in_does_not_come_back_by_a_refresh_in_flight() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    for round in 0..50 {
        let tokens = sign_in(&services, &owner.email, "read").await;
        let refresh = || {
            let (services, refresh) = (services.clone(), tokens.refresh.clone());
            tokio::spawn(async move { token::refresh(&services, &refresh).await })
        };
        let (one, revoked, two) = (refresh(), token::revoke(&services, &tokens.refresh), refresh());
        revoked.await.unwrap();
        for outcome in [one.await.unwrap(), two.await.unwrap()] {
            match outcome {
                Ok(next) => {
                    assert_eq!(code(token::bearer(&services, &next.access).await), Code::Unauthenticated, "round {round}");
                    assert_eq!(code(token::refresh(&services, &next.refresh).await), Code::Unauthenticated, "round {round}");
                }
                Err(error) => assert_eq!(error.code(), Code::Unauthenticated, "round {round}"),
            }
        }
    }
}

#[tokio::test]
async fn whatever_shows_that_an_account_is_no_longer_the_same_ends_all_its_tokens_at_once() {
    let db = Database::fresh().await;
    let services = db.services();
    let (admin, bystander) = (db.admin().await, db.patient().await);
    let untouched = sign_in(&services, &bystander.email, "read").await;
    for what in ["password", "everywhere", "deactivated"] {
        let owner = db.patient().await;
        let tokens = sign_in(&services, &owner.email, "read write").await;
        let (_, personal) = token::create(&services, &owner.caller, &new("script"), PASSWORD, false).await.unwrap();
        match what {
            "password" => drop(account::change_password(&services, &owner.caller, PASSWORD, "a brand new one").await.unwrap()),
            "everywhere" => account::logout_everywhere(&services, &owner.caller).await.unwrap(),
            _ => {
                admin::set_active(&services, &admin.caller, owner.user, false).await.unwrap();
                admin::set_active(&services, &admin.caller, owner.user, true).await.unwrap();
            }
        }
        for access in [&tokens.access, &personal] {
            assert_eq!(code(token::bearer(&services, access).await), Code::Unauthenticated, "{what}");
        }
        assert_eq!(code(token::refresh(&services, &tokens.refresh).await), Code::Unauthenticated, "{what}");
        assert_eq!(token::list(&services, &owner.caller).await.unwrap(), [], "{what}");
    }
    assert!(token::bearer(&services, &untouched.access).await.is_ok());
}

#[tokio::test]
async fn tokens_for_a_password_that_was_changed_meanwhile_are_worth_nothing() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let proven = account::prove(&services, &owner.email, PASSWORD, &Whence::default()).await.unwrap();
    account::change_password(&services, &owner.caller, PASSWORD, "a brand new one").await.unwrap();
    let tokens = token::issue(&services, &proven, Scopes::ALL).await.unwrap();
    assert_eq!(code(token::bearer(&services, &tokens.access).await), Code::Unauthenticated);
    assert_eq!(code(token::refresh(&services, &tokens.refresh).await), Code::Unauthenticated);
}

#[tokio::test]
async fn any_token_ends_what_it_belongs_to_and_an_unknown_one_ends_nothing() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let (_, personal) = token::create(&services, &owner.caller, &new("script"), PASSWORD, false).await.unwrap();
    let (one, two) = (sign_in(&services, &owner.email, "read").await, sign_in(&services, &owner.email, "read").await);
    for unknown in ["", "nothing", "shr_AAAA", "a.b.c"] {
        token::revoke(&services, unknown).await.unwrap();
    }
    let stands = async |text: &str| token::bearer(&services, text).await.is_ok();
    assert!(stands(&one.access).await && stands(&two.access).await && stands(&personal).await);
    token::revoke(&services, &one.access).await.unwrap();
    assert!(!stands(&one.access).await && stands(&two.access).await);
    token::revoke(&services, &two.refresh).await.unwrap();
    assert!(!stands(&two.access).await && stands(&personal).await);
    token::revoke(&services, &personal).await.unwrap();
    assert!(!stands(&personal).await);
    assert_eq!(noted(&db, "token.revoke").await, 3);
    token::revoke(&services, &personal).await.unwrap();
    assert_eq!(noted(&db, "token.revoke").await, 3, "once");
}

#[tokio::test]
async fn a_sign_in_ends_when_nobody_refreshes_it_and_after_three_months_in_any_case() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let idle = sign_in(&services, &owner.email, "read").await;
    db.advance(TimeDelta::days(14));
    assert_eq!(code(token::refresh(&services, &idle.refresh).await), Code::Unauthenticated);
    let born = db.now();
    let mut tokens = sign_in(&services, &owner.email, "read").await;
    for _ in 0..6 {
        db.advance(TimeDelta::days(13));
        tokens = token::refresh(&services, &tokens.refresh).await.unwrap();
    }
    assert_eq!(expires(&tokens), born + TimeDelta::days(90));
    db.set_now(born + TimeDelta::days(90));
    assert_eq!(code(token::refresh(&services, &tokens.refresh).await), Code::Unauthenticated);
    sign_in(&services, &owner.email, "read").await;
    assert_eq!(access_grant::Entity::find().count(db.connection()).await.unwrap(), 1, "what has ended is swept out with the next sign-in");
}

#[tokio::test]
async fn a_personal_token_is_made_with_the_password_shown_once_listed_and_revoked() {
    let db = Database::fresh().await;
    let services = db.services();
    let (owner, other) = (db.patient().await, db.patient().await);
    let wrong = token::create(&services, &owner.caller, &new("backup"), "not the password", false).await;
    assert!(problems(wrong).of("password").is_some());
    let nothing = token::create(&services, &owner.caller, &new("backup"), "", false).await;
    assert!(problems(nothing).of("password").is_some());
    let (made, text) = token::create(&services, &owner.caller, &new("backup"), PASSWORD, false).await.unwrap();
    assert!(text.starts_with("shs_"));
    assert!(
        problems(token::create(&services, &owner.caller, &new("backup"), PASSWORD, false).await).of("name").is_some(),
        "a name is used once"
    );
    let stored = access_grant::Entity::find().one(db.connection()).await.unwrap().unwrap();
    assert!(!format!("{stored:?}").contains(&text));
    let Bearer { account, scopes, grant, second_factor: false } = token::bearer(&services, &text).await.unwrap() else {
        panic!("a second factor from nowhere")
    };
    assert_eq!((account.id, scopes.to_string().as_str(), grant), (owner.user, "read", made.id));
    let listed = token::list(&services, &owner.caller).await.unwrap();
    assert_eq!((listed[0].name.as_str(), listed[0].last_used_at, listed.len()), ("backup", Some(db.now()), 1));
    let (again, sql) = db.count(token::bearer(&services, &text)).await;
    assert!(again.is_ok() && sql.len() == 1, "{sql:?}");
    assert_eq!(token::list(&services, &other.caller).await.unwrap(), []);
    assert_eq!(code(token::revoke_own(&services, &other.caller, made.id).await), Code::NotFound, "another's is absent");
    assert_eq!(
        code(token::revoke_own(&services, &owner.caller, TokenId(made.id.0)).await.and(Err::<(), _>(Error::FORBIDDEN))),
        Code::Forbidden
    );
    assert_eq!(code(token::bearer(&services, &text).await), Code::Unauthenticated);
    assert_eq!(code(token::revoke_own(&services, &owner.caller, made.id).await), Code::NotFound, "once");
    assert_eq!(code(token::list(&services, &Caller::Anonymous).await), Code::Unauthenticated);
}

#[tokio::test]
async fn a_personal_token_ends_on_its_day() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let wish = NewToken { days: "1".into(), ..new("today") };
    let (_, text) = token::create(&services, &owner.caller, &wish, PASSWORD, false).await.unwrap();
    db.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert!(token::bearer(&services, &text).await.is_ok());
    db.advance(TimeDelta::seconds(1));
    assert_eq!(code(token::bearer(&services, &text).await), Code::Unauthenticated);
}

#[tokio::test]
async fn the_password_asked_for_a_token_is_guessed_ten_times_at_most() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    for _ in 0..10 {
        assert!(problems(token::create(&services, &owner.caller, &new("x"), "a guess", false).await).of("password").is_some());
    }
    assert_eq!(code(token::create(&services, &owner.caller, &new("x"), PASSWORD, false).await), Code::RateLimited);
}
