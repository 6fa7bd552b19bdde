//! What a patient's record tells a risk score: the newest value of each measure.

use super::{Sight, row};
use crate::{Error, Services};
use chrono::{DateTime, Utc};
use domain::record::{Measurement, SCAN};
use domain::{Caller, RecordId};

/// A value, and where it is from.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The value.
    pub one: Measurement,
    /// When it was so.
    pub at: DateTime<Utc>,
    /// The entry.
    pub record: RecordId,
}

/// The newest value of each measure in the caller's own record, among its [`SCAN`] newest entries with values. One statement.
pub async fn known(services: &Services, caller: &Caller) -> Result<Vec<Known>, Error> {
    let patient = caller.patient().ok_or(Error::FORBIDDEN)?;
    let rest = "r.record_type in ('vital-signs', 'laboratory') order by r.recorded_at desc, r.id desc limit $3";
    let sight = Sight { patient, kinds: None };
    let rows = row::find(&services.read(caller), services.keys(), &sight, rest, [i64::from(SCAN).into()]).await?;
    let mut all: Vec<Known> = Vec::new();
    for record in rows.into_iter().filter(domain::record::Record::counts) {
        for one in record.content.results {
            if !all.iter().any(|known| known.one.code == one.code) {
                all.push(Known { one, at: record.recorded_at, record: record.id });
            }
        }
    }
    Ok(all)
}
