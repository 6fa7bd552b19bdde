//! A ring of keys that everybody may know.

use service::Keys;

/// Number 1, the same in every test.
pub fn keys() -> Keys {
    Keys::parse("1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef").expect("a ring")
}
