//! Booking: a time is chosen, held for a few minutes, and confirmed.

mod clock;

#[cfg(feature = "ssr")]
mod book;
#[cfg(feature = "ssr")]
mod free;
#[cfg(feature = "ssr")]
mod hold;

pub use clock::HoldClock;

#[cfg(feature = "ssr")]
pub use book::{BookPage, hold};
#[cfg(feature = "ssr")]
pub use hold::{HoldPage, confirm, hold_path, release};
