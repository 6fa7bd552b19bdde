//! Demonstration data.

use service::{Error, Services};

/// Who can sign in to the demonstration data, for the terminal.
pub const LOGINS: &str = "";

/// Writes the demonstration data; does nothing where it is already there.
pub async fn demo(_services: &Services) -> Result<(), Error> {
    Ok(())
}
