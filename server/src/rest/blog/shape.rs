//! What the blog's addresses take and give.

use chrono::{DateTime, NaiveDate, Utc};
use domain::blog::{Article, Byline, Comment, Draft, Hit, PostCard, PostEdit, PostRow, PostStatus, Segment, Source, SourceEdit};
use domain::{CommentId, DoctorId, ImageId, PostId, Specialty};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A doctor under their work.
#[derive(Serialize, ToSchema)]
#[schema(as = Byline)]
struct BylineOut {
    /// The doctor; null where they are here no more.
    #[schema(required)]
    doctor: Option<DoctorId>,
    /// Name with title.
    name: String,
    /// Specialty.
    specialty: Specialty,
}

impl From<Byline> for BylineOut {
    fn from(Byline { doctor, name, specialty }: Byline) -> Self {
        Self { doctor, name, specialty }
    }
}

/// An article in a list.
#[derive(Serialize, ToSchema)]
#[schema(as = BlogPost)]
pub(in crate::rest) struct PostOut {
    /// Its id.
    id: PostId,
    /// Its name in addresses.
    slug: String,
    /// Title.
    title: String,
    /// What it is about.
    summary: String,
    /// Tags: codes of specialties and others.
    tags: Vec<String>,
    /// The picture at its head, at `/blog/images/{id}`.
    #[schema(required)]
    cover: Option<ImageId>,
    /// Who wrote it.
    author: BylineOut,
    /// When it was first published.
    published_at: DateTime<Utc>,
    /// When its text was changed last.
    updated_at: DateTime<Utc>,
    /// Until when its review holds.
    review_due: NaiveDate,
    /// Where the words stand that were looked for; empty where none were.
    snippet: Vec<Segment>,
}

impl From<PostCard> for PostOut {
    fn from(card: PostCard) -> Self {
        Hit { card, snippet: Vec::new() }.into()
    }
}

impl From<Hit> for PostOut {
    fn from(Hit { card, snippet }: Hit) -> Self {
        let PostCard { id, slug, title, summary, tags, cover, author, published_at, updated_at, review_due } = card;
        Self { id, slug, title, summary, tags, cover, author: author.into(), published_at, updated_at, review_due, snippet }
    }
}

/// An article.
#[derive(Serialize, ToSchema)]
#[schema(as = BlogArticle)]
pub(in crate::rest) struct ArticleOut {
    /// What lists show.
    post: PostOut,
    /// The text in Markdown.
    body: String,
    /// The same as safe HTML.
    html: String,
    /// Where it is from.
    sources: Vec<Source>,
    /// Who reviewed it.
    reviewer: BylineOut,
    /// When.
    reviewed_at: DateTime<Utc>,
}

impl From<Article> for ArticleOut {
    fn from(Article { card, body, html, sources, reviewer, reviewed_at, version: _ }: Article) -> Self {
        Self { post: card.into(), body, html, sources, reviewer: reviewer.into(), reviewed_at }
    }
}

/// A text in the list of its author, or of those who review.
#[derive(Serialize, ToSchema)]
#[schema(as = BlogDraftRow)]
pub(in crate::rest) struct RowOut {
    /// Its id.
    id: PostId,
    /// Its name in addresses.
    slug: String,
    /// Title; may be empty.
    title: String,
    /// How far it is.
    status: PostStatus,
    /// Who writes it.
    author: BylineOut,
    /// When it was saved last.
    updated_at: DateTime<Utc>,
    /// When it was handed in for review.
    #[schema(required)]
    submitted_at: Option<DateTime<Utc>>,
    /// Until when its review holds; null where readers see nothing of it.
    #[schema(required)]
    review_due: Option<NaiveDate>,
    /// Whether it was sent back with a remark.
    is_sent_back: bool,
    /// Whether it was taken from its readers.
    is_withdrawn: bool,
}

impl From<PostRow> for RowOut {
    fn from(row: PostRow) -> Self {
        let PostRow { id, slug, title, status, author, updated_at, submitted_at, is_public: _, review_due, is_sent_back, is_withdrawn } =
            row;
        Self { id, slug, title, status, author: author.into(), updated_at, submitted_at, review_due, is_sent_back, is_withdrawn }
    }
}

/// A text that is worked on.
#[derive(Serialize, ToSchema)]
#[schema(as = BlogDraft)]
pub(in crate::rest) struct DraftOut {
    /// Its id.
    id: PostId,
    /// Its name in addresses; follows the title until it is published.
    slug: String,
    /// How far it is.
    status: PostStatus,
    /// Counts changes: every request that changes it says which one it means.
    version: i32,
    /// Title.
    title: String,
    /// What it is about.
    summary: String,
    /// The text in Markdown.
    body: String,
    /// Tags.
    tags: Vec<String>,
    /// Where it is from.
    sources: Vec<Source>,
    /// The picture at its head.
    #[schema(required)]
    cover: Option<ImageId>,
    /// Who writes it.
    author: BylineOut,
    /// When it was saved last.
    updated_at: DateTime<Utc>,
    /// Why it was sent back.
    #[schema(required)]
    remark: Option<String>,
    /// Until when its review holds; null where readers see nothing of it.
    #[schema(required)]
    review_due: Option<NaiveDate>,
    /// Why it was taken from its readers.
    #[schema(required)]
    withdrawn_why: Option<String>,
}

