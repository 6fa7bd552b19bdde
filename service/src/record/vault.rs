//! Where files lie, and how: in a store of objects, piece by piece, encrypted with a key of their own.
//!
//! A file is cut into pieces of 64 KiB, each sealed with XChaCha20-Poly1305 under the file's random key; the nonce is the piece's number and
//! whether it is the last (STREAM, Hoang, Reyhanitabar, Rogaway, Vizár 2015), so that no piece can be left out, moved or added unseen. The key
//! is drawn anew for each file and lies sealed in its row: a change of keys does not touch files, and a row that is gone makes its file noise.

use crate::Error;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use bytes::{Bytes, BytesMut};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use futures::stream::{BoxStream, StreamExt, TryStreamExt, try_unfold};
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use uuid::Uuid;
use zeroize::Zeroizing;

/// Bytes of a piece before it is sealed.
const PIECE: usize = 64 << 10;
/// What a seal adds.
const TAG: usize = 16;
/// Where files lie in the store.
const FOLDER: &str = "attachments";
/// What a part that was cut off by a crash is older than.
const LEFT_BEHIND: Duration = Duration::from_secs(600);

/// A store of files; cheap to clone.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    /// Bytes that are handed over at once: stores over a network want large ones.
    part: usize,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Files({})", self.store)
    }
}

impl Files {
    /// In memory, for tests.
    pub fn memory() -> Self {
        Self { store: Arc::new(object_store::memory::InMemory::new()), part: PIECE + TAG }
    }

    /// In a folder, which is made where it is missing. What a crash left half written there is deleted.
    ///
    /// Errors: the folder cannot be made or read.
    pub fn folder(folder: &std::path::Path) -> Result<Self, Error> {
        let failed = |error: std::io::Error| Error::Unavailable(format!("{}: {error}", folder.display()));
        let inner = folder.join(FOLDER);
        std::fs::create_dir_all(&inner).map_err(failed)?;
        for entry in std::fs::read_dir(&inner).map_err(failed)?.flatten() {
            let is_part = entry.file_name().to_string_lossy().contains('#');
            #[expect(clippy::disallowed_methods, reason = "files bear the time of the machine")]
            let age = entry.metadata().and_then(|data| data.modified()).ok().and_then(|at| SystemTime::now().duration_since(at).ok());
            if is_part && age.is_some_and(|age| age > LEFT_BEHIND) {
                std::fs::remove_file(entry.path()).map_err(failed)?;
            }
        }
        let store = object_store::local::LocalFileSystem::new_with_prefix(folder).map_err(broken)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), part: PIECE + TAG })
    }

    /// In a store of somebody else's, such as one that speaks S3.
    ///
    /// * `part` – bytes that are handed over at once; S3 wants at least 5 MiB
    pub fn over(store: Arc<dyn ObjectStore>, part: usize) -> Self {
        Self { store, part }
    }

    /// The store, for what is public and lies there as it is.
    pub(crate) fn store(&self) -> &dyn ObjectStore {
        &*self.store
    }

    /// Begins a file.
    pub(super) async fn begin(&self, id: Uuid, key: &FileKey) -> Result<Writing, Error> {
        let upload = self.store.put_multipart(&place(id)).await.map_err(broken)?;
        Ok(Writing { upload, seal: Seal::new(key, id), plain: BytesMut::new(), ready: BytesMut::new(), part: self.part, number: 0 })
    }

    /// A file's content.
    pub(super) async fn open(&self, id: Uuid, key: &FileKey) -> Result<BoxStream<'static, Result<Bytes, Error>>, Error> {
        let found = self.store.get(&place(id)).await.map_err(|error| match error {
            object_store::Error::NotFound { .. } => Error::Unreadable(format!("the file {id}, which is not in the store")),
            other => broken(other),
        })?;
        let sealed = found.into_stream().map_err(broken).boxed();
        let reading = Reading { sealed, seal: Seal::new(key, id), buffer: BytesMut::new(), number: 0, is_over: false };
        Ok(try_unfold(reading, Reading::next).boxed())
    }

    /// Deletes a file; one that is not there is gone already.
    pub(super) async fn delete(&self, id: Uuid) -> Result<(), Error> {
        match self.store.delete(&place(id)).await {
            Err(error) if !matches!(error, object_store::Error::NotFound { .. }) => Err(broken(error)),
            _ => Ok(()),
        }
    }

    /// Files that were written before then.
    pub(super) fn before(&self, then: chrono::DateTime<chrono::Utc>) -> BoxStream<'static, Result<Uuid, Error>> {
        let all = self.store.list(Some(&Path::from(FOLDER))).map_err(broken);
        let old = all.try_filter_map(move |found| async move {
            let id = found.location.filename().and_then(|name| name.parse().ok());
            Ok(id.filter(|_| found.last_modified < then))
        });
        old.boxed()
    }
}

