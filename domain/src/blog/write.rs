//! An article as it is typed, and as it is kept.

use super::{is_slug, slug};
use crate::{ImageId, Problems, text};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Longest title, in characters.
pub const TITLE_MAX: usize = 150;
/// Longest summary, in characters.
pub const SUMMARY_MAX: usize = 300;
/// Longest text, in characters.
pub const BODY_MAX: usize = 100_000;
/// Most tags.
pub const TAGS_MAX: usize = 8;
/// Longest tag, in characters.
pub const TAG_MAX: usize = 40;
/// Most sources.
pub const SOURCES_MAX: usize = 30;
/// Longest title of a source, in characters.
const SOURCE_TITLE_MAX: usize = 200;
/// Longest address of a source, in characters.
const SOURCE_URL_MAX: usize = 500;

/// Where something is from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Its address; always https.
    pub url: String,
}

/// A source as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceEdit {
    /// Title; the address takes its place where it is empty.
    pub title: String,
    /// Address.
    pub url: String,
}

/// An article as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostEdit {
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// Text in Markdown.
    pub body: String,
    /// Tags, separated by commas.
    pub tags: String,
    /// Sources: see [`read_sources`].
    pub sources: Vec<SourceEdit>,
    /// Id of a picture; may be empty.
    pub cover: String,
}

/// An article that can be kept; whether it can be handed in is told by [`PostContent::ready`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostContent {
    /// Title; empty while it is not known yet.
    pub title: String,
    /// What it is about, in a sentence or two.
    pub summary: String,
    /// Text in Markdown.
    pub body: String,
    /// Tags, in the order in which they were given.
    pub tags: Vec<String>,
    /// Where it is from.
    pub sources: Vec<Source>,
    /// Picture at its head.
    pub cover: Option<ImageId>,
}

/// Sources as lines of a form: title, a bar, address – or the address alone.
pub fn read_sources(lines: &str) -> Vec<SourceEdit> {
    let line = |line: &str| match line.rsplit_once('|') {
        Some((title, url)) => SourceEdit { title: title.trim().to_owned(), url: url.trim().to_owned() },
        None => SourceEdit { title: String::new(), url: line.to_owned() },
    };
    lines.lines().map(str::trim).filter(|l| !l.is_empty()).map(line).collect()
}

/// The lines that [`read_sources`] reads.
pub fn write_sources(sources: &[Source]) -> String {
    sources.iter().map(|source| format!("{} | {}\n", source.title, source.url)).collect()
}

impl PostEdit {
    /// Reads every field and reports all that is wrong at once. What is missing is no error here: a draft may be unfinished.
    pub fn parse(&self) -> Result<PostContent, Problems> {
        let mut wrong = Problems::default();
        let content = PostContent {
            title: wrong.take("title", one_line(&self.title, TITLE_MAX)).unwrap_or_default(),
            summary: wrong.take("summary", text::bounded(&self.summary, 0, SUMMARY_MAX)).unwrap_or_default(),
            body: wrong.take("body", text::bounded(&self.body, 0, BODY_MAX)).unwrap_or_default(),
            tags: wrong.take("tags", tags(&self.tags)).unwrap_or_default(),
            sources: wrong.take("sources", sources(&self.sources)).unwrap_or_default(),
            cover: wrong.take("cover", cover(&self.cover)).flatten(),
        };
        if wrong.is_empty() { Ok(content) } else { Err(wrong) }
    }
}

impl PostContent {
    /// Whether it can be handed in for review.
    ///
    /// Errors: all that is missing.
    pub fn ready(&self) -> Result<(), Problems> {
        let mut wrong = Problems::default();
        for (field, value) in [("title", &self.title), ("summary", &self.summary), ("body", &self.body)] {
            if value.is_empty() {
                wrong.add(field, "Please fill this in before you hand it in.");
            }
        }
        if self.tags.is_empty() {
            wrong.add("tags", "Please give at least one tag, such as a specialty.");
        }
        if self.sources.is_empty() {
            wrong.add("sources", "Please name at least one source.");
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    /// As a form shows it.
    pub fn edit(&self) -> PostEdit {
        PostEdit {
            title: self.title.clone(),
            summary: self.summary.clone(),
            body: self.body.clone(),
            tags: self.tags.join(", "),
            sources: self.sources.iter().map(|s| SourceEdit { title: s.title.clone(), url: s.url.clone() }).collect(),
            cover: self.cover.map(|id| id.to_string()).unwrap_or_default(),
        }
    }
}

fn one_line(raw: &str, max: usize) -> Result<String, Cow<'static, str>> {
    let text = text::bounded(raw, 0, max)?;
    if text.contains(['\n', '\t']) { Err("Please write this on one line.".into()) } else { Ok(text) }
}

/// Tags in their form; what differs by case and spaces alone is the same.
fn tags(raw: &str) -> Result<Vec<String>, Cow<'static, str>> {
    let mut all: Vec<String> = Vec::new();
    for typed in raw.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
        let tag = if typed.chars().count() > TAG_MAX { String::new() } else { slug(typed) };
        if tag == "untitled" || !is_slug(&tag, TAG_MAX) {
            return Err(
                format!("Please write tags with Latin letters and digits, each under {TAG_MAX} characters, separated by commas.").into()
            );
        }
        if !all.contains(&tag) {
            all.push(tag);
        }
    }
    if all.len() > TAGS_MAX { Err(format!("Please choose at most {TAGS_MAX} tags.").into()) } else { Ok(all) }
}

