//! Entries of health records, made without the service: many at once.

use crate::{Database, TestPatient};
use chrono::TimeDelta;
use domain::RecordId;
use domain::record::{Content, NewRecord, NewResult, Person, RecordType};
use entity::health_record;
use sea_orm::{ActiveValue::Set, EntityTrait};
use service::{ids, sealed::RECORD};

/// Rows of one statement: it takes so many values and no more.
const AT_ONCE: usize = 2_000;

impl Database {
    /// Writes so many entries of a pulse by the patient, an hour apart, the newest now.
    pub async fn entries(&self, patient: &TestPatient, count: usize) -> Vec<RecordId> {
        let rows: Vec<health_record::ActiveModel> = (0..count).map(|n| self.entry(patient, n)).collect();
        let made = rows.iter().map(|row| RecordId(*row.id.as_ref())).collect();
        for some in rows.chunks(AT_ONCE) {
            health_record::Entity::insert_many(some.to_vec()).exec_without_returning(self.connection()).await.expect("entries");
        }
        made
    }

    fn entry(&self, patient: &TestPatient, n: usize) -> health_record::ActiveModel {
        let id = ids::new();
        let at = self.now() - TimeDelta::hours(i64::try_from(n).unwrap_or_default());
        let value = 60.0 + (n % 30) as f64;
        let new = NewRecord {
            record_type: RecordType::VitalSigns,
            recorded_at: at,
            title: String::new(),
            text: String::new(),
            coding: None,
            results: vec![NewResult { code: "8867-4".to_owned(), value, ..NewResult::default() }],
        };
        let content: Content = new.parse(&Person::default(), self.now()).expect("an entry");
        health_record::ActiveModel {
            id: Set(id),
            patient_id: Set(patient.id.0),
            author_user_id: Set(patient.user.0),
            record_type: Set(RecordType::VitalSigns.code().to_owned()),
            recorded_at: Set(at),
            created_at: Set(at),
            corrects: Set(None),
            retracted: Set(false),
            content: Set(RECORD.seal(&crate::keys(), id, &content).expect("sealed")),
        }
    }
}
