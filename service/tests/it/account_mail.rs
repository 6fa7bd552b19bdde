//! Links that come by mail: to confirm an address, to choose a new password, to have another address.

use crate::{code, problems};
use chrono::TimeDelta;
use domain::{Caller, Code, UserId, account::NewAccount};
use entity::{account, account_token, audit, mail, session};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use service::account::{self as accounts, Whence, device};
use service::sign_in::{self, Step};
use service::{Error, Services, second_factor, token};
use std::sync::Arc;
use testkit::{Database, NewPatient, PASSWORD, TestPatient};
use tokio::{sync::Barrier, task::JoinSet};

const NEW: &str = "three quiet otters";

fn jo() -> NewAccount {
    NewAccount {
        email: "Jo@Example.org".into(),
        password: PASSWORD.into(),
        user_type: "patient".into(),
        name: "Jo Miller".into(),
        ..NewAccount::default()
    }
}

/// Subject and text of the mails to an address, oldest first.
async fn mails(db: &Database, to: &str) -> Vec<(String, String)> {
    let mut all = service::mail::waiting(&db.services()).await.unwrap();
    all.reverse();
    all.into_iter().filter(|mail| mail.recipient == to).map(|mail| (mail.subject, mail.body)).collect()
}

/// The token in the newest mail to an address.
async fn token(db: &Database, to: &str) -> String {
    let (_, text) = mails(db, to).await.pop().expect("a mail");
    let token = text.split("token=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link").to_owned();
    assert_eq!(token.len(), 64, "{text}");
    token
}

async fn row(db: &Database, user: domain::UserId) -> account::Model {
    account::Entity::find_by_id(user.0).one(db.connection()).await.unwrap().expect("an account")
}

async fn unverified(db: &Database) -> TestPatient {
    let patient = db.patient().await;
    let none = account::ActiveModel { id: Set(patient.user.0), email_verified_at: Set(None), ..Default::default() };
    account::Entity::update(none).exec(db.connection()).await.unwrap();
    patient
}

async fn sign_in(db: &Database, user: domain::UserId, id: u8) {
    let row = session::ActiveModel {
        id_hash: Set(vec![id; 32]),
        user_id: Set(Some(user.0)),
        data: Set(serde_json::json!({ "account": { "email": "old" } })),
        created_at: Set(db.now()),
        last_seen_at: Set(db.now()),
        expires_at: Set(db.now() + TimeDelta::hours(1)),
        ..Default::default()
    };
    session::Entity::insert(row).exec_without_returning(db.connection()).await.unwrap();
}

async fn sessions(db: &Database, user: domain::UserId) -> u64 {
    session::Entity::find().filter(session::Column::UserId.eq(user.0)).count(db.connection()).await.unwrap()
}

#[tokio::test]
async fn a_link_confirms_the_address_of_a_new_account_once() {
    let db = Database::fresh().await;
    let services = db.services();
    accounts::register(&services, &jo()).await.unwrap();
    let caller = accounts::login(&services, "jo@example.org", PASSWORD, None).await.unwrap().caller;
    assert!(!accounts::contact(&services, &caller).await.unwrap().verified);
    let token = token(&db, "jo@example.org").await;
    let kept = account_token::Entity::find().all(db.connection()).await.unwrap();
    assert!(kept.iter().all(|row| !format!("{row:?}").contains(&token)), "only a digest is stored");
    assert_eq!(code(accounts::verify_email(&services, "made up").await), Code::Expired);
    assert_eq!(code(accounts::reset_password(&services, &token, NEW).await), Code::Expired, "a link opens what it is for");
    accounts::verify_email(&services, &token).await.unwrap();
    assert!(accounts::contact(&services, &caller).await.unwrap().verified);
    assert_eq!(code(accounts::verify_email(&services, &token).await), Code::Expired);
}

