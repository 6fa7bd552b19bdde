//! Files of an entry: taken in piece by piece and judged by their content, given back to whoever may see the entry.

use super::vault::{FileKey, Writing};
use super::{row, writing};
use crate::{Error, Services, System, access, audit, ids, sealed, tx::Tx};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use domain::record::{Attachment, FILE_MAX, Media, RecordType, file_name};
use domain::{AttachmentId, Caller, Code, PatientId, Problems, RecordId};
use entity::attachment;
use futures::stream::{BoxStream, StreamExt, TryStreamExt};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Most files of one entry.
const MOST: u32 = 20;
/// Files that are asked about at once when orphans are looked for.
const BATCH: usize = 500;

/// Why a body ended before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It is larger than is taken.
    TooLarge,
    /// It broke off.
    Broken,
}

/// A file on its way in.
pub type Incoming = BoxStream<'static, Result<Bytes, Cut>>;
/// A file on its way out.
pub type Outgoing = BoxStream<'static, Result<Bytes, Error>>;

/// What is sealed of a file.
#[derive(Serialize, Deserialize)]
struct Content {
    name: String,
    key: String,
}

/// Adds a file to an entry. It is stored while it arrives, and what was stored of one that is refused is taken away again.
///
/// Errors: `NOT_FOUND`, `FORBIDDEN` as for writing; `TOO_LARGE`; `UNSUPPORTED_MEDIA_TYPE` for what is no PDF, PNG, JPEG or WebP by its content;
/// [`Error::Invalid`] at `file` for an empty one and one that is not whole.
pub async fn attach(services: &Services, caller: &Caller, record: RecordId, name: &str, bytes: Incoming) -> Result<Attachment, Error> {
    let (patient, kind) = may_attach(&services.read(caller), services, caller, record).await?;
    let id = ids::new();
    let key = FileKey::draw()?;
    let taken = take(services, id, &key, bytes).await?;
    let content = Content { name: file_name(name, taken.media), key: key.written() };
    match keep(services, caller, record, (patient, kind), id, &taken, &content).await {
        Ok(kept) => Ok(kept),
        Err(error) => {
            // Should this fail as well, the next sweep does it.
            let _ = services.files().delete(id).await;
            Err(error)
        }
    }
}

async fn may_attach(
    db: &impl ConnectionTrait,
    services: &Services,
    caller: &Caller,
    record: RecordId,
) -> Result<(PatientId, RecordType), Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let found = row::one(db, services.keys(), record).await?;
    if caller.patient().is_some_and(|own| own != found.patient) {
        return Err(Error::NOT_FOUND);
    }
    writing(db, caller, services.now(), found.patient, found.record_type).await?;
    if caller.patient().is_some() && found.author != user {
        return Err(Error::FORBIDDEN);
    }
    if found.files >= MOST {
        return Err(full());
    }
    Ok((found.patient, found.record_type))
}

fn full() -> Error {
    Problems::one("file", "An entry holds at most 20 files. Please add another entry.").into()
}

/// What is known of a file once it has arrived.
struct Taken {
    media: Media,
    size: u64,
    sha256: Vec<u8>,
}

/// Stores a file while it arrives.
async fn take(services: &Services, id: Uuid, key: &FileKey, bytes: Incoming) -> Result<Taken, Error> {
    let mut arriving = Arriving { bytes, head: Vec::new(), tail: Vec::new(), size: 0, digest: Sha256::new() };
    let media = arriving.media().await?;
    let mut writing = services.files().begin(id, key).await?;
    match arriving.through(&mut writing, media).await {
        Ok(()) => {
            writing.end().await?;
            Ok(Taken { media, size: arriving.size, sha256: arriving.digest.finalize().to_vec() })
        }
        Err(error) => {
            writing.undo().await;
            Err(error)
        }
    }
}

struct Arriving {
    bytes: Incoming,
    /// What has come before it was known what it is.
    head: Vec<u8>,
    tail: Vec<u8>,
    size: u64,
    digest: Sha256,
}

