//! Tokens, sessions' ids and keys, as text of anybody.

use crate::site::site;
use service::{Keys, token};
use tower_sessions::session::Id;

/// Whatever it is, it opens nothing.
pub(crate) fn token(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let site = site();
    site.block_on(async {
        assert!(token::bearer(&site.services, &text).await.is_err());
        assert!(token::refresh(&site.services, &text).await.is_err());
        assert!(token::revoke(&site.services, &text).await.is_err());
    });
    if let Ok(id) = text.parse::<Id>() {
        assert_eq!(id.to_string(), text, "one id, one spelling");
    }
    if let Ok(ring) = Keys::parse(&text) {
        assert!(ring.ids().any(|id| id == ring.current()) && ring.fingerprint(ring.current()).is_some());
        assert!(!format!("{ring:?}").contains(&text[text.len() - 64..]), "a ring tells its keys");
    }
}
