//! What belongs to a person: what they agreed to, a copy of all of it, and its end.

mod archive;
pub mod consent;
pub mod deletion;
mod erase;
mod export;
pub mod improve;
mod retention;

pub use erase::sweep as erase_due;
pub use export::{Export, export};
pub use retention::{Retention, sweep as forget_old};
