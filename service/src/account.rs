//! Accounts: register, sign in, who is it.

mod throttle;

use crate::{Error, Services, System, audit, ids};
use domain::{
    Caller, DoctorId, PatientId, Problems, UserId,
    account::{Account, Email, NewAccount, NewPassword, Profile, Registration, UserType},
};
use entity::{account, clinic, doctor, patient, session};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::net::IpAddr;

/// Creates an account. The answer is the same whether or not the address already had one, and takes equally long: nobody
/// learns from it who is registered.
///
/// Errors: [`Error::Invalid`] naming every wrong field.
pub async fn register(services: &Services, new: &NewAccount) -> Result<(), Error> {
    let now = services.now();
    let registration = new.parse(now.date_naive())?;
    let hash = services.passwords().hash(registration.password.reveal().to_owned()).await?;
    let tx = services.begin_as(System::Identity).await?;
    if let Profile::Doctor { clinic, .. } = &registration.profile
        && clinic::Entity::find_by_id(clinic.0).one(&tx).await?.is_none()
    {
        return Err(Problems::one("clinic", "Please choose a clinic from the list.").into());
    }
    match insert(&tx, &registration, hash, now).await {
        Ok(user) => {
            audit::note(&tx, &Caller::Anonymous, now, None, "account.register", user).await?;
            Ok(tx.commit().await?)
        }
        // Known already: say nothing.
        Err(Error::Refused(domain::Code::Conflict)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn insert(db: &impl ConnectionTrait, new: &Registration, hash: String, now: chrono::DateTime<chrono::Utc>) -> Result<UserId, Error> {
    let user_type = match new.profile {
        Profile::Patient { .. } => UserType::Patient,
        Profile::Doctor { .. } => UserType::Doctor,
    };
    let user = insert_account(db, &new.email, hash, user_type, new.zone, now).await?;
    match &new.profile {
        Profile::Patient { date_of_birth, sex } => {
            let row = patient::ActiveModel {
                id: Set(ids::new()),
                user_id: Set(user.0),
                name: Set(new.name.clone()),
                date_of_birth: Set(*date_of_birth),
                sex: Set(sex.map(|s| s.code().to_owned())),
                ..Default::default()
            };
            patient::Entity::insert(row).exec_without_returning(db).await?;
        }
        Profile::Doctor { specialty, license, clinic } => {
            let row = doctor::ActiveModel {
                id: Set(ids::new()),
                user_id: Set(user.0),
                clinic_id: Set(clinic.0),
                name: Set(new.name.clone()),
                specialty: Set(specialty.code().to_owned()),
                license_number: Set(license.number.clone()),
                license_issuer: Set(license.issuer.clone()),
                license_expires: Set(license.expires),
                ..Default::default()
            };
            doctor::Entity::insert(row).exec_without_returning(db).await?;
        }
    }
    Ok(user)
}

async fn insert_account(
    db: &impl ConnectionTrait,
    email: &Email,
    hash: String,
    user_type: UserType,
    zone: chrono_tz::Tz,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<UserId, Error> {
    let user = UserId(ids::new());
    let row = account::ActiveModel {
        id: Set(user.0),
        email: Set(email.as_str().to_owned()),
        password_hash: Set(hash),
        user_type: Set(user_type.code().to_owned()),
        time_zone: Set(zone.name().to_owned()),
        created_at: Set(now),
        ..Default::default()
    };
    account::Entity::insert(row).exec_without_returning(db).await?;
    Ok(user)
}

/// Creates an administrator; only the command line does this.
///
/// Errors: [`Error::Invalid`] for a bad address or password, `CONFLICT` for a known address.
pub async fn create_admin(services: &Services, email: &str, password: &str) -> Result<UserId, Error> {
    let mut wrong = Problems::default();
    let email = wrong.take("email", Email::parse(email));
    let password = wrong.take("password", NewPassword::parse(password, email.as_ref()));
    let (Some(email), Some(password)) = (email, password) else { return Err(wrong.into()) };
    let hash = services.passwords().hash(password.reveal().to_owned()).await?;
    let now = services.now();
    let tx = services.begin_as(System::Identity).await?;
    let user = insert_account(&tx, &email, hash, UserType::Admin, chrono_tz::UTC, now).await?;
    audit::note(&tx, &Caller::Anonymous, now, None, "account.create-admin", user).await?;
    tx.commit().await?;
    Ok(user)
}

/// Checks an address and a password. Wrong address, wrong password and a disabled account answer alike and take equally
/// long; tries are counted per account and per network address before any hash is computed.
///
/// Errors: `UNAUTHENTICATED`; [`Error::RateLimited`] with the seconds to wait.
pub async fn login(services: &Services, email: &str, password: &str, from: Option<IpAddr>) -> Result<Account, Error> {
    let Ok(email) = Email::parse(email) else { return Err(Error::UNAUTHENTICATED) };
    throttle::count(services, &email, from).await?;
    let found = by_email(services, &email).await?;
    let hash = found.as_ref().map(|row| row.password_hash.clone());
    // No password is longer; hashing more would only cost time.
    let password = password.chars().take(129).collect();
    let matches = services.passwords().verify(password, hash).await?;
    match found {
        Some(row) if matches && row.is_active => {
            throttle::clear(services, &email).await?;
            who(services, UserId(row.id)).await?.ok_or(Error::UNAUTHENTICATED)
        }
        _ => Err(Error::UNAUTHENTICATED),
    }
}

async fn by_email(services: &Services, email: &Email) -> Result<Option<account::Model>, Error> {
    // Addresses are kept in small letters; an index over lower() would not be used behind row-level security.
    Ok(account::Entity::find().filter(account::Column::Email.eq(email.as_str())).one(&services.read_as(System::Identity)).await?)
}

/// The active account with this id, with the patient or doctor behind it.
pub async fn who(services: &Services, user: UserId) -> Result<Option<Account>, Error> {
    let db = &services.begin_as(System::Identity).await?;
    let Some(row) = account::Entity::find_by_id(user.0).filter(account::Column::IsActive.eq(true)).one(db).await? else {
        return Ok(None);
    };
    let user_type: UserType = row.user_type.parse().map_err(|e| Error::corrupt("account", e))?;
    let (name, country, caller) = match user_type {
        UserType::Patient => {
            let of = patient::Entity::find().filter(patient::Column::UserId.eq(user.0)).one(db).await?;
            let of = of.ok_or_else(|| Error::corrupt("account", "patient missing"))?;
            let country = Some(of.country).filter(|code| code != domain::patient::COUNTRY_UNKNOWN);
            (of.name, country, Caller::Patient { user, patient: PatientId(of.id) })
        }
        UserType::Doctor => {
            let of = doctor::Entity::find().filter(doctor::Column::UserId.eq(user.0)).one(db).await?;
            let of = of.ok_or_else(|| Error::corrupt("account", "doctor missing"))?;
            let clinic = clinic::Entity::find_by_id(of.clinic_id).one(db).await?;
            (of.name, clinic.map(|clinic| clinic.country), Caller::Doctor { user, doctor: DoctorId(of.id) })
        }
        UserType::Admin => ("Administrator".to_owned(), None, Caller::Admin { user }),
    };
    let zone = row.time_zone.parse().map_err(|e| Error::corrupt("account", e))?;
    Ok(Some(Account { id: user, email: row.email, user_type, name, zone, country, caller }))
}

/// Ends every session of the caller, on every device.
pub async fn logout_everywhere(services: &Services, caller: &Caller) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let tx = services.begin(caller).await?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(user.0)).exec(&tx).await?;
    audit::note(&tx, caller, services.now(), None, "account.logout-everywhere", user).await?;
    Ok(tx.commit().await?)
}

/// Changes the caller's password and ends their other sessions; `current` must match.
pub async fn change_password(services: &Services, caller: &Caller, current: &str, new: &str) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let row = account::Entity::find_by_id(user.0).one(&services.read(caller)).await?.ok_or(Error::UNAUTHENTICATED)?;
    let email = Email::parse(&row.email).map_err(|e| Error::corrupt("account", e))?;
    throttle::count(services, &email, None).await?;
    if !services.passwords().verify(current.to_owned(), Some(row.password_hash.clone())).await? {
        return Err(Problems::one("current_password", "This is not your current password.").into());
    }
    let new = NewPassword::parse(new, Some(&email)).map_err(|m| Problems::one("password", m))?;
    let hash = services.passwords().hash(new.reveal().to_owned()).await?;
    let tx = services.begin(caller).await?;
    let mut row: account::ActiveModel = row.into();
    row.password_hash = Set(hash);
    row.update(&tx).await?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(user.0)).exec(&tx).await?;
    audit::note(&tx, caller, services.now(), None, "account.password", user).await?;
    Ok(tx.commit().await?)
}
