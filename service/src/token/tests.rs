//! Forged tokens of every known kind, and what secrets look like.

use super::secret::{PERSONAL, REFRESH, Secret};
use super::*;
use crate::keys::Keys;
use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

const ONE: &str = "1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const TWO: &str = "2:fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

fn keys(text: &str) -> Keys {
    Keys::parse(text).expect("a ring")
}

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).expect("a time")
}

fn claims() -> Claims {
    let iat = at().timestamp();
    Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        sub: Uuid::nil(),
        sid: Uuid::nil(),
        jti: Uuid::nil(),
        iat,
        exp: iat + ACCESS_LIFE.num_seconds(),
        scope: "read".into(),
    }
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    Base64UrlUnpadded::encode_string(bytes.as_ref())
}

fn sign(key: &[u8], signed: &str) -> String {
    let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("a key").chain_update(signed);
    encode(mac.finalize().into_bytes())
}

/// A token of any header and claims, signed with the real key.
fn made(header: &str, claims: &str) -> String {
    let signed = format!("{}.{}", encode(header), encode(claims));
    let key = keys(ONE).derive(1, "token").expect("a key");
    format!("{signed}.{}", sign(key.as_slice(), &signed))
}

fn is_accepted(token: &str) -> bool {
    Jws::ACCESS.open::<Claims>(&keys(ONE), token).is_some_and(|claims| claims.count(at()))
}

fn with(name: &str, value: Value) -> String {
    let mut all = json!(claims());
    all[name] = value;
    all.to_string()
}

const HEADER: &str = r#"{"alg":"HS256","typ":"at+jwt","kid":"1"}"#;

#[test]
fn the_token_that_is_made_here_is_accepted_and_so_the_rows_below_test_something() {
    let token = Jws::ACCESS.sign(&keys(ONE), &claims()).expect("a token");
    assert_eq!(token, made(HEADER, &serde_json::to_string(&claims()).expect("JSON")));
    assert!(is_accepted(&token) && token.len() < 600, "{}", token.len());
}

#[test]
fn forged_headers_are_refused() {
    let claims = json!(claims()).to_string();
    let public = r#"{"kty":"oct","k":"AAAA"}"#;
    for header in [
        r#"{"alg":"none","typ":"at+jwt","kid":"1"}"#.to_owned(),
        r#"{"alg":"None","typ":"at+jwt","kid":"1"}"#.to_owned(),
        r#"{"alg":"HS384","typ":"at+jwt","kid":"1"}"#.to_owned(),
        r#"{"alg":"RS256","typ":"at+jwt","kid":"1"}"#.to_owned(),
        r#"{"alg":"EdDSA","typ":"at+jwt","kid":"1"}"#.to_owned(),
        r#"{"alg":"HS256","typ":"JWT","kid":"1"}"#.to_owned(),
        r#"{"alg":"HS256","typ":"at+jwt"}"#.to_owned(),
        r#"{"alg":"HS256","typ":"at+jwt","kid":1}"#.to_owned(),
        r#"{"alg":"HS256","typ":"at+jwt","kid":"2"}"#.to_owned(),
        r#"{"alg":"HS256","typ":"at+jwt","kid":"01"}"#.to_owned(),
        r#"{"alg":"HS256","typ":"at+jwt","kid":"../../dev/null"}"#.to_owned(),
        r#"{"alg":"HS256","typ":"at+jwt","kid":"1' or '1'='1"}"#.to_owned(),
        r#"{"alg":"HS256","typ":"at+jwt","kid":"1","crit":["exp"]}"#.to_owned(),
        r#"{"alg":"HS256","typ":"at+jwt","kid":"1","jku":"https://evil.example/keys"}"#.to_owned(),
        r#"{"alg":"HS256","typ":"at+jwt","kid":"1","zip":"DEF"}"#.to_owned(),
        r#"{"alg":"none","alg":"HS256","typ":"at+jwt","kid":"1"}"#.to_owned(),
        r#" {"alg":"HS256","typ":"at+jwt","kid":"1"}"#.to_owned(),
        r#"{"typ":"at+jwt","alg":"HS256","kid":"1"}"#.to_owned(),
        format!(r#"{{"alg":"HS256","typ":"at+jwt","kid":"1","jwk":{public}}}"#),
        String::new(),
        "null".to_owned(),
    ] {
        assert!(!is_accepted(&made(&header, &claims)), "{header}");
    }
}

#[test]
fn forged_claims_are_refused_even_under_a_true_signature() {
    let (iat, life) = (at().timestamp(), ACCESS_LIFE.num_seconds());
    let with_times = |iat: i64, exp: i64| {
        let mut all = json!(claims());
        (all["iat"], all["exp"]) = (json!(iat), json!(exp));
        all.to_string()
    };
    for claims in [
        with("iss", json!("somebody-else")),
        with("aud", json!("another-api")),
        with("aud", json!([AUDIENCE])),
        with("sub", json!("not an id")),
        with("exp", json!("later")),
        with("exp", json!(1.9e9)),
        with("exp", json!(null)),
        with("admin", json!(true)),
        with("nbf", json!(0)),
        with_times(iat - life, iat),
        with_times(iat - life - 1, iat - 1),
        with_times(iat + 31, iat + 31 + life),
        with_times(iat, iat + life + 1),
        with_times(iat, i64::MAX),
        with_times(i64::MIN, i64::MAX),
        with_times(i64::MAX, i64::MIN),
        "{}".to_owned(),
        "[]".to_owned(),
        json!(claims()).to_string() + " {}",
    ] {
        assert!(!is_accepted(&made(HEADER, &claims)), "{claims}");
    }
    assert!(is_accepted(&made(HEADER, &with_times(iat + 30, iat + 30 + life))), "another instance's clock may be ahead");
    assert!(is_accepted(&made(HEADER, &with_times(iat - life + 1, iat + 1))), "to the last second");
}

#[test]
fn changed_letters_and_other_spellings_are_refused() {
    let token = Jws::ACCESS.sign(&keys(ONE), &claims()).expect("a token");
    let (signed, signature) = token.rsplit_once('.').expect("three parts");
    let (header, body) = signed.split_once('.').expect("three parts");
    let empty_key = sign(b"", signed);
    let public = sign(keys(ONE).fingerprint(1).expect("a fingerprint").as_bytes(), signed);
    let other_purpose = sign(keys(ONE).derive(1, "field").expect("a key").as_slice(), signed);
    let short: String = signature.chars().take(22).collect();
    for forged in [
        format!("{signed}."),
        signed.to_owned(),
        format!("{signed}.{empty_key}"),
        format!("{signed}.{public}"),
        format!("{signed}.{other_purpose}"),
        format!("{signed}.{short}"),
        format!("{signed}.{signature}="),
        format!("{signed}.{signature}\n"),
        format!(" {token}"),
        format!("{token}.{signature}"),
        format!("{header}..{signature}"),
        format!(".{body}.{signature}"),
        format!("{header}=.{body}.{signature}"),
        format!("{header}.{body}=.{signature}"),
        "..".to_owned(),
        ".".to_owned(),
        String::new(),
        "a".repeat(100_000),
    ] {
        assert!(!is_accepted(&forged), "{forged:.80}");
    }
    for at in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(bytes).expect("ASCII");
        assert!(!is_accepted(&forged), "letter {at}");
    }
}

