//! The blog.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261129_000080_blog"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(include_str!("m20261129_000080_blog.sql")).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let undo = "drop table blog_report, blog_comment, blog_word, blog_tag, blog_tagged, blog_search, blog_article, blog_post, blog_image cascade;
            drop sequence blog_number; drop function blog_near, blog_tsvector, blog_vocabulary, blog_text, blog_generation, blog_generations, blog_count, blog_found,
            blog_candidates, blog_reported, blog_slug_is_taken, app_verified, blog_post_is_changed_by_its_own, blog_article_is_what_was_reviewed,
            blog_comment_is_not_rewritten";
        manager.get_connection().execute_unprepared(undo).await.map(|_| ())
    }
}
