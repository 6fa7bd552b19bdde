use crate::{code, problems};
use chrono::TimeDelta;
use domain::passkey::{ANSWER_SECONDS, Assertion, Passkey};
use domain::{Caller, Code};
use entity::{audit, mail, passkey_answer};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use service::account::Proven;
use service::{Error, Services, account, passkey, second_factor};
use std::sync::Arc;
use testkit::{Database, Device, PASSWORD, TestPatient, totp};
use tokio::{sync::Barrier, task::JoinSet};

/// The site, as a browser at the tests' own address writes it.
const HERE: &str = "http://localhost:3000";

struct World {
    db: Database,
    services: Services,
    ann: TestPatient,
}

async fn world() -> World {
    let db = Database::fresh().await;
    let (services, ann) = (db.services(), db.patient().await);
    World { db, services, ann }
}

impl World {
    async fn add(&self, device: &mut Device) -> Result<Passkey, Error> {
        let asked = passkey::ask_new(&self.services, &self.ann.caller, PASSWORD, "", true).await?;
        device.owner = Some(asked.public_key.user.id.clone());
        passkey::add(&self.services, &self.ann.caller, &asked.question, "Phone", &device.make(&asked.public_key.challenge)).await
    }

    async fn known(&self, algorithm: i32) -> Device {
        let mut device = Device::new(HERE, algorithm);
        self.add(&mut device).await.unwrap();
        device
    }

    async fn sign_in(&self, device: &Device) -> Result<Proven, Error> {
        let asked = passkey::ask(&self.services).unwrap();
        self.answer(&asked.question, &device.sign(&asked.public_key.challenge)).await
    }

    async fn answer(&self, question: &str, answer: &Assertion) -> Result<Proven, Error> {
        passkey::sign_in(&self.services, question, answer).await
    }
}

fn refused(result: Result<Proven, Error>) -> String {
    problems(result).of("credential").expect("at the credential").to_owned()
}

#[tokio::test]
async fn a_device_opens_the_account_with_every_kind_of_key_and_is_told_of_by_mail() {
    let world = world().await;
    for algorithm in [-7, -8, -257] {
        let device = world.known(algorithm).await;
        let proven = world.sign_in(&device).await.unwrap();
        assert_eq!((proven.account.id, proven.second_factor), (world.ann.user, true), "{algorithm}");
    }
    let keys = passkey::list(&world.services, &world.ann.caller).await.unwrap();
    assert!(keys.len() == 3 && keys.iter().all(|key| key.name == "Phone" && key.synced && key.last_used_at == Some(world.db.now())));
    let mails = mail::Entity::find().filter(mail::Column::Subject.eq("A passkey was added to your account"));
    assert_eq!(mails.count(world.db.connection()).await.unwrap(), 3);
    let noted = audit::Entity::find().filter(audit::Column::Action.eq("passkey.add"));
    assert_eq!(noted.count(world.db.connection()).await.unwrap(), 3);
}

#[tokio::test]
async fn a_key_is_made_only_for_who_knows_the_password_and_has_the_code() {
    let world = world().await;
    let (services, ann) = (&world.services, &world.ann.caller);
    assert!(problems(passkey::ask_new(services, ann, "a guess", "", true).await).of("password").is_some());
    assert_eq!(code(passkey::ask_new(services, &Caller::Anonymous, PASSWORD, "", true).await), Code::Unauthenticated);
    let begun = passkey::ask_new(services, ann, PASSWORD, "", true).await.unwrap();
    let secret = second_factor::begin(services, ann, PASSWORD, true).await.unwrap().secret;
    second_factor::confirm(services, ann, &totp(&secret, world.db.now())).await.unwrap();
    assert!(problems(passkey::ask_new(services, ann, PASSWORD, "", true).await).of("code").is_some());
    world.db.advance(TimeDelta::seconds(30));
    passkey::ask_new(services, ann, PASSWORD, &totp(&secret, world.db.now()), true).await.unwrap();
    // Somebody else's question, a name that is none, an answer that comes too late.
    let (other, device) = (world.db.patient().await, Device::new(HERE, -7));
    let answer = device.make(&begun.public_key.challenge);
    assert_eq!(code(passkey::add(services, &other.caller, &begun.question, "Phone", &answer).await), Code::Expired);
    assert!(problems(passkey::add(services, ann, &begun.question, " ", &answer).await).of("name").is_some());
    world.db.advance(TimeDelta::seconds(ANSWER_SECONDS.into()));
    assert_eq!(code(passkey::add(services, ann, &begun.question, "Phone", &answer).await), Code::Expired);
}

