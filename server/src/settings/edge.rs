//! What the edges of the server are told: certificate, limits.

use service::rate::Rate;
use std::path::PathBuf;

/// A certificate of our own.
#[derive(Debug, Clone)]
pub struct Tls {
    /// The certificate with its chain, PEM.
    pub cert: PathBuf,
    /// Its key, PEM.
    pub key: PathBuf,
    /// Whether TLS 1.2 is spoken as well.
    pub with_1_2: bool,
}

/// `[limit]`: how often somebody may ask for what; `None` is as often as they like.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Anything, by address, in this process.
    pub general: Option<Rate>,
    /// Accounts, by address.
    pub register: Option<Rate>,
    /// Sign-ins, by address.
    pub login: Option<Rate>,
    /// The symptom engine, by account.
    pub engine: Option<Rate>,
    /// The symptom engine, by address.
    pub engine_address: Option<Rate>,
    /// Copies of everything, by account.
    pub export: Option<Rate>,
    /// Files and tables, by account.
    pub upload: Option<Rate>,
    /// Holds, bookings and moves, by account.
    pub booking: Option<Rate>,
    /// Holds, bookings and moves, by address.
    pub booking_address: Option<Rate>,
}
