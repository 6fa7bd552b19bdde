//! Whether anybody changed the audit, and where it begins to be wrong.

use super::chain::{self, Code, Coder, Placed, START};
use crate::{Error, Services, context::System};
use entity::{audit, audit_head};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Rows read at once.
const BATCH: u64 = 10_000;
/// Entries that may be missing before one that was given a new number, for it to be recognised.
const NEAR: i64 = 16;

/// What is wrong with the first broken entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A column has another value than was written.
    Changed,
    /// An entry is missing.
    Removed,
    /// An entry is there that nobody wrote.
    Inserted,
    /// Entries changed places.
    Reordered,
    /// The end is missing.
    Truncated,
    /// Rightly coded, but after another entry: from another life of this database.
    Forked,
    /// The anchor of the end is missing, changed, or of another time.
    HeadForged,
    /// The ring lacks the key of this entry.
    KeyMissing,
    /// Not a single entry fits: the ring is another one.
    WrongKey,
    /// The chain is whole, but not the one that was anchored outside.
    NotAnchored,
}

/// The first broken entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// Its number.
    pub seq: i64,
    /// What is wrong.
    pub kind: Kind,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Entries that are well, from the first on.
    pub good: i64,
    /// The code of the last of them, to be kept elsewhere as an [`Anchor`].
    pub last: [u8; 32],
    /// What is wrong, if anything is.
    pub broken: Option<Broken>,
}

/// Number and code of an entry, noted outside of the database at some time: who can write the whole database could put an older state of
/// it back, and only this shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Number of the entry.
    pub seq: i64,
    /// Its code.
    pub mac: [u8; 32],
}

/// Reads the whole chain, in batches. For the command line alone.
pub async fn verify(services: &Services, anchor: Option<Anchor>) -> Result<Found, Error> {
    // First the end: what is appended meanwhile is not missed.
    let db = services.read_as(System::Audit);
    let head = audit_head::Entity::find().one(&db).await?;
    let mut walk = Walk { services, coders: HashMap::new(), good: 0, last: START, anchor, missed_anchor: false };
    let mut broken = walk.rows(head.as_ref()).await?;
    if broken.is_none() {
        // And once more: it cannot lie before an entry that was read.
        let now = audit_head::Entity::find().one(&db).await?;
        broken = walk.end(head.as_ref(), now.as_ref());
    }
    Ok(Found { good: walk.good, last: walk.last, broken })
}

struct Walk<'a> {
    services: &'a Services,
    coders: HashMap<i64, Option<Coder>>,
    good: i64,
    last: Code,
    anchor: Option<Anchor>,
    missed_anchor: bool,
}

