//! Choosing a password.

mod meter;

pub use meter::PasswordMeter;
