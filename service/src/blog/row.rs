//! Rows of the blog as types of the domain.

use super::markdown;
use crate::Error;
use chrono::{DateTime, NaiveDate, Utc};
use domain::blog::{Article, Byline, Draft, PostCard, PostContent, PostRow, PostStatus, Published, Remark, Source, Withdrawal};
use domain::{DoctorId, ImageId, PostId};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value, prelude::Json, prelude::Uuid};

/// What a list shows of an article `a` by doctor `d`.
pub(super) const CARD: &str = "a.id, a.slug, a.title, a.summary, a.tags, a.cover_id, a.published_at, a.updated_at, a.review_due,
    d.id as author_id, d.name as author_name, d.specialty as author_specialty, d.verified_at is not null as author_is_here";

#[derive(Debug, FromQueryResult)]
pub(super) struct CardRow {
    pub id: Uuid,
    slug: String,
    title: String,
    summary: String,
    tags: Vec<String>,
    cover_id: Option<Uuid>,
    published_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    review_due: NaiveDate,
    author_id: Uuid,
    author_name: String,
    author_specialty: String,
    author_is_here: bool,
}

impl CardRow {
    pub(super) fn read(self) -> Result<PostCard, Error> {
        Ok(PostCard {
            id: PostId(self.id),
            slug: self.slug,
            title: self.title,
            summary: self.summary,
            tags: self.tags,
            cover: self.cover_id.map(ImageId),
            author: byline(self.author_id, self.author_name, &self.author_specialty, self.author_is_here)?,
            published_at: self.published_at,
            updated_at: self.updated_at,
            review_due: self.review_due,
        })
    }
}

/// A doctor under their work; whose licence does not hold any more has no page.
pub(super) fn byline(doctor: Uuid, name: String, specialty: &str, is_here: bool) -> Result<Byline, Error> {
    let specialty = specialty.parse().map_err(|e| Error::corrupt("doctor", e))?;
    Ok(Byline { doctor: is_here.then_some(DoctorId(doctor)), name, specialty })
}

pub(super) fn sources(stored: Json) -> Result<Vec<Source>, Error> {
    serde_json::from_value(stored).map_err(|e| Error::corrupt("blog_post", e))
}

/// What is read of an article beside its card.
pub(super) const ARTICLE: &str = "a.version, a.body, a.sources, a.reviewed_at, r.id as reviewer_id, r.name as reviewer_name,
    r.specialty as reviewer_specialty, r.verified_at is not null as reviewer_is_here";

#[derive(Debug, FromQueryResult)]
pub(super) struct ArticleRow {
    #[sea_orm(nested)]
    card: CardRow,
    version: i32,
    body: String,
    sources: Json,
    reviewed_at: DateTime<Utc>,
    reviewer_id: Uuid,
    reviewer_name: String,
    reviewer_specialty: String,
    reviewer_is_here: bool,
}

impl ArticleRow {
    pub(super) fn read(self) -> Result<Article, Error> {
        Ok(Article {
            card: self.card.read()?,
            html: markdown::html(&self.body),
            body: self.body,
            sources: sources(self.sources)?,
            reviewer: byline(self.reviewer_id, self.reviewer_name, &self.reviewer_specialty, self.reviewer_is_here)?,
            reviewed_at: self.reviewed_at,
            version: self.version,
        })
    }
}

/// A text that is worked on, with what readers see of it.
const DRAFT: &str = "select p.*, d.name as author_name, d.specialty as author_specialty, d.verified_at is not null as author_is_here,
        w.name as remarked_by, a.published_at as public_since, a.reviewed_at, a.review_due,
        r.id as reviewer_id, r.name as reviewer_name, r.specialty as reviewer_specialty, r.verified_at is not null as reviewer_is_here
    from blog_post p join doctor d on d.id = p.author_id left join doctor w on w.id = p.remark_by
        left join blog_article a on a.id = p.id left join doctor r on r.id = a.reviewer_id
    where p.id = $1";

