//! `/api/users/me/…`: a copy of everything, consents, the end of the account.

use super::transfer::Archive;
use super::{By, Id, Json, List, Maybe, Nothing, Outcome, ok, problem::Problem};
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::{
    Problems, UserId,
    consent::{Act, Kind},
};
use serde::{Deserialize, Serialize};
use service::Services;
use service::privacy::{self, consent, deletion};
use utoipa::ToSchema;

/// The password once more: what follows is not for a session that was left open.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordConfirmation)]
pub(super) struct ConfirmationIn {
    /// The account's.
    #[schema(format = Password)]
    password: String,
}

/// Something that was done about a consent.
#[derive(Serialize, ToSchema)]
#[schema(as = Consent)]
pub(super) struct ConsentOut {
    /// To what.
    kind: Kind,
    /// Which version of its text.
    version: String,
    /// Given or taken back.
    act: Act,
    /// When.
    at: DateTime<Utc>,
}

impl From<consent::Consent> for ConsentOut {
    fn from(consent::Consent { kind, version, act, at }: consent::Consent) -> Self {
        Self { kind, version, act, at }
    }
}

/// A consent to be given or taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentChange)]
pub(super) struct ConsentIn {
    /// To what.
    kind: Kind,
    /// What is to be done.
    act: Act,
}

/// The end of the account, if it was asked for.
#[derive(Serialize, ToSchema)]
#[schema(as = Deletion)]
pub(super) struct DeletionOut {
    /// Since when; null where nothing was asked for.
    #[schema(required)]
    asked_at: Option<DateTime<Utc>>,
    /// When it is done, unless it is taken back.
    #[schema(required)]
    due_at: Option<DateTime<Utc>>,
}

impl From<Option<deletion::Deletion>> for DeletionOut {
    fn from(state: Option<deletion::Deletion>) -> Self {
        Self { asked_at: state.map(|d| d.asked_at), due_at: state.map(|d| d.due_at) }
    }
}

/// Why data must not be deleted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Hold)]
pub(super) struct HoldIn {
    /// In a sentence, for other administrators.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    reason: String,
}

/// `POST /api/users/me/export/`
pub(super) async fn export(
    State(services): State<Services>,
    By(caller): By,
    Json(given): Json<ConfirmationIn>,
) -> Result<Archive, Problem> {
    Ok(Archive(privacy::export(&services, &caller, &given.password).await?))
}

/// `GET /api/users/me/consents/`
pub(super) async fn consents(State(services): State<Services>, By(caller): By) -> Outcome<List<ConsentOut>> {
    let all = consent::history(&services, &caller).await?;
    Ok(ok(List::whole(all)))
}

/// `POST /api/users/me/consents/`
pub(super) async fn consent(State(services): State<Services>, By(caller): By, Json(given): Json<ConsentIn>) -> Outcome<()> {
    match given.act {
        Act::Given => consent::give(&services, &caller, given.kind).await?,
        Act::Withdrawn if !given.kind.is_free() => {
            return Err(Problems::one("kind", "This comes with the account and ends with it.").into());
        }
        Act::Withdrawn => consent::withdraw(&services, &caller, given.kind).await?,
    }
    Ok(ok(()).saying("It is noted."))
}

/// `GET /api/users/me/deletion/`
pub(super) async fn deletion(State(services): State<Services>, By(caller): By) -> Outcome<DeletionOut> {
    Ok(ok(deletion::state(&services, &caller).await?.into()))
}

/// `POST /api/users/me/deletion/`
pub(super) async fn ask_deletion(
    State(services): State<Services>,
    By(caller): By,
    Json(given): Json<ConfirmationIn>,
) -> Outcome<DeletionOut> {
    let asked = deletion::ask(&services, &caller, &given.password).await?;
    Ok(ok(Some(asked).into()).saying("You are signed out everywhere. Until then you can sign in and take it back."))
}

/// `DELETE /api/users/me/deletion/`
pub(super) async fn cancel_deletion(State(services): State<Services>, By(caller): By, _: Maybe<Nothing>) -> Outcome<()> {
    deletion::cancel(&services, &caller).await?;
    Ok(ok(()).saying("The account stays."))
}

/// `POST /api/users/{id}/hold/`
pub(super) async fn hold(State(services): State<Services>, By(caller): By, Id(user): Id<UserId>, Json(given): Json<HoldIn>) -> Outcome<()> {
    deletion::hold(&services, &caller, user, Some(&given.reason)).await?;
    Ok(ok(()).saying("Nothing of this account is deleted now."))
}

/// `DELETE /api/users/{id}/hold/`
pub(super) async fn let_go(State(services): State<Services>, By(caller): By, Id(user): Id<UserId>, _: Maybe<Nothing>) -> Outcome<()> {
    deletion::hold(&services, &caller, user, None).await?;
    Ok(ok(()).saying("The account can be deleted again."))
}
