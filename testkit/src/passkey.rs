//! A device with passkeys, in software: it makes keys and signs with them as WebAuthn Level 2 says, and wrongly where a test wants it so.

use base64ct::{Base64UrlUnpadded, Encoding};
use ciborium::Value;
use domain::passkey::{Assertion, AssertionResponse, Registration, RegistrationResponse};
use domain::{PasskeyId, UserId};
use entity::passkey;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair as RsaKeyPair, PublicKeyComponents};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256};
use sea_orm::{ActiveValue::Set, EntityTrait};
use service::ids;
use sha2::{Digest, Sha256};

/// A key of tests, and of nothing else.
const RSA: &[u8] = include_bytes!("passkey-rsa.pk8");

enum Half {
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
    Rsa(Box<RsaKeyPair>),
}

/// A device with one key. What it says can be changed before it says it.
pub struct Device {
    half: Half,
    /// By which it finds the key.
    pub id: Vec<u8>,
    /// Whose key it is: base64url.
    pub owner: Option<String>,
    /// The site at which the browser is.
    pub origin: String,
    /// The domain that the key is for.
    pub party: String,
    /// Whether the person was there, who they are, and that a key comes with it: bits of §6.1.
    pub flags: u8,
    /// How often it has signed.
    pub count: u32,
    /// Whether the page was inside another site's.
    pub cross_origin: bool,
}

impl Device {
    /// With a key of this COSE algorithm: -7, -8 or -257.
    pub fn new(origin: &str, algorithm: i32) -> Self {
        let random = SystemRandom::new();
        let half = match algorithm {
            -7 => {
                let key = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
                Half::P256(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.as_ref(), &random).expect("the key"))
            }
            -8 => {
                let key = Ed25519KeyPair::generate_pkcs8(&random).expect("a key");
                Half::Ed25519(Ed25519KeyPair::from_pkcs8(key.as_ref()).expect("the key"))
            }
            _ => Half::Rsa(Box::new(RsaKeyPair::from_pkcs8(RSA).expect("the key"))),
        };
        let party = origin.split_once("://").map_or(origin, |(_, rest)| rest).split(':').next().unwrap_or_default().to_owned();
        let id = ids::secret().expect("randomness").as_bytes().to_vec();
        Self { half, id, owner: None, origin: origin.to_owned(), party, flags: 0b0001_0101, count: 0, cross_origin: false }
    }

    /// The public half: a COSE_Key.
    pub fn cose(&self) -> Vec<u8> {
        let number = |n: i32| Value::Integer(n.into());
        let pairs = match &self.half {
            Half::P256(pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                vec![(1, number(2)), (3, number(-7)), (-1, number(1)), (-2, Value::Bytes(x.to_vec())), (-3, Value::Bytes(y.to_vec()))]
            }
            Half::Ed25519(pair) => {
                let x = pair.public_key().as_ref().to_vec();
                vec![(1, number(1)), (3, number(-8)), (-1, number(6)), (-2, Value::Bytes(x))]
            }
            Half::Rsa(pair) => {
                let PublicKeyComponents { n, e } = PublicKeyComponents::<Vec<u8>>::from(pair.public());
                vec![(1, number(3)), (3, number(-257)), (-1, Value::Bytes(n)), (-2, Value::Bytes(e))]
            }
        };
        written(&Value::Map(pairs.into_iter().map(|(label, value)| (number(label), value)).collect()))
    }

    /// Makes its key known.
    ///
    /// * `challenge` – as it was asked
    pub fn make(&self, challenge: &str) -> Registration {
        let length = u16::try_from(self.id.len()).expect("a short id").to_be_bytes();
        let made = [self.data(self.flags | 1 << 6).as_slice(), &[0; 16], &length, &self.id, &self.cose()].concat();
        let object = [("fmt", Value::Text("none".into())), ("attStmt", Value::Map(Vec::new())), ("authData", Value::Bytes(made))];
        let object = Value::Map(object.map(|(name, value)| (Value::Text(name.into()), value)).into());
        let client_data_json = encoded(&self.client("webauthn.create", challenge));
        Registration { response: RegistrationResponse { client_data_json, attestation_object: encoded(&written(&object)) } }
    }

    /// Signs a challenge.
    pub fn sign(&self, challenge: &str) -> Assertion {
        let (client, data) = (self.client("webauthn.get", challenge), self.data(self.flags));
        let message = [data.as_slice(), &Sha256::digest(&client)].concat();
        let random = SystemRandom::new();
        let signature = match &self.half {
            Half::P256(pair) => pair.sign(&random, &message).expect("signed").as_ref().to_vec(),
            Half::Ed25519(pair) => pair.sign(&message).as_ref().to_vec(),
            Half::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, &message, &mut signature).expect("signed");
                signature
            }
        };
        let response = AssertionResponse {
            client_data_json: encoded(&client),
            authenticator_data: encoded(&data),
            signature: encoded(&signature),
            user_handle: self.owner.clone(),
        };
        Assertion { id: encoded(&self.id), response }
    }

    fn client(&self, kind: &str, challenge: &str) -> Vec<u8> {
        let client = serde_json::json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": self.cross_origin });
        client.to_string().into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        [Sha256::digest(&self.party).as_slice(), &[flags], &self.count.to_be_bytes()].concat()
    }
}

fn encoded(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

fn written(value: &Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).expect("written");
    bytes
}

impl crate::Database {
    /// Writes a passkey of an account, which nothing can sign with.
    pub async fn passkey(&self, of: UserId) -> PasskeyId {
        let id = ids::new();
        let row = passkey::ActiveModel {
            id: Set(id),
            user_id: Set(of.0),
            credential_id: Set(id.as_bytes().to_vec()),
            public_key: Set(Device::new("http://localhost", -7).cose()),
            sign_count: Set(0),
            synced: Set(true),
            name: Set("Phone".to_owned()),
            created_at: Set(self.now()),
            last_used_at: Set(None),
        };
        passkey::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a passkey");
        PasskeyId(id)
    }
}
