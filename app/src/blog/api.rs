//! What the desk asks the server while somebody writes.

use crate::refusal::Refusal;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What became of a text that was sent to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kept {
    /// It is kept.
    Saved {
        /// The version that it is now.
        version: i32,
        /// When, in the words of the page.
        at: String,
    },
    /// Somebody kept another text since, in another window or as another person: nothing was kept.
    Changed,
    /// It cannot be kept as it is, and why.
    Wrong(String),
}

/// `POST /fn/blog-preview`: how Markdown will look, as safe HTML. Nothing is kept.
#[server(endpoint = "blog-preview")]
pub async fn blog_preview(
    /// The text.
    body: String,
) -> Result<String, Refusal> {
    super::keep::preview(&body).await
}

/// `POST /fn/blog-keep`: keeps a draft that is being written.
#[server(endpoint = "blog-keep")]
pub async fn blog_keep(
    /// Of which article.
    post: String,
    /// The fields of the form, by name; `version` is the one that the writer saw.
    fields: Vec<(String, String)>,
) -> Result<Kept, Refusal> {
    super::keep::answer(&post, fields).await
}
