//! Cursors of lists that are sorted by a time: they hold it, so that a page goes on where it stopped, whatever became of its last row meanwhile.

use crate::Error;
use chrono::{DateTime, Utc};
use domain::Problems;
use sea_orm::prelude::Uuid;

/// The cursor behind this row.
pub(crate) fn written(at: DateTime<Utc>, id: Uuid) -> String {
    format!("{}.{}", at.timestamp_micros(), id)
}

/// The row before.
///
/// Errors: [`Error::Invalid`] at `after`.
pub(crate) fn read(raw: &str) -> Result<(DateTime<Utc>, Uuid), Error> {
    let read = raw.split_once('.').and_then(|(at, id)| Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, id.parse().ok()?)));
    // Postgres knows fewer years than chrono.
    let read = read.filter(|(at, _)| (0..=i64::from(u32::MAX) * 4).contains(&at.timestamp()));
    read.ok_or_else(|| Problems::one("after", "Please use the cursor as it was given.").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was_given() {
        let (at, id) = (DateTime::from_timestamp_micros(1_790_000_000_000_001).expect("a time"), Uuid::from_u128(7));
        assert_eq!(read(&written(at, id)).ok(), Some((at, id)));
        for wrong in ["", ".", "1.x", "-5.00000000-0000-0000-0000-000000000007", "99999999999999999.00000000-0000-0000-0000-000000000007"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
