//! Table `doctor`.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "doctor")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub clinic_id: Uuid,
    pub name: String,
    pub specialty: String,
    pub experience_years: i16,
    pub education: String,
    pub bio: String,
    pub languages: Vec<String>,
    pub telehealth: bool,
    pub asks_first: bool,
    pub fee_minor: i32,
    pub license_number: String,
    pub license_issuer: String,
    pub license_expires: ChronoDate,
    pub verified_at: Option<ChronoDateTimeUtc>,
    pub verified_by: Option<Uuid>,
    pub weekly: Json,
    pub exceptions: Json,
    pub slot_minutes: i16,
    pub notice_minutes: i32,
    pub horizon_days: i16,
    pub rating_sum: i32,
    pub rating_count: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
