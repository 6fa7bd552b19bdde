//! Consents, deletion of accounts, what stops it.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261129_000020_privacy"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(include_str!("m20261129_000020_privacy.sql")).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let undo =
            "drop policy audit_own on audit; drop table legal_hold, account_deletion, consent; drop function consent_is_not_rewritten;
                    alter table account drop column erased_at; alter table mail drop column forget";
        manager.get_connection().execute_unprepared(undo).await.map(|_| ())
    }
}
