//! Published risk scores: the list, a form for each, and what a change would do.
//!
//! Forms are made on the server and sent with GET, so that an address keeps its answers; nothing else does. The island around a form
//! works the score out again in the browser, with the code that the server uses.

mod answers;
mod change;
mod slides;
mod verdict;
mod what_if;

#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod score;

pub use what_if::WhatIf;

#[cfg(feature = "ssr")]
pub use list::RiskPage;
#[cfg(feature = "ssr")]
pub use score::ScorePage;
