use crate::{at, code, wish};
use domain::{Caller, Code, DoctorId, account::UserType};
use service::{admin, appointment};
use std::collections::HashSet;
use testkit::{Database, NewDoctor, PASSWORD};

fn unverified() -> NewDoctor {
    NewDoctor { verified: false, ..NewDoctor::default() }
}

#[tokio::test]
async fn a_doctor_can_be_booked_as_soon_as_an_administrator_has_verified_them() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient, boss) = (db.doctor_with(unverified()).await, db.patient().await, db.admin().await);
    assert_eq!(code(appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), None).await), Code::DoctorNotBookable);
    let waiting = async || admin::unverified(&services, &boss.caller, None, 20).await.unwrap().items;
    assert_eq!(waiting().await.iter().map(|d| d.id).collect::<Vec<_>>(), [doctor.id]);
    admin::verify(&services, &boss.caller, doctor.id).await.unwrap();
    assert!(waiting().await.is_empty());
    assert_eq!(code(admin::verify(&services, &boss.caller, doctor.id).await), Code::Conflict);
    assert!(appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), None).await.is_ok());
}

#[tokio::test]
async fn only_administrators_verify_list_and_disable() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient) = (db.doctor_with(unverified()).await, db.patient().await);
    for (caller, expected) in
        [(Caller::Anonymous, Code::Unauthenticated), (patient.caller, Code::Forbidden), (doctor.caller, Code::Forbidden)]
    {
        assert_eq!(code(admin::verify(&services, &caller, doctor.id).await), expected);
        assert_eq!(code(admin::unverified(&services, &caller, None, 20).await), expected);
        assert_eq!(code(admin::users(&services, &caller, "", None, 20).await), expected);
        assert_eq!(code(admin::set_active(&services, &caller, patient.user, false).await), expected);
    }
    let boss = db.admin().await;
    assert_eq!(code(admin::verify(&services, &boss.caller, DoctorId(service::ids::new())).await), Code::NotFound);
}

#[tokio::test]
async fn a_disabled_doctor_is_out_until_let_in_again_and_nobody_locks_themselves_out() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient, boss) = (db.doctor().await, db.patient().await, db.admin().await);
    admin::set_active(&services, &boss.caller, doctor.user, false).await.unwrap();
    assert_eq!(service::account::who(&services, doctor.user).await.unwrap(), None);
    assert_eq!(code(appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), None).await), Code::DoctorNotBookable);
    admin::set_active(&services, &boss.caller, doctor.user, true).await.unwrap();
    assert!(service::account::login(&services, &doctor.email, PASSWORD, None).await.is_ok());
    assert!(appointment::book(&services, &patient.caller, &wish(&doctor, at(11, 0)), None).await.is_ok());
    assert_eq!(code(admin::set_active(&services, &boss.caller, boss.user, false).await), Code::Forbidden);
}

#[tokio::test]
async fn the_list_of_accounts_shows_each_once_and_takes_wildcards_literally() {
    let db = Database::fresh().await;
    let services = db.services();
    let boss = db.admin().await;
    db.patients(23).await;
    let (mut seen, mut after) = (HashSet::new(), None);
    loop {
        let page = admin::users(&services, &boss.caller, "", after, 10).await.unwrap();
        assert!(page.items.iter().all(|row| seen.insert(row.id)));
        after = page.next.map(|cursor| cursor.parse().unwrap());
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 24);
    let admins = admin::users(&services, &boss.caller, "ADMIN-", None, 10).await.unwrap();
    assert_eq!(admins.items.iter().map(|row| row.user_type).collect::<Vec<_>>(), [UserType::Admin]);
    for wildcard in ["%", "_", "\\"] {
        assert_eq!(admin::users(&services, &boss.caller, wildcard, None, 10).await.unwrap().items, [], "{wildcard}");
    }
}

#[tokio::test]
async fn everybody_who_waits_is_listed_once_however_many_there_are() {
    let db = Database::fresh().await;
    let (services, boss) = (db.services(), db.admin().await);
    let waiting: Vec<DoctorId> = db.doctors_with(vec![unverified(); 105]).await.iter().map(|doctor| doctor.id).collect();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = admin::unverified(&services, &boss.caller, after, 50).await.unwrap();
        seen.extend(page.items.iter().map(|row| row.id));
        let Some(next) = page.next else { break };
        after = Some(next.parse().unwrap());
    }
    let mut expected = waiting;
    expected.sort_unstable();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn of_two_administrators_who_put_each_other_out_at_once_one_stays() {
    let db = Database::fresh().await;
    let services = db.services();
    for _ in 0..10 {
        let (one, other) = (db.admin().await, db.admin().await);
        let (first, second) = tokio::join!(
            admin::set_active(&services, &one.caller, other.user, false),
            admin::set_active(&services, &other.caller, one.user, false)
        );
        assert_eq!(u8::from(first.is_ok()) + u8::from(second.is_ok()), 1);
    }
}
