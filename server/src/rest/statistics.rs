//! `/api/doctors/me/statistics/`: what became of a doctor's visits.

use super::{By, Outcome, ok};
use axum::extract::State;
use chrono::NaiveDate;
use domain::statistics::{Month, Statistics, Tally};
use serde::Serialize;
use service::Services;
use utoipa::ToSchema;

/// What became of the visits of some time.
#[derive(Serialize, ToSchema)]
#[schema(as = VisitTally)]
pub(super) struct TallyOut {
    /// Visits that took place.
    visits: u32,
    /// Visits to which nobody came.
    no_shows: u32,
    /// Their share of the visits that were not called off, from 0 to 1; null without any.
    #[schema(required)]
    no_show_rate: Option<f64>,
    /// Visits that were called off.
    cancelled: u32,
    /// Median minutes from check-in to being called in; null where no visit has both.
    #[schema(required)]
    waited_minutes: Option<f64>,
    /// Visits that have both.
    waited_visits: u32,
    /// Median days from the booking to the visit; null without any.
    #[schema(required)]
    lead_days: Option<f64>,
}

impl From<Tally> for TallyOut {
    fn from(of: Tally) -> Self {
        let Tally { visits, no_shows, cancelled, waited_minutes, waited_visits, lead_days } = of;
        Self { visits, no_shows, no_show_rate: of.no_show_rate(), cancelled, waited_minutes, waited_visits, lead_days }
    }
}

/// A month.
#[derive(Serialize, ToSchema)]
#[schema(as = VisitMonth)]
pub(super) struct MonthOut {
    /// Its first day.
    first: NaiveDate,
    /// What became of its visits.
    tally: TallyOut,
}

/// The last twelve months, the running one included, by the clinic's clock.
#[derive(Serialize, ToSchema)]
#[schema(as = VisitStatistics)]
pub(super) struct StatisticsOut {
    /// Oldest first; each month is there.
    months: Vec<MonthOut>,
    /// All of them together.
    all: TallyOut,
}

impl From<Statistics> for StatisticsOut {
    fn from(Statistics { months, all }: Statistics) -> Self {
        let months = months.into_iter().map(|Month { first, tally }| MonthOut { first, tally: tally.into() }).collect();
        Self { months, all: all.into() }
    }
}

/// `GET /api/doctors/me/statistics/`
pub(super) async fn mine(State(services): State<Services>, By(caller): By) -> Outcome<StatisticsOut> {
    Ok(ok(service::statistics::mine(&services, &caller).await?.into()))
}
