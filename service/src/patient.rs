//! A patient's own profile, and what doctors see of it.

mod chart;
mod named;
mod summary;
mod treated;

pub(crate) use chart::looked_at;
pub use chart::{Diagnosis, Note, Prescribed};
pub use named::{Named, named};
pub use summary::{Summary, summary};
pub use treated::{Find, Treated, treated};

use crate::sealed::{self, Health};
use crate::{Error, Keys, Meant, Services, audit};
use domain::{
    Caller, PatientId,
    patient::{COUNTRY_UNKNOWN, Patient, PatientEdit},
};
use entity::{account, patient};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbBackend, FromQueryResult, Statement};

/// Sessions carry the account, name, zone and country included, on every device.
const IN_SESSIONS: &str = "update session
    set data = jsonb_set(data, '{account}', (data -> 'account') || jsonb_build_object('name', $2::text, 'zone', $3::text, 'country', $4::text))
    where user_id = $1 and data ? 'account'";

#[derive(FromQueryResult)]
struct Row {
    #[sea_orm(nested)]
    patient: patient::Model,
    time_zone: String,
}

/// The caller's own profile. One statement.
pub async fn mine(services: &Services, caller: &Caller) -> Result<Patient, Error> {
    let id = caller.patient().ok_or(Error::FORBIDDEN)?;
    find(&services.read(caller), services.keys(), id, "").await
}

async fn find(db: &impl ConnectionTrait, keys: &Keys, id: PatientId, lock: &str) -> Result<Patient, Error> {
    let sql = format!("select p.*, u.time_zone from patient p join account u on u.id = p.user_id where p.id = $1 {lock}");
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [id.0.into()]);
    let row = Row::find_by_statement(statement).one(db).await?.ok_or(Error::NOT_FOUND)?;
    read(keys, row.patient, &row.time_zone)
}

fn read(keys: &Keys, row: patient::Model, zone: &str) -> Result<Patient, Error> {
    let health: Health = sealed::HEALTH.open(keys, row.id, row.health.as_deref())?;
    Ok(Patient {
        id: PatientId(row.id),
        name: row.name,
        date_of_birth: row.date_of_birth,
        sex: domain::patient::sex(row.sex.as_deref().unwrap_or_default()).map_err(|e| Error::corrupt("patient", e))?,
        blood_group: health.blood_group,
        allergies: health.allergies,
        conditions: health.conditions,
        medications: health.medications,
        emergency_contact: health.emergency_contact,
        language: row.language,
        country: row.country,
        zone: zone.parse().map_err(|e| Error::corrupt("account", e))?,
    })
}

/// Changes the caller's own profile.
pub async fn edit(services: &Services, caller: &Caller, edit: &PatientEdit) -> Result<(), Error> {
    edit_if(services, caller, edit, Meant::any()).await.map(drop)
}

/// As [`edit`], only for the profile that it was thought out for; the profile as it is then.
///
/// Errors: `PRECONDITION_FAILED` as well.
pub async fn edit_if(services: &Services, caller: &Caller, edit: &PatientEdit, meant: Meant<'_, Patient>) -> Result<Patient, Error> {
    let (Some(id), Some(user)) = (caller.patient(), caller.user()) else { return Err(Error::FORBIDDEN) };
    let now = services.now();
    let change = edit.parse(now.date_naive())?;
    let (name, country) = (change.name.clone(), change.country.clone());
    let tx = services.begin(caller).await?;
    if !meant.is_any() {
        meant.check(&find(&tx, services.keys(), id, "for no key update of p").await?)?;
    }
    let health = Health {
        blood_group: change.blood_group,
        allergies: change.allergies,
        conditions: change.conditions,
        medications: change.medications,
        emergency_contact: change.emergency_contact,
    };
    let row = patient::ActiveModel {
        id: Set(id.0),
        name: Set(change.name),
        date_of_birth: Set(change.date_of_birth),
        sex: Set(change.sex.map(|s| s.code().to_owned())),
        language: Set(change.language),
        country: Set(change.country),
        health: Set(Some(sealed::HEALTH.seal(services.keys(), id.0, &health)?)),
        ..Default::default()
    };
    row.update(&tx).await?;
    let country = Some(country).filter(|code| code != COUNTRY_UNKNOWN);
    let told = [user.0.into(), name.into(), change.zone.name().into(), country.into()];
    let zone = account::ActiveModel { id: Set(user.0), time_zone: Set(change.zone.name().to_owned()), ..Default::default() };
    zone.update(&tx).await?;
    tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, IN_SESSIONS, told)).await?;
    audit::note(&tx, caller, now, Some(id), "patient.edit", id).await?;
    let edited = find(&tx, services.keys(), id, "").await?;
    tx.commit().await?;
    Ok(edited)
}