#[tokio::test]
async fn a_link_to_confirm_an_address_holds_for_a_day() {
    let db = Database::fresh().await;
    let services = db.services();
    let patient = unverified(&db).await;
    accounts::ask_again(&services, &patient.caller).await.unwrap();
    let old = token(&db, &patient.email).await;
    db.advance(TimeDelta::hours(24));
    assert_eq!(code(accounts::verify_email(&services, &old).await), Code::Expired);
    accounts::ask_again(&services, &patient.caller).await.unwrap();
    let new = token(&db, &patient.email).await;
    db.advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    accounts::verify_email(&services, &new).await.unwrap();
    let before = mails(&db, &patient.email).await.len();
    accounts::ask_again(&services, &patient.caller).await.unwrap();
    assert_eq!(mails(&db, &patient.email).await.len(), before, "who is verified is sent nothing");
    accounts::sweep(&services).await.unwrap();
    assert_eq!(account_token::Entity::find().count(db.connection()).await.unwrap(), 0);
}

#[tokio::test]
async fn links_are_not_mailed_without_end() {
    let db = Database::fresh().await;
    let services = db.services();
    let patient = unverified(&db).await;
    for _ in 0..3 {
        accounts::ask_again(&services, &patient.caller).await.unwrap();
    }
    assert_eq!(code(accounts::ask_again(&services, &patient.caller).await), Code::RateLimited);
    assert_eq!(code(accounts::ask_again(&services, &Caller::Anonymous).await), Code::Unauthenticated);
}

#[tokio::test]
async fn the_owner_of_a_known_address_is_told_that_somebody_registered_with_it() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    for _ in 0..5 {
        accounts::register(&services, &NewAccount { email: owner.email.clone(), ..jo() }).await.unwrap();
    }
    let told = mails(&db, &owner.email).await;
    assert_eq!(told.len(), 3, "and not without end");
    assert_eq!(told[0].0, "You have an account already");
    assert!(told.iter().all(|(_, text)| !text.contains("token") && !text.contains("Jo")), "{told:?}");
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_link() {
    let db = Database::fresh().await;
    let services = db.services().reached_at("https://clinic.example");
    let (owner, other) = (unverified(&db).await, db.patient().await);
    sign_in(&db, owner.user, 1).await;
    sign_in(&db, other.user, 2).await;
    accounts::ask_reset(&services, &owner.email.to_uppercase(), None).await.unwrap();
    let first = token(&db, &owner.email).await;
    accounts::ask_reset(&services, &owner.email, None).await.unwrap();
    let second = token(&db, &owner.email).await;
    let (_, text) = mails(&db, &owner.email).await.pop().unwrap();
    assert!(text.contains(&format!("https://clinic.example/account/reset?token={second}")), "{text}");
    for weak in ["short", "password1234", "Pat Patient"] {
        assert!(problems(accounts::reset_password(&services, &first, weak).await).of("password").is_some(), "{weak}");
    }
    assert_eq!(accounts::reset_password(&services, &first, NEW).await.unwrap(), owner.user);
    assert_eq!(code(accounts::reset_password(&services, &second, NEW).await), Code::Expired, "other links have lost their use");
    assert_eq!((sessions(&db, owner.user).await, sessions(&db, other.user).await), (0, 1));
    assert_eq!(code(accounts::login(&services, &owner.email, PASSWORD, None).await), Code::Unauthenticated);
    accounts::login(&services, &owner.email, NEW, None).await.unwrap();
    assert!(row(&db, owner.user).await.email_verified_at.is_some(), "who reads the mails has shown that the address is theirs");
    assert_eq!(mails(&db, &owner.email).await.pop().unwrap().0, "Your password was changed");
    let noted = audit::Entity::find().filter(audit::Column::Action.eq("account.reset-password")).all(db.connection()).await.unwrap();
    assert_eq!(noted.iter().map(|entry| entry.object.as_str()).collect::<Vec<_>>(), [owner.user.to_string()]);
}

#[tokio::test]
async fn a_link_to_a_new_password_holds_for_half_an_hour() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    accounts::ask_reset(&services, &owner.email, None).await.unwrap();
    let token = token(&db, &owner.email).await;
    db.advance(TimeDelta::minutes(30));
    assert_eq!(code(accounts::reset_password(&services, &token, NEW).await), Code::Expired);
}

