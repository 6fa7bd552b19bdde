//! Accounts: register, sign in, who is it.

mod confirm;
pub mod device;
mod email;
mod even;
mod password;
mod reset;
mod row;
pub mod sessions;
mod throttle;
mod token;
mod verify;

pub(crate) use confirm::confirm;
pub use email::{ask_email, change_email};
pub use password::change_password;
pub use reset::{ask_reset, reset_password};
pub(crate) use row::{COLUMNS, FROM, Row};
pub(crate) use throttle::{clear_code, count_code};
pub use verify::{Contact, ask_again, contact, verify_email};

use crate::{
    Error, Keys, Services, System, audit, ids,
    mail::{self, Letter},
    sealed::{self, Health},
};
use domain::{
    Caller, Problems, UserId,
    account::{Account, Email, NewAccount, NewPassword, Profile, Registration, UserType},
};
use entity::{account, clinic, doctor, patient, session};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Statement};
use std::net::IpAddr;

/// Creates an account and mails a link to its address. The answer is the same whether or not the address already had an account, and takes
/// equally long: only its owner learns of it, by mail.
///
/// Errors: [`Error::Invalid`] naming every wrong field.
pub async fn register(services: &Services, new: &NewAccount) -> Result<(), Error> {
    let now = services.now();
    let registration = new.parse(now.date_naive())?;
    services.breached().check(&registration.password)?;
    even::evenly(enter(services, &registration, now)).await
}

async fn enter(services: &Services, registration: &Registration, now: chrono::DateTime<chrono::Utc>) -> Result<(), Error> {
    let hash = services.passwords().hash(registration.password.reveal().to_owned()).await?;
    // Counted for a new address as for a known one, so that what is left does not tell the two apart; only the latter can do without its letter.
    let is_told = match throttle::mails(services, &registration.email).await {
        Err(Error::RateLimited(_)) => false,
        counted => counted.map(|()| true)?,
    };
    let tx = services.begin_as(System::Identity).await?;
    if let Profile::Doctor { clinic, .. } = &registration.profile
        && clinic::Entity::find_by_id(clinic.0).one(&tx).await?.is_none()
    {
        return Err(Problems::one("clinic", "Please choose a clinic from the list.").into());
    }
    match insert(&tx, services.keys(), registration, hash, now).await {
        Ok(user) => {
            crate::privacy::consent::with_account(&tx, user, now).await?;
            audit::note(&tx, &Caller::Anonymous, now, None, "account.register", user).await?;
            verify::ask(&tx, services, user, registration.email.as_str()).await?;
            tx.commit().await
        }
        // Known already: here nothing is said of it.
        Err(Error::Refused(domain::Code::Conflict)) => {
            drop(tx);
            if is_told { tell_owner(services, &registration.email).await } else { Ok(()) }
        }
        Err(error) => Err(error),
    }
}

/// Tells the owner of an account that somebody tried to register with their address.
async fn tell_owner(services: &Services, email: &Email) -> Result<(), Error> {
    let tx = services.begin_as(System::Identity).await?;
    mail::post_to(&tx, services, Some(email.as_str()), &Letter::Known).await?;
    audit::note(&tx, &Caller::Anonymous, services.now(), None, "account.register-again", "a known address").await?;
    tx.commit().await
}

