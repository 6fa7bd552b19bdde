//! `/api/users/`: who one is, and the administrator's list of accounts.

use super::etag::{self, IfNoneMatch, Versioned};
use super::openapi::TimeZone;
use super::{Answer, By, Id, List, Maybe, Nothing, Outcome, Query, ok, problem::Problem};
use crate::session::Visitor;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::account::{Account, UserType};
use domain::{Caller, Code, DoctorId, PatientId, Problems, UserId, page, text};
use serde::{Deserialize, Serialize};
use service::{Services, admin};
use utoipa::ToSchema;

/// The account that is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Me)]
pub(super) struct MeOut {
    /// Of the account.
    id: UserId,
    /// The address to sign in with.
    #[schema(format = Email)]
    email: String,
    /// What the account is for.
    user_type: UserType,
    /// Name to show.
    name: String,
    /// The person's.
    #[schema(value_type = TimeZone)]
    time_zone: chrono_tz::Tz,
    /// The patient behind the account.
    #[schema(required)]
    patient: Option<PatientId>,
    /// The doctor behind the account.
    #[schema(required)]
    doctor: Option<DoctorId>,
}

impl From<Account> for MeOut {
    fn from(account: Account) -> Self {
        let Account { id, email, user_type, name, zone, caller, .. } = account;
        Self { id, email, user_type, name, time_zone: zone, patient: caller.patient(), doctor: caller.doctor() }
    }
}

/// An account in the administrator's list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub(super) struct UserOut {
    /// Of the account.
    id: UserId,
    /// The address to sign in with.
    #[schema(format = Email)]
    email: String,
    /// What the account is for.
    user_type: UserType,
    /// Whether it can sign in.
    is_active: bool,
    /// When it registered.
    created_at: DateTime<Utc>,
    /// Whether signing in asks for a code.
    second_factor: bool,
}

impl From<admin::UserRow> for UserOut {
    fn from(row: admin::UserRow) -> Self {
        let admin::UserRow { id, email, user_type, is_active, created_at, second_factor } = row;
        Self { id, email, user_type, is_active, created_at, second_factor }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct UsersQuery {
    q: String,
    after: String,
    limit: String,
}

/// `GET /api/users/me/`
pub(super) async fn me(visitor: Visitor, known: IfNoneMatch) -> Result<Versioned<MeOut>, Problem> {
    let account = visitor.account.ok_or(Code::Unauthenticated)?;
    Ok(etag::versioned(account.into(), &known))
}

/// `GET /api/users/`
pub(super) async fn list(State(services): State<Services>, By(caller): By, Query(query): Query<UsersQuery>) -> Outcome<List<UserOut>> {
    let mut wrong = Problems::default();
    let text = wrong.take("q", text::bounded(&query.q, 0, text::NAME_MAX)).unwrap_or_default();
    let after = cursor(&mut wrong, &query.after);
    let limit = wrong.take("limit", domain::doctor::limit(&query.limit)).unwrap_or(page::LIMIT_DEFAULT);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    Ok(ok(List::page(admin::users(&services, &caller, &text, after, limit).await?)))
}

/// What stands there, where something does.
pub(super) fn given(raw: &str) -> Option<&str> {
    Some(raw).filter(|raw| !raw.is_empty())
}

/// Reads the cursor of a list whose cursors are ids.
pub(super) fn cursor<T: std::str::FromStr>(wrong: &mut Problems, raw: &str) -> Option<T> {
    match raw.trim() {
        "" => None,
        id => wrong.take("after", id.parse().map_err(|_| "Please use the cursor as it was given.")),
    }
}

/// `POST /api/users/{id}/activate/`
pub(super) async fn activate(State(services): State<Services>, By(caller): By, Id(id): Id<UserId>, _: Maybe<Nothing>) -> Outcome<()> {
    set_active(&services, &caller, id, true).await
}

/// `POST /api/users/{id}/deactivate/`
pub(super) async fn deactivate(State(services): State<Services>, By(caller): By, Id(id): Id<UserId>, _: Maybe<Nothing>) -> Outcome<()> {
    set_active(&services, &caller, id, false).await
}

async fn set_active(services: &Services, caller: &Caller, id: UserId, active: bool) -> Result<Answer<()>, Problem> {
    admin::set_active(services, caller, id, active).await?;
    Ok(ok(()).saying(if active { "The account can sign in." } else { "The account can no longer sign in." }))
}
