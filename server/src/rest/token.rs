//! `/api/auth/token/` and its neighbours, `/api/users/me/tokens/`: tokens of programs.

use super::openapi::ScopeList;
use super::{Address, By, Id, Json, List, Maybe, Nothing, Outcome, account::first_step, ok};
use crate::session::Visitor;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::token::{NewToken, Scopes};
use domain::{Problems, TokenId};
use serde::{Deserialize, Serialize};
use service::account::Whence;
use service::token::{PersonalToken, Tokens};
use service::{Services, sign_in, token};
use utoipa::ToSchema;

/// An address, its password, and what the program wants to do.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TokenRequest)]
pub(super) struct IssueIn {
    /// Compared without case.
    #[schema(format = Email)]
    email: String,
    /// As it was chosen.
    #[schema(format = Password)]
    password: String,
    /// `read` where nothing is said. Ask for no more than you need.
    #[schema(value_type = Option<ScopeList>)]
    scope: Option<String>,
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RefreshRequest)]
pub(super) struct RefreshIn {
    /// As it was given.
    refresh_token: String,
}

/// A token to end.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RevokeRequest)]
pub(super) struct RevokeIn {
    /// A refresh token, an access token or a personal token.
    token: String,
}

/// Tokens of a program.
#[derive(Serialize, ToSchema)]
#[schema(as = Tokens)]
pub(super) struct TokensOut {
    /// For `Authorization: Bearer`.
    access_token: String,
    /// Always `Bearer`.
    token_type: &'static str,
    /// Seconds for which the access token counts.
    expires_in: i64,
    /// Gets the next tokens; good once.
    refresh_token: String,
    /// Until when it does.
    refresh_expires_at: DateTime<Utc>,
    /// What both may do.
    #[schema(value_type = ScopeList)]
    scope: String,
}

impl From<Tokens> for TokensOut {
    fn from(tokens: Tokens) -> Self {
        Self {
            access_token: tokens.access,
            token_type: "Bearer",
            expires_in: tokens.expires_in,
            refresh_token: tokens.refresh,
            refresh_expires_at: tokens.refresh_until,
            scope: tokens.scopes.to_string(),
        }
    }
}

/// A personal token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewToken)]
pub(super) struct CreateIn {
    /// What it is for; no two alike.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// Ask for no more than the script needs.
    #[schema(value_type = ScopeList)]
    scope: String,
    /// Life in days; 90 where nothing is said.
    #[schema(minimum = 1, maximum = 365)]
    days: Option<u16>,
    /// The account's, once more.
    #[schema(format = Password)]
    password: String,
}

/// A personal token, without its text.
#[derive(Serialize, ToSchema)]
#[schema(as = PersonalToken)]
pub(super) struct PersonalOut {
    /// For revoking it.
    id: TokenId,
    /// What it is for.
    name: String,
    /// What it may do.
    #[schema(value_type = ScopeList)]
    scope: String,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// When it was used last, to the hour.
    #[schema(required)]
    last_used_at: Option<DateTime<Utc>>,
    /// Until when it counts.
    expires_at: DateTime<Utc>,
}

impl From<PersonalToken> for PersonalOut {
    fn from(token: PersonalToken) -> Self {
        let PersonalToken { id, name, scopes, created_at, last_used_at, expires_at } = token;
        Self { id, name, scope: scopes.to_string(), created_at, last_used_at, expires_at }
    }
}

/// A personal token that was just made.
#[derive(Serialize, ToSchema)]
#[schema(as = MadeToken)]
pub(super) struct MadeOut {
    /// The text, told here and never again.
    token: String,
    /// The rest of it.
    personal: PersonalOut,
}

/// `POST /api/auth/token/`
pub(super) async fn issue(State(services): State<Services>, Address(address): Address, Json(given): Json<IssueIn>) -> Outcome<TokensOut> {
    let scopes = given.scope.as_deref().unwrap_or("read").parse::<Scopes>().map_err(|wrong| Problems::one("scope", wrong))?;
    let from = Whence { address, device: None };
    let proven = first_step(sign_in::password(&services, &given.email, &given.password, &from).await)?;
    Ok(ok(token::issue(&services, &proven, scopes).await?.into()).saying("Keep these like a password."))
}

/// `POST /api/auth/refresh/`
pub(super) async fn refresh(State(services): State<Services>, Json(given): Json<RefreshIn>) -> Outcome<TokensOut> {
    Ok(ok(token::refresh(&services, &given.refresh_token).await?.into()).saying("Use the new refresh token the next time."))
}

/// `POST /api/auth/revoke/`
pub(super) async fn revoke(State(services): State<Services>, Json(given): Json<RevokeIn>) -> Outcome<()> {
    token::revoke(&services, &given.token).await?;
    Ok(ok(()).saying("It is good for nothing any more."))
}

/// `GET /api/users/me/tokens/`
pub(super) async fn list(State(services): State<Services>, By(caller): By) -> Outcome<List<PersonalOut>> {
    Ok(ok(List::whole(token::list(&services, &caller).await?)))
}

/// `POST /api/users/me/tokens/`
pub(super) async fn create(
    State(services): State<Services>,
    By(caller): By,
    visitor: Visitor,
    Json(given): Json<CreateIn>,
) -> Outcome<MadeOut, 201> {
    let CreateIn { name, scope, days, password } = given;
    let new = NewToken { name, scope, days: days.map(|days| days.to_string()).unwrap_or_default() };
    let (made, text) = token::create(&services, &caller, &new, &password, visitor.second_factor).await?;
    Ok(ok(MadeOut { token: text, personal: made.into() }).created().saying("Copy it now: it is not shown again."))
}

/// `POST /api/users/me/tokens/{id}/revoke/`
pub(super) async fn revoke_own(State(services): State<Services>, By(caller): By, Id(id): Id<TokenId>, _: Maybe<Nothing>) -> Outcome<()> {
    token::revoke_own(&services, &caller, id).await?;
    Ok(ok(()).saying("It is good for nothing any more."))
}