/// The last letter of 32 bytes has two spare bits: four spellings, of which one is ours.
#[test]
fn a_signature_has_one_spelling() {
    let token = Jws::ACCESS.sign(&keys(ONE), &claims()).expect("a token");
    let (rest, last) = token.split_at(token.len() - 1);
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let accepted: Vec<char> = alphabet.chars().filter(|c| is_accepted(&format!("{rest}{c}"))).collect();
    assert_eq!(accepted, last.chars().collect::<Vec<_>>());
}

#[test]
fn a_new_key_signs_and_the_old_one_still_opens_until_it_leaves_the_ring() {
    let old = Jws::ACCESS.sign(&keys(ONE), &claims()).expect("a token");
    let both = keys(&format!("{ONE},{TWO}"));
    let new = Jws::ACCESS.sign(&both, &claims()).expect("a token");
    let opens = |keys: &Keys, token: &str| Jws::ACCESS.open::<Claims>(keys, token).is_some();
    assert!(opens(&both, &old) && opens(&both, &new));
    assert!(!opens(&keys(ONE), &new) && !opens(&keys(TWO), &old));
    let another = "1:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    assert!(!opens(&keys(another), &old), "another key of the same number");
}

#[test]
fn a_secret_reads_back_under_its_own_prefix_only_and_a_slip_is_noticed() {
    let secret = Secret::draw().expect("randomness");
    let told = secret.told(PERSONAL);
    assert_eq!((told.len(), Secret::read(PERSONAL, &told).map(|s| s.hash())), (52, Some(secret.hash())));
    let letters = told.trim_start_matches(PERSONAL);
    assert!(Secret::read(REFRESH, &format!("{REFRESH}{letters}")).is_none(), "the checksum knows the prefix");
    for bad in ["", "shs_", &told[..51], &format!("{told}A"), &format!("{told}="), &told.to_uppercase(), letters] {
        assert!(Secret::read(PERSONAL, bad).is_none(), "{bad}");
    }
    let slips = (4..told.len()).filter(|at| {
        let mut bytes = told.clone().into_bytes();
        bytes[*at] = if bytes[*at] == b'A' { b'B' } else { b'A' };
        Secret::read(PERSONAL, &String::from_utf8(bytes).expect("ASCII")).is_some()
    });
    assert_eq!(slips.count(), 0);
}
