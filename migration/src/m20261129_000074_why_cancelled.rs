//! Why a visit was called off.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261129_000074_why_cancelled"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Sealed, like the reason for the visit; the table's policies hold for it as well.
        manager.get_connection().execute_unprepared("alter table appointment add column cancel_reason bytea").await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("alter table appointment drop column cancel_reason").await.map(|_| ())
    }
}
