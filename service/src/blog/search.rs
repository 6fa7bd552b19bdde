//! Words looked for in all articles.
//!
//! First the vocabulary is asked: in how many articles a word stands, and where it stands in none, which one is like it. With that the database
//! is told how many articles to expect, and looks for the newest some hundred of them, which are ranked: see `blog_candidates` in the schema.

use super::row::{CARD, CardRow, sql};
use crate::tx::Tx;
use crate::{Error, Services};
use domain::blog::{Hit, MARK_START, MARK_STOP, segments};
use domain::page::{LIMIT_MAX, Page};
use domain::{Caller, Problems};
use sea_orm::FromQueryResult;

/// Most words that are looked for.
const WORDS_MAX: usize = 8;
/// Longest word.
const WORD_MAX: usize = 40;
/// Articles that are ranked.
const CANDIDATES: i32 = 200;
/// Characters of an article in which the words are marked.
const MARKED: i32 = 20_000;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The best first. `next` is the cursor of the next page.
    pub page: Page<Hit>,
    /// What was looked for instead, where a word stands in no article but one like it does: "did you mean".
    pub meant: Option<String>,
}

/// Articles in which all these words stand, the best first, at most 200. Two statements.
///
/// * `after` – the cursor of the page before
pub async fn search(services: &Services, words: &str, after: Option<&str>, limit: u16) -> Result<Found, Error> {
    let after = after.map(Cursor::read).transpose()?;
    let (is_first, limit) = (after.is_none(), limit.clamp(1, LIMIT_MAX));
    let tx = services.begin(&Caller::Anonymous).await?;
    let asked = asked(&tx, &cut(words)).await?;
    let page = match asked.query() {
        Some(wanted) => ranked(&tx, wanted, after, limit).await?,
        None => Page { items: Vec::new(), next: None },
    };
    tx.commit().await?;
    // Other words are offered only where they find something.
    let meant = asked.meant().filter(|_| !is_first || !page.items.is_empty());
    Ok(Found { page, meant })
}

/// The words, in small letters.
fn cut(words: &str) -> Vec<String> {
    let lower = words.to_lowercase();
    let pieces = lower.split(|c: char| !c.is_alphanumeric());
    pieces.filter(|word| !word.is_empty() && word.chars().count() <= WORD_MAX).take(WORDS_MAX).map(str::to_owned).collect()
}

/// A word as the vocabulary knows it.
#[derive(Debug, FromQueryResult)]
struct Word {
    word: String,
    /// None where it is one of those that stand everywhere.
    lexeme: Option<String>,
    /// In how many articles it stands.
    posts: i64,
    /// The newest of them.
    latest: Option<i64>,
    /// A word like it.
    near: Option<String>,
    near_lexeme: Option<String>,
    near_posts: i64,
    near_latest: Option<i64>,
    total: i64,
}

struct Asked(Vec<Word>);

/// What to look for, how many articles there should be, and the number of the newest that can be one.
struct Wanted {
    query: String,
    expected: i64,
    latest: i64,
}

/// Where a word stands nowhere, the words of which it is one with a letter left out are looked at first, then those a letter away, then two: each
/// step only where the one before found none, since it goes through many more.
const VOCABULARY: &str = "
    select q.word, l.lexeme, coalesce(f.posts, 0) as posts, f.latest, n.word as near, n.lexeme as near_lexeme,
        coalesce(g.posts, 0) as near_posts, g.latest as near_latest,
        (select coalesce(max(s.number), 0) + 1 from blog_search s) as total
    from (select plain(raw) as word, place from unnest($1::text[]) with ordinality r(raw, place)) q
    cross join lateral (select (ts_lexize('english_stem', q.word))[1] as lexeme) l
    left join lateral (
        select sum(w.posts)::bigint as posts, max(w.latest) as latest from blog_word w where w.lexeme = l.lexeme) f on true
    left join lateral (
        select w.* from (values
            (1, array[left(q.word, 10)]),
            (2, array(select overlay(left(q.word, 10) placing '' from i for 1) from generate_series(1, least(length(q.word), 10)) i)),
            (2, case when length(q.word) > 6 then blog_near(q.word) end)) slip(apart, near)
        cross join lateral (
            select w.word, w.lexeme from blog_word w
            where w.near && slip.near and abs(length(w.word) - length(q.word)) <= slip.apart and similarity(w.word, q.word) > 0.25
            order by similarity(w.word, q.word) desc, w.posts desc, w.word limit 1) w
        where l.lexeme is not null and f.posts is null and length(q.word) > 3 limit 1) n on true
    left join lateral (
        select sum(w.posts)::bigint as posts, max(w.latest) as latest from blog_word w where w.lexeme = n.lexeme) g on true
    order by q.place";

async fn asked(tx: &Tx, words: &[String]) -> Result<Asked, Error> {
    if words.is_empty() {
        return Ok(Asked(Vec::new()));
    }
    Ok(Asked(Word::find_by_statement(sql(VOCABULARY, [words.to_vec().into()])).all(tx).await?))
}