impl From<Draft> for DraftOut {
    fn from(draft: Draft) -> Self {
        let content = draft.content;
        Self {
            id: draft.id,
            slug: draft.slug,
            status: draft.status,
            version: draft.version,
            title: content.title,
            summary: content.summary,
            body: content.body,
            tags: content.tags,
            sources: content.sources,
            cover: content.cover,
            author: draft.author.into(),
            updated_at: draft.updated_at,
            remark: draft.remark.map(|remark| remark.text),
            review_due: draft.published.map(|published| published.review_due),
            withdrawn_why: draft.withdrawn.map(|withdrawn| withdrawn.why),
        }
    }
}

/// Where something is from.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SourceEdit)]
pub(in crate::rest) struct SourceIn {
    /// Title.
    #[serde(default)]
    #[schema(max_length = 200)]
    title: String,
    /// An https address.
    #[schema(max_length = 500)]
    url: String,
}

/// A text, finished or not.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BlogText)]
pub(in crate::rest) struct TextIn {
    /// Title.
    #[serde(default)]
    #[schema(max_length = 150)]
    title: String,
    /// What it is about.
    #[serde(default)]
    #[schema(max_length = 300)]
    summary: String,
    /// In Markdown.
    #[serde(default)]
    #[schema(max_length = 100000)]
    body: String,
    /// Codes of specialties and others, in letters, digits and hyphens.
    #[serde(default)]
    #[schema(max_items = 8)]
    tags: Vec<String>,
    /// Where it is from.
    #[serde(default)]
    #[schema(max_items = 30)]
    sources: Vec<SourceIn>,
    /// One of the author's pictures.
    cover: Option<ImageId>,
}

impl From<TextIn> for PostEdit {
    fn from(TextIn { title, summary, body, tags, sources, cover }: TextIn) -> Self {
        let sources = sources.into_iter().map(|SourceIn { title, url }| SourceEdit { title, url }).collect();
        Self { title, summary, body, tags: tags.join(","), sources, cover: cover.map(|id| id.to_string()).unwrap_or_default() }
    }
}

/// A change of a text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BlogTextEdit)]
pub(in crate::rest) struct SaveIn {
    /// The version that was changed.
    pub(super) version: i32,
    /// What it says from now on.
    pub(super) text: TextIn,
}

/// Which version is meant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BlogVersion)]
pub(in crate::rest) struct VersionIn {
    /// Its version.
    pub(super) version: i32,
}

/// That a text is good.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BlogApproval)]
pub(in crate::rest) struct ApprovalIn {
    /// The version that was read.
    pub(super) version: i32,
    /// Until when that holds: at most three years, a year where it is left out.
    pub(super) review_due: Option<NaiveDate>,
}

/// What is to be mended.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BlogRemark)]
pub(in crate::rest) struct RemarkIn {
    /// The version that was read.
    pub(super) version: i32,
    /// For its author.
    #[schema(min_length = 1, max_length = 1000)]
    pub(super) remark: String,
}

/// Why an article is taken from its readers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BlogWithdrawal)]
pub(in crate::rest) struct WithdrawalIn {
    /// For its author and administrators.
    #[schema(min_length = 1, max_length = 1000)]
    pub(super) reason: String,
}

/// A picture that is stored.
#[derive(Serialize, ToSchema)]
#[schema(as = BlogImage)]
pub(in crate::rest) struct ImageOut {
    /// Its id.
    pub(super) id: ImageId,
    /// Where it is, for `![description](…)` and for everybody.
    pub(super) url: String,
}

/// A comment.
#[derive(Serialize, ToSchema)]
#[schema(as = BlogComment)]
pub(in crate::rest) struct CommentOut {
    /// Its id.
    id: CommentId,
    /// Of which article.
    post: PostId,
    /// A doctor's name; null for everybody else, who are not named.
    #[schema(required)]
    doctor: Option<String>,
    /// Whether the article's author wrote it.
    is_author: bool,
    /// Whether the caller wrote it.
    is_own: bool,
    /// What is said.
    text: String,
    /// When.
    created_at: DateTime<Utc>,
    /// Why it is out of sight; null where everybody sees it.
    #[schema(required)]
    hidden_why: Option<String>,
    /// How many readers reported it; for administrators.
    reports: i32,
}

impl From<Comment> for CommentOut {
    fn from(Comment { id, post, slug: _, post_title: _, by, text, created_at, hidden_why, reports }: Comment) -> Self {
        Self { id, post, doctor: by.doctor, is_author: by.is_author, is_own: by.is_self, text, created_at, hidden_why, reports }
    }
}

/// Something to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BlogCommentText)]
pub(in crate::rest) struct CommentIn {
    /// What.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 2000)]
    pub(super) text: String,
}

/// Why a comment is to be out of sight.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BlogCommentHiding)]
pub(in crate::rest) struct HidingIn {
    /// Its author reads it.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 1000)]
    pub(super) why: String,
}
