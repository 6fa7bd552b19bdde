//! Symptoms: asking, and the result.

mod ask;
mod condition;
mod helpers;
mod question;
mod reading;
mod result;
mod urgency;

pub use ask::{AskPage, assess, box_note, examples};
pub use question::{QuestionPage, answer, back, questions_path};
pub use result::ResultPage;
