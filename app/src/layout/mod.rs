//! The frame around every page.

mod footer;
mod header;
mod shell;

pub use footer::Footer;
pub use header::{BottomBar, Header};
pub use shell::shell;