#[tokio::test]
async fn a_question_for_a_new_key_ends_with_the_password_that_it_was_asked_for_with() {
    let world = world().await;
    let (services, ann, device) = (&world.services, &world.ann.caller, Device::new(HERE, -7));
    let begun = passkey::ask_new(services, ann, PASSWORD, "", true).await.unwrap();
    account::logout_everywhere(services, ann).await.unwrap();
    assert_eq!(code(passkey::add(services, ann, &begun.question, "Phone", &device.make(&begun.public_key.challenge)).await), Code::Expired);
    // And it opens nothing where somebody signs in.
    let known = world.known(-7).await;
    let asked = passkey::ask_new(services, ann, PASSWORD, "", true).await.unwrap();
    let answer = known.sign(&asked.public_key.challenge);
    assert_eq!(code(world.answer(&asked.question, &answer).await), Code::Expired);
}

#[tokio::test]
async fn what_another_site_asked_for_or_nobody_was_there_for_opens_nothing() {
    let world = world().await;
    let mut device = world.known(-7).await;
    type Change = fn(&mut Device);
    let changes: [Change; 6] = [
        |device| device.origin = "http://localhost:3001".into(),
        |device| device.origin = "https://localhost:3000".into(),
        |device| device.cross_origin = true,
        |device| device.party = "example.org".into(),
        |device| device.flags = 0b0001_0001,
        |device| device.flags = 0b0001_0100,
    ];
    for (at, change) in changes.into_iter().enumerate() {
        let good = (device.origin.clone(), device.party.clone(), device.flags);
        change(&mut device);
        refused(world.sign_in(&device).await);
        let mut new = Device::new(HERE, -7);
        change(&mut new);
        assert!(problems(world.add(&mut new).await).of("credential").is_some(), "change {at}");
        (device.origin, device.party, device.flags) = good;
        device.cross_origin = false;
    }
    world.sign_in(&device).await.unwrap();
}

