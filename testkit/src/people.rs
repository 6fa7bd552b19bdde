//! Patients, doctors and administrators, made without the service: tests say what matters and leave the rest.

use crate::Database;
use chrono::{DateTime, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use domain::{
    Caller, ClinicId, DoctorId, PatientId, Specialty, UserId,
    account::UserType,
    calendar::{DateException, Hours, WeeklyHours},
    patient::Sex,
};
use entity::{account, clinic, doctor, patient};
use sea_orm::{ActiveValue::Set, EntityTrait};
use service::{
    ids,
    sealed::{HEALTH, Health},
};

/// The password of everybody made here.
pub const PASSWORD: &str = "correct horse battery";
/// Argon2id of [`PASSWORD`] with the least memory and time, for tests that sign in often.
const HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c21hcnQtaGVhbHRoLXRzdA$8CWy2M71dX8CyVP0IjM/yJAvfr4Shg0+M+oZfRYZk6c";

const WEEK: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// A patient in the database.
#[derive(Debug, Clone)]
pub struct TestPatient {
    /// The account.
    pub user: UserId,
    /// The patient.
    pub id: PatientId,
    /// Who they are to the services.
    pub caller: Caller,
    /// What they sign in with.
    pub email: String,
}

/// A doctor in the database.
#[derive(Debug, Clone)]
pub struct TestDoctor {
    /// The account.
    pub user: UserId,
    /// The doctor.
    pub id: DoctorId,
    /// Where they work.
    pub clinic: ClinicId,
    /// Who they are to the services.
    pub caller: Caller,
    /// What they sign in with.
    pub email: String,
}

/// An administrator in the database.
#[derive(Debug, Clone)]
pub struct TestAdmin {
    /// The account.
    pub user: UserId,
    /// Who they are to the services.
    pub caller: Caller,
    /// What they sign in with.
    pub email: String,
}

/// What a patient is made of.
#[derive(Debug, Clone)]
pub struct NewPatient {
    /// Address; made up where `None`.
    pub email: Option<String>,
    /// Name.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// The person's zone.
    pub zone: Tz,
    /// Whether they can sign in.
    pub is_active: bool,
}

impl Default for NewPatient {
    fn default() -> Self {
        Self {
            email: None,
            name: "Pat Patient".to_owned(),
            date_of_birth: NaiveDate::from_ymd_opt(1980, 5, 31),
            sex: Some(Sex::Female),
            zone: Tz::UTC,
            is_active: true,
        }
    }
}

/// What a doctor is made of: by default verified and free on workdays from 9 to 17 UTC in visits of half an hour.
#[derive(Debug, Clone)]
pub struct NewDoctor {
    /// Address; made up where `None`.
    pub email: Option<String>,
    /// Name.
    pub name: String,
    /// Specialty.
    pub specialty: Specialty,
    /// Where they work; `None` makes a clinic of the next three.
    pub clinic: Option<ClinicId>,
    /// The new clinic's zone.
    pub zone: Tz,
    /// The new clinic's city.
    pub city: String,
    /// The new clinic's country (ISO 3166-1 alpha-2).
    pub country: String,
    /// The new clinic's name.
    pub clinic_name: String,
    /// Biography.
    pub bio: String,
    /// BCP 47 tags.
    pub languages: Vec<String>,
    /// Video visits.
    pub telehealth: bool,
    /// Confirms each booking.
    pub asks_first: bool,
    /// Whether an administrator has checked the licence.
    pub verified: bool,
    /// Last day of the licence.
    pub license_expires: NaiveDate,
    /// Whether they can sign in.
    pub is_active: bool,
    /// Weekly hours.
    pub weekly: Vec<WeeklyHours>,
    /// Dates that differ.
    pub exceptions: Vec<DateException>,
    /// Length of a visit.
    pub slot_minutes: i16,
    /// Notice.
    pub notice_minutes: i32,
    /// Horizon.
    pub horizon_days: i16,
}

impl Default for NewDoctor {
    fn default() -> Self {
        Self {
            email: None,
            name: "Dr Dora Doctor".to_owned(),
            specialty: Specialty::GeneralPractice,
            clinic: None,
            zone: Tz::UTC,
            city: "Testville".to_owned(),
            country: "GB".to_owned(),
            clinic_name: "Test Clinic".to_owned(),
            bio: String::new(),
            languages: vec!["en".to_owned()],
            telehealth: false,
            asks_first: false,
            verified: true,
            license_expires: NaiveDate::from_ymd_opt(2099, 12, 31).unwrap_or_default(),
            is_active: true,
            weekly: workdays(9, 17),
            exceptions: Vec::new(),
            slot_minutes: 30,
            notice_minutes: 60,
            horizon_days: 60,
        }
    }
}

/// Monday to Friday between two full hours.
pub fn workdays(from: u16, until: u16) -> Vec<WeeklyHours> {
    hours(&WEEK[..5], from, until)
}

/// Every day between two full hours.
pub fn every_day(from: u16, until: u16) -> Vec<WeeklyHours> {
    hours(&WEEK, from, until)
}

fn hours(days: &[Weekday], from: u16, until: u16) -> Vec<WeeklyHours> {
    let hours = Hours { from: from * 60, until: until * 60 };
    days.iter().map(|&weekday| WeeklyHours { weekday, hours }).collect()
}

impl Database {
    /// A patient.
    pub async fn patient(&self) -> TestPatient {
        self.patient_with(NewPatient::default()).await
    }

    /// A patient as described.
    pub async fn patient_with(&self, new: NewPatient) -> TestPatient {
        self.patients_with(vec![new]).await.remove(0)
    }

    /// Many patients, in two statements.
    pub async fn patients(&self, count: usize) -> Vec<TestPatient> {
        self.patients_with(vec![NewPatient::default(); count]).await
    }

    /// Many patients as described, in two statements.
    pub async fn patients_with(&self, all: Vec<NewPatient>) -> Vec<TestPatient> {
        let (mut accounts, mut rows, mut made) = (Vec::new(), Vec::new(), Vec::new());
        for new in all {
            let person = Person::new(UserType::Patient, new.email, new.zone, new.is_active, self.now());
            let id = PatientId(ids::new());
            rows.push(patient::ActiveModel {
                id: Set(id.0),
                user_id: Set(person.user.0),
                name: Set(new.name),
                date_of_birth: Set(new.date_of_birth),
                sex: Set(new.sex.map(|sex| sex.code().to_owned())),
                health: Set(Some(HEALTH.seal(&crate::keys(), id.0, &Health::default()).expect("sealed"))),
                ..Default::default()
            });
            let caller = Caller::Patient { user: person.user, patient: id };
            made.push(TestPatient { user: person.user, id, caller, email: person.email });
            accounts.push(person.row);
        }
        account::Entity::insert_many(accounts).exec_without_returning(self.connection()).await.expect("accounts");
        patient::Entity::insert_many(rows).exec_without_returning(self.connection()).await.expect("patients");
        made
    }

    /// A doctor.
    pub async fn doctor(&self) -> TestDoctor {
        self.doctor_with(NewDoctor::default()).await
    }

    /// A doctor as described.
    pub async fn doctor_with(&self, new: NewDoctor) -> TestDoctor {
        self.doctors_with(vec![new]).await.remove(0)
    }

    /// Many doctors as described, in three statements.
    pub async fn doctors_with(&self, all: Vec<NewDoctor>) -> Vec<TestDoctor> {
        let (mut accounts, mut clinics, mut rows, mut made) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for new in all {
            let clinic = new.clinic.unwrap_or_else(|| {
                let id = ClinicId(ids::new());
                clinics.push(clinic_row(id, &new));
                id
            });
            let person = Person::new(UserType::Doctor, new.email.clone(), new.zone, new.is_active, self.now());
            let id = DoctorId(ids::new());
            rows.push(doctor_row(id, &person, clinic, new, self.now()));
            let caller = Caller::Doctor { user: person.user, doctor: id };
            made.push(TestDoctor { user: person.user, id, clinic, caller, email: person.email });
            accounts.push(person.row);
        }
        let db = self.connection();
        account::Entity::insert_many(accounts).exec_without_returning(db).await.expect("accounts");
        if !clinics.is_empty() {
            clinic::Entity::insert_many(clinics).exec_without_returning(db).await.expect("clinics");
        }
        doctor::Entity::insert_many(rows).exec_without_returning(db).await.expect("doctors");
        made
    }

    /// An administrator.
    pub async fn admin(&self) -> TestAdmin {
        let person = Person::new(UserType::Admin, None, Tz::UTC, true, self.now());
        account::Entity::insert(person.row).exec_without_returning(self.connection()).await.expect("an account");
        TestAdmin { user: person.user, caller: Caller::Admin { user: person.user }, email: person.email }
    }
}

struct Person {
    user: UserId,
    email: String,
    row: account::ActiveModel,
}

impl Person {
    fn new(user_type: UserType, email: Option<String>, zone: Tz, is_active: bool, now: DateTime<Utc>) -> Self {
        let user = UserId(ids::new());
        let email = email.unwrap_or_else(|| format!("{}-{}@test.example", user_type.code(), user.0.simple()));
        let row = account::ActiveModel {
            id: Set(user.0),
            email: Set(email.clone()),
            password_hash: Set(HASH.to_owned()),
            user_type: Set(user_type.code().to_owned()),
            is_active: Set(is_active),
            time_zone: Set(zone.name().to_owned()),
            created_at: Set(now),
            ..Default::default()
        };
        Self { user, email, row }
    }
}

fn clinic_row(id: ClinicId, new: &NewDoctor) -> clinic::ActiveModel {
    clinic::ActiveModel {
        id: Set(id.0),
        name: Set(new.clinic_name.clone()),
        address: Set("1 Test Street".to_owned()),
        city: Set(new.city.clone()),
        country: Set(new.country.clone()),
        latitude: Set(51.5),
        longitude: Set(0.0),
        time_zone: Set(new.zone.name().to_owned()),
        currency: Set("GBP".to_owned()),
    }
}

fn doctor_row(id: DoctorId, person: &Person, clinic: ClinicId, new: NewDoctor, now: DateTime<Utc>) -> doctor::ActiveModel {
    doctor::ActiveModel {
        id: Set(id.0),
        user_id: Set(person.user.0),
        clinic_id: Set(clinic.0),
        name: Set(new.name),
        specialty: Set(new.specialty.code().to_owned()),
        bio: Set(new.bio),
        languages: Set(new.languages),
        telehealth: Set(new.telehealth),
        asks_first: Set(new.asks_first),
        license_number: Set(format!("T-{}", id.0.simple())),
        license_issuer: Set("Test Medical Council".to_owned()),
        license_expires: Set(new.license_expires),
        verified_at: Set(new.verified.then_some(now)),
        weekly: Set(serde_json::to_value(&new.weekly).expect("hours")),
        exceptions: Set(serde_json::to_value(&new.exceptions).expect("exceptions")),
        slot_minutes: Set(new.slot_minutes),
        notice_minutes: Set(new.notice_minutes),
        horizon_days: Set(new.horizon_days),
        ..Default::default()
    }
}