impl Arriving {
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        match self.bytes.next().await {
            None => Ok(None),
            Some(Ok(bytes)) => Ok(Some(bytes)),
            Some(Err(Cut::TooLarge)) => Err(Code::TooLarge.into()),
            Some(Err(Cut::Broken)) => Err(Problems::one("file", "The file did not arrive to its end. Please send it again.").into()),
        }
    }

    /// What it is, from its first bytes: nothing of another kind is stored at all.
    async fn media(&mut self) -> Result<Media, Error> {
        while self.head.len() < Media::HEAD {
            match self.next().await? {
                Some(more) => self.head.extend_from_slice(&more),
                None => break,
            }
        }
        if self.head.is_empty() {
            return Err(Problems::one("file", "Please choose a file; this one is empty.").into());
        }
        Media::of(&self.head).ok_or_else(|| Code::UnsupportedMediaType.into())
    }

    async fn through(&mut self, writing: &mut Writing, media: Media) -> Result<(), Error> {
        let head = std::mem::take(&mut self.head);
        self.count(&head)?;
        writing.write(&head).await?;
        while let Some(more) = self.next().await? {
            self.count(&more)?;
            writing.write(&more).await?;
        }
        if media.is_whole(&head, &self.tail, self.size) {
            Ok(())
        } else {
            Err(Problems::one(
                "file",
                "This file is cut off, or something else is hidden behind its end. Please save it anew and send that.",
            )
            .into())
        }
    }

    fn count(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.size += bytes.len() as u64;
        if self.size > FILE_MAX {
            return Err(Code::TooLarge.into());
        }
        self.digest.update(bytes);
        self.tail.extend_from_slice(&bytes[bytes.len().saturating_sub(Media::TAIL)..]);
        let over = self.tail.len().saturating_sub(Media::TAIL);
        self.tail.drain(..over);
        Ok(())
    }
}

/// Writes the row of a file that is stored; asks once more who may, since it took its time to arrive.
async fn keep(
    services: &Services,
    caller: &Caller,
    record: RecordId,
    (patient, kind): (PatientId, RecordType),
    id: Uuid,
    taken: &Taken,
    content: &Content,
) -> Result<Attachment, Error> {
    let user = caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    let basis = writing(&tx, caller, now, patient, kind).await?;
    // Others may have arrived meanwhile; of those that end at once, each waits for the one before.
    let sql = "select pg_advisory_xact_lock(hashtextextended('attachment ' || $1::text, 0))";
    tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [record.0.into()])).await?;
    if attachment::Entity::find().filter(attachment::Column::RecordId.eq(record.0)).count(&tx).await? >= MOST as u64 {
        return Err(full());
    }
    let row = attachment::ActiveModel {
        id: Set(id),
        record_id: Set(record.0),
        patient_id: Set(patient.0),
        author_user_id: Set(user.0),
        media_type: Set(taken.media.code().to_owned()),
        size: Set(i64::try_from(taken.size).unwrap_or(i64::MAX)),
        sha256: Set(taken.sha256.clone()),
        created_at: Set(now),
        content: Set(sealed::FILE.seal(services.keys(), id, content)?),
    };
    attachment::Entity::insert(row).exec_without_returning(&tx).await?;
    audit::note_because(&tx, caller, now, patient, "attachment.create", id, basis);
    tx.commit().await?;
    Ok(Attachment {
        id: AttachmentId(id),
        record,
        name: content.name.clone(),
        media: taken.media,
        size: taken.size,
        sha256: hex(&taken.sha256),
        created_at: now,
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(services: &Services, row: attachment::Model) -> Result<(Attachment, FileKey), Error> {
    let content: Content = sealed::FILE.open(services.keys(), row.id, Some(&row.content))?;
    let key = FileKey::read(&content.key).ok_or_else(|| sealed::FILE.unreadable(row.id, "no key"))?;
    let media = Media::with(&row.media_type).ok_or_else(|| Error::corrupt("attachment", &row.media_type))?;
    let attachment = Attachment {
        id: AttachmentId(row.id),
        record: RecordId(row.record_id),
        name: content.name,
        media,
        size: row.size.unsigned_abs(),
        sha256: hex(&row.sha256),
        created_at: row.created_at,
    };
    Ok((attachment, key))
}

/// The files of an entry that the caller has just been shown.
///
/// Errors: `NOT_FOUND` as for the entry.
pub async fn attachments(services: &Services, caller: &Caller, record: RecordId) -> Result<Vec<Attachment>, Error> {
    super::get(services, caller, record).await?;
    of(services, caller, record).await
}

/// The same, of an entry that the caller has just been shown: it is asked for and noted no second time.
pub async fn attachments_of(services: &Services, caller: &Caller, shown: &domain::record::Record) -> Result<Vec<Attachment>, Error> {
    of(services, caller, shown.id).await
}

/// A file of text, at once.
///
/// Errors: [`Error::Invalid`] at `field` for one that is longer than `most`, breaks off, or is no text.
pub async fn text_of(mut bytes: Incoming, most: usize, field: &'static str) -> Result<String, Error> {
    let mut all = Vec::new();
    while let Some(piece) = bytes.next().await {
        let piece = piece.map_err(|_| Problems::one(field, "The file did not arrive to its end. Please send it again."))?;
        all.extend_from_slice(&piece);
        if all.len() > most {
            return Err(Problems::one(field, format!("Please split this into files of at most {} kB.", most >> 10)).into());
        }
    }
    String::from_utf8(all).map_err(|_| Problems::one(field, "This is no table in UTF-8. Please save it as CSV (UTF-8).").into())
}

async fn of(services: &Services, caller: &Caller, record: RecordId) -> Result<Vec<Attachment>, Error> {
    use attachment::{Column, Entity};
    let rows = Entity::find().filter(Column::RecordId.eq(record.0)).order_by_asc(Column::Id).all(&services.read(caller)).await?;
    rows.into_iter().map(|row| read(services, row).map(|(attachment, _)| attachment)).collect()
}

/// A file of one's own, with what opens it.
pub(crate) struct Own {
    pub(crate) about: Attachment,
    key: FileKey,
}

impl Own {
    /// Its content.
    ///
    /// Errors: [`Error::Unreadable`] for one that is gone.
    pub(crate) async fn open(&self, services: &Services) -> Result<Outgoing, Error> {
        services.files().open(self.about.id.0, &self.key).await
    }
}

/// Every file of the caller's own record, oldest first.
///
/// Errors: [`Error::Unavailable`] for more than `most`.
pub(crate) async fn every_file(services: &Services, caller: &Caller, most: usize) -> Result<Vec<Own>, Error> {
    use attachment::{Column, Entity};
    let Some(patient) = caller.patient() else { return Ok(Vec::new()) };
    let (mut all, mut last) = (Vec::new(), Uuid::nil());
    loop {
        let own = Entity::find().filter(Column::PatientId.eq(patient.0)).filter(Column::Id.gt(last));
        let rows = own.order_by_asc(Column::Id).limit(BATCH as u64).all(&services.read(caller)).await?;
        let Some(end) = rows.last() else { return Ok(all) };
        last = end.id;
        for row in rows {
            let (about, key) = read(services, row)?;
            all.push(Own { about, key });
        }
        if all.len() > most {
            return Err(Error::Unavailable("there are more files than a copy can hold".to_owned()));
        }
    }
}

/// The files of a patient, as they are called in the store.
pub(crate) async fn ids_of(db: &impl ConnectionTrait, patient: PatientId) -> Result<Vec<Uuid>, Error> {
    let sql = "select id from attachment where patient_id = $1";
    let found = Found::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql, [patient.0.into()])).all(db).await?;
    Ok(found.into_iter().map(|found| found.id).collect())
}

