//! The interview: what was answered, and what is asked next.
//!
//! It is stateless: everything that was answered so far comes in with each request, so that a client can go back, skip, or start on
//! another device.

use crate::assessment::{Assessment, State};
use serde::{Deserialize, Serialize};

/// Most questions of an interview.
pub const MOST_QUESTIONS: usize = 12;
/// Most answers that may come in: a question can be about several findings.
pub const MOST_ANSWERS: usize = 60;
/// Ids that answer "since when", shortest first; the last one is "I do not know".
pub const COURSES: [&str; 5] = ["course-hours", "course-days", "course-weeks", "course-months", "course-unknown"];

/// An answer to a question about one finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = InterviewAnswer))]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Id of the finding, or one of the ids that answer "since when" (`course-days`, …; see the question's items).
    pub id: String,
    /// There, not there, or not known.
    pub state: State,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum QuestionKind {
    /// Yes, no, or do not know.
    Single,
    /// Any of several.
    Group,
    /// One of several spans of time.
    Duration,
}

/// Something that can be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = QuestionItem))]
pub struct Item {
    /// What an answer names.
    pub id: String,
    /// In a few plain words.
    pub name: String,
}

/// The next question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Question {
    /// How it is answered.
    pub kind: QuestionKind,
    /// As it is put to the person.
    pub text: String,
    /// Why it is asked.
    pub why: String,
    /// What can be answered.
    pub items: Vec<Item>,
    /// Its number, from one.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub number: usize,
    /// Most questions that there will be.
    pub at_most: usize,
}

/// Where an interview stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interview {
    /// What to ask next; nothing when asking more would change nothing that matters.
    pub question: Option<Question>,
    /// What is known so far.
    pub assessment: Assessment,
}
