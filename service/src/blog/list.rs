//! What everybody reads: lists, one article, what belongs to a symptom, what programs are told.

use super::row::{ARTICLE, ArticleRow, CARD, CardRow, sql};
use crate::{Error, Services, cursor};
use chrono::{DateTime, Utc};
use domain::Caller;
use domain::blog::{Article, PostCard, TAG_MAX, Tag, is_slug};
use domain::page::{LIMIT_MAX, Page};
use sea_orm::{FromQueryResult, Statement};

/// Articles in one part of the map for search engines; the standard allows 50 000.
const PART: i64 = 10_000;

/// Which articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Only those with this tag.
    pub tag: Option<String>,
    /// The cursor of the page before.
    pub after: Option<String>,
    /// Rows, 1–100.
    pub limit: u16,
}

/// Articles, newest first. One statement. A tag that no article has, and one that cannot be any, gives an empty page.
pub async fn list(services: &Services, listing: &Listing) -> Result<Page<PostCard>, Error> {
    let limit = listing.limit.clamp(1, LIMIT_MAX);
    let rows = i64::from(limit) + 1;
    let after = listing.after.as_deref().map(cursor::read).transpose()?;
    let beyond = |alias: &str, place: usize| match after {
        Some(_) => format!("and ({alias}.published_at, {alias}.id) < (${place}, ${})", place + 1),
        None => String::new(),
    };
    let after = after.into_iter().flat_map(|(at, id)| [at.into(), id.into()]);
    let statement = match &listing.tag {
        Some(tag) if !is_slug(tag, TAG_MAX) => return Ok(Page { items: Vec::new(), next: None }),
        Some(tag) => sql(
            format!(
                "select {CARD} from (select t.id, t.published_at from blog_tagged t where t.tag = $2 {}
                     order by t.published_at desc, t.id desc limit $1) t
                 join blog_article a on a.id = t.id join doctor d on d.id = a.author_id order by t.published_at desc, t.id desc",
                beyond("t", 3)
            ),
            [rows.into(), tag.clone().into()].into_iter().chain(after),
        ),
        None => sql(
            format!(
                "select {CARD} from blog_article a join doctor d on d.id = a.author_id where true {}
                 order by a.published_at desc, a.id desc limit $1",
                beyond("a", 2)
            ),
            [rows.into()].into_iter().chain(after),
        ),
    };
    let cards = cards(services, statement).await?;
    Ok(Page::from_rows(cards, limit, |card: &PostCard| cursor::written(card.published_at, card.id.0)))
}

async fn cards(services: &Services, statement: Statement) -> Result<Vec<PostCard>, Error> {
    let rows = CardRow::find_by_statement(statement).all(&services.read(&Caller::Anonymous)).await?;
    rows.into_iter().map(CardRow::read).collect()
}

/// An article. One statement.
///
/// Errors: `NOT_FOUND`, also for one that is not published and one that was withdrawn.
pub async fn read(services: &Services, slug: &str) -> Result<Article, Error> {
    let text = format!(
        "select {CARD}, {ARTICLE} from blog_article a join doctor d on d.id = a.author_id join doctor r on r.id = a.reviewer_id where a.slug = $1"
    );
    let row = ArticleRow::find_by_statement(sql(text, [slug.into()])).one(&services.read(&Caller::Anonymous)).await?;
    row.ok_or(Error::NOT_FOUND)?.read()
}

#[derive(FromQueryResult)]
struct TagRow {
    tag: String,
    posts: i32,
}

/// The tags that most articles have. One statement.
pub async fn tags(services: &Services, limit: u16) -> Result<Vec<Tag>, Error> {
    let statement = sql("select tag, posts from blog_tag order by posts desc, tag limit $1", [i64::from(limit.clamp(1, LIMIT_MAX)).into()]);
    let rows = TagRow::find_by_statement(statement).all(&services.read(&Caller::Anonymous)).await?;
    Ok(rows.into_iter().map(|TagRow { tag, posts }| Tag { tag, posts }).collect())
}

/// The newest articles with any of these tags – codes of specialties, names of conditions –, those with the first of them first. One statement.
pub async fn related(services: &Services, tags: &[&str], limit: u16) -> Result<Vec<PostCard>, Error> {
    let tags: Vec<String> = tags.iter().take(domain::blog::TAGS_MAX).map(|tag| (*tag).to_owned()).collect();
    let text = format!(
        "select {CARD} from (
             select x.id, min(w.place) as place from unnest($1::text[]) with ordinality w(tag, place)
             cross join lateral (select t.id from blog_tagged t where t.tag = w.tag order by t.published_at desc, t.id desc limit $2) x
             group by x.id) t
         join blog_article a on a.id = t.id join doctor d on d.id = a.author_id order by t.place, a.published_at desc, a.id desc limit $2"
    );
    cards(services, sql(text, [tags.into(), i64::from(limit.clamp(1, LIMIT_MAX)).into()])).await
}

/// The newest articles, for programs that follow them.
pub async fn feed(services: &Services, limit: u16) -> Result<Vec<PostCard>, Error> {
    Ok(list(services, &Listing { limit, ..Listing::default() }).await?.items)
}

/// An address for search engines.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Entry {
    /// Of the article.
    pub slug: String,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// How many parts the map for search engines has.
pub async fn map(services: &Services) -> Result<i64, Error> {
    #[derive(FromQueryResult)]
    struct Last {
        number: Option<i64>,
    }
    let statement = sql("select max(number) as number from blog_search", []);
    let last = Last::find_by_statement(statement).one(&services.read(&Caller::Anonymous)).await?;
    Ok(last.and_then(|last| last.number).map_or(0, |number| number / PART + 1))
}

/// The addresses in a part of it, from 0 on; none in one that there is not.
pub async fn map_part(services: &Services, part: u32) -> Result<Vec<Entry>, Error> {
    let first = i64::from(part) * PART;
    let text = "select a.slug, a.updated_at from blog_search s join blog_article a on a.id = s.id
                where s.number >= $1 and s.number < $2 order by s.number";
    let statement = sql(text, [first.into(), (first + PART).into()]);
    Ok(Entry::find_by_statement(statement).all(&services.read(&Caller::Anonymous)).await?)
}
