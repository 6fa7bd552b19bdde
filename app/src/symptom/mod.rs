//! Symptoms: asking, and the result.

mod ask;
mod condition;
mod helpers;
mod reading;
mod result;
mod urgency;

pub use ask::{AskPage, assess, box_note, examples};
pub use result::ResultPage;
