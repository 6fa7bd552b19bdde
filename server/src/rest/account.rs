//! `/api/auth/`: register, sign in, sign out.

use super::{Address, By, Json, Maybe, Nothing, Outcome, ok, problem::Problem, user::MeOut};
use crate::session;
use crate::state::AppState;
use axum::extract::State;
use domain::Code;
use domain::account::NewAccount;
use serde::{Deserialize, Serialize};
use service::Services;
use tower_sessions::Session;

/// A registration; what a doctor needs more is optional here and asked for by the rules.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RegisterIn {
    email: Option<String>,
    password: Option<String>,
    user_type: Option<String>,
    name: Option<String>,
    date_of_birth: Option<String>,
    sex: Option<String>,
    #[serde(alias = "specialization")]
    specialty: Option<String>,
    license_number: Option<String>,
    license_issuer: Option<String>,
    license_expires: Option<String>,
    clinic: Option<String>,
    time_zone: Option<String>,
}

impl From<RegisterIn> for NewAccount {
    fn from(given: RegisterIn) -> Self {
        Self {
            email: given.email.unwrap_or_default(),
            password: given.password.unwrap_or_default(),
            user_type: given.user_type.unwrap_or_default(),
            name: given.name.unwrap_or_default(),
            date_of_birth: given.date_of_birth.unwrap_or_default(),
            sex: given.sex.unwrap_or_default(),
            specialty: given.specialty.unwrap_or_default(),
            license_number: given.license_number.unwrap_or_default(),
            license_issuer: given.license_issuer.unwrap_or_default(),
            license_expires: given.license_expires.unwrap_or_default(),
            clinic: given.clinic.unwrap_or_default(),
            time_zone: given.time_zone.unwrap_or_default(),
        }
    }
}

/// The address that was registered, and nothing about whether it was known before.
#[derive(Debug, Serialize)]
pub(super) struct RegisteredOut {
    email: String,
    user_type: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LoginIn {
    email: String,
    password: String,
}

/// `POST /api/auth/register/`
pub(super) async fn register(State(services): State<Services>, Json(given): Json<RegisterIn>) -> Outcome<RegisteredOut> {
    let new = NewAccount::from(given);
    service::account::register(&services, &new).await?;
    let out = RegisteredOut { email: new.email.trim().to_lowercase(), user_type: new.user_type };
    Ok(ok(out).created().saying("You can sign in now. If you had an account already, it is unchanged."))
}

/// `POST /api/auth/login/`: answers with the account, and the session in a cookie.
pub(super) async fn login(
    State(state): State<AppState>,
    session: Session,
    Address(address): Address,
    Json(given): Json<LoginIn>,
) -> Outcome<MeOut> {
    let found = service::account::login(&state.services, &given.email, &given.password, address).await;
    let account = found.map_err(|error| match Problem::from(error) {
        refused if refused.code() == Code::Unauthenticated => refused.saying("This e-mail address and password do not belong together."),
        other => other,
    })?;
    session::sign_in(&session, &account, &state).await?;
    // Now, and not after the answer was made: a failure can still be told.
    session.save().await?;
    Ok(ok(account.into()).saying("You are signed in."))
}

/// `POST /api/auth/logout/`: who is not signed in is signed out already.
pub(super) async fn logout(session: Session, _: Maybe<Nothing>) -> Outcome<()> {
    session::sign_out(&session).await?;
    Ok(ok(()).saying("You are signed out."))
}

/// `POST /api/auth/logout-everywhere/`
pub(super) async fn logout_everywhere(
    State(services): State<Services>,
    By(caller): By,
    session: Session,
    _: Maybe<Nothing>,
) -> Outcome<()> {
    service::account::logout_everywhere(&services, &caller).await?;
    session::sign_out(&session).await?;
    Ok(ok(()).saying("You are signed out on every device."))
}
