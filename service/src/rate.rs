//! How often somebody asks for what is costly or sensitive, counted in the database, so that restarts and further instances do not forget it.
//!
//! Windows are fixed and a row belongs to one of them: counting is one statement without a condition, and old rows are swept out.

use crate::{Error, Services, System};
use chrono::{DateTime, TimeDelta, Utc};
use entity::rate_limit;
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Statement, Value};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// Windows that ended so long ago are swept out.
const OLD: TimeDelta = TimeDelta::hours(25);

/// So many in a window of this length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub most: u32,
    /// Length of the window.
    pub period: Duration,
}

impl Rate {
    /// The window in which `now` lies: when it begins and in how many seconds it ends.
    fn window(&self, now: DateTime<Utc>) -> (DateTime<Utc>, u32) {
        let period = i64::try_from(self.period.as_secs()).unwrap_or(1).max(1);
        let into = now.timestamp().rem_euclid(period);
        let start = DateTime::from_timestamp(now.timestamp() - into, 0).unwrap_or(now);
        (start, u32::try_from(period - into).unwrap_or(1))
    }
}

/// Somebody who asks for something.
#[derive(Debug, Clone, Copy)]
pub struct Try<'a> {
    /// What is asked for.
    pub kind: &'a str,
    /// By whom: an address or an account.
    pub who: &'a str,
    /// How often they may.
    pub rate: Rate,
}

#[derive(FromQueryResult)]
struct Counted {
    key: Vec<u8>,
    tries: i32,
}

/// Counts one try for each, in one statement; where one of them was too many, the seconds to wait.
pub async fn count(services: &Services, tries: &[Try<'_>]) -> Result<Option<u32>, Error> {
    let now = services.now();
    let mut rows: Vec<(Vec<u8>, DateTime<Utc>, u32, u32)> = tries
        .iter()
        .map(|one| {
            let (start, left) = one.rate.window(now);
            (key(one, start), start, left, one.rate.most)
        })
        .collect();
    // In one order everywhere: two requests that count the same two rows cannot wait for each other.
    rows.sort_unstable();
    rows.dedup_by(|a, b| a.0 == b.0);
    if rows.is_empty() {
        return Ok(None);
    }
    let places: Vec<String> = (0..rows.len()).map(|n| format!("(${}, ${}, 1)", 2 * n + 1, 2 * n + 2)).collect();
    let sql = format!(
        "insert into rate_limit as r (key, window_start, tries) values {} on conflict (key) do update set tries = r.tries + 1 returning key, tries",
        places.join(", ")
    );
    let values: Vec<Value> = rows.iter().flat_map(|(key, start, ..)| [key.clone().into(), (*start).into()]).collect();
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
    let counted = Counted::find_by_statement(statement).all(&services.read_as(System::Identity)).await?;
    let too_many = |(key, _, left, most): &(Vec<u8>, DateTime<Utc>, u32, u32)| {
        let tries = counted.iter().find(|row| row.key == *key).map_or(0, |row| row.tries);
        (i64::from(tries) > i64::from(*most)).then_some(*left)
    };
    Ok(rows.iter().filter_map(too_many).max())
}

/// Sweeps out windows that are over; how many rows there were.
pub async fn sweep(services: &Services) -> Result<u64, Error> {
    let over = rate_limit::Column::WindowStart.lt(services.now() - OLD);
    Ok(rate_limit::Entity::delete_many().filter(over).exec(&services.read_as(System::Identity)).await?.rows_affected)
}

/// Digests only: the table must not be a list of who was here.
fn key(one: &Try<'_>, start: DateTime<Utc>) -> Vec<u8> {
    let digest = Sha256::new().chain_update(one.kind).chain_update([0]).chain_update(one.who).chain_update([0]);
    digest.chain_update(start.timestamp().to_be_bytes()).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_where_the_next_begins() {
        let rate = Rate { most: 1, period: Duration::from_secs(60) };
        let at = |seconds| DateTime::from_timestamp(seconds, 0).expect("a time");
        assert_eq!(rate.window(at(120)), (at(120), 60));
        assert_eq!(rate.window(at(179)), (at(120), 1));
        assert_eq!(rate.window(at(180)), (at(180), 60));
    }
}
