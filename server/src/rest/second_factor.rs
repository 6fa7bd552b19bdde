//! `/api/auth/second-factor/`, `/api/users/me/second-factor/`: the second step of signing in.

use super::openapi::ScopeList;
use super::token::TokensOut;
use super::{By, Id, Json, Maybe, Nothing, Outcome, ok, user::MeOut};
use crate::session;
use crate::state::AppState;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::token::Scopes;
use domain::{Problems, UserId};
use serde::{Deserialize, Serialize};
use service::second_factor::{self, State as Stands};
use service::{Services, sign_in, token};
use tower_sessions::Session;
use utoipa::ToSchema;

/// The second step of signing in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SecondStep)]
pub(super) struct SecondStepIn {
    /// From the refusal of the first step.
    mfa_token: String,
    /// Six digits of the device, or a recovery code.
    code: String,
}

/// The second step of getting tokens.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SecondStepForTokens)]
pub(super) struct TokensIn {
    /// From the refusal of the first step.
    mfa_token: String,
    /// Six digits of the device, or a recovery code.
    code: String,
    /// `read` where nothing is said. Ask for no more than you need.
    #[schema(value_type = Option<ScopeList>)]
    scope: Option<String>,
}

/// The account's password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordAgain)]
pub(super) struct PasswordIn {
    /// Once more.
    #[schema(format = Password)]
    password: String,
}

/// A code of the second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SecondFactorCode)]
pub(super) struct CodeIn {
    /// Six digits of the device; where a factor is on, a recovery code will do.
    code: String,
}

/// What taking the second factor away needs.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SecondFactorRemoval)]
pub(super) struct RemoveIn {
    /// The account's, once more.
    #[schema(format = Password)]
    password: String,
    /// Six digits of the device, or a recovery code.
    code: String,
}

/// Where the second factor stands.
#[derive(Serialize, ToSchema)]
#[schema(as = SecondFactorState)]
pub(super) struct StateOut {
    /// Whether signing in asks for a code.
    is_on: bool,
    /// Since when it does.
    #[schema(required)]
    since: Option<DateTime<Utc>>,
    /// Recovery codes that were not used.
    recovery_codes_left: u64,
}

/// What a device needs to work out codes.
#[derive(Serialize, ToSchema)]
#[schema(as = Enrolment)]
pub(super) struct EnrolmentOut {
    /// To type in: base 32.
    secret: String,
    /// The same for a QR code.
    uri: String,
}

/// Recovery codes.
#[derive(Serialize, ToSchema)]
#[schema(as = RecoveryCodes)]
pub(super) struct CodesOut {
    /// Each opens once. They are told here and never again.
    recovery_codes: Vec<String>,
}

/// `POST /api/auth/second-factor/`: answers with the account, and the session in a cookie.
pub(super) async fn sign_in(
    State(state): State<AppState>,
    session: Session,
    device: session::Device,
    Json(given): Json<SecondStepIn>,
) -> Outcome<MeOut> {
    let proven = sign_in::code(&state.services, &given.mfa_token, &given.code).await?;
    session::sign_in(&session, &proven, &state, &device).await?;
    session.save().await?;
    Ok(ok(proven.account.into()).saying("You are signed in."))
}

/// `POST /api/auth/token/second-factor/`
pub(super) async fn issue(State(services): State<Services>, Json(given): Json<TokensIn>) -> Outcome<TokensOut> {
    let scopes = given.scope.as_deref().unwrap_or("read").parse::<Scopes>().map_err(|wrong| Problems::one("scope", wrong))?;
    let proven = sign_in::code(&services, &given.mfa_token, &given.code).await?;
    Ok(ok(token::issue(&services, &proven, scopes).await?.into()).saying("Keep these like a password."))
}

/// `GET /api/users/me/second-factor/`
pub(super) async fn state(State(services): State<Services>, By(caller): By) -> Outcome<StateOut> {
    let (since, left) = match second_factor::state(&services, &caller).await? {
        Stands::On { since, codes } => (Some(since), codes),
        Stands::Off | Stands::Begun => (None, 0),
    };
    Ok(ok(StateOut { is_on: since.is_some(), since, recovery_codes_left: left }))
}

/// `POST /api/users/me/second-factor/`
pub(super) async fn begin(
    State(services): State<Services>,
    By(caller): By,
    visitor: session::Visitor,
    Json(given): Json<PasswordIn>,
) -> Outcome<EnrolmentOut> {
    let begun = second_factor::begin(&services, &caller, &given.password, !visitor.must_enrol).await?;
    Ok(ok(EnrolmentOut { secret: begun.secret, uri: begun.uri }).saying("Confirm it with a code of the device."))
}

/// `POST /api/users/me/second-factor/confirm/`
pub(super) async fn confirm(
    State(services): State<Services>,
    By(caller): By,
    visitor: session::Visitor,
    session: Session,
    Json(given): Json<CodeIn>,
) -> Outcome<CodesOut> {
    let recovery_codes = second_factor::confirm(&services, &caller, &given.code).await?;
    visitor.strengthen(&services, &session).await?;
    Ok(ok(CodesOut { recovery_codes }).saying("Keep these codes where you find them without your device."))
}

/// `POST /api/users/me/second-factor/recovery-codes/`
pub(super) async fn renew(State(services): State<Services>, By(caller): By, Json(given): Json<CodeIn>) -> Outcome<CodesOut> {
    let recovery_codes = second_factor::renew(&services, &caller, &given.code).await?;
    Ok(ok(CodesOut { recovery_codes }).saying("The old codes are good for nothing any more."))
}

/// `POST /api/users/me/second-factor/remove/`
pub(super) async fn remove(State(services): State<Services>, By(caller): By, session: Session, Json(given): Json<RemoveIn>) -> Outcome<()> {
    second_factor::remove(&services, &caller, &given.password, &given.code).await?;
    session::sign_out(&session).await?;
    Ok(ok(()).saying("Signing in asks for your password alone. You are signed out on every device."))
}

/// `POST /api/users/{id}/second-factor/reset/`
pub(super) async fn reset(State(services): State<Services>, By(caller): By, Id(id): Id<UserId>, _: Maybe<Nothing>) -> Outcome<()> {
    second_factor::reset(&services, &caller, id).await?;
    Ok(ok(()).saying("They sign in with their password and can set up another one."))
}
