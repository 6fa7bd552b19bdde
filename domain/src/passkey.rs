//! Passkeys: keys of a person's devices with which they sign in (WebAuthn Level 2). The shapes are the specification's own (§5.8, and
//! `PublicKeyCredential.toJSON()`); bytes are base64url without padding. Further members are not looked at.

use crate::PasskeyId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Longest name, in characters.
pub const NAME_MAX: usize = 60;
/// Most passkeys of one account.
pub const MOST: usize = 20;
/// How long a device has to answer, in seconds.
pub const ANSWER_SECONDS: u32 = 300;

/// A passkey of the caller's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Id.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// Whether the device keeps copies of it elsewhere, so that it is not lost with the device.
    pub synced: bool,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it opened the account last.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// What a device answers that has made a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PasskeyRegistration))]
pub struct Registration {
    /// What it says.
    pub response: RegistrationResponse,
}

/// What a new key is, and that it was made for this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PasskeyRegistrationResponse))]
#[serde(rename_all = "camelCase")]
pub struct RegistrationResponse {
    /// What the browser was asked, and by whom: JSON.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
    /// The new key: CBOR. Who made the device is not asked for.
    pub attestation_object: String,
}

/// What a device answers that has signed with a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PasskeyAssertion))]
pub struct Assertion {
    /// Which key.
    pub id: String,
    /// What it signed.
    pub response: AssertionResponse,
}

/// A signature, and what it is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PasskeyAssertionResponse))]
#[serde(rename_all = "camelCase")]
pub struct AssertionResponse {
    /// What the browser was asked, and by whom: JSON.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
    /// For whom it signed, whether the person was there and showed who they are.
    pub authenticator_data: String,
    /// Over both.
    pub signature: String,
    /// Whose key it is, where the device says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_handle: Option<String>,
}

/// What a device is to make a key for (`PublicKeyCredentialCreationOptionsJSON`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PasskeyCreation))]
#[serde(rename_all = "camelCase")]
pub struct Creation {
    /// Who asks.
    pub rp: Party,
    /// For whom.
    pub user: User,
    /// To be signed along.
    pub challenge: String,
    /// Kinds of keys that are understood here, the best first.
    pub pub_key_cred_params: Vec<Parameter>,
    /// How long it has, in milliseconds.
    pub timeout: u32,
    /// Keys of this account: a device that has one makes no other.
    pub exclude_credentials: Vec<Descriptor>,
    /// What the device must be able to do.
    pub authenticator_selection: Selection,
    /// Who made the device: not asked for.
    pub attestation: &'static str,
}

/// What a device is to sign (`PublicKeyCredentialRequestOptionsJSON`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PasskeyRequest))]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// To be signed.
    pub challenge: String,
    /// How long it has, in milliseconds.
    pub timeout: u32,
    /// Who asks: a domain.
    pub rp_id: String,
    /// The person shows the device who they are.
    pub user_verification: &'static str,
}

/// Who asks for a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PasskeyParty))]
pub struct Party {
    /// A domain.
    pub id: String,
    /// In words.
    pub name: &'static str,
}

/// For whom a key is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PasskeyUser))]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The account's id.
    pub id: String,
    /// Its address.
    pub name: String,
    /// The same: devices show it.
    pub display_name: String,
}

/// A kind of key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PasskeyParameter))]
pub struct Parameter {
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// A number of IANA's COSE algorithms.
    pub alg: i32,
}

/// A key that there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PasskeyDescriptor))]
pub struct Descriptor {
    /// Always `public-key`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Which.
    pub id: String,
}

/// What a device must be able to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PasskeySelection))]
#[serde(rename_all = "camelCase")]
pub struct Selection {
    /// It finds the key by itself: nobody writes an address first.
    pub resident_key: &'static str,
    /// The person shows the device who they are.
    pub user_verification: &'static str,
}