async fn insert(
    db: &impl ConnectionTrait,
    keys: &Keys,
    new: &Registration,
    hash: String,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<UserId, Error> {
    let user_type = match new.profile {
        Profile::Patient { .. } => UserType::Patient,
        Profile::Doctor { .. } => UserType::Doctor,
    };
    let user = insert_account(db, &new.email, hash, user_type, new.zone, now).await?;
    match &new.profile {
        Profile::Patient { date_of_birth, sex } => {
            let id = ids::new();
            let row = patient::ActiveModel {
                id: Set(id),
                user_id: Set(user.0),
                name: Set(new.name.clone()),
                date_of_birth: Set(*date_of_birth),
                sex: Set(sex.map(|s| s.code().to_owned())),
                health: Set(Some(sealed::HEALTH.seal(keys, id, &Health::default())?)),
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
    services.breached().check(&password)?;
    let hash = services.passwords().hash(password.reveal().to_owned()).await?;
    let now = services.now();
    let tx = services.begin_as(System::Identity).await?;
    let user = insert_account(&tx, &email, hash, UserType::Admin, chrono_tz::UTC, now).await?;
    audit::note(&tx, &Caller::Anonymous, now, None, "account.create-admin", user).await?;
    verify::ask(&tx, services, user, email.as_str()).await?;
    tx.commit().await?;
    Ok(user)
}

/// From where somebody signs in.
#[derive(Debug, Clone, Copy, Default)]
pub struct Whence<'a> {
    /// The network address.
    pub address: Option<IpAddr>,
    /// The cookie of a device that has been here before.
    pub device: Option<&'a str>,
}

/// As [`login_from`], from a device that is not known.
pub async fn login(services: &Services, email: &str, password: &str, from: Option<IpAddr>) -> Result<Account, Error> {
    login_from(services, email, password, &Whence { address: from, device: None }).await
}

/// As [`prove`], for those who only need the account.
pub async fn login_from(services: &Services, email: &str, password: &str, from: &Whence<'_>) -> Result<Account, Error> {
    prove(services, email, password, from).await.map(|proven| proven.account)
}

/// Somebody who has shown that the account is theirs, and at which epoch of its tokens: what they are given of an older one is worth nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Proven {
    /// The account.
    pub account: Account,
    /// See `access_grant.epoch`.
    pub epoch: i32,
    /// Whether they have shown a second factor, too.
    pub second_factor: bool,
}

/// Checks an address and a password. Wrong address, wrong password and a disabled account answer alike and take equally
/// long; tries are counted per account and per network address, or for a known device, before any hash is computed.
///
/// Errors: `UNAUTHENTICATED`; [`Error::RateLimited`] with the seconds to wait.
pub async fn prove(services: &Services, email: &str, password: &str, from: &Whence<'_>) -> Result<Proven, Error> {
    let Ok(email) = Email::parse(email) else { return Err(Error::UNAUTHENTICATED) };
    let is_known = throttle::count(services, &email, from).await?;
    let found = by_email(services, &email).await?;
    let hash = found.as_ref().map(|row| row.password_hash.clone());
    let password = password::bounded(password);
    let matches = services.passwords().verify(password.clone(), hash).await?;
    match found {
        Some(row) if matches && row.is_active => {
            match from.device.filter(|_| is_known) {
                // Strangers' tries stay counted.
                Some(device) => throttle::clear_device(services, &email, device).await?,
                None => throttle::clear(services, &email).await?,
            }
            let renewed = password::renew(services, &row, password).await?;
            let account = who(services, UserId(row.id)).await?.ok_or(Error::UNAUTHENTICATED)?;
            // Read before the password was checked: a change of it meanwhile counts, but for our own.
            Ok(Proven { account, epoch: row.token_epoch + i32::from(renewed), second_factor: false })
        }
        _ => Err(Error::UNAUTHENTICATED),
    }
}

/// The caller's row.
async fn by_user(services: &Services, caller: &Caller) -> Result<account::Model, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    account::Entity::find_by_id(user.0).one(&services.read(caller)).await?.ok_or(Error::UNAUTHENTICATED)
}

async fn by_email(services: &Services, email: &Email) -> Result<Option<account::Model>, Error> {
    // Addresses are kept in small letters; an index over lower() would not be used behind row-level security.
    Ok(account::Entity::find().filter(account::Column::Email.eq(email.as_str())).one(&services.read_as(System::Identity)).await?)
}

/// The active account with this id, with the patient or doctor behind it.
pub async fn who(services: &Services, user: UserId) -> Result<Option<Account>, Error> {
    let sql = format!("select {COLUMNS} from {FROM} where a.id = $1 and a.is_active");
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [user.0.into()]);
    let row = Row::find_by_statement(statement).one(&services.read_as(System::Identity)).await?;
    row.map(Row::read).transpose()
}

/// Ends every session and every token of the caller, on every device.
pub async fn logout_everywhere(services: &Services, caller: &Caller) -> Result<(), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let tx = services.begin(caller).await?;
    // The account first: a sign-in that is on its way waits for it, and then comes too late.
    crate::token::end_all(&tx, user).await?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(user.0)).exec(&tx).await?;
    audit::note(&tx, caller, services.now(), None, "account.logout-everywhere", user).await?;
    tx.commit().await
}

/// Deletes links, devices and counts that are of no more use.
pub async fn sweep(services: &Services) -> Result<(), Error> {
    let (db, now) = (&services.read_as(System::Identity), services.now());
    token::sweep(db, now).await?;
    device::sweep(db, now).await?;
    throttle::sweep(services).await
}
