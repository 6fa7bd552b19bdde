//! Table `symptom_report`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "symptom_report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub patient_id: Option<Uuid>,
    pub age: Option<f32>,
    pub sex: Option<String>,
    pub model: String,
    pub created_at: ChronoDateTimeUtc,
    pub content: Option<Vec<u8>>,
    pub level: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
