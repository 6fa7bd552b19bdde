//! The days whose free times a page shows, where a visit is moved.

use crate::ctx::Ctx;
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use domain::{Period, calendar};
use service::Error;

/// Days of free times on one page.
pub(crate) const DAYS: i64 = 14;
/// How far ahead a page can be asked for; the doctor's own horizon is nearer.
const FARTHEST: i64 = 366;

/// The day that the address names, or today.
pub(crate) fn first_day(ctx: &Ctx) -> NaiveDate {
    let today = ctx.today();
    let asked: Option<NaiveDate> = ctx.query("from").parse().ok();
    asked.filter(|date| *date > today && *date < today + TimeDelta::days(FARTHEST)).unwrap_or(today)
}

/// All of these days, as far as they are still to come.
pub(crate) fn window(ctx: &Ctx, from: NaiveDate, zone: Tz) -> Result<Period, Error> {
    let end = calendar::start_of_day(zone, from + TimeDelta::days(DAYS));
    Period::new(calendar::start_of_day(zone, from).max(ctx.now()), end).map_err(|e| Error::Internal(e.to_string()))
}
