//! Tables of measured values that people send, and the tables that are given out.

use chrono_tz::Tz;
use domain::record::{Content, NewRecord, Person, Record, RecordType, read_csv, write_csv};
use domain::{PatientId, RecordId, UserId};
use uuid::Uuid;

const ZONES: [Tz; 4] = [Tz::UTC, Tz::Europe__Berlin, Tz::America__St_Johns, Tz::Pacific__Apia];
/// What programs for tables would work out.
const SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A byte for the clock, then the table: what can be taken is right, and comes back the same when it is given out and read again.
pub(crate) fn table(data: &[u8]) {
    let [zone, rest @ ..] = data else { return };
    let text = String::from_utf8_lossy(rest);
    let now = "2026-11-29T09:00:00Z".parse().expect("an instant");
    let person = Person { born: "1970-05-31".parse().ok(), sex: None };
    let Ok(read) = read_csv(&text, ZONES[usize::from(*zone) % ZONES.len()], &person, now) else { return };
    assert!(read.groups.is_sorted_by_key(|group| group.new.recorded_at), "in order of time");
    assert!(read.groups.iter().map(|group| group.lines.len()).sum::<usize>() <= read.rows);
    let records: Vec<Record> = read.groups.iter().map(|group| taken(&group.new, group.new.parse(&person, now).expect("right"))).collect();
    let written = write_csv(&records);
    let results: usize = records.iter().map(|record| record.content.results.len()).sum();
    let mut reader = csv::Reader::from_reader(written.as_bytes());
    let cells: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(cells.len(), results, "a row for each value");
    for row in &cells {
        // Numbers are no formulas.
        let formula = row.iter().find(|cell| cell.starts_with(SIGNS) && cell.parse::<f64>().is_err());
        assert!(formula.is_none(), "{formula:?}");
    }
    // Fractions of a second are not given out: two entries within one could meet.
    if records.is_empty() || records.iter().any(|record| record.recorded_at.timestamp_subsec_nanos() > 0) {
        return;
    }
    let again = read_csv(&written, Tz::UTC, &person, now);
    // More than is read at once can be given out.
    let Ok(again) = again else { return assert!(written.len() > domain::record::CSV_MAX) };
    assert_eq!((again.rows, &again.errors), (results, &Vec::new()));
    for (before, after) in records.iter().zip(&again.groups) {
        let after = after.new.parse(&person, now).expect("right");
        let values =
            |content: &Content| content.results.iter().map(|one| (one.code.clone(), one.value, one.interpretation)).collect::<Vec<_>>();
        assert_eq!(values(&before.content), values(&after));
    }
}

/// The entry that is made of it.
fn taken(new: &NewRecord, content: Content) -> Record {
    Record {
        id: RecordId(Uuid::nil()),
        patient: PatientId(Uuid::nil()),
        record_type: new.record_type,
        recorded_at: new.recorded_at,
        created_at: new.recorded_at,
        author: UserId(Uuid::nil()),
        author_name: (new.record_type == RecordType::Laboratory).then(|| "=HYPERLINK(1)".to_owned()),
        corrects: None,
        corrected_by: None,
        retracted: false,
        files: 0,
        content,
    }
}