#[derive(Debug, FromQueryResult)]
struct DraftRow {
    id: Uuid,
    author_id: Uuid,
    slug: String,
    status: String,
    version: i32,
    title: String,
    summary: String,
    body: String,
    tags: Vec<String>,
    sources: Json,
    cover_id: Option<Uuid>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    submitted_at: Option<DateTime<Utc>>,
    remark: Option<String>,
    remarked_at: Option<DateTime<Utc>>,
    withdrawn_at: Option<DateTime<Utc>>,
    withdrawn_why: Option<String>,
    author_name: String,
    author_specialty: String,
    author_is_here: bool,
    remarked_by: Option<String>,
    public_since: Option<DateTime<Utc>>,
    reviewed_at: Option<DateTime<Utc>>,
    review_due: Option<NaiveDate>,
    reviewer_id: Option<Uuid>,
    reviewer_name: Option<String>,
    reviewer_specialty: Option<String>,
    reviewer_is_here: Option<bool>,
}

/// The text, where row-level security shows it.
///
/// Errors: `NOT_FOUND`.
pub(super) async fn draft(db: &impl ConnectionTrait, id: PostId) -> Result<Draft, Error> {
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, DRAFT, [id.0.into()]);
    DraftRow::find_by_statement(statement).one(db).await?.ok_or(Error::NOT_FOUND)?.read()
}

impl DraftRow {
    fn read(self) -> Result<Draft, Error> {
        let published = self.published()?;
        let remark = match (self.remark, self.remarked_by, self.remarked_at) {
            (Some(text), Some(by), Some(at)) => Some(Remark { by, text, at }),
            _ => None,
        };
        Ok(Draft {
            id: PostId(self.id),
            slug: self.slug,
            status: status(&self.status)?,
            version: self.version,
            content: PostContent {
                title: self.title,
                summary: self.summary,
                body: self.body,
                tags: self.tags,
                sources: sources(self.sources)?,
                cover: self.cover_id.map(ImageId),
            },
            author: byline(self.author_id, self.author_name, &self.author_specialty, self.author_is_here)?,
            created_at: self.created_at,
            updated_at: self.updated_at,
            submitted_at: self.submitted_at,
            remark,
            published,
            withdrawn: self.withdrawn_at.zip(self.withdrawn_why).map(|(at, why)| Withdrawal { at, why }),
        })
    }

    fn published(&self) -> Result<Option<Published>, Error> {
        let (Some(published_at), Some(reviewed_at), Some(review_due), Some(reviewer)) =
            (self.public_since, self.reviewed_at, self.review_due, self.reviewer_id)
        else {
            return Ok(None);
        };
        let name = self.reviewer_name.clone().unwrap_or_default();
        let specialty = self.reviewer_specialty.as_deref().unwrap_or_default();
        let reviewer = byline(reviewer, name, specialty, self.reviewer_is_here.unwrap_or(false))?;
        Ok(Some(Published { published_at, reviewer, reviewed_at, review_due }))
    }
}

fn status(stored: &str) -> Result<PostStatus, Error> {
    PostStatus::with(stored).ok_or_else(|| Error::corrupt("blog_post", stored))
}

/// What doctors' lists show of a text `p` by doctor `d`, of which readers see `a`.
pub(super) const LISTED: &str = "p.id, p.slug, p.title, p.status, p.updated_at, p.submitted_at, p.remark is not null as is_sent_back,
    p.withdrawn_at is not null as is_withdrawn, a.review_due, d.id as author_id, d.name as author_name, d.specialty as author_specialty,
    d.verified_at is not null as author_is_here";

#[derive(Debug, FromQueryResult)]
pub(super) struct ListedRow {
    pub id: Uuid,
    slug: String,
    title: String,
    status: String,
    pub updated_at: DateTime<Utc>,
    submitted_at: Option<DateTime<Utc>>,
    is_sent_back: bool,
    is_withdrawn: bool,
    review_due: Option<NaiveDate>,
    author_id: Uuid,
    author_name: String,
    author_specialty: String,
    author_is_here: bool,
}

impl ListedRow {
    pub(super) fn read(self) -> Result<PostRow, Error> {
        Ok(PostRow {
            id: PostId(self.id),
            slug: self.slug,
            title: self.title,
            status: status(&self.status)?,
            author: byline(self.author_id, self.author_name, &self.author_specialty, self.author_is_here)?,
            updated_at: self.updated_at,
            submitted_at: self.submitted_at,
            is_public: self.review_due.is_some(),
            review_due: self.review_due,
            is_sent_back: self.is_sent_back,
            is_withdrawn: self.is_withdrawn,
        })
    }
}

/// A statement with its values.
pub(super) fn sql(text: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, text.into(), values)
}
