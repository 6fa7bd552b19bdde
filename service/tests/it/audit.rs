use crate::{at, hold, wish};
use domain::{Caller, account::NewAccount, appointment::Act, booking::Move, doctor::DoctorEdit, patient::PatientEdit};
use entity::audit;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder, RuntimeErr};
use service::{account, admin, appointment, availability, doctor, patient};
use testkit::{Database, NewDoctor, PASSWORD};

pub(crate) async fn entries(db: &Database) -> Vec<audit::Model> {
    audit::Entity::find().order_by_asc(audit::Column::Seq).all(db.connection()).await.unwrap()
}

/// The one entry since the last look.
async fn only_entry(db: &Database, seen: &mut usize) -> audit::Model {
    let mut all = entries(db).await;
    assert_eq!(all.len(), *seen + 1, "{all:?}");
    *seen += 1;
    all.remove(*seen - 1)
}

#[tokio::test]
async fn every_change_of_an_appointment_leaves_one_entry_about_its_patient() {
    let db = Database::fresh().await;
    let services = db.services();
    let doctor = db.doctor_with(NewDoctor { asks_first: true, ..NewDoctor::default() }).await;
    let patient = db.patient().await;
    let mut seen = 0;
    let mut check = async |id: domain::AppointmentId, by: Caller, action: &str| {
        let entry = only_entry(&db, &mut seen).await;
        assert_eq!((entry.action.as_str(), entry.object), (action, id.to_string()));
        assert_eq!((entry.user_id, entry.patient_id, entry.at), (by.user().map(|u| u.0), Some(patient.id.0), db.now()));
    };
    let id = appointment::book(&services, &patient.caller, &hold(&doctor, at(11, 0)), None).await.unwrap().id;
    check(id, patient.caller, "appointment.hold").await;
    appointment::confirm(&services, &patient.caller, id, "").await.unwrap();
    check(id, patient.caller, "appointment.confirm").await;
    appointment::act(&services, &doctor.caller, id, Act::Accept).await.unwrap();
    check(id, doctor.caller, "appointment.accept").await;
    appointment::reschedule(&services, &doctor.caller, &Move { appointment: id, start: at(12, 0) }).await.unwrap();
    check(id, doctor.caller, "appointment.reschedule").await;
    db.set_now(at(10, 0));
    appointment::act(&services, &patient.caller, id, Act::CheckIn).await.unwrap();
    check(id, patient.caller, "appointment.check-in").await;
    appointment::act(&services, &doctor.caller, id, Act::Arrive).await.unwrap();
    check(id, doctor.caller, "appointment.arrive").await;
    appointment::act(&services, &doctor.caller, id, Act::Complete).await.unwrap();
    check(id, doctor.caller, "appointment.complete").await;
    let second = appointment::book(&services, &patient.caller, &wish(&doctor, at(13, 0)), None).await.unwrap().id;
    check(second, patient.caller, "appointment.book").await;
    appointment::cancel(&services, &patient.caller, second).await.unwrap();
    check(second, patient.caller, "appointment.cancel").await;
}

#[tokio::test]
async fn every_change_of_an_account_or_profile_leaves_one_entry() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patient, boss) =
        (db.doctor_with(NewDoctor { verified: false, ..NewDoctor::default() }).await, db.patient().await, db.admin().await);
    let mut seen = 0;
    let mut check = async |action: &str| assert_eq!(only_entry(&db, &mut seen).await.action, action);
    let new = NewAccount {
        email: "a@b.example".into(),
        password: "a long password".into(),
        user_type: "patient".into(),
        name: "A".into(),
        ..NewAccount::default()
    };
    account::register(&services, &new).await.unwrap();
    check("account.register").await;
    account::create_admin(&services, "root@b.example", "a long password").await.unwrap();
    check("account.create-admin").await;
    account::change_password(&services, &patient.caller, PASSWORD, "a brand new one").await.unwrap();
    check("account.password").await;
    account::logout_everywhere(&services, &patient.caller).await.unwrap();
    check("account.logout-everywhere").await;
    let edit = PatientEdit { name: "Pat".into(), language: "en".into(), time_zone: "UTC".into(), ..PatientEdit::default() };
    patient::edit(&services, &patient.caller, &edit).await.unwrap();
    check("patient.edit").await;
    let edit = DoctorEdit { experience_years: "3".into(), languages: "en".into(), fee: "50".into(), ..DoctorEdit::default() };
    doctor::edit(&services, &doctor.caller, &edit).await.unwrap();
    check("doctor.edit").await;
    let calendar = availability::mine(&services, &doctor.caller).await.unwrap();
    availability::set(&services, &doctor.caller, &calendar).await.unwrap();
    check("availability.set").await;
    admin::verify(&services, &boss.caller, doctor.id).await.unwrap();
    check("doctor.verify").await;
    admin::set_active(&services, &boss.caller, patient.user, false).await.unwrap();
    check("account.deactivate").await;
    admin::set_active(&services, &boss.caller, patient.user, true).await.unwrap();
    check("account.activate").await;
}

#[tokio::test]
async fn what_was_refused_leaves_no_entry() {
    let db = Database::fresh().await;
    let services = db.services();
    let (doctor, patients) = (db.doctor().await, db.patients(2).await);
    let id = appointment::book(&services, &patients[0].caller, &wish(&doctor, at(11, 0)), None).await.unwrap().id;
    let before = entries(&db).await;
    assert!(appointment::book(&services, &patients[1].caller, &wish(&doctor, at(11, 0)), None).await.is_err());
    assert!(appointment::act(&services, &patients[0].caller, id, Act::Complete).await.is_err());
    assert!(appointment::cancel(&services, &patients[1].caller, id).await.is_err());
    assert!(admin::verify(&services, &doctor.caller, doctor.id).await.is_err());
    assert_eq!(entries(&db).await, before);
}

#[tokio::test]
async fn no_entry_is_ever_changed_or_removed() {
    let db = Database::fresh().await;
    account::create_admin(&db.services(), "root@b.example", "a long password").await.unwrap();
    let before = entries(&db).await;
    for sql in ["update audit set action = 'nothing'", "delete from audit", "truncate audit", "delete from audit where false"] {
        let Err(DbErr::Exec(RuntimeErr::SqlxError(error))) = db.connection().execute_unprepared(sql).await else {
            panic!("{sql} was possible")
        };
        assert_eq!(error.as_database_error().and_then(|e| e.code().map(|c| c.into_owned())).as_deref(), Some("42501"), "{sql}");
    }
    assert_eq!(entries(&db).await, before);
}
