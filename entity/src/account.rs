//! Table `account`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub email: String,
    pub password_hash: String,
    pub user_type: String,
    pub is_active: bool,
    pub email_verified_at: Option<ChronoDateTimeUtc>,
    pub locale: String,
    pub time_zone: String,
    pub created_at: ChronoDateTimeUtc,
    pub token_epoch: i32,
    pub erased_at: Option<ChronoDateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