fn sources(typed: &[SourceEdit]) -> Result<Vec<Source>, Cow<'static, str>> {
    if typed.len() > SOURCES_MAX {
        return Err(format!("Please name at most {SOURCES_MAX} sources.").into());
    }
    typed.iter().map(source).collect()
}

fn source(typed: &SourceEdit) -> Result<Source, Cow<'static, str>> {
    let url = text::line(&typed.url, SOURCE_URL_MAX).map_err(|_| "Please give each source an address that begins with https://.")?;
    let host = url.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let is_host = host.contains('.') && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    if !is_host || url.bytes().any(|b| b <= b' ' || matches!(b, b'"' | b'<' | b'>' | b'\\' | b'|')) {
        return Err("Please give each source an address that begins with https://.".into());
    }
    let title = one_line(&typed.title, SOURCE_TITLE_MAX)?;
    Ok(Source { title: if title.is_empty() { url.clone() } else { title }, url })
}

fn cover(raw: &str) -> Result<Option<ImageId>, &'static str> {
    match raw.trim() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| "Please choose one of your pictures."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit() -> PostEdit {
        PostEdit {
            title: " Coughs ".into(),
            summary: "When to see a doctor.".into(),
            body: "# Dry\r\n\r\ntext".into(),
            tags: "Pulmonology, dry cough, pulmonology".into(),
            sources: read_sources("NHS: Cough | https://www.nhs.uk/conditions/cough/\n\nhttps://www.who.int/x"),
            cover: String::new(),
        }
    }

    #[test]
    fn what_is_typed_becomes_what_is_kept_and_back() {
        let kept = edit().parse().unwrap();
        assert_eq!(kept.tags, ["pulmonology", "dry-cough"]);
        assert_eq!((kept.title.as_str(), kept.body.as_str()), ("Coughs", "# Dry\n\ntext"));
        assert_eq!(kept.sources[1].title, "https://www.who.int/x");
        assert!(kept.ready().is_ok());
        assert_eq!(kept.edit().parse(), Ok(kept.clone()));
        assert_eq!(read_sources(&write_sources(&kept.sources)).len(), 2);
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let long = PostEdit {
            title: "x".repeat(TITLE_MAX + 1),
            summary: "x".repeat(SUMMARY_MAX + 1),
            body: "x".repeat(BODY_MAX + 1),
            tags: "a,b,c,d,e,f,g,h,i".into(),
            sources: vec![SourceEdit { title: String::new(), url: "http://a.org".into() }],
            cover: "me".into(),
        };
        let fields: Vec<_> = long.parse().unwrap_err().0.into_iter().map(|p| p.field).collect();
        assert_eq!(fields, ["title", "summary", "body", "tags", "sources", "cover"]);
        let missing: Vec<_> = PostContent::default().ready().unwrap_err().0.into_iter().map(|p| p.field).collect();
        assert_eq!(missing, ["title", "summary", "body", "tags", "sources"]);
    }

    #[test]
    fn only_a_safe_address_is_a_source() {
        for url in ["javascript:alert(1)", "https://", "https://localhost/", "https://a.org/\"x", "https://me@a.org/", "//a.org"] {
            assert!(source(&SourceEdit { title: "t".into(), url: url.into() }).is_err(), "{url}");
        }
        assert!(source(&SourceEdit { title: "t".into(), url: "https://www.cdc.gov/flu?x=1#y".into() }).is_ok());
    }

    proptest! {
        #[test]
        fn no_tags_come_through_in_another_form(raw in ".{0,200}") {
            for tag in tags(&raw).unwrap_or_default() {
                prop_assert!(is_slug(&tag, TAG_MAX));
            }
        }
    }
}
