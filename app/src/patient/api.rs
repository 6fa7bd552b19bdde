//! What the page of a patient asks the server while a note is written.

use crate::refusal::Refusal;
use domain::note::Words;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What became of a text that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Held {
    /// It is kept, under this number, at this time of day.
    Saved(i32, String),
    /// Another one was kept meanwhile, under this number.
    Other(Words, i32),
}

/// `POST /fn/note-draft`: keeps what is written so far.
#[server(endpoint = "note-draft")]
pub async fn keep_note(
    /// About whom.
    patient: String,
    /// The number of the draft that it goes on from.
    from: i32,
    /// In a few words.
    title: String,
    /// The note.
    text: String,
) -> Result<Held, Refusal> {
    super::answer::keep(&patient, from, Words { title, text }).await
}
