//! Articles that speak of markup are found by their words: what follows a tag's `<` is no word to the database.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261129_000121_markup_in_search"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(&text_of("-/''’<>", 6)).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(&text_of("-/''’", 4)).await.map(|_| ())
    }
}

/// The function that makes words of a text, with these characters between them.
fn text_of(parting: &str, n: usize) -> String {
    let spaces = " ".repeat(n);
    format!(
        "create or replace function blog_text(value text) returns text language sql immutable strict parallel safe
         as $$ select translate(public.plain(value), '{parting}', '{spaces}') $$"
    )
}