#[tokio::test]
async fn asking_for_an_unknown_address_sends_the_same_statements_and_no_mail() {
    let db = Database::fresh().await;
    let services = db.services();
    let known = db.patient().await;
    let disabled = db.patient_with(NewPatient { is_active: false, ..NewPatient::default() }).await;
    let mut asked = Vec::new();
    for email in [known.email.as_str(), "nobody@example.org", &disabled.email] {
        let (answer, sql) = db.count(accounts::ask_reset(&services, email, Some("192.0.2.1".parse().unwrap()))).await;
        answer.unwrap();
        asked.push(sql);
    }
    assert_eq!(asked[0], asked[1]);
    assert_eq!(asked[0], asked[2]);
    assert_eq!(service::mail::waiting(&services).await.unwrap().len(), 1);
    assert_eq!(service::mail::next_due(&services).await.unwrap().unwrap().recipient, known.email);
    assert_eq!(service::mail::next_due(&services).await.unwrap(), None, "nobody's mail is never sent");
}

#[tokio::test]
async fn a_stranger_who_asks_a_lot_gets_the_same_answer_and_leaves_the_owner_a_link_that_opens() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    for n in 0..12 {
        let from = format!("192.0.2.{n}").parse().unwrap();
        accounts::ask_reset(&services, &owner.email, Some(from)).await.unwrap();
        accounts::ask_reset(&services, "nobody@example.org", Some(from)).await.unwrap();
    }
    assert_eq!(mails(&db, &owner.email).await.len(), 3);
    let token = token(&db, &owner.email).await;
    db.advance(TimeDelta::minutes(20));
    accounts::reset_password(&services, &token, NEW).await.unwrap();
}

#[tokio::test]
async fn a_network_address_asks_for_twenty_links_in_one_window() {
    let db = Database::fresh().await;
    let services = db.services();
    let from = Some("192.0.2.7".parse().unwrap());
    for n in 0..20 {
        accounts::ask_reset(&services, &format!("nobody-{n}@example.org"), from).await.unwrap();
    }
    assert_eq!(code(accounts::ask_reset(&services, "nobody@example.org", from).await), Code::RateLimited);
    assert!(problems(accounts::ask_reset(&services, "no address", None).await).of("email").is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_five_hundred_who_use_a_link_at_once_exactly_one_sets_the_password() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    accounts::ask_reset(&services, &owner.email, None).await.unwrap();
    let token = token(&db, &owner.email).await;
    let barrier = Arc::new(Barrier::new(500));
    let mut all = JoinSet::new();
    for n in 0..500 {
        let (services, token, barrier) = (services.clone(), token.clone(), Arc::clone(&barrier));
        all.spawn(async move {
            barrier.wait().await;
            (n, accounts::reset_password(&services, &token, &format!("otters of river {n}")).await)
        });
    }
    let outcomes = all.join_all().await;
    let (won, lost): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(|(_, outcome)| outcome.is_ok());
    assert_eq!((won.len(), lost.len()), (1, 499));
    assert!(lost.into_iter().all(|(_, outcome)| code(outcome) == Code::Expired));
    accounts::login(&services, &owner.email, &format!("otters of river {}", won[0].0), None).await.unwrap();
    assert_eq!(mails(&db, &owner.email).await.iter().filter(|(subject, _)| subject == "Your password was changed").count(), 1);
}

#[tokio::test]
async fn an_account_gets_the_address_that_answers() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    sign_in(&db, owner.user, 1).await;
    accounts::ask_reset(&services, &owner.email, None).await.unwrap();
    let reset = token(&db, &owner.email).await;
    for (current, email, field) in
        [("wrong guess", "new@example.org", "current_password"), (PASSWORD, "nonsense", "email"), (PASSWORD, &owner.email, "email")]
    {
        assert!(problems(accounts::ask_email(&services, &owner.caller, current, email).await).of(field).is_some(), "{field}");
    }
    accounts::ask_email(&services, &owner.caller, PASSWORD, "New@Example.org").await.unwrap();
    assert_eq!(row(&db, owner.user).await.email, owner.email, "not before the link is followed");
    assert_eq!(mails(&db, &owner.email).await.pop().unwrap().0, "Your e-mail address is about to change");
    let link = token(&db, "new@example.org").await;
    sign_in(&db, owner.user, 2).await;
    let program = tokens(&services, &owner.email).await;
    accounts::change_email(&services, &link, Some(&[1; 32])).await.unwrap();
    let changed = row(&db, owner.user).await;
    assert_eq!((changed.email.as_str(), changed.email_verified_at), ("new@example.org", Some(db.now())));
    assert_eq!(mails(&db, &owner.email).await.pop().unwrap().0, "Your e-mail address was changed");
    assert_eq!(code(accounts::change_email(&services, &link, None).await), Code::Expired);
    assert_eq!(code(accounts::reset_password(&services, &reset, NEW).await), Code::Expired, "links to the old address open nothing");
    let kept = session::Entity::find().filter(session::Column::UserId.eq(owner.user.0)).all(db.connection()).await.unwrap();
    assert_eq!(kept.iter().map(|one| &one.id_hash).collect::<Vec<_>>(), [&vec![1; 32]], "only where the link was followed");
    assert_eq!(kept[0].data["account"]["email"], "new@example.org");
    assert_eq!(code(token::refresh(&services, &program.refresh).await), Code::Unauthenticated);
    accounts::login(&services, "new@example.org", PASSWORD, None).await.unwrap();
}

