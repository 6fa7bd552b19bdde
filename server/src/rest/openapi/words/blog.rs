//! The blog.

use super::{Words, sample};
use domain::Code;
use serde_json::{Value, json};

const POST: &str = "019b2f71-4b2d-7c63-9a4a-6f1f5b2d3f82";
const COMMENT: &str = "019b2f72-5c3e-7d74-8b5b-7a2a6c3e4a93";

fn byline() -> Value {
    json!({ "doctor": sample::DOCTOR, "name": "Dr Katharina Lindemann", "specialty": "cardiology" })
}

fn post() -> Value {
    json!({
        "id": POST,
        "slug": "high-blood-pressure-what-now",
        "title": "High blood pressure: what now?",
        "summary": "What the two numbers mean and what you can do yourself.",
        "tags": ["cardiology", "high-blood-pressure"],
        "cover": null,
        "author": byline(),
        "published_at": "2026-06-02T09:00:00Z",
        "updated_at": "2026-06-02T09:00:00Z",
        "review_due": "2027-06-02",
        "snippet": [],
    })
}

fn source() -> Value {
    json!({ "title": "WHO: Hypertension", "url": "https://www.who.int/news-room/fact-sheets/detail/hypertension" })
}

fn text() -> Value {
    json!({
        "title": "High blood pressure: what now?",
        "summary": "What the two numbers mean and what you can do yourself.",
        "body": "Most people feel nothing.",
        "tags": ["cardiology", "high-blood-pressure"],
        "sources": [source()],
        "cover": null,
    })
}

fn text_of(status: &str, version: i32) -> Value {
    let mut draft = text();
    for (name, value) in [
        ("id", json!(POST)),
        ("slug", json!("high-blood-pressure-what-now")),
        ("status", json!(status)),
        ("version", json!(version)),
        ("author", byline()),
        ("updated_at", json!("2026-06-01T08:00:00Z")),
        ("remark", Value::Null),
        ("review_due", Value::Null),
        ("withdrawn_why", Value::Null),
    ] {
        draft[name] = value;
    }
    draft
}

fn row(status: &str) -> Value {
    json!({
        "id": POST,
        "slug": "high-blood-pressure-what-now",
        "title": "High blood pressure: what now?",
        "status": status,
        "author": byline(),
        "updated_at": "2026-06-01T08:00:00Z",
        "submitted_at": null,
        "review_due": null,
        "is_sent_back": false,
        "is_withdrawn": false,
    })
}

fn said() -> Value {
    json!({
        "id": COMMENT,
        "post": POST,
        "doctor": null,
        "is_author": false,
        "is_own": true,
        "text": "Thank you, that was clear.",
        "created_at": "2026-06-03T10:00:00Z",
        "hidden_why": null,
        "reports": 0,
    })
}

pub(in crate::rest) fn list() -> Words {
    Words::new(
        "Articles",
        "Reviewed articles, newest first; with `q`, those in which the words stand, the best first, at most 200 of them. Where a word stands \
         nowhere and another was looked for instead, `message` says so.",
    )
    .answers(json!({ "items": [post()], "next": null }))
}

pub(in crate::rest) fn get() -> Words {
    Words::new("An article", "The text as Markdown and as safe HTML, with its sources, author and reviewer.").answers(json!({
        "post": post(),
        "body": "Most people feel nothing.",
        "html": "<p>Most people feel nothing.</p>\n",
        "sources": [source()],
        "reviewer": { "doctor": "019b2f6c-0a5d-7f3b-8e21-6d4c1b9a5f03", "name": "Dr Jonas Weber", "specialty": "general-practice" },
        "reviewed_at": "2026-06-02T09:00:00Z",
    }))
}

pub(in crate::rest) fn create() -> Words {
    Words::new(
        "Begin an article",
        "For doctors whose licence was checked. It may be unfinished; nobody else sees it until it is handed in.",
    )
    .asks(text())
    .answers(text_of("draft", 1))
    .saying("The draft is kept.")
    .refuses([Code::Conflict])
}

pub(in crate::rest) fn mine() -> Words {
    Words::new("My articles", "Whatever their status, last saved first.").answers(json!({ "items": [row("draft")], "next": null }))
}

pub(in crate::rest) fn draft() -> Words {
    Words::new("A text as its author works on it", "For its author; for other doctors whose licence was checked once it was handed in.")
        .answers(text_of("draft", 1))
}

