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

/// The person's country, where one is known.
fn country(ctx: &crate::ctx::Ctx) -> Option<String> {
    Some(ctx.country().to_owned()).filter(|country| !country.is_empty())
}
