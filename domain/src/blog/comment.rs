//! What readers say of an article. Doctors are named; who is not a doctor is not, since what somebody says there can tell of their health.

use crate::{CommentId, PostId, text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Longest comment, in characters.
pub const COMMENT_MAX: usize = 2_000;
/// Longest reason for hiding one, for a withdrawal, and longest remark of a reviewer, in characters.
pub const WHY_MAX: usize = 1_000;

/// Who wrote a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commenter {
    /// A doctor's name; none for everybody else.
    pub doctor: Option<String>,
    /// Whether it is the author of the article.
    pub is_author: bool,
    /// Whether it is who asks.
    pub is_self: bool,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Id.
    pub id: CommentId,
    /// Of which article.
    pub post: PostId,
    /// Its address.
    pub slug: String,
    /// Its title.
    pub post_title: String,
    /// By whom.
    pub by: Commenter,
    /// What is said.
    pub text: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Why it is out of sight; none where everybody sees it.
    pub hidden_why: Option<String>,
    /// How many readers reported it since it was last judged; for administrators, 0 for everybody else.
    pub reports: i32,
}

/// Reads a comment.
///
/// Errors: a sentence that says what to do.
pub fn comment_text(raw: &str) -> Result<String, Cow<'static, str>> {
    text::bounded(raw, 1, COMMENT_MAX)
}

/// Reads a reason or a remark.
///
/// Errors: a sentence that says what to do.
pub fn why(raw: &str) -> Result<String, Cow<'static, str>> {
    text::bounded(raw, 1, WHY_MAX)
}
