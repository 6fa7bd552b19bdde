//! A doctor's day: the sheet, how it is made, and how it keeps itself up to date.
//!
//! The sheet holds words and not instants: zones are the server's business, so that browsers download no calendar.

mod api;
mod board;
mod feed;
mod next;
mod row;
mod sheet;

#[cfg(feature = "ssr")]
mod make;

pub use api::agenda;
pub use board::Board;
pub use row::TriageBadge;
pub use sheet::{Counts, Line, Next, Report, Sheet, Step, triage_words};

#[cfg(feature = "ssr")]
pub use make::{line, sheet};