#[tokio::test]
async fn an_address_of_another_account_is_told_to_its_owner_alone() {
    let db = Database::fresh().await;
    let services = db.services();
    let (owner, other) = (db.patient().await, db.patient().await);
    let free = accounts::ask_email(&services, &owner.caller, PASSWORD, "free@example.org").await;
    let taken = accounts::ask_email(&services, &owner.caller, PASSWORD, &other.email).await;
    assert_eq!(format!("{free:?}"), format!("{taken:?}"));
    let (subject, text) = mails(&db, &other.email).await.pop().unwrap();
    assert_eq!(subject, "This address belongs to another account");
    assert!(!text.contains("token="), "{text}");
}

#[tokio::test]
async fn an_address_that_was_taken_meanwhile_stays_with_whom_it_is() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    accounts::ask_email(&services, &owner.caller, PASSWORD, "jo@example.org").await.unwrap();
    let link = token(&db, "jo@example.org").await;
    accounts::register(&services, &jo()).await.unwrap();
    assert_eq!(code(accounts::change_email(&services, &link, None).await), Code::Conflict);
    assert_eq!(row(&db, owner.user).await.email, owner.email);
}

async fn hand_over_nothing(services: &Services) -> Vec<service::mail::Due> {
    let mut all = Vec::new();
    while let Some(due) = service::mail::next_due(services).await.unwrap() {
        all.push(due);
    }
    all
}

#[tokio::test]
async fn a_mail_is_tried_less_and_less_often_and_its_text_is_gone_in_the_end() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    accounts::ask_reset(&services, &owner.email, None).await.unwrap();
    let (mut tries, mut waits) = (0, Vec::new());
    let mut last = db.now();
    for _ in 0..4000 {
        if let [due] = &*hand_over_nothing(&services).await {
            tries += 1;
            assert_eq!(due.tries, tries);
            waits.push((db.now() - last).num_minutes());
            last = db.now();
            if service::mail::failed(&services, due, false).await.unwrap() {
                break;
            }
        }
        db.advance(TimeDelta::minutes(1));
    }
    assert_eq!(waits, [0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360]);
    let left = mail::Entity::find().one(db.connection()).await.unwrap().unwrap();
    assert_eq!((left.body, left.sent_at), (None, None));
}

#[tokio::test]
async fn a_sent_mail_keeps_no_text_and_is_forgotten_after_a_month() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    accounts::ask_reset(&services, &owner.email, None).await.unwrap();
    let due = service::mail::next_due(&services).await.unwrap().unwrap();
    service::mail::sent(&services, due.id).await.unwrap();
    let kept = mail::Entity::find().one(db.connection()).await.unwrap().unwrap();
    assert_eq!((kept.body, kept.sent_at), (None, Some(db.now())));
    accounts::ask_reset(&services, &owner.email, None).await.unwrap();
    db.advance(TimeDelta::days(4));
    service::mail::sweep(&services).await.unwrap();
    assert_eq!(service::mail::waiting(&services).await.unwrap(), [], "what was not sent in three days is given up");
    db.advance(TimeDelta::days(30));
    service::mail::sweep(&services).await.unwrap();
    assert_eq!(mail::Entity::find().count(db.connection()).await.unwrap(), 0);
}

#[tokio::test]
async fn of_many_who_send_at_once_each_mail_is_taken_by_one() {
    let db = Database::fresh().await;
    let services = db.services();
    for patient in db.patients(20).await {
        accounts::ask_reset(&services, &patient.email, None).await.unwrap();
    }
    let mut all = JoinSet::new();
    for _ in 0..4 {
        let services = services.clone();
        all.spawn(async move { hand_over_nothing(&services).await });
    }
    let mut taken: Vec<_> = all.join_all().await.into_iter().flatten().map(|due| due.id).collect();
    taken.sort();
    taken.dedup();
    assert_eq!(taken.len(), 20);
}

