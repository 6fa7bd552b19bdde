//! A note that a doctor is still writing about a patient.

use crate::{
    Problems,
    record::{TEXT_MAX, TITLE_MAX},
    text,
};
use serde::{Deserialize, Serialize};

/// What stands between two texts that were put together.
const SEAM: &str = "\n\n– – –\n\n";

/// What is written so far; both may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// In a few words.
    pub title: String,
    /// The note.
    pub text: String,
}

impl Words {
    /// Checks what is to be kept of an unfinished note: nothing has to be there, and nothing of it is trimmed away while somebody writes.
    ///
    /// Errors: at `title` and `text`.
    pub fn parse(&self) -> Result<Self, Problems> {
        let mut wrong = Problems::default();
        wrong.take("title", text::bounded(&self.title, 0, TITLE_MAX));
        wrong.take("text", text::bounded(&self.text, 0, TEXT_MAX));
        let kept = Self { title: text::visible(&self.title), text: text::visible(&self.text).replace("\r\n", "\n") };
        if wrong.is_empty() { Ok(kept) } else { Err(wrong) }
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.title.trim().is_empty() && self.text.trim().is_empty()
    }

    /// Both texts in one: what the other says stands below, unless one holds it already. Too much for one note is left to the writer to shorten.
    pub fn with(&self, other: &Self) -> Self {
        let title = if self.title.trim().is_empty() { &other.title } else { &self.title };
        let text = match (self.text.trim(), other.text.trim()) {
            (mine, theirs) if mine.contains(theirs) => self.text.clone(),
            (mine, theirs) if theirs.contains(mine) => other.text.clone(),
            (mine, theirs) => format!("{mine}{SEAM}{theirs}"),
        };
        Self { title: title.clone(), text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(title: &str, text: &str) -> Words {
        Words { title: title.into(), text: text.into() }
    }

    #[test]
    fn two_texts_become_one_and_no_word_of_either_is_lost() {
        let both = words("", "Coughs.").with(&words("Cough", "No fever."));
        assert_eq!(both, words("Cough", "Coughs.\n\n– – –\n\nNo fever."));
        for (mine, theirs, text) in
            [("Coughs.", "Coughs. No fever.", "Coughs. No fever."), ("A B", "A", "A B"), ("", "x", "x"), ("x", "", "x")]
        {
            assert_eq!(words("T", mine).with(&words("U", theirs)), words("T", text));
        }
    }

    #[test]
    fn what_is_unfinished_may_be_empty_but_not_endless() {
        assert!(words("", "").parse().is_ok_and(|kept| kept.is_empty()));
        assert_eq!(words("", "still writing ").parse(), Ok(words("", "still writing ")));
        let wrong = words(&"t".repeat(TITLE_MAX + 1), &"x".repeat(TEXT_MAX + 1)).parse().unwrap_err();
        assert!(wrong.of("title").is_some() && wrong.of("text").is_some());
    }
}
