//! Files of entries: told by their content, encrypted where they lie, gone when they are refused.

use crate::privacy::unzip;
use crate::record::{pulse, treated};
use crate::{code, problems};
use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use domain::record::{FILE_MAX, Media};
use domain::{Code, RecordId};
use entity::attachment;
use futures::stream::{StreamExt, TryStreamExt, iter};
use object_store::{ObjectStore, memory::InMemory};
use sea_orm::{EntityTrait, PaginatorTrait};
use service::Services;
use service::privacy;
use service::record::{self, Cut, Files, Incoming};
use std::sync::Arc;
use testkit::{Database, PASSWORD};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\nxref\n%%EOF\n";

fn stream(bytes: &[u8]) -> Incoming {
    let pieces: Vec<Result<Bytes, Cut>> = bytes.chunks(7_000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    iter(pieces).boxed()
}

/// The end of all times: whatever was written was written before.
fn later() -> DateTime<Utc> {
    "2200-01-01T00:00:00Z".parse().unwrap()
}

struct World {
    db: Database,
    services: Services,
    store: Arc<InMemory>,
}

impl World {
    async fn new() -> Self {
        let db = Database::fresh().await;
        let store = Arc::new(InMemory::new());
        let services = db.services().storing(Files::over(store.clone(), 1 << 16));
        Self { db, services, store }
    }

    async fn stored(&self) -> usize {
        self.store.list(None).try_collect::<Vec<_>>().await.unwrap().len()
    }

    async fn lose(&self, id: domain::AttachmentId) {
        let all = self.store.list(None).try_collect::<Vec<_>>().await.unwrap();
        let found = all.into_iter().find(|one| one.location.filename() == Some(&id.to_string())).unwrap();
        object_store::ObjectStoreExt::delete(&*self.store, &found.location).await.unwrap();
    }

    async fn rows(&self) -> u64 {
        attachment::Entity::find().count(self.db.connection()).await.unwrap()
    }
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_to_whoever_may_see_its_entry_and_to_nobody_else() {
    let world = World::new().await;
    let (services, db) = (&world.services, &world.db);
    let (patient, doctor) = treated(db).await;
    let entry = record::create(services, &patient.caller, None, &pulse(db, 70.0)).await.unwrap();
    let whole = [b"%PDF-1.4\n".as_slice(), &vec![b'x'; 300_000], b"\n%%EOF"].concat();
    let file = record::attach(services, &patient.caller, entry.id, "../Letter.PDF", stream(&whole)).await.unwrap();
    assert_eq!((file.name.as_str(), file.media, file.size), ("Letter.pdf", Media::Pdf, whole.len() as u64));
    for caller in [patient.caller, doctor.caller] {
        let (told, bytes) = record::download(services, &caller, file.id).await.unwrap();
        assert_eq!(told, file);
        assert_eq!(bytes.try_collect::<Vec<Bytes>>().await.unwrap().concat(), whole);
        assert_eq!(record::attachments(services, &caller, entry.id).await.unwrap(), std::slice::from_ref(&file));
    }
    for caller in [db.patient().await.caller, db.doctor().await.caller, db.admin().await.caller] {
        assert_eq!(record::download(services, &caller, file.id).await.err().unwrap().code(), Code::NotFound, "{caller:?}");
        assert_eq!(code(record::attach(services, &caller, entry.id, "x.pdf", stream(PDF)).await), Code::NotFound, "{caller:?}");
    }
    let noted = crate::audit::entries(db).await.into_iter().filter(|e| e.action == "attachment.read" && e.why.is_some()).count();
    assert_eq!(noted, 1, "the doctor's look");
    let lying = world.store.list(None).try_collect::<Vec<_>>().await.unwrap();
    let lying = object_store::ObjectStoreExt::get(&*world.store, &lying[0].location).await.unwrap().bytes().await.unwrap();
    assert!(!lying.windows(8).any(|eight| eight == b"xxxxxxxx" || eight == b"%PDF-1.4"), "it lies encrypted");
}

#[tokio::test]
async fn what_is_no_document_or_picture_or_too_large_is_refused_and_leaves_nothing() {
    let world = World::new().await;
    let (services, db) = (&world.services, &world.db);
    let patient = db.patient().await;
    let entry = record::create(services, &patient.caller, None, &pulse(db, 70.0)).await.unwrap();
    let attach = async |bytes: Incoming| record::attach(services, &patient.caller, entry.id, "scan.pdf", bytes).await;
    for other in [
        b"PK\x03\x04 a bomb that says it is a PDF".as_slice(),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\0\0",
        b"GIF89a and more than sixteen bytes",
        b"short",
    ] {
        assert_eq!(code(attach(stream(other)).await), Code::UnsupportedMediaType, "{other:?}");
    }
    assert!(problems(attach(stream(b"")).await).of("file").is_some());
    let polyglot = [PDF, b"PK\x03\x04 something that is unpacked from its end"].concat();
    assert!(problems(attach(stream(&polyglot)).await).of("file").is_some());
    let broken = iter([Ok(Bytes::from_static(PDF)), Err(Cut::Broken)]).boxed();
    assert!(problems(attach(broken).await).of("file").is_some());
    // Two hundred megabytes, of which no more than what is taken is ever read.
    let read = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let counted = read.clone();
    let endless = iter(0..200).map(move |n| {
        counted.fetch_add(1 << 20, std::sync::atomic::Ordering::Relaxed);
        Ok(Bytes::from(if n == 0 { [PDF, &[b' '; 1 << 20]].concat() } else { vec![b' '; 1 << 20] }))
    });
    assert_eq!(code(attach(endless.boxed()).await), Code::TooLarge);
    assert!(read.load(std::sync::atomic::Ordering::Relaxed) <= FILE_MAX + (1 << 20));
    let cut = iter([Ok(Bytes::from_static(PDF)), Err(Cut::TooLarge)]).boxed();
    assert_eq!(code(attach(cut).await), Code::TooLarge);
    assert_eq!((world.stored().await, world.rows().await), (0, 0));
    assert_eq!(record::get(services, &patient.caller, entry.id).await.unwrap().files, 0);
}

#[tokio::test]
async fn a_file_whose_row_never_came_is_gone_after_the_next_start_and_others_stay() {
    let world = World::new().await;
    let (services, db) = (&world.services, &world.db);
    let patient = db.patient().await;
    let entry = record::create(services, &patient.caller, None, &pulse(db, 70.0)).await.unwrap();
    let kept = record::attach(services, &patient.caller, entry.id, "a.pdf", stream(PDF)).await.unwrap();
    // What a crash between the two leaves.
    let place = object_store::path::Path::from(format!("attachments/{}", service::ids::new()));
    object_store::ObjectStoreExt::put(&*world.store, &place, PDF.to_vec().into()).await.unwrap();
    #[expect(clippy::disallowed_methods, reason = "files bear the time of the machine")]
    let long_ago = Utc::now() - TimeDelta::days(1);
    assert_eq!(record::sweep(services, long_ago).await.unwrap(), 0, "it may still be waiting for its row");
    assert_eq!(record::sweep(services, later()).await.unwrap(), 1);
    assert_eq!(world.stored().await, 1);
    assert!(record::download(services, &patient.caller, kept.id).await.is_ok());
}

#[tokio::test]
async fn files_lie_in_a_folder_and_what_a_crash_left_half_written_is_deleted() {
    let folder = std::env::temp_dir().join(format!("shs-files-{}", service::ids::new()));
    let db = Database::fresh().await;
    let services = db.services().storing(Files::folder(&folder).unwrap());
    let patient = db.patient().await;
    let entry = record::create(&services, &patient.caller, None, &pulse(&db, 70.0)).await.unwrap();
    let file = record::attach(&services, &patient.caller, entry.id, "a.pdf", stream(PDF)).await.unwrap();
    let half = folder.join("attachments").join(format!("{}#1", service::ids::new()));
    std::fs::write(&half, b"half").unwrap();
    #[expect(clippy::disallowed_methods, reason = "files bear the time of the machine")]
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(3_600);
    std::fs::File::options().write(true).open(&half).unwrap().set_modified(old).unwrap();
    // The next start.
    let services = db.services().storing(Files::folder(&folder).unwrap());
    assert!(!half.exists());
    let (_, bytes) = record::download(&services, &patient.caller, file.id).await.unwrap();
    assert_eq!(bytes.try_collect::<Vec<Bytes>>().await.unwrap().concat(), PDF);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn patients_add_files_to_what_they_wrote_and_no_more_than_a_few() {
    let world = World::new().await;
    let (services, db) = (&world.services, &world.db);
    let (patient, doctor) = treated(db).await;
    let by_doctor = record::create(services, &doctor.caller, Some(patient.id), &pulse(db, 70.0)).await.unwrap();
    assert_eq!(code(record::attach(services, &patient.caller, by_doctor.id, "a.pdf", stream(PDF)).await), Code::Forbidden);
    record::attach(services, &doctor.caller, by_doctor.id, "a.pdf", stream(PDF)).await.unwrap();
    let own = record::create(services, &patient.caller, None, &pulse(db, 70.0)).await.unwrap();
    for _ in 0..20 {
        record::attach(services, &patient.caller, own.id, "a.pdf", stream(PDF)).await.unwrap();
    }
    assert!(problems(record::attach(services, &patient.caller, own.id, "a.pdf", stream(PDF)).await).of("file").is_some());
    assert_eq!(code(record::attach(services, &patient.caller, RecordId(service::ids::new()), "a.pdf", stream(PDF)).await), Code::NotFound);
    assert_eq!((world.stored().await, world.rows().await), (21, 21));
}

#[tokio::test]
async fn the_copy_of_everything_holds_ones_files_as_they_were_and_no_other_persons() {
    let world = World::new().await;
    let (services, db) = (&world.services, &world.db);
    let (ann, other) = (db.patient().await, db.patient().await);
    let entry = record::create(services, &ann.caller, None, &pulse(db, 70.0)).await.unwrap();
    let large = [b"%PDF-1.4\n".as_slice(), &vec![b'x'; 300_000], b"\n%%EOF"].concat();
    let first = record::attach(services, &ann.caller, entry.id, "Letter.pdf", stream(&large)).await.unwrap();
    let second = record::attach(services, &ann.caller, entry.id, "Letter.pdf", stream(PDF)).await.unwrap();
    let theirs = record::create(services, &other.caller, None, &pulse(db, 80.0)).await.unwrap();
    let foreign = record::attach(services, &other.caller, theirs.id, "Otto.pdf", stream(PDF)).await.unwrap();
    let files = unzip(privacy::export(services, &ann.caller, PASSWORD).await.unwrap()).await;
    let place = |id: domain::AttachmentId| format!("files/{id}/Letter.pdf");
    assert_eq!((&files[&place(first.id)], files[&place(second.id)].as_slice()), (&large, PDF));
    assert_eq!(files.keys().filter(|name| name.starts_with("files")).count(), 3, "two, and the list of them");
    let list: serde_json::Value = serde_json::from_slice(&files["files.json"]).unwrap();
    assert_eq!((list[0]["file"].as_str(), list[1]["size"].as_u64()), (Some(place(first.id).as_str()), Some(PDF.len() as u64)));
    assert!(!files.keys().any(|name| name.contains(&foreign.id.to_string()) || name.contains("cannot")));
}

#[tokio::test]
async fn a_file_that_is_lost_is_named_in_the_copy_and_keeps_nobody_from_the_others() {
    let world = World::new().await;
    let (services, db) = (&world.services, &world.db);
    let ann = db.patient().await;
    let entry = record::create(services, &ann.caller, None, &pulse(db, 70.0)).await.unwrap();
    let lost = record::attach(services, &ann.caller, entry.id, "lost.pdf", stream(PDF)).await.unwrap();
    let kept = record::attach(services, &ann.caller, entry.id, "kept.pdf", stream(PDF)).await.unwrap();
    world.lose(lost.id).await;
    let files = unzip(privacy::export(services, &ann.caller, PASSWORD).await.unwrap()).await;
    assert_eq!(files[&format!("files/{}/kept.pdf", kept.id)], PDF);
    let named: Vec<String> = serde_json::from_slice(&files["files-that-cannot-be-read.json"]).unwrap();
    assert_eq!(named, [format!("files/{}/lost.pdf", lost.id)]);
}

#[tokio::test]
async fn the_end_of_an_account_takes_its_files_out_of_the_store_at_once_and_leaves_others() {
    let world = World::new().await;
    let (services, db) = (&world.services, &world.db);
    let (ann, other) = (db.patient().await, db.patient().await);
    for person in [&ann, &other] {
        let entry = record::create(services, &person.caller, None, &pulse(db, 70.0)).await.unwrap();
        record::attach(services, &person.caller, entry.id, "Letter.pdf", stream(PDF)).await.unwrap();
    }
    assert_eq!((world.stored().await, world.rows().await), (2, 2));
    privacy::deletion::ask(services, &ann.caller, PASSWORD).await.unwrap();
    db.advance(TimeDelta::days(30));
    assert_eq!(privacy::erase_due(services, 10).await.unwrap(), 1);
    assert_eq!((world.stored().await, world.rows().await), (1, 1));
}
