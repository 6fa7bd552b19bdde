//! Looking into the audit.

use super::note;
use crate::{Error, Services, admin};
use chrono::{DateTime, Utc};
use domain::{
    Caller, PatientId, UserId,
    page::{LIMIT_MAX, Page},
};
use entity::audit::{Column, Entity, Model};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which entries; all of them where nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Done by this account.
    pub user: Option<UserId>,
    /// About this patient.
    pub patient: Option<PatientId>,
    /// Of this kind, or of all whose kind begins so: `appointment.`
    pub action: Option<String>,
    /// From then on.
    pub from: Option<DateTime<Utc>>,
    /// Before then.
    pub to: Option<DateTime<Utc>>,
    /// Older than the entry of this number.
    pub after: Option<i64>,
    /// Rows, 1–100.
    pub limit: u16,
}

/// An entry, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// Its number in the chain.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; `None` for strangers and the command line.
    pub user: Option<UserId>,
    /// Whose data.
    pub patient: Option<PatientId>,
    /// What was done.
    pub action: String,
    /// To what.
    pub object: String,
    /// Why, where it was asked.
    pub why: Option<String>,
}

impl From<Model> for Noted {
    fn from(row: Model) -> Self {
        Self {
            seq: row.seq,
            at: row.at,
            user: row.user_id.map(UserId),
            patient: row.patient_id.map(PatientId),
            action: row.action,
            object: row.object,
            why: row.why,
        }
    }
}

/// The entries that match, newest first; for administrators. That they looked is noted too.
pub async fn list(services: &Services, caller: &Caller, filter: &Filter) -> Result<Page<Noted>, Error> {
    admin::only_admin(caller)?;
    let limit = filter.limit.clamp(1, LIMIT_MAX);
    let mut query = Entity::find().order_by_desc(Column::Seq).limit(u64::from(limit) + 1);
    if let Some(user) = filter.user {
        query = query.filter(Column::UserId.eq(user.0));
    }
    if let Some(patient) = filter.patient {
        query = query.filter(Column::PatientId.eq(patient.0));
    }
    match filter.action.as_deref() {
        Some(group) if group.ends_with('.') => query = query.filter(Column::Action.starts_with(group)),
        Some(action) => query = query.filter(Column::Action.eq(action)),
        None => {}
    }
    if let Some(from) = filter.from {
        query = query.filter(Column::At.gte(from));
    }
    if let Some(to) = filter.to {
        query = query.filter(Column::At.lt(to));
    }
    if let Some(after) = filter.after {
        query = query.filter(Column::Seq.lt(after));
    }
    let tx = services.begin(caller).await?;
    let rows = query.all(&tx).await?.into_iter().map(Noted::from).collect();
    note(&tx, caller, services.now(), filter.patient, "audit.search", object(filter)).await?;
    tx.commit().await?;
    Ok(Page::from_rows(rows, limit, |noted: &Noted| noted.seq.to_string()))
}

/// What was looked for, in few words.
fn object(filter: &Filter) -> String {
    let id = |name: &str, id: Option<Uuid>| id.map(|id| format!("{name} {id}"));
    let parts = [id("user", filter.user.map(|u| u.0)), id("patient", filter.patient.map(|p| p.0)), filter.action.clone()];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    if said.is_empty() { "everything".to_owned() } else { said.join(", ") }
}
