//! `/api/audit/`: who touched whose data, for administrators.

use super::user::cursor;
use super::{By, List, Outcome, Query, extract, ok};
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::{PatientId, Problems, UserId, page};
use serde::{Deserialize, Serialize};
use service::Services;
use service::audit::{self, Filter, Noted};
use std::str::FromStr;
use utoipa::ToSchema;

/// Something that was done to somebody's data, or a look at it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEntry)]
pub(super) struct EntryOut {
    /// Its number in the chain, without a gap.
    seq: i64,
    /// When.
    at: DateTime<Utc>,
    /// The account; none for strangers and for the command line.
    #[schema(required)]
    user: Option<UserId>,
    /// Whose data.
    #[schema(required)]
    patient: Option<PatientId>,
    /// What was done.
    action: String,
    /// To what: an id, or what was looked for.
    object: String,
    /// Why, where it was asked.
    #[schema(required)]
    why: Option<String>,
}

impl From<Noted> for EntryOut {
    fn from(noted: Noted) -> Self {
        let Noted { seq, at, user, patient, action, object, why } = noted;
        Self { seq, at, user, patient, action, object, why }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct AuditQuery {
    user: String,
    patient: String,
    action: String,
    from: String,
    to: String,
    after: String,
    limit: String,
}

impl AuditQuery {
    fn read(&self) -> Result<Filter, Problems> {
        let mut wrong = Problems::default();
        let filter = Filter {
            user: id(&mut wrong, "user", &self.user),
            patient: id(&mut wrong, "patient", &self.patient),
            action: wrong.take("action", audit::action(&self.action)).flatten(),
            from: instant(&mut wrong, "from", &self.from),
            to: instant(&mut wrong, "to", &self.to),
            after: cursor(&mut wrong, &self.after),
            limit: wrong.take("limit", domain::doctor::limit(&self.limit)).unwrap_or(page::LIMIT_DEFAULT),
        };
        if wrong.is_empty() { Ok(filter) } else { Err(wrong) }
    }
}

fn id<T: FromStr>(wrong: &mut Problems, name: &'static str, raw: &str) -> Option<T> {
    match raw.trim() {
        "" => None,
        id => wrong.take(name, id.parse().map_err(|_| "Please use an id.")),
    }
}

fn instant(wrong: &mut Problems, name: &'static str, raw: &str) -> Option<DateTime<Utc>> {
    if raw.trim().is_empty() { None } else { wrong.take(name, extract::instant(raw)) }
}

/// `GET /api/audit/`
pub(super) async fn list(State(services): State<Services>, By(caller): By, Query(query): Query<AuditQuery>) -> Outcome<List<EntryOut>> {
    let filter = query.read()?;
    Ok(ok(List::page(audit::list(&services, &caller, &filter).await?)))
}
