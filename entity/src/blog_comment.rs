//! Table `blog_comment`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "blog_comment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub post_id: Uuid,
    pub user_id: Uuid,
    pub text: String,
    pub created_at: ChronoDateTimeUtc,
    pub hidden_at: Option<ChronoDateTimeUtc>,
    pub hidden_why: Option<String>,
    pub reported_at: Option<ChronoDateTimeUtc>,
    pub reports: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