fn place(id: Uuid) -> Path {
    Path::from_iter([FOLDER, &id.to_string()])
}

/// What the store says goes to the log; it knows ids and nothing else of a file.
fn broken(error: object_store::Error) -> Error {
    Error::Unavailable(format!("the store of files: {error}"))
}

/// The key of one file.
pub(super) struct FileKey(Zeroizing<[u8; 32]>);

impl FileKey {
    pub(super) fn draw() -> Result<Self, Error> {
        let mut key = Zeroizing::new([0; 32]);
        getrandom::fill(key.as_mut_slice())?;
        Ok(Self(key))
    }

    pub(super) fn written(&self) -> String {
        STANDARD_NO_PAD.encode(self.0.as_slice())
    }

    pub(super) fn read(written: &str) -> Option<Self> {
        let key = Zeroizing::new(STANDARD_NO_PAD.decode(written).ok()?);
        Some(Self(Zeroizing::new(key.as_slice().try_into().ok()?)))
    }
}

struct Seal {
    cipher: XChaCha20Poly1305,
    id: Uuid,
}

impl Seal {
    fn new(key: &FileKey, id: Uuid) -> Self {
        Self { cipher: XChaCha20Poly1305::new(&(*key.0).into()), id }
    }

    fn nonce(number: u32, is_last: bool) -> XNonce {
        let mut nonce = [0; 24];
        nonce[19..23].copy_from_slice(&number.to_be_bytes());
        nonce[23] = u8::from(is_last);
        XNonce::from(nonce)
    }

    fn close(&self, number: u32, is_last: bool, plain: &[u8]) -> Result<Vec<u8>, Error> {
        let payload = Payload { msg: plain, aad: self.id.as_bytes() };
        let sealed = self.cipher.encrypt(&Self::nonce(number, is_last), payload);
        sealed.map_err(|_| Error::Internal("a file could not be sealed".to_owned()))
    }

    fn open(&self, number: u32, is_last: bool, sealed: &[u8]) -> Result<Vec<u8>, Error> {
        let payload = Payload { msg: sealed, aad: self.id.as_bytes() };
        let plain = self.cipher.decrypt(&Self::nonce(number, is_last), payload);
        plain.map_err(|_| Error::Unreadable(format!("piece {number} of the file {}", self.id)))
    }
}

/// A file on its way in; dropped without an end, there is none.
pub(super) struct Writing {
    upload: Box<dyn MultipartUpload>,
    seal: Seal,
    plain: BytesMut,
    ready: BytesMut,
    part: usize,
    number: u32,
}

