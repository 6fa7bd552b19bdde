//! The blog: doctors write, other doctors review, everybody reads; readers who are signed in comment.
//!
//! Of an article there are two texts: the one that its author works on, with a status, and the one that everybody reads, which another doctor
//! has approved. A change of what is published is seen by nobody but doctors until it is approved again.

mod comment;
mod diff;
mod picture;
mod slug;
mod write;

pub use comment::{COMMENT_MAX, Comment, Commenter, WHY_MAX, comment_text, why};
pub use diff::{Change, DiffLine, diff};
pub use picture::{PIXELS_MAX, bare, pixels};
pub use slug::{RESERVED, SLUG_MAX, is_slug, slug};
pub use write::{
    BODY_MAX, PostContent, PostEdit, SOURCES_MAX, SUMMARY_MAX, Source, SourceEdit, TAG_MAX, TAGS_MAX, TITLE_MAX, read_sources,
    write_sources,
};

use crate::{DoctorId, ImageId, PostId, Specialty};
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How long a review holds where nothing else is said, in months.
pub const REVIEW_MONTHS: u32 = 12;
/// The longest time that a review can hold, in months.
pub const REVIEW_MONTHS_MAX: u32 = 36;
/// Most bytes of a picture.
pub const IMAGE_MAX: u64 = 5 << 20;

/// How far the text is that its author works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PostStatus {
    /// Being written.
    Draft,
    /// Another doctor is asked to review it.
    InReview,
    /// Approved: it is what everybody reads.
    Published,
}

impl PostStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Draft, Self::InReview, Self::Published];

    /// As stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in-review",
            Self::Published => "published",
        }
    }

    /// With this code.
    pub fn with(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::InReview => "In review",
            Self::Published => "Published",
        }
    }
}

/// The day until which a review holds that was made today.
pub fn review_due(today: NaiveDate) -> NaiveDate {
    today.checked_add_months(Months::new(REVIEW_MONTHS)).unwrap_or(NaiveDate::MAX)
}

/// Reads the day until which a review is to hold; empty is the ordinary one.
///
/// Errors: a sentence that says what to do.
pub fn parse_review_due(raw: &str, today: NaiveDate) -> Result<NaiveDate, &'static str> {
    if raw.trim().is_empty() {
        return Ok(review_due(today));
    }
    let due: NaiveDate = raw.trim().parse().map_err(|_| "Please write the date like 2027-05-31.")?;
    let last = today.checked_add_months(Months::new(REVIEW_MONTHS_MAX)).unwrap_or(NaiveDate::MAX);
    let first = today.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
    if due < first || due > last { Err("Please choose a day within the next three years.") } else { Ok(due) }
}

/// Whether the time for another review has come.
pub fn is_overdue(due: NaiveDate, now: DateTime<Utc>) -> bool {
    due < now.date_naive()
}

/// Whose work it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Byline {
    /// The doctor; none where they are here no more.
    pub doctor: Option<DoctorId>,
    /// Name with title.
    pub name: String,
    /// Specialty.
    pub specialty: Specialty,
}

/// An article in a list for readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostCard {
    /// Id.
    pub id: PostId,
    /// Its address.
    pub slug: String,
    /// Title.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub summary: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Picture at its head.
    pub cover: Option<ImageId>,
    /// Who wrote it.
    pub author: Byline,
    /// When it was first published.
    pub published_at: DateTime<Utc>,
    /// When its text was changed last.
    pub updated_at: DateTime<Utc>,
    /// Until when its review holds.
    pub review_due: NaiveDate,
}

/// An article as everybody reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// What lists show.
    pub card: PostCard,
    /// The text in Markdown.
    pub body: String,
    /// The text as safe HTML: see `service::blog::markdown`.
    pub html: String,
    /// Where it is from.
    pub sources: Vec<Source>,
    /// Who reviewed it.
    pub reviewer: Byline,
    /// When.
    pub reviewed_at: DateTime<Utc>,
    /// Counts changes.
    pub version: i32,
}

/// Why a reviewer sent a text back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Who.
    pub by: String,
    /// What is to be mended.
    pub text: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What readers see of an article by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// When it was first published.
    pub published_at: DateTime<Utc>,
    /// Who reviewed it.
    pub reviewer: Byline,
    /// When.
    pub reviewed_at: DateTime<Utc>,
    /// Until when that holds.
    pub review_due: NaiveDate,
}

/// That an article was taken from its readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub why: String,
}

