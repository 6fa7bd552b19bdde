//! `/api/auth/passkey/`, `/api/users/me/passkeys/`: keys of devices that open an account.

use super::{By, Id, Json, List, Maybe, Nothing, Outcome, ok, user::MeOut};
use crate::session;
use crate::state::AppState;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::PasskeyId;
use domain::passkey::{Assertion, Creation, Passkey, Registration, Request};
use serde::{Deserialize, Serialize};
use service::passkey::Question;
use service::{Services, passkey};
use tower_sessions::Session;
use utoipa::ToSchema;

/// A question to a device that has a key.
#[derive(Serialize, ToSchema)]
#[schema(as = PasskeyQuestion)]
pub(super) struct AskedOut {
    /// To come back with the answer, within five minutes; good once.
    question: String,
    /// For `navigator.credentials.get()`.
    public_key: Request,
}

/// A question to a device that is to make a key.
#[derive(Serialize, ToSchema)]
#[schema(as = PasskeyCreationQuestion)]
pub(super) struct AskedNewOut {
    /// To come back with the answer, within five minutes; good once.
    question: String,
    /// For `navigator.credentials.create()`.
    public_key: Creation,
}

/// What signing in with a passkey needs.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasskeySignIn)]
pub(super) struct SignInIn {
    /// As it was asked.
    question: String,
    /// What the device answered.
    credential: Assertion,
}

/// What a new passkey needs first.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasskeyWish)]
pub(super) struct WishIn {
    /// The account's, once more.
    #[schema(format = Password)]
    password: String,
    /// Where signing in asks for one: six digits of the device, or a recovery code.
    #[serde(default)]
    code: String,
}

/// A new passkey.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPasskey)]
pub(super) struct AddIn {
    /// As it was asked.
    question: String,
    /// How to tell it from others: `phone`.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// What the device answered.
    credential: Registration,
}

/// A passkey.
#[derive(Serialize, ToSchema)]
#[schema(as = Passkey)]
pub(super) struct PasskeyOut {
    /// Id.
    id: PasskeyId,
    /// What its owner calls it.
    name: String,
    /// Whether the device keeps copies of it elsewhere, so that it is not lost with the device.
    is_synced: bool,
    /// Since when.
    created_at: DateTime<Utc>,
    /// When it opened the account last.
    #[schema(required)]
    last_used_at: Option<DateTime<Utc>>,
}

impl From<Passkey> for PasskeyOut {
    fn from(key: Passkey) -> Self {
        let Passkey { id, name, synced, created_at, last_used_at } = key;
        Self { id, name, is_synced: synced, created_at, last_used_at }
    }
}

/// `POST /api/auth/passkey/question/`
pub(super) async fn ask(State(services): State<Services>, _: Maybe<Nothing>) -> Outcome<AskedOut> {
    let Question { question, public_key } = passkey::ask(&services)?;
    Ok(ok(AskedOut { question, public_key }))
}

/// `POST /api/auth/passkey/`: answers with the account, and the session in a cookie.
pub(super) async fn sign_in(
    State(state): State<AppState>,
    session: Session,
    device: session::Device,
    Json(given): Json<SignInIn>,
) -> Outcome<MeOut> {
    let proven = passkey::sign_in(&state.services, &given.question, &given.credential).await?;
    session::sign_in(&session, &proven, &state, &device).await?;
    session.save().await?;
    Ok(ok(proven.account.into()).saying("You are signed in."))
}

/// `GET /api/users/me/passkeys/`
pub(super) async fn list(State(services): State<Services>, By(caller): By) -> Outcome<List<PasskeyOut>> {
    Ok(ok(List::whole(passkey::list(&services, &caller).await?)))
}

/// `POST /api/users/me/passkeys/question/`
pub(super) async fn ask_new(
    State(services): State<Services>,
    By(caller): By,
    visitor: session::Visitor,
    Json(given): Json<WishIn>,
) -> Outcome<AskedNewOut> {
    let Question { question, public_key } = passkey::ask_new(&services, &caller, &given.password, &given.code, !visitor.must_enrol).await?;
    Ok(ok(AskedNewOut { question, public_key }))
}

/// `POST /api/users/me/passkeys/`
pub(super) async fn add(
    State(services): State<Services>,
    By(caller): By,
    visitor: session::Visitor,
    session: Session,
    Json(given): Json<AddIn>,
) -> Outcome<PasskeyOut, 201> {
    let made = passkey::add(&services, &caller, &given.question, &given.name, &given.credential).await?;
    visitor.strengthen(&services, &session).await?;
    Ok(ok(PasskeyOut::from(made)).created().saying("It opens your account from now on."))
}

/// `DELETE /api/users/me/passkeys/{id}/`
pub(super) async fn remove(
    State(services): State<Services>,
    By(caller): By,
    visitor: session::Visitor,
    Id(id): Id<PasskeyId>,
    _: Maybe<Nothing>,
) -> Outcome<()> {
    passkey::remove(&services, &caller, id, !visitor.must_enrol).await?;
    Ok(ok(()).saying("It opens your account no more."))
}
