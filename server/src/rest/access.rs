//! Links that come by mail, the password, the address, and where somebody is signed in.

use super::{Address, By, Id, Json, List, Maybe, Nothing, Outcome, ok};
use crate::session::{self, Device};
use crate::state::AppState;
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::SessionId;
use serde::{Deserialize, Serialize};
use service::Services;
use service::account::{self, Contact, sessions};
use tower_sessions::Session;
use utoipa::ToSchema;

/// What stands in a mailed link behind `token=`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Link)]
pub(super) struct LinkIn {
    /// Good once.
    token: String,
}

/// An address that a link is to be sent to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Forgotten)]
pub(super) struct ForgottenIn {
    /// Compared without case.
    #[schema(format = Email, max_length = 254)]
    email: String,
}

/// A link and the password that it sets.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordReset)]
pub(super) struct ResetIn {
    /// What stands in the link behind `token=`.
    token: String,
    /// As for a registration.
    #[schema(format = Password, min_length = 10, max_length = 128)]
    password: String,
}

/// A new password, and the old one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordChange)]
pub(super) struct PasswordIn {
    /// The one that holds now.
    #[schema(format = Password)]
    current_password: String,
    /// As for a registration.
    #[schema(format = Password, min_length = 10, max_length = 128)]
    password: String,
}

/// A new address, and the password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EmailChange)]
pub(super) struct EmailIn {
    /// The account's.
    #[schema(format = Password)]
    current_password: String,
    /// The account has it once the link that is sent there was followed.
    #[schema(format = Email, max_length = 254)]
    email: String,
}

/// The address of an account.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contact)]
pub(super) struct ContactOut {
    /// The address to sign in with.
    #[schema(format = Email)]
    email: String,
    /// Whether a link that was sent there has been followed.
    verified: bool,
}

/// A sign-in that holds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub(super) struct SessionOut {
    /// Names the session; it is not what the cookie holds.
    id: SessionId,
    /// Browser and system.
    device: String,
    /// When it began.
    since: DateTime<Utc>,
    /// When it was last in use, to a minute.
    last_seen: DateTime<Utc>,
    /// Whether this request came with it.
    is_this: bool,
}

impl From<sessions::Session> for SessionOut {
    fn from(session: sessions::Session) -> Self {
        let sessions::Session { id, device, since, last_seen, is_this } = session;
        Self { id, device, since, last_seen, is_this }
    }
}

/// `POST /api/auth/verify-email/`
pub(super) async fn verify_email(State(services): State<Services>, Json(given): Json<LinkIn>) -> Outcome<()> {
    account::verify_email(&services, &given.token).await?;
    Ok(ok(()).saying("The address is confirmed."))
}

/// `POST /api/auth/verify-email/resend/`
pub(super) async fn resend(State(services): State<Services>, By(caller): By, _: Maybe<Nothing>) -> Outcome<()> {
    account::ask_again(&services, &caller).await?;
    Ok(ok(()).saying("If the address is not confirmed yet, a link is on its way."))
}

/// `POST /api/auth/password-reset/`
pub(super) async fn ask_reset(State(services): State<Services>, Address(from): Address, Json(given): Json<ForgottenIn>) -> Outcome<()> {
    account::ask_reset(&services, &given.email, from).await?;
    Ok(ok(()).saying("If this address has an account, a link is on its way."))
}

/// `POST /api/auth/password-reset/confirm/`
pub(super) async fn reset_password(State(state): State<AppState>, device: Device, Json(given): Json<ResetIn>) -> Outcome<()> {
    let user = account::reset_password(&state.services, &given.token, &given.password).await?;
    device.introduce(&state, user).await?;
    Ok(ok(()).saying("The password is changed. Please sign in with the new one."))
}

/// `POST /api/auth/email/confirm/`
pub(super) async fn change_email(State(services): State<Services>, session: Session, Json(given): Json<LinkIn>) -> Outcome<()> {
    account::change_email(&services, &given.token, session::fingerprint(&session).as_deref()).await?;
    Ok(ok(()).saying("The address is changed. What was signed in elsewhere is signed out."))
}

/// `GET /api/users/me/email/`
pub(super) async fn email(State(services): State<Services>, By(caller): By) -> Outcome<ContactOut> {
    let Contact { email, verified } = account::contact(&services, &caller).await?;
    Ok(ok(ContactOut { email, verified }))
}

/// `POST /api/users/me/email/`
pub(super) async fn ask_email(State(services): State<Services>, By(caller): By, Json(given): Json<EmailIn>) -> Outcome<()> {
    account::ask_email(&services, &caller, &given.current_password, &given.email).await?;
    Ok(ok(()).saying("A link is on its way to the new address."))
}

/// `POST /api/users/me/password/`
pub(super) async fn change_password(
    State(services): State<Services>,
    By(caller): By,
    visitor: session::Visitor,
    session: Session,
    Json(given): Json<PasswordIn>,
) -> Outcome<()> {
    let epoch = account::change_password(&services, &caller, &given.current_password, &given.password).await?;
    // Who came with a token has no session here; a cookie beside it is somebody else's affair.
    if visitor.grant.is_none() {
        session::renew(&session, epoch).await?;
    }
    Ok(ok(()).saying("The password is changed. Other devices are signed out."))
}

/// `GET /api/users/me/sessions/`
pub(super) async fn sessions(State(services): State<Services>, By(caller): By, session: Session) -> Outcome<List<SessionOut>> {
    let all = sessions::list(&services, &caller, session::fingerprint(&session).as_deref()).await?;
    Ok(ok(List::whole(all)))
}

/// `DELETE /api/users/me/sessions/`
pub(super) async fn end_others(
    State(services): State<Services>,
    By(caller): By,
    visitor: session::Visitor,
    session: Session,
    _: Maybe<Nothing>,
) -> Outcome<()> {
    sessions::end_others(&services, &caller, session::fingerprint(&session).as_deref(), visitor.grant).await?;
    Ok(ok(()).saying("You are signed out on all other devices."))
}

/// `DELETE /api/users/me/sessions/{id}/`
pub(super) async fn end(State(services): State<Services>, By(caller): By, Id(id): Id<SessionId>, _: Maybe<Nothing>) -> Outcome<()> {
    sessions::end(&services, &caller, id).await?;
    Ok(ok(()).saying("That device is signed out."))
}
