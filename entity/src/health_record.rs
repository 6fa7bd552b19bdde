//! Table `health_record`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "health_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub patient_id: Uuid,
    pub author_user_id: Uuid,
    pub record_type: String,
    pub recorded_at: ChronoDateTimeUtc,
    pub created_at: ChronoDateTimeUtc,
    pub corrects: Option<Uuid>,
    pub retracted: bool,
    pub content: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