/// Deletes files whose rows are gone. What cannot be deleted now, the next sweep deletes.
pub(crate) async fn forget(services: &Services, ids: &[Uuid]) {
    for id in ids {
        if let Err(error) = services.files().delete(*id).await {
            tracing::warn!(%error, "a file without a row is left to the next sweep");
        }
    }
}

/// A file, for whoever may see its entry.
///
/// Errors: `NOT_FOUND` for an absent one and one that the caller may not see.
pub async fn download(services: &Services, caller: &Caller, id: AttachmentId) -> Result<(Attachment, Outgoing), Error> {
    caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let now = services.now();
    let tx = services.begin(caller).await?;
    let row = attachment::Entity::find_by_id(id.0).one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    let patient = PatientId(row.patient_id);
    if caller.patient() != Some(patient) {
        let record = row::one(&tx, services.keys(), RecordId(row.record_id)).await?;
        let basis = access::basis(&tx, caller, now, patient, record.record_type.category()).await?;
        audit::note_because(&tx, caller, now, patient, "attachment.read", id, basis);
    }
    tx.commit().await?;
    let (attachment, key) = read(services, row)?;
    let bytes = services.files().open(id.0, &key).await?;
    Ok((attachment, bytes))
}

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
}

/// Deletes files without a row that were written before then: a crash came between, or the record is gone. How many.
pub async fn sweep(services: &Services, before: DateTime<Utc>) -> Result<u64, Error> {
    let mut gone = 0;
    let mut old = services.files().before(before).try_chunks(BATCH).boxed();
    while let Some(ids) = old.next().await {
        let ids = ids.map_err(|error| error.1)?;
        let tx: Tx = services.begin_as(System::Operator).await?;
        let statement =
            Statement::from_sql_and_values(DbBackend::Postgres, "select id from attachment where id = any($1)", [ids.clone().into()]);
        let kept = Found::find_by_statement(statement).all(&tx).await?;
        tx.rollback().await?;
        for id in ids.into_iter().filter(|id| !kept.iter().any(|found| found.id == *id)) {
            services.files().delete(id).await?;
            gone += 1;
        }
    }
    Ok(gone)
}