/// The text that an author works on, as its author, doctors who may review it, and administrators see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Id.
    pub id: PostId,
    /// Its address; follows the title until it is published.
    pub slug: String,
    /// How far it is.
    pub status: PostStatus,
    /// Counts changes: whoever saves says which one they saw.
    pub version: i32,
    /// What is in it.
    pub content: PostContent,
    /// Who writes it.
    pub author: Byline,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it was saved last.
    pub updated_at: DateTime<Utc>,
    /// When it was handed in for review.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Why it was sent back; none once it is handed in again.
    pub remark: Option<Remark>,
    /// What readers see by now; none where they see nothing.
    pub published: Option<Published>,
    /// That it was taken from its readers.
    pub withdrawn: Option<Withdrawal>,
}

/// A text in a doctor's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostRow {
    /// Id.
    pub id: PostId,
    /// Its address.
    pub slug: String,
    /// Title; may be empty.
    pub title: String,
    /// How far it is.
    pub status: PostStatus,
    /// Who writes it.
    pub author: Byline,
    /// When it was saved last.
    pub updated_at: DateTime<Utc>,
    /// When it was handed in for review.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Whether readers see a text of it.
    pub is_public: bool,
    /// Until when its review holds, where readers see it.
    pub review_due: Option<NaiveDate>,
    /// Whether it was sent back with a remark.
    pub is_sent_back: bool,
    /// Whether it was taken from its readers.
    pub is_withdrawn: bool,
}

/// A piece of text, of which what was looked for is marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Segment {
    /// The text.
    pub text: String,
    /// Whether it was looked for.
    pub marked: bool,
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// The article.
    pub card: PostCard,
    /// Where the words stand in it.
    pub snippet: Vec<Segment>,
}

/// A tag and how many articles have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// The tag.
    pub tag: String,
    /// Articles.
    pub posts: i32,
}

impl Tag {
    /// In words: the name of a specialty, or the tag with spaces.
    pub fn words(tag: &str) -> String {
        let known = tag.parse::<Specialty>().ok().map(|specialty| specialty.name().to_owned());
        known.unwrap_or_else(|| tag.replace('-', " "))
    }
}

/// Cuts a text at control characters that Postgres put round what was looked for.
pub fn segments(marked: &str) -> Vec<Segment> {
    let mut all = Vec::new();
    for (n, piece) in marked.split(MARK_START).enumerate() {
        let (hit, rest) = if n == 0 { ("", piece) } else { piece.split_once(MARK_STOP).unwrap_or(("", piece)) };
        for (text, marked) in [(hit, true), (rest, false)] {
            let text = text.replace(MARK_STOP, "");
            if !text.is_empty() {
                all.push(Segment { text, marked });
            }
        }
    }
    all
}

/// Before what was looked for; no text of ours can hold it.
pub const MARK_START: char = '\u{2}';
/// After it.
pub const MARK_STOP: char = '\u{3}';

#[cfg(test)]
mod tests {
    use super::*;

    fn day(raw: &str) -> NaiveDate {
        raw.parse().unwrap()
    }

    #[test]
    fn a_review_holds_a_year_and_never_more_than_three() {
        let today = day("2026-05-31");
        assert_eq!(parse_review_due("", today), Ok(day("2027-05-31")));
        assert_eq!(parse_review_due("2026-06-01", today), Ok(day("2026-06-01")));
        for wrong in ["2026-05-31", "2029-06-01", "soon"] {
            assert!(parse_review_due(wrong, today).is_err(), "{wrong}");
        }
        let noon = "2026-05-31T12:00:00Z".parse().unwrap();
        assert_eq!((is_overdue(day("2026-05-31"), noon), is_overdue(day("2026-05-30"), noon)), (false, true));
    }

    #[test]
    fn what_was_looked_for_is_cut_out_and_nothing_of_the_text_is_lost() {
        let cut = segments("a \u{2}dry\u{3} cough \u{2}dry\u{3}");
        let told: Vec<_> = cut.iter().map(|s| (s.text.as_str(), s.marked)).collect();
        assert_eq!(told, [("a ", false), ("dry", true), (" cough ", false), ("dry", true)]);
        assert_eq!(segments("\u{3}x\u{2}y"), [Segment { text: "x".into(), marked: false }, Segment { text: "y".into(), marked: false }]);
        assert!(segments("").is_empty());
    }

    #[test]
    fn a_tag_is_told_in_words() {
        assert_eq!((Tag::words("cardiology").as_str(), Tag::words("high-blood-pressure").as_str()), ("Cardiology", "high blood pressure"));
    }
}
