//! The transaction of a use case: what is written, with what the audit says of it.
//!
//! Entries of the audit wait here and are chained as the very last thing before the commit: the end of the chain is one row for everybody,
//! and who holds its lock must not wait for anything else.

use crate::audit::{Entry, chain};
use crate::{Error, Keys};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement, TransactionTrait,
};
use std::sync::{Mutex, PoisonError};

/// An open transaction; dropped without a commit, nothing of it has happened.
#[derive(Debug)]
pub struct Tx {
    inner: DatabaseTransaction,
    keys: Keys,
    noted: Mutex<Vec<Entry>>,
}

impl Tx {
    pub(crate) async fn begin(db: &DatabaseConnection, keys: &Keys, context: &str) -> Result<Self, DbErr> {
        let inner = begin(db, context).await?;
        Ok(Self { inner, keys: keys.clone(), noted: Mutex::default() })
    }

    pub(crate) fn note(&self, entry: Entry) {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }

    /// Chains what was noted, and makes everything last.
    pub async fn commit(self) -> Result<(), Error> {
        let noted = self.noted.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !noted.is_empty() {
            chain::append(&self.inner, &self.keys, &noted).await?;
        }
        Ok(self.inner.commit().await?)
    }

    /// Undoes everything, and waits until it is undone.
    pub async fn rollback(self) -> Result<(), Error> {
        Ok(self.inner.rollback().await?)
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.inner.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.inner.query_all_raw(statement).await
    }
}

/// A way to single statements, each in a transaction of its own that tells the database on whose behalf it is sent.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(crate) db: &'a DatabaseConnection,
    pub(crate) context: String,
}

#[async_trait::async_trait]
impl ConnectionTrait for Reader<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let tx = begin(self.db, &self.context).await?;
        let done = tx.execute_raw(statement).await?;
        tx.commit().await.map(|()| done)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let tx = begin(self.db, &self.context).await?;
        let done = tx.execute_unprepared(sql).await?;
        tx.commit().await.map(|()| done)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let tx = begin(self.db, &self.context).await?;
        let found = tx.query_one_raw(statement).await?;
        tx.commit().await.map(|()| found)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let tx = begin(self.db, &self.context).await?;
        let found = tx.query_all_raw(statement).await?;
        tx.commit().await.map(|()| found)
    }
}

async fn begin(db: &DatabaseConnection, context: &str) -> Result<DatabaseTransaction, DbErr> {
    let tx = db.begin().await?;
    tx.execute_unprepared(context).await?;
    Ok(tx)
}
