//! Demonstration data: clinics in six cities, doctors of every specialty, patients, their past and coming visits.
//!
//! The same every time: people, places and hours come from constants and a generator with a fixed seed, ids from counters. Only the
//! visits follow the clock, and are made anew when the last ones are a day old.

mod blog;
mod dice;
mod doctors;
mod id;
mod names;
mod patients;
mod places;
mod prescriptions;
mod records;
mod reports;
mod reviews;
mod store;
mod texts;
mod visits;

#[cfg(test)]
mod tests;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement};
use service::tx::Tx;
use service::{Error, Services, System};

/// The password of every demonstration account.
pub const PASSWORD: &str = "demo-password-2026";

/// Who can sign in to the demonstration data, for the terminal.
pub const LOGINS: &str = "Demonstration accounts, all with the password demo-password-2026:
  patient@demo.example   a patient with past and coming visits
  doctor@demo.example    a general practitioner with a full agenda today
  admin@demo.example     an administrator; two doctors wait to be verified";

/// Argon2id (m = 19 MiB, t = 2, p = 1) of [`PASSWORD`]: it is no secret, and hashing it anew for every account would only take time.
const HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c21hcnQtaGVhbHRoLWRlbQ$RV44LG103V8v4COz9xAnQs9cxHY6DIjYqIaOBA5EFn0";

/// Two instances that start together write one after the other.
const LOCK: i64 = 0x0073_6864;

/// The mark of a seeding in the audit.
const ACTION: &str = "seed.demo";

/// Writes the demonstration data; where it is already there, makes coming visits anew once they are a day old.
///
/// Errors: [`Error::Unavailable`] for a database with accounts of its own.
pub async fn demo(services: &Services) -> Result<(), Error> {
    let now = services.now();
    let tx = services.begin_as(System::Operator).await?;
    tx.execute_unprepared(&format!("select pg_advisory_xact_lock({LOCK})")).await?;
    match state(&tx).await? {
        State { accounts: 0, .. } => {
            tracing::info!("writing the demonstration data");
            store::everything(&tx, services.keys(), now).await?;
        }
        State { is_demo: false, .. } => {
            return Err(Error::Unavailable("demonstration data is for empty databases; this one has accounts of its own".into()));
        }
        State { last, .. } if is_old(last, now) => {
            tracing::info!("making the demonstration's coming visits anew");
            store::visits_anew(&tx, services.keys(), now).await?;
        }
        State { .. } => return Ok(()),
    }
    tx.commit().await
}

#[derive(Debug, FromQueryResult)]
struct State {
    accounts: i64,
    is_demo: bool,
    last: Option<DateTime<Utc>>,
}

async fn state(tx: &Tx) -> Result<State, Error> {
    let sql = "select (select count(*) from (select 1 from account limit 1) a) as accounts,
                      exists (select 1 from account where id = $1) as is_demo,
                      (select max(at) from audit where action = $2) as last";
    let values = [id::account(doctors::DEMO_ACCOUNT).into(), ACTION.into()];
    let found = State::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).one(tx).await?;
    found.ok_or_else(|| Error::Internal("no state of the demonstration data".into()))
}

fn is_old(last: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    last.is_none_or(|last| now - last >= TimeDelta::days(1))
}
