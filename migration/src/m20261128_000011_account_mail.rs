//! Mails, one-use links, known devices, and ids by which sessions can be shown.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261128_000011_account_mail"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(include_str!("m20261128_000011_account_mail.sql")).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = "drop table device; drop table account_token; drop table mail; alter table session drop column public_id";
        manager.get_connection().execute_unprepared(sql).await.map(|_| ())
    }
}
