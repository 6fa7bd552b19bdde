//! What patients decide about their record, and who looked into it.

mod opened;
mod share;

pub use opened::AccessPage;
pub use share::{SharePage, share, stop};

/// The address of the page about access.
pub(crate) const ADDRESS: &str = "/records/access";
