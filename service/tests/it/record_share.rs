//! What a share alone opens of a record, by every way to it, and that nothing is left of it when it ends.

use crate::record::treated;
use bytes::Bytes;
use chrono::TimeDelta;
use domain::access::Category;
use domain::record::{NewRecord, NewResult, RECORD_TYPES, RecordType, Span};
use domain::{AttachmentId, Code, RecordId};
use futures::stream::{StreamExt, once};
use service::record::{self, List};
use service::{Services, access};
use testkit::{Database, TestDoctor, TestPatient};

/// An entry of each kind with a file.
struct World {
    db: Database,
    services: Services,
    ann: TestPatient,
    /// Treats nobody here.
    far: TestDoctor,
    entries: Vec<(RecordType, RecordId, AttachmentId)>,
}

async fn world() -> World {
    let db = Database::fresh().await;
    let (ann, treating) = treated(&db).await;
    let (services, far) = (db.services(), db.doctor().await);
    let mut entries = Vec::new();
    for kind in RECORD_TYPES {
        let code = if kind == RecordType::Laboratory { "2823-3" } else { "8867-4" };
        let results = kind.is_measured().then(|| NewResult {
            code: code.into(),
            value: if code == "2823-3" { 4.4 } else { 70.0 },
            ..NewResult::default()
        });
        let new = NewRecord {
            record_type: kind,
            recorded_at: db.now() - TimeDelta::hours(1),
            title: format!("Title of {}", kind.code()),
            text: "Nothing to worry about.".into(),
            coding: None,
            results: results.into_iter().collect(),
        };
        let entry = record::create(&services, &treating.caller, Some(ann.id), &new).await.unwrap();
        let bytes = once(async { Ok(Bytes::from_static(b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\nxref\n%%EOF\n")) }).boxed();
        let file = record::attach(&services, &treating.caller, entry.id, "a.pdf", bytes).await.unwrap();
        entries.push((kind, entry.id, file.id));
    }
    World { db, services, ann, far, entries }
}

impl World {
    async fn share(&self, categories: &[Category], days: Option<i64>) {
        let until = days.map(|days| self.db.now().date_naive() + TimeDelta::days(days));
        access::share(&self.services, &self.ann.caller, self.far.id, categories, until).await.unwrap();
    }

    /// The kinds that are seen by each way there is: list, list of a kind, id, files, file, table, table of a kind, charts.
    async fn seen(&self) -> [Vec<RecordType>; 8] {
        let (services, caller, patient) = (&self.services, &self.far.caller, Some(self.ann.id));
        let mut seen: [Vec<RecordType>; 8] = Default::default();
        let list = async |kind| {
            let list = List { patient, kind, limit: 100, ..List::default() };
            allowed(record::list(services, caller, &list).await).map(|page| page.items).unwrap_or_default()
        };
        let table = async |kind| allowed(record::export(services, caller, patient, kind).await).unwrap_or_default();
        let (all, whole) = (list(None).await, table(None).await);
        for (kind, entry, file) in &self.entries {
            let named = format!("Title of {},", kind.code());
            let ways = [
                all.iter().any(|one| one.id == *entry),
                list(Some(*kind)).await.iter().any(|one| one.id == *entry),
                allowed(record::get(services, caller, *entry).await).is_some(),
                allowed(record::attachments(services, caller, *entry).await).is_some(),
                allowed(record::download(services, caller, *file).await).is_some(),
                whole.contains(&named),
                table(Some(*kind)).await.contains(&named),
                allowed(record::charts(services, caller, patient, *kind, Span::All).await).is_some(),
            ];
            for (way, is_seen) in ways.into_iter().enumerate() {
                if is_seen {
                    seen[way].push(*kind);
                }
            }
        }
        assert_eq!(all.len(), seen[0].len(), "the list holds nothing else");
        assert_eq!(whole.lines().count().saturating_sub(1), seen[5].len(), "the table holds nothing else: {whole}");
        seen
    }

    async fn sees_everywhere(&self, kinds: &[RecordType], when: &str) {
        for (way, seen) in self.seen().await.into_iter().enumerate() {
            assert_eq!(seen, kinds, "{when}, way {way}");
        }
    }
}

/// What was answered; a refusal says that there is nothing.
fn allowed<T>(answer: Result<T, service::Error>) -> Option<T> {
    answer.inspect_err(|error| assert_eq!(error.code(), Code::NotFound)).ok()
}

#[tokio::test]
async fn a_share_opens_its_kind_by_every_way_and_no_other_and_nothing_once_it_is_taken_back() {
    let world = world().await;
    world.sees_everywhere(&[], "before").await;
    for kind in RECORD_TYPES {
        world.share(&[kind.category()], None).await;
        world.sees_everywhere(&[kind], kind.code()).await;
        let (_, entry, _) = *world.entries.iter().find(|(other, ..)| *other == kind).unwrap();
        let again = record::retract(&world.services, &world.far.caller, entry, "Not mine.").await;
        assert_eq!(again.unwrap_err().code(), Code::Forbidden, "what is shown is not written to");
    }
    world.share(&[Category::Laboratory, Category::VitalSigns], None).await;
    let two: Vec<RecordType> = RECORD_TYPES.into_iter().filter(|kind| kind.is_measured()).collect();
    world.sees_everywhere(&two, "two at once").await;
    access::stop(&world.services, &world.ann.caller, world.far.id).await.unwrap();
    world.sees_everywhere(&[], "taken back").await;
}

#[tokio::test]
async fn a_share_that_has_no_part_of_the_record_opens_none_of_it() {
    let world = world().await;
    let others: Vec<Category> = Category::ALL.into_iter().filter(|category| RecordType::of(*category).is_none()).collect();
    assert!(!others.is_empty());
    world.share(&others, None).await;
    world.sees_everywhere(&[], "profile and the like").await;
}

#[tokio::test]
async fn a_share_is_over_when_its_last_day_is() {
    let world = world().await;
    world.share(&[Category::Laboratory], Some(2)).await;
    world.sees_everywhere(&[RecordType::Laboratory], "while it lasts").await;
    world.db.advance(TimeDelta::days(2) - TimeDelta::hours(1));
    world.sees_everywhere(&[RecordType::Laboratory], "on the last day").await;
    world.db.advance(TimeDelta::days(1));
    world.sees_everywhere(&[], "the day after").await;
}
