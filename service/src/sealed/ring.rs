//! Whether the ring is the one that the database belongs to.

use super::COLUMNS;
use crate::keys::{KeyId, Keys, head, sealed_with};
use crate::tx::Tx;
use crate::{Error, context, context::System};
use entity::key_ring;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, Statement, Value};

/// Why a server with this ring must not serve this database.
#[derive(Debug, thiserror::Error)]
pub enum RingError {
    /// Another key under a number that the database knows.
    #[error(
        "secret key {id} has the fingerprint {ours}, but this database was sealed with one that has {theirs}: these are the keys of another \
         installation, or a new key bears a number that was given before"
    )]
    Other {
        /// Its number.
        id: KeyId,
        /// The ring's.
        ours: String,
        /// The database's.
        theirs: String,
    },
    /// A key that sealed values need.
    #[error(
        "secret key {id} (fingerprint {fingerprint}) is missing: values in {needed_by} are sealed with it. Put it back into SHS_KEYS or the \
         file of keys; once `shs keys reseal` has sealed everything anew, it can be left out"
    )]
    Missing {
        /// Its number.
        id: KeyId,
        /// What tells it from others.
        fingerprint: String,
        /// The first column that needs it.
        needed_by: String,
    },
    /// It could not be found out.
    #[error(transparent)]
    Unknown(#[from] Error),
}

impl RingError {
    /// Whether the same ring will be as wrong next time.
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }
}

/// Whether the ring holds every key that sealed values need, and none that is another than the database knows by its number.
pub async fn agrees(db: &DatabaseConnection, keys: &Keys) -> Result<(), RingError> {
    let tx = begin(db, keys).await?;
    check(&tx, keys).await?;
    Ok(tx.rollback().await?)
}

/// As [`agrees`], and notes keys that the database has not met yet; after each migration, by one at a time.
pub async fn record(db: &DatabaseConnection, keys: &Keys) -> Result<(), RingError> {
    let tx = begin(db, keys).await?;
    check(&tx, keys).await?;
    for id in keys.ids() {
        let sql = "insert into key_ring (id, fingerprint, met_at) values ($1, $2, now()) on conflict (id) do nothing";
        run(&tx, sql, [i64::from(id).into(), keys.fingerprint(id).into()]).await?;
    }
    // What is in use again is needed again.
    let sql = "update key_ring set retired_at = null where id = $1 and retired_at is not null";
    run(&tx, sql, [i64::from(keys.current()).into()]).await?;
    Ok(tx.commit().await?)
}

async fn begin(db: &DatabaseConnection, keys: &Keys) -> Result<Tx, Error> {
    Ok(context::begin(db, keys, System::Operator).await?)
}

async fn check(tx: &Tx, keys: &Keys) -> Result<(), RingError> {
    if !holds(tx, "select 1 where to_regclass('public.key_ring') is not null", []).await? {
        return Ok(());
    }
    let known = key_ring::Entity::find().all(tx).await.map_err(Error::from)?;
    for row in &known {
        let id = KeyId::try_from(row.id).unwrap_or_default();
        match keys.fingerprint(id) {
            Some(ours) if ours != row.fingerprint => return Err(RingError::Other { id, ours, theirs: row.fingerprint.clone() }),
            Some(_) => {}
            None if row.retired_at.is_some() => {}
            None => needed(tx, id, &row.fingerprint).await?,
        }
    }
    if known.is_empty() {
        // From before keys were noted: second factors tell what there was.
        for id in keys_of_seeds(tx).await? {
            if !keys.ids().any(|ours| ours == id) {
                needed(tx, id, "unknown").await?;
            }
        }
    }
    Ok(())
}

/// Refuses to do without a key while anything is sealed or signed with it.
async fn needed(tx: &Tx, id: KeyId, fingerprint: &str) -> Result<(), RingError> {
    for column in COLUMNS {
        let (table, name) = (column.field.table, column.field.column);
        let sql = format!("select 1 from {table} where substring({name} from 1 for 5) = $1 limit 1");
        if holds(tx, sql, [head(id).to_vec().into()]).await? {
            return Err(RingError::Missing { id, fingerprint: fingerprint.to_owned(), needed_by: format!("{table}.{name}") });
        }
    }
    // Whether a signature holds can be told only with its key.
    if holds(tx, "select 1 from prescription where key_id = $1 limit 1", [i64::from(id).into()]).await? {
        return Err(RingError::Missing { id, fingerprint: fingerprint.to_owned(), needed_by: "prescription.signature".to_owned() });
    }
    tracing::warn!(key = id, "a secret key is missing that nothing is sealed with");
    Ok(())
}

async fn keys_of_seeds(tx: &Tx) -> Result<Vec<KeyId>, Error> {
    let rows =
        tx.query_all_raw(Statement::from_string(DbBackend::Postgres, "select distinct substring(seed from 1 for 5) from account_totp"));
    let mut ids = Vec::new();
    for row in rows.await? {
        let begins: Vec<u8> = row.try_get_by_index(0)?;
        ids.extend(sealed_with(&begins));
    }
    Ok(ids)
}

async fn holds<const N: usize>(tx: &Tx, sql: impl Into<String>, values: [Value; N]) -> Result<bool, Error> {
    Ok(tx.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?.is_some())
}

async fn run<const N: usize>(tx: &Tx, sql: &str, values: [Value; N]) -> Result<(), Error> {
    tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, values)).await?;
    Ok(())
}