pub(in crate::rest) fn save() -> Words {
    Words::new(
        "Save a text",
        "The whole text takes the place of the one before. Of what is published or in review it makes a draft again; readers keep what they \
         see until another doctor approves it. Refused as `CONFLICT` where `version` is not the newest one.",
    )
    .asks(json!({ "version": 1, "text": text() }))
    .answers(text_of("draft", 2))
    .saying("The draft is kept.")
    .refuses([Code::Conflict])
}

pub(in crate::rest) fn submit() -> Words {
    Words::new("Hand in for review", "The text must have a title, a summary, a tag and a source.")
        .asks(json!({ "version": 2 }))
        .answers(text_of("in-review", 3))
        .saying("Another doctor reviews it now.")
        .refuses([Code::Conflict, Code::IllegalMove])
}

pub(in crate::rest) fn to_review() -> Words {
    Words::new(
        "Texts to review",
        "Of other doctors: what was handed in, the longest waiting first; then published ones whose review is due within a month or overdue.",
    )
    .answers(json!({ "items": [row("in-review")], "next": null }))
}

pub(in crate::rest) fn approve() -> Words {
    let mut approved = text_of("published", 4);
    approved["review_due"] = json!("2027-06-02");
    Words::new("Approve a text", "Of another doctor's: everybody reads it from now on. Of a published one it renews the review.")
        .asks(json!({ "version": 3, "review_due": "2027-06-02" }))
        .answers(approved)
        .saying("Everybody can read it now.")
        .refuses([Code::Conflict, Code::IllegalMove])
}

pub(in crate::rest) fn send_back() -> Words {
    let mut back = text_of("draft", 4);
    back["remark"] = json!("Please name a source for the second paragraph.");
    Words::new("Send a text back", "To its author, with what is to be mended.")
        .asks(json!({ "version": 3, "remark": "Please name a source for the second paragraph." }))
        .answers(back)
        .saying("Its author has it back.")
        .refuses([Code::Conflict, Code::IllegalMove])
}

pub(in crate::rest) fn withdraw() -> Words {
    let mut gone = text_of("published", 5);
    gone["withdrawn_why"] = json!("The advice has changed.");
    Words::new("Take an article from its readers", "For its author and administrators. It can be handed in again.")
        .asks(json!({ "reason": "The advice has changed." }))
        .answers(gone)
        .saying("Readers see it no more.")
        .refuses([Code::IllegalMove])
}

pub(in crate::rest) fn add_image() -> Words {
    Words::new(
        "Add a picture",
        "The body is the picture itself: a PNG, JPEG or WebP of at most 5 MiB, told by its content. What cameras write beside it is cut off. \
         It is public at once, under an address that nobody can guess. It counts among the files that an account sends in an hour.",
    )
    .answers(json!({ "id": COMMENT, "url": format!("/blog/images/{COMMENT}") }))
    .saying("The picture is stored.")
}

pub(in crate::rest) fn comments() -> Words {
    Words::new("Comments of an article", "Newest first. Doctors are named, others are not. One's own that are out of sight are among them.")
        .answers(json!({ "items": [said()], "next": null }))
}

pub(in crate::rest) fn comment() -> Words {
    Words::new("Say something", "Ten times an hour.")
        .asks(json!({ "text": "Thank you, that was clear." }))
        .answers(said())
        .saying("Thank you.")
        .refuses([Code::RateLimited])
}

pub(in crate::rest) fn remove_comment() -> Words {
    Words::new("Delete a comment", "One's own.").saying("Your comment is gone.")
}

pub(in crate::rest) fn report_comment() -> Words {
    Words::new("Report a comment", "Tells administrators, once for each reader.")
        .saying("Thank you. Somebody will look at it.")
        .refuses([Code::IllegalMove])
}

pub(in crate::rest) fn to_moderate() -> Words {
    Words::new("Comments to judge", "Of all articles.").answers(json!({ "items": [said()], "next": null }))
}

pub(in crate::rest) fn hide_comment() -> Words {
    let mut hidden = said();
    hidden["hidden_why"] = json!("It names a person.");
    hidden["is_own"] = json!(false);
    Words::new("Take a comment out of sight", "Its author reads why; what was reported is answered.")
        .asks(json!({ "why": "It names a person." }))
        .answers(hidden)
}

pub(in crate::rest) fn show_comment() -> Words {
    Words::new("Leave a comment, or show it again", "What was reported is answered.").answers(said())
}