impl Writing {
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.plain.extend_from_slice(bytes);
        // The last piece is sealed as such: one is always held back.
        while self.plain.len() > PIECE {
            let piece = self.plain.split_to(PIECE);
            self.seal(&piece, false)?;
        }
        while self.ready.len() >= self.part {
            let part = self.ready.split_to(self.part).freeze();
            self.upload.put_part(part.into()).await.map_err(broken)?;
        }
        Ok(())
    }

    fn seal(&mut self, piece: &[u8], is_last: bool) -> Result<(), Error> {
        self.ready.extend_from_slice(&self.seal.close(self.number, is_last, piece)?);
        self.number += 1;
        Ok(())
    }

    /// Makes it last.
    pub(super) async fn end(mut self) -> Result<(), Error> {
        let piece = self.plain.split();
        self.seal(&piece, true)?;
        let rest = self.ready.split().freeze();
        self.upload.put_part(rest.into()).await.map_err(broken)?;
        self.upload.complete().await.map(drop).map_err(broken)
    }

    /// Leaves nothing of it.
    pub(super) async fn undo(mut self) {
        if let Err(error) = self.upload.abort().await {
            tracing::warn!(%error, "what was written of a file could not be taken away at once");
        }
    }
}

struct Reading {
    sealed: BoxStream<'static, Result<Bytes, Error>>,
    seal: Seal,
    buffer: BytesMut,
    number: u32,
    is_over: bool,
}

impl Reading {
    /// The next piece; the last one is known by what comes after it, which is nothing.
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Error> {
        if self.is_over {
            return Ok(None);
        }
        while self.buffer.len() <= PIECE + TAG {
            match self.sealed.try_next().await? {
                Some(more) => self.buffer.extend_from_slice(&more),
                None => {
                    self.is_over = true;
                    break;
                }
            }
        }
        let length = if self.is_over { self.buffer.len() } else { PIECE + TAG };
        let piece = self.buffer.split_to(length);
        let plain = self.seal.open(self.number, self.is_over, &piece)?;
        self.number += 1;
        Ok(Some((plain.into(), self)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failed unwrap fails the test

    use super::*;

    async fn round(files: &Files, size: usize, step: usize) -> Vec<u8> {
        let (id, key) = (Uuid::now_v7(), FileKey::draw().unwrap());
        let plain: Vec<u8> = (0..size).map(|n| (n % 251) as u8).collect();
        let mut writing = files.begin(id, &key).await.unwrap();
        for bytes in plain.chunks(step) {
            writing.write(bytes).await.unwrap();
        }
        writing.end().await.unwrap();
        let key = FileKey::read(&key.written()).unwrap();
        let read: Vec<Bytes> = files.open(id, &key).await.unwrap().try_collect().await.unwrap();
        assert_eq!(read.concat(), plain, "{size}");
        files.store.get(&place(id)).await.unwrap().bytes().await.unwrap().to_vec()
    }

    #[tokio::test]
    async fn a_file_of_any_size_comes_back_and_lies_unreadable_in_between() {
        let files = Files::memory();
        for size in [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7] {
            let stored = round(&files, size, 10_000).await;
            assert_eq!(stored.len(), size + TAG * size.div_ceil(PIECE));
            assert!(size < 100 || !stored.windows(16).any(|w| w == (0..16).collect::<Vec<u8>>()));
        }
        round(&Files::over(Arc::new(object_store::memory::InMemory::new()), 200_000), 500_000, 70_000).await;
    }

    #[tokio::test]
    async fn a_piece_that_is_missing_moved_or_changed_is_noticed() {
        let (files, id, key) = (Files::memory(), Uuid::now_v7(), FileKey::draw().unwrap());
        let mut writing = files.begin(id, &key).await.unwrap();
        writing.write(&[7; 3 * PIECE]).await.unwrap();
        writing.end().await.unwrap();
        let whole = files.store.get(&place(id)).await.unwrap().bytes().await.unwrap().to_vec();
        let one = PIECE + TAG;
        let mut changed = whole.clone();
        changed[100] ^= 1;
        let moved = [&whole[one..2 * one], &whole[..one], &whole[2 * one..]].concat();
        for damaged in
            [whole[..2 * one].to_vec(), whole[..whole.len() - 1].to_vec(), changed, moved, [&whole[..], b"more"].concat(), Vec::new()]
        {
            files.store.put(&place(id), damaged.into()).await.unwrap();
            let read: Result<Vec<Bytes>, Error> = files.open(id, &key).await.unwrap().try_collect().await;
            assert!(matches!(read, Err(Error::Unreadable(_))), "{read:?}");
        }
    }
}