impl Walk<'_> {
    async fn rows(&mut self, head: Option<&audit_head::Model>) -> Result<Option<Broken>, Error> {
        // A number twice is only seen by the id beside it.
        let mut seen: Option<(i64, sea_orm::prelude::Uuid)> = None;
        loop {
            let rows = batch(self.services, seen).await?;
            let Some(end) = rows.last().map(|row| (row.seq, row.id)) else { return Ok(None) };
            seen = Some(end);
            for (at, row) in rows.iter().enumerate() {
                if let Some(wrong) = self.step(row) {
                    let kind = self.explain(wrong, row, rows.get(at + 1), head).await?;
                    return Ok(Some(Broken { seq: if wrong == Kind::Removed { self.good + 1 } else { row.seq }, kind }));
                }
            }
        }
    }

    /// One row further, or what is wrong at first sight.
    fn step(&mut self, row: &audit::Model) -> Option<Kind> {
        let expected = self.good + 1;
        if row.seq != expected {
            return Some(if row.seq > expected { Kind::Removed } else { Kind::Inserted });
        }
        let Some(mac) = self.code(row, row.seq) else { return Some(Kind::KeyMissing) };
        if mac.as_slice() != row.mac {
            return Some(Kind::Changed);
        }
        if row.prev != self.last {
            return Some(Kind::Forked);
        }
        (self.good, self.last) = (expected, mac);
        self.missed_anchor |= self.anchor.is_some_and(|anchor| anchor.seq == expected && anchor.mac != mac);
        None
    }

    /// The code that a row would have at the place `seq`.
    fn code(&mut self, row: &audit::Model, seq: i64) -> Option<Code> {
        let keys = self.services.keys();
        let coder = self.coders.entry(row.key_id).or_insert_with(|| Coder::new(keys, row.key_id)).as_ref()?;
        Some(coder.entry(&Placed { seq, key: row.key_id, prev: &row.prev, entry: &chain::read(row) }))
    }

    fn fits(&mut self, row: &audit::Model, seq: i64) -> bool {
        self.code(row, seq).is_some_and(|mac| mac.as_slice() == row.mac)
    }

    /// Looks closer at a row that is wrong: what was done, rather than what it looks like.
    async fn explain(
        &mut self,
        wrong: Kind,
        row: &audit::Model,
        next: Option<&audit::Model>,
        head: Option<&audit_head::Model>,
    ) -> Result<Kind, Error> {
        if wrong != Kind::Changed {
            return Ok(wrong);
        }
        let is_forged = head.is_none_or(|head| !chain::is_sealed(self.services.keys(), head));
        if row.seq == 1 && is_forged && next.is_none_or(|next| !self.fits(next, next.seq)) {
            return Ok(Kind::WrongKey);
        }
        // Is it an entry of another place? Then the one before it is somewhere, or is not.
        if (1..=NEAR).any(|by| self.fits(row, row.seq + by)) || self.belongs_elsewhere(row).await? {
            let before = audit::Entity::find().filter(audit::Column::Mac.eq(row.prev.clone()));
            let is_there = before.one(&self.services.read_as(System::Audit)).await?.is_some();
            return Ok(if is_there { Kind::Reordered } else { Kind::Removed });
        }
        // Do those behind it fit one place further to the front? Then it was pushed in.
        let last = self.last;
        if next.is_some_and(|next| next.prev == last && self.fits(next, row.seq)) {
            return Ok(Kind::Inserted);
        }
        let is_beyond = head.is_some_and(|head| !is_forged && row.seq > head.count);
        Ok(if is_beyond { Kind::Inserted } else { Kind::Changed })
    }

    /// Whether a row has the code of the place behind the entry that it follows.
    async fn belongs_elsewhere(&mut self, row: &audit::Model) -> Result<bool, Error> {
        let query = audit::Entity::find().filter(audit::Column::Mac.eq(row.prev.clone()));
        let Some(before) = query.one(&self.services.read_as(System::Audit)).await? else { return Ok(false) };
        // The one before may itself stand at the wrong place: its own number says where it would belong only if it is right.
        Ok((before.seq - 2..=before.seq + 2).any(|seq| seq + 1 != row.seq && self.fits(row, seq + 1)))
    }

    /// The end, once every row is well.
    fn end(&self, before: Option<&audit_head::Model>, after: Option<&audit_head::Model>) -> Option<Broken> {
        let at = |seq, kind| Some(Broken { seq, kind });
        let ours = |head: &&audit_head::Model| chain::is_sealed(self.services.keys(), head);
        let (Some(before), Some(after)) = (before.filter(ours), after.filter(ours)) else { return at(self.good + 1, Kind::HeadForged) };
        if before.count > self.good {
            return at(self.good + 1, Kind::Truncated);
        }
        if after.count < self.good {
            return at(after.count + 1, Kind::HeadForged);
        }
        if self.missed_anchor {
            return at(self.anchor.map_or(self.good, |anchor| anchor.seq), Kind::NotAnchored);
        }
        if self.anchor.is_some_and(|anchor| anchor.seq > self.good) {
            return at(self.good + 1, Kind::Truncated);
        }
        None
    }
}

async fn batch(services: &Services, seen: Option<(i64, sea_orm::prelude::Uuid)>) -> Result<Vec<audit::Model>, Error> {
    use audit::Column;
    let mut query = audit::Entity::find().order_by_asc(Column::Seq).order_by_asc(Column::Id).limit(BATCH);
    if let Some((seq, id)) = seen {
        let same = sea_orm::Condition::all().add(Column::Seq.eq(seq)).add(Column::Id.gt(id));
        // The first part lets the index find its place.
        query = query.filter(Column::Seq.gte(seq)).filter(sea_orm::Condition::any().add(Column::Seq.gt(seq)).add(same));
    }
    Ok(query.all(&services.read_as(System::Audit)).await?)
}
