//! Table `blog_article`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "blog_article")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub author_id: Uuid,
    pub slug: String,
    pub version: i32,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub words: String,
    pub tags: Vec<String>,
    pub sources: Json,
    pub cover_id: Option<Uuid>,
    pub published_at: ChronoDateTimeUtc,
    pub updated_at: ChronoDateTimeUtc,
    pub reviewer_id: Uuid,
    pub reviewed_at: ChronoDateTimeUtc,
    pub review_due: ChronoDate,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