#[tokio::test]
async fn a_leaked_password_is_refused_wherever_one_is_chosen() {
    let db = Database::fresh().await;
    let leaked = || service::Breached::read(NEW.as_bytes()).unwrap();
    let services = db.services().refusing(leaked());
    let owner = db.patient().await;
    accounts::ask_reset(&services, &owner.email, None).await.unwrap();
    let token = token(&db, &owner.email).await;
    let outcomes: [Result<(), Error>; 3] = [
        accounts::register(&services, &NewAccount { password: NEW.into(), ..jo() }).await,
        accounts::change_password(&services, &owner.caller, PASSWORD, NEW).await.map(drop),
        accounts::reset_password(&services, &token, NEW).await.map(drop),
    ];
    for outcome in outcomes {
        assert!(problems(outcome).of("password").is_some_and(|m| m.contains("leak")));
    }
}

async fn tokens(services: &Services, email: &str) -> token::Tokens {
    let proven = accounts::prove(services, email, PASSWORD, &Whence::default()).await.unwrap();
    token::issue(services, &proven, "read".parse().unwrap()).await.unwrap()
}

#[tokio::test]
async fn who_takes_over_an_address_that_nobody_had_confirmed_is_rid_of_what_a_stranger_set_up() {
    let db = Database::fresh().await;
    let services = db.services();
    accounts::register(&services, &jo()).await.unwrap();
    let stranger = accounts::login(&services, "jo@example.org", PASSWORD, None).await.unwrap();
    let secret = second_factor::begin(&services, &stranger.caller, PASSWORD, true).await.unwrap().secret;
    second_factor::confirm(&services, &stranger.caller, &testkit::totp(&secret, db.now())).await.unwrap();
    let known = device::arrive(&services, &stranger, None, "Firefox").await.unwrap();
    passkey_of(&db, stranger.id).await;

    accounts::ask_reset(&services, "jo@example.org", None).await.unwrap();
    accounts::reset_password(&services, &token(&db, "jo@example.org").await, NEW).await.unwrap();
    let step = sign_in::password(&services, "jo@example.org", NEW, &Whence::default()).await.unwrap();
    assert!(matches!(step, Step::Done(_)), "no code of a stranger's device");
    assert!(entity::passkey::Entity::find().all(db.connection()).await.unwrap().is_empty());
    assert!(known.is_some() && entity::device::Entity::find().all(db.connection()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_new_password_of_somebody_whose_address_is_known_leaves_their_second_factor() {
    let db = Database::fresh().await;
    let services = db.services();
    let owner = db.patient().await;
    let confirmed = account::ActiveModel { id: Set(owner.user.0), email_verified_at: Set(Some(db.now())), ..Default::default() };
    account::Entity::update(confirmed).exec(db.connection()).await.unwrap();
    let secret = second_factor::begin(&services, &owner.caller, PASSWORD, true).await.unwrap().secret;
    second_factor::confirm(&services, &owner.caller, &testkit::totp(&secret, db.now())).await.unwrap();
    passkey_of(&db, owner.user).await;
    accounts::ask_reset(&services, &owner.email, None).await.unwrap();
    accounts::reset_password(&services, &token(&db, &owner.email).await, NEW).await.unwrap();
    let step = sign_in::password(&services, &owner.email, NEW, &Whence::default()).await.unwrap();
    assert!(matches!(step, Step::Code(_)));
    assert_eq!(entity::passkey::Entity::find().all(db.connection()).await.unwrap().len(), 1);
}

async fn passkey_of(db: &Database, user: UserId) {
    let row = entity::passkey::Model {
        id: uuid::Uuid::now_v7(),
        user_id: user.0,
        credential_id: vec![1; 16],
        public_key: vec![2; 77],
        sign_count: 0,
        synced: false,
        name: "Phone".into(),
        created_at: db.now(),
        last_used_at: None,
    };
    entity::passkey::Entity::insert(entity::passkey::ActiveModel::from(row)).exec_without_returning(db.connection()).await.unwrap();
}
