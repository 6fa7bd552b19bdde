//! What administrators do: verify doctors, look after accounts.

use crate::{Error, Services, audit};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Caller, DoctorId, Specialty, UserId,
    account::UserType,
    doctor::License,
    page::{LIMIT_MAX, Page},
};
use entity::{account, doctor, session};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
    prelude::{Expr, Uuid},
};
use serde::{Deserialize, Serialize};

/// A doctor whose licence waits to be checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unverified {
    /// The doctor.
    pub id: DoctorId,
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Specialty.
    pub specialty: Specialty,
    /// The licence to check.
    pub license: License,
    /// Clinic and city.
    pub clinic: String,
    /// Since when they wait.
    pub registered_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct UnverifiedRow {
    id: Uuid,
    name: String,
    email: String,
    specialty: String,
    license_number: String,
    license_issuer: String,
    license_expires: NaiveDate,
    clinic: String,
    created_at: DateTime<Utc>,
}

/// An account in the administrator's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserRow {
    /// Id.
    pub id: UserId,
    /// Address.
    pub email: String,
    /// Kind.
    pub user_type: UserType,
    /// Whether they can sign in.
    pub is_active: bool,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Whether signing in asks for a code.
    pub second_factor: bool,
}

#[derive(FromQueryResult)]
struct Listed {
    id: Uuid,
    email: String,
    user_type: String,
    is_active: bool,
    created_at: DateTime<Utc>,
    second_factor: bool,
}

const HAS_SECOND_FACTOR: &str = "(exists (select from account_totp t where t.user_id = account.id and t.confirmed_at is not null)
     or exists (select from passkey k where k.user_id = account.id))";

/// Doctors who wait for verification, longest first.
pub async fn unverified(services: &Services, caller: &Caller, after: Option<DoctorId>, limit: u16) -> Result<Page<Unverified>, Error> {
    only_admin(caller)?;
    let limit = limit.clamp(1, LIMIT_MAX);
    let sql = "select d.id, d.name, u.email, d.specialty, d.license_number, d.license_issuer, d.license_expires,
                      c.name || ', ' || c.city as clinic, u.created_at
               from doctor d join account u on u.id = d.user_id join clinic c on c.id = d.clinic_id
               where d.verified_at is null and ($1::uuid is null or d.id > $1) order by d.id limit $2";
    let values = [after.map(|id| id.0).into(), (i64::from(limit) + 1).into()];
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
    let rows = UnverifiedRow::find_by_statement(statement).all(&services.read(caller)).await?;
    let rows = rows.into_iter().map(read_unverified).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_rows(rows, limit, |row| row.id.to_string()))
}

fn read_unverified(row: UnverifiedRow) -> Result<Unverified, Error> {
    Ok(Unverified {
        id: DoctorId(row.id),
        name: row.name,
        email: row.email,
        specialty: row.specialty.parse().map_err(|e| Error::corrupt("doctor", e))?,
        license: License { number: row.license_number, issuer: row.license_issuer, expires: row.license_expires },
        clinic: row.clinic,
        registered_at: row.created_at,
    })
}

/// Confirms that the doctor's licence was checked: from now on they can be booked.
///
/// Errors: `NOT_FOUND`; `CONFLICT` when it was done already.
pub async fn verify(services: &Services, caller: &Caller, doctor: DoctorId) -> Result<(), Error> {
    only_admin(caller)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    let row = doctor::Entity::find_by_id(doctor.0).lock_exclusive().one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    if row.verified_at.is_some() {
        return Err(domain::Code::Conflict.into());
    }
    let mut row: doctor::ActiveModel = row.into();
    row.verified_at = Set(Some(now));
    row.verified_by = Set(caller.user().map(|u| u.0));
    row.update(&tx).await?;
    audit::note(&tx, caller, now, None, "doctor.verify", doctor).await?;
    tx.commit().await
}

/// Accounts, newest first, whose address contains `text`. That they were looked for is noted.
pub async fn users(services: &Services, caller: &Caller, text: &str, after: Option<UserId>, limit: u16) -> Result<Page<UserRow>, Error> {
    only_admin(caller)?;
    let limit = limit.clamp(1, LIMIT_MAX);
    let mut query = account::Entity::find().order_by_desc(account::Column::Id).limit(u64::from(limit) + 1);
    if !text.trim().is_empty() {
        query = query.filter(account::Column::Email.like(containing(&text.trim().to_lowercase())));
    }
    if let Some(after) = after {
        query = query.filter(account::Column::Id.lt(after.0));
    }
    let query = query.column_as(Expr::cust(HAS_SECOND_FACTOR), "second_factor").into_model::<Listed>();
    let tx = services.begin(caller).await?;
    let rows = query.all(&tx).await?;
    audit::note(&tx, caller, services.now(), None, "account.search", looked_for(text)).await?;
    tx.commit().await?;
    let rows = rows.into_iter().map(read_user).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_rows(rows, limit, |row| row.id.to_string()))
}

/// What is noted of a search: an address in the audit could never be taken out again.
fn looked_for(text: &str) -> &'static str {
    if text.trim().is_empty() { "everybody" } else { "a part of an address" }
}

/// The pattern of what contains `text`, wildcards taken literally.
fn containing(text: &str) -> String {
    format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
}

fn read_user(row: Listed) -> Result<UserRow, Error> {
    Ok(UserRow {
        id: UserId(row.id),
        email: row.email,
        user_type: row.user_type.parse().map_err(|e| Error::corrupt("account", e))?,
        is_active: row.is_active,
        created_at: row.created_at,
        second_factor: row.second_factor,
    })
}

/// Lets an account in or keeps it out; keeping out ends its sessions at once. Nobody can lock themselves out.
pub async fn set_active(services: &Services, caller: &Caller, user: UserId, active: bool) -> Result<(), Error> {
    only_admin(caller)?;
    if caller.user() == Some(user) {
        return Err(Error::FORBIDDEN);
    }
    let tx = services.begin(caller).await?;
    // In the order of their ids: of two administrators who put each other out at once, one comes too late.
    let both = [Some(user), caller.user()].into_iter().flatten().map(|user| user.0);
    let both = account::Entity::find().filter(account::Column::Id.is_in(both)).order_by_asc(account::Column::Id);
    let both = both.lock_exclusive().all(&tx).await?;
    if !both.iter().any(|row| caller.user() == Some(UserId(row.id)) && row.is_active) {
        return Err(Error::UNAUTHENTICATED);
    }
    let row = both.into_iter().find(|row| row.id == user.0).ok_or(Error::NOT_FOUND)?;
    if row.erased_at.is_some() {
        // Nobody is behind it any more.
        return Err(domain::Code::Conflict.into());
    }
    let mut row: account::ActiveModel = row.into();
    row.is_active = Set(active);
    row.update(&tx).await?;
    if !active {
        session::Entity::delete_many().filter(session::Column::UserId.eq(user.0)).exec(&tx).await?;
    }
    let action = if active { "account.activate" } else { "account.deactivate" };
    audit::note(&tx, caller, services.now(), None, action, user).await?;
    tx.commit().await
}

pub(crate) fn only_admin(caller: &Caller) -> Result<(), Error> {
    match caller {
        Caller::Admin { .. } => Ok(()),
        Caller::Anonymous => Err(Error::UNAUTHENTICATED),
        _ => Err(Error::FORBIDDEN),
    }
}
