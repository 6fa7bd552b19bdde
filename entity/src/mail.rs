//! Table `mail`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Option<Uuid>,
    pub recipient: String,
    pub subject: String,
    pub body: Option<String>,
    pub created_at: ChronoDateTimeUtc,
    pub due_at: ChronoDateTimeUtc,
    pub tries: i16,
    pub sent_at: Option<ChronoDateTimeUtc>,
    pub forget: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