impl Asked {
    /// What to look for, and where; none where a word stands nowhere.
    fn query(&self) -> Option<Wanted> {
        let mut wanted = Wanted { query: String::new(), expected: 0, latest: i64::MAX };
        let mut share = 1.0;
        for word in self.0.iter().filter(|word| word.lexeme.is_some()) {
            let (lexeme, posts, latest) = match (&word.near_lexeme, word.posts) {
                (_, 1..) => (word.lexeme.as_ref()?, word.posts, word.latest?),
                (Some(near), _) => (near, word.near_posts, word.near_latest?),
                (None, _) => return None,
            };
            let and = if wanted.query.is_empty() { "" } else { " & " };
            wanted.query.push_str(&format!("{and}'{}'", lexeme.replace('\\', "\\\\").replace('\'', "''")));
            wanted.latest = wanted.latest.min(latest);
            #[expect(clippy::cast_precision_loss, reason = "an estimate")]
            let (part, total) = (posts as f64 / word.total.max(1) as f64, word.total as f64);
            share *= part.min(1.0);
            #[expect(clippy::cast_possible_truncation, reason = "an estimate")]
            let expected = (share * total) as i64;
            wanted.expected = expected;
        }
        (!wanted.query.is_empty()).then_some(wanted)
    }

    /// What was looked for, where it is not what was typed.
    fn meant(&self) -> Option<String> {
        let is_other = self.0.iter().any(|word| word.near.is_some());
        let words: Vec<&str> = self.0.iter().map(|word| word.near.as_ref().unwrap_or(&word.word).as_str()).collect();
        is_other.then(|| words.join(" "))
    }
}

/// The last hit of a page: how well it matched, and its number.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cursor {
    rank: f32,
    number: i64,
}

impl Cursor {
    fn read(raw: &str) -> Result<Self, Error> {
        let read = raw.split_once('-').and_then(|(rank, number)| {
            let rank = f32::from_bits(u32::from_str_radix(rank, 16).ok()?);
            Some(Self { rank, number: number.parse().ok()? }).filter(|_| rank.is_finite())
        });
        read.ok_or_else(|| Problems::one("after", "Please use the cursor as it was given.").into())
    }

    fn written(self) -> String {
        format!("{:08x}-{}", self.rank.to_bits(), self.number)
    }
}

#[derive(Debug, FromQueryResult)]
struct HitRow {
    #[sea_orm(nested)]
    card: CardRow,
    rank: f32,
    number: i64,
    marked: String,
}

async fn ranked(tx: &Tx, wanted: Wanted, after: Option<Cursor>, limit: u16) -> Result<Page<Hit>, Error> {
    let beyond = if after.is_some() { "where (c.rank, c.number) < ($7::real, $8)" } else { "" };
    let text = format!(
        "select {CARD}, c.rank, c.number, ts_headline('english', left(a.words, {MARKED}), $1::tsquery, $6) as marked
         from (select c.* from blog_candidates($1::tsquery, $2, $3, $4, (select max(number) + 1 from blog_search)) c {beyond} order by c.rank desc, c.number desc limit $5) c
         join blog_article a on a.id = c.id join doctor d on d.id = a.author_id order by c.rank desc, c.number desc"
    );
    let options = format!("StartSel={MARK_START}, StopSel={MARK_STOP}, MaxFragments=2, MinWords=8, MaxWords=24, FragmentDelimiter=\" … \"");
    let values = [
        wanted.query.into(),
        wanted.expected.into(),
        wanted.latest.into(),
        CANDIDATES.into(),
        (i64::from(limit) + 1).into(),
        options.into(),
    ];
    let beyond = after.into_iter().flat_map(|cursor| [cursor.rank.into(), cursor.number.into()]);
    let rows = HitRow::find_by_statement(sql(text, values.into_iter().chain(beyond))).all(tx).await?;
    let mut hits = Vec::with_capacity(rows.len());
    for HitRow { card, rank, number, marked } in rows {
        hits.push((Hit { card: card.read()?, snippet: segments(&marked) }, Cursor { rank, number }));
    }
    let page = Page::from_rows(hits, limit, |(_, cursor)| cursor.written());
    Ok(page.map(|(hit, _)| hit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was_given() {
        let cursor = Cursor { rank: 0.123_456_79, number: 42 };
        assert_eq!(Cursor::read(&cursor.written()).ok(), Some(cursor));
        for wrong in ["", "x", "7fc00000-1", "3f800000", "-1", "3f800000-x"] {
            assert!(Cursor::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn words_are_cut_at_everything_else() {
        assert_eq!(cut("High blood-pressure; DROP 'table'"), ["high", "blood", "pressure", "drop", "table"]);
        assert_eq!(cut(&"a ".repeat(20)).len(), WORDS_MAX);
        assert!(cut(&"x".repeat(41)).is_empty() && cut("!?").is_empty());
    }
}