#[tokio::test]
async fn a_changed_byte_another_key_or_another_question_opens_nothing() {
    let world = world().await;
    let (device, other) = (world.known(-7).await, world.known(-8).await);
    let asked = passkey::ask(&world.services).unwrap();
    let answer = device.sign(&asked.public_key.challenge);
    let changed = |part: fn(&mut Assertion) -> &mut String| {
        let mut answer = answer.clone();
        let text = part(&mut answer);
        let last = text.len() / 2;
        let letter = if text.as_bytes()[last] == b'A' { "B" } else { "A" };
        text.replace_range(last..=last, letter);
        answer
    };
    let parts: [fn(&mut Assertion) -> &mut String; 4] = [
        |answer| &mut answer.response.signature,
        |answer| &mut answer.response.authenticator_data,
        |answer| &mut answer.response.client_data_json,
        |answer| &mut answer.id,
    ];
    for part in parts {
        refused(world.answer(&asked.question, &changed(part)).await);
    }
    let mut mixed = other.sign(&asked.public_key.challenge);
    mixed.id = answer.id.clone();
    refused(world.answer(&asked.question, &mixed).await);
    for owner in [Some("somebody-else".to_owned()), None] {
        let mut told = answer.clone();
        told.response.user_handle = owner;
        refused(world.answer(&asked.question, &told).await);
    }
    let next = passkey::ask(&world.services).unwrap();
    refused(world.answer(&next.question, &answer).await);
    assert_eq!(code(world.answer("a.b.c", &answer).await), Code::Expired);
    world.answer(&asked.question, &answer).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_who_send_the_same_answer_at_once_one_comes_in_and_later_nobody() {
    let world = Arc::new(world().await);
    let device = world.known(-7).await;
    let asked = passkey::ask(&world.services).unwrap();
    let answer = Arc::new(device.sign(&asked.public_key.challenge));
    let (barrier, question) = (Arc::new(Barrier::new(50)), Arc::new(asked.question));
    let mut all = JoinSet::new();
    for _ in 0..50 {
        let (world, answer, barrier, question) = (Arc::clone(&world), Arc::clone(&answer), Arc::clone(&barrier), Arc::clone(&question));
        all.spawn(async move {
            barrier.wait().await;
            world.answer(&question, &answer).await.map_err(|error| error.code())
        });
    }
    let results = all.join_all().await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(results.into_iter().filter_map(Result::err).all(|code| code == Code::Expired));
    assert_eq!(code(world.answer(&question, &answer).await), Code::Expired);
    // What was answered is forgotten once the question has run out.
    world.db.advance(TimeDelta::seconds(3 * i64::from(ANSWER_SECONDS)));
    assert_eq!(code(world.answer(&question, &answer).await), Code::Expired);
    world.sign_in(&device).await.unwrap();
    assert_eq!(passkey_answer::Entity::find().count(world.db.connection()).await.unwrap(), 1);
}

#[tokio::test]
async fn a_device_that_counts_lets_no_copy_in() {
    let world = world().await;
    let mut device = Device::new(HERE, -7);
    device.count = 5;
    world.add(&mut device).await.unwrap();
    refused(world.sign_in(&device).await);
    device.count = 6;
    world.sign_in(&device).await.unwrap();
    device.count = 0;
    refused(world.sign_in(&device).await);
    let noted = audit::Entity::find().filter(audit::Column::Action.eq("passkey.behind"));
    assert_eq!(noted.count(world.db.connection()).await.unwrap(), 2);
}

#[tokio::test]
async fn a_key_opens_one_account_until_it_is_removed_or_the_account_is_closed() {
    let world = world().await;
    let mut device = world.known(-7).await;
    assert!(problems(world.add(&mut device).await).of("credential").is_some(), "known already");
    let key = passkey::list(&world.services, &world.ann.caller).await.unwrap()[0].id;
    let other = world.db.patient().await;
    assert_eq!(code(passkey::remove(&world.services, &other.caller, key, true).await), Code::NotFound);
    assert!(passkey::list(&world.services, &other.caller).await.unwrap().is_empty());
    assert_eq!(code(passkey::remove(&world.services, &world.ann.caller, key, false).await), Code::SecondFactorMissing);
    passkey::remove(&world.services, &world.ann.caller, key, true).await.unwrap();
    refused(world.sign_in(&device).await);
    let second = world.known(-8).await;
    let admin = world.db.admin().await;
    service::admin::set_active(&world.services, &admin.caller, world.ann.user, false).await.unwrap();
    refused(world.sign_in(&second).await);
}

#[tokio::test]
async fn an_account_has_as_many_as_one_can_tell_apart() {
    let world = world().await;
    for _ in 0..domain::passkey::MOST {
        world.db.passkey(world.ann.user).await;
    }
    let said = problems(passkey::ask_new(&world.services, &world.ann.caller, PASSWORD, "", true).await);
    assert!(said.of("name").is_some_and(|words| words.contains("20 passkeys")), "{said:?}");
}

#[tokio::test]
async fn who_must_show_more_and_has_a_passkey_makes_no_other_way_in_with_the_password_alone() {
    let world = world().await;
    let (services, ann) = (&world.services, &world.ann.caller);
    passkey::ask_new(services, ann, PASSWORD, "", false).await.unwrap();
    world.known(-7).await;
    for said in [
        problems(passkey::ask_new(services, ann, PASSWORD, "", false).await),
        problems(second_factor::begin(services, ann, PASSWORD, false).await),
    ] {
        assert!(said.of("password").is_some_and(|words| words.contains("sign in with it")), "{said:?}");
    }
    second_factor::begin(services, ann, PASSWORD, true).await.unwrap();
}

#[tokio::test]
async fn an_administrator_takes_passkeys_from_somebody_who_has_lost_the_device() {
    let world = world().await;
    let (device, admin) = (world.known(-7).await, world.db.admin().await);
    let listed =
        async || service::admin::users(&world.services, &admin.caller, &world.ann.email, None, 10).await.unwrap().items[0].second_factor;
    assert!(listed().await);
    second_factor::reset(&world.services, &admin.caller, world.ann.user).await.unwrap();
    refused(world.sign_in(&device).await);
    assert!(!listed().await);
    assert_eq!(code(second_factor::reset(&world.services, &admin.caller, world.ann.user).await), Code::NotFound);
}

#[tokio::test]
async fn a_question_from_before_a_code_was_asked_for_adds_no_key() {
    let world = world().await;
    let (services, ann, device) = (&world.services, &world.ann.caller, Device::new(HERE, -7));
    let asked = passkey::ask_new(services, ann, PASSWORD, "", true).await.unwrap();
    let secret = second_factor::begin(services, ann, PASSWORD, true).await.unwrap().secret;
    second_factor::confirm(services, ann, &totp(&secret, world.db.now())).await.unwrap();
    let late = passkey::add(services, ann, &asked.question, "Phone", &device.make(&asked.public_key.challenge)).await;
    assert_eq!(code(late), Code::Expired);
}
