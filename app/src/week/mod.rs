//! A doctor's week, in which visits are dragged to other times; and the page that does the same without dragging.

mod board;

#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod shift;

pub use board::WeekBoard;

#[cfg(feature = "ssr")]
pub use page::WeekPage;
#[cfg(feature = "ssr")]
pub use shift::{ShiftPage, shift};
