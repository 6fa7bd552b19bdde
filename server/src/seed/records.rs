//! The health record of `patient@demo.example`: some weeks of what she measures herself, two visits to a laboratory, a vaccination, a letter.

use super::dice::Dice;
use super::{doctors, id, patients};
use chrono::{DateTime, TimeDelta, Utc};
use domain::record::{NewRecord, NewResult, Person, RecordType};
use entity::health_record;
use sea_orm::{ActiveValue::Set, EntityTrait, prelude::Uuid};
use service::tx::Tx;
use service::{Error, Keys, sealed};

/// Days of measuring at home.
const DAYS: i64 = 60;

/// LOINC code, a year ago, and two weeks ago.
const LABS: [(&str, f64, f64); 12] = [
    ("718-7", 13.1, 11.8),
    ("6690-2", 6.2, 7.0),
    ("777-3", 251.0, 264.0),
    ("2951-2", 139.0, 140.0),
    ("2823-3", 4.2, 4.4),
    ("2160-0", 0.78, 0.81),
    ("98979-8", 98.0, 94.0),
    ("4548-4", 5.2, 5.4),
    ("2093-3", 204.0, 191.0),
    ("2085-9", 55.0, 58.0),
    ("13457-7", 128.0, 113.0),
    ("2276-4", 21.0, 9.0),
];

struct Entry {
    author: Uuid,
    new: NewRecord,
}

/// Writes all of it.
pub(super) async fn write(tx: &Tx, keys: &Keys, now: DateTime<Utc>, patient: &patients::Patient) -> Result<(), Error> {
    let person = Person { born: Some(patient.born), sex: patient.sex };
    let row = |(number, entry): (usize, Entry)| -> Result<health_record::ActiveModel, Error> {
        let row = id::record(number);
        let content = entry.new.parse(&person, now)?;
        Ok(health_record::ActiveModel {
            id: Set(row),
            patient_id: Set(id::patient(patients::DEMO)),
            author_user_id: Set(entry.author),
            record_type: Set(entry.new.record_type.code().to_owned()),
            recorded_at: Set(entry.new.recorded_at),
            created_at: Set(entry.new.recorded_at),
            corrects: Set(None),
            retracted: Set(false),
            content: Set(sealed::RECORD.seal(keys, row, &content)?),
        })
    };
    let rows = all(now).into_iter().enumerate().map(row).collect::<Result<Vec<_>, Error>>()?;
    health_record::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

fn all(now: DateTime<Utc>) -> Vec<Entry> {
    let mut dice = Dice::new(0x7EC0);
    let morning = now - TimeDelta::hours(3);
    let mut all: Vec<Entry> = (0..DAYS).rev().flat_map(|day| at_home(&mut dice, day, morning - TimeDelta::days(day))).collect();
    for (days, which) in [(370, 0), (14, 1)] {
        let results = LABS.map(|(code, first, second)| value(code, if which == 0 { first } else { second }));
        all.push(by_doctor(RecordType::Laboratory, morning - TimeDelta::days(days), "Blood test", "", results.into()));
    }
    let days = |days: i64| morning - TimeDelta::days(days);
    let note = "Headaches twice a month, better with sumatriptan. Blood pressure at home a little high on some mornings; keeps measuring. Iron stores \
                are low: iron tablets for three months, then another blood test.";
    all.push(by_doctor(RecordType::ClinicalNote, days(13), "Visit: headaches, blood test", note, Vec::new()));
    all.push(by_doctor(RecordType::Condition, days(13), "Iron deficiency", "", Vec::new()));
    all.push(by_doctor(RecordType::Immunization, days(210), "Influenza vaccine, season 2026", "Left upper arm, no reaction.", Vec::new()));
    all
}

/// Every other morning blood pressure and pulse, once a week the weight.
fn at_home(dice: &mut Dice, day: i64, at: DateTime<Utc>) -> Option<Entry> {
    let (up, pulse, weight) = (dice.between(-7, 9), dice.between(-6, 8), dice.between(-4, 4));
    if day % 2 == 1 {
        return None;
    }
    let systolic = 122 + up;
    let mut results =
        vec![value("8480-6", f64::from(systolic)), value("8462-4", f64::from(76 + up / 2)), value("8867-4", f64::from(68 + pulse))];
    if day % 14 == 0 {
        results.push(value("29463-7", 66.0 + f64::from(weight) / 10.0 + day as f64 / 60.0));
    }
    if day == DAYS - 2 {
        results.push(value("8302-2", 168.0));
    }
    Some(Entry { author: id::account(patients::FIRST_ACCOUNT + patients::DEMO), new: new(RecordType::VitalSigns, at, "", "", results) })
}

fn by_doctor(kind: RecordType, at: DateTime<Utc>, title: &str, text: &str, results: Vec<NewResult>) -> Entry {
    Entry { author: id::account(doctors::DEMO + 1), new: new(kind, at, title, text, results) }
}

fn new(kind: RecordType, at: DateTime<Utc>, title: &str, text: &str, results: Vec<NewResult>) -> NewRecord {
    NewRecord { record_type: kind, recorded_at: at, title: title.to_owned(), text: text.to_owned(), coding: None, results }
}

fn value(code: &str, value: f64) -> NewResult {
    let unit = domain::record::measure(code).map(|known| known.unit.to_owned()).unwrap_or_default();
    NewResult { code: code.to_owned(), value, unit, ..NewResult::default() }
}
