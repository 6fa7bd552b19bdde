//! Tokens of programs.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261128_000010_token"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(include_str!("m20261128_000010_token.sql")).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let undo = "drop table refresh_token, access_grant; drop trigger account_ends_tokens on account;
                    drop function account_ends_tokens(); alter table account drop column token_epoch";
        manager.get_connection().execute_unprepared(undo).await.map(|_| ())
    }
}
