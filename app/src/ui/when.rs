//! Instants on a page.

use super::time;
use crate::viewer::viewer;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use leptos::prelude::*;

/// "Tue 24 Nov, 14:30" in the person's zone and, where clocks differ, the clinic's. A stranger sees the clinic's, with its name.
#[component]
pub fn When(
    /// The instant.
    at: DateTime<Utc>,
    /// The clinic's zone, for what happens there.
    #[prop(optional)]
    clinic: Option<Tz>,
    /// Without the day.
    #[prop(optional)]
    time_only: bool,
    /// With the year, for what can be long ago.
    #[prop(optional)]
    dated: bool,
) -> impl IntoView {
    let zone = viewer().zone().or(clinic).unwrap_or(chrono_tz::UTC);
    let words = match (time_only, dated) {
        (true, _) => time::clock(at, zone),
        (false, true) => time::dated(at, zone),
        (false, false) => time::moment(at, zone),
    };
    let there = match clinic {
        Some(clinic) if viewer().zone().is_none() => Some(format!(" ({} time)", time::town(clinic))),
        Some(clinic) if time::differ(at, zone, clinic) => Some(format!(" ({} in {})", time::clock(at, clinic), time::town(clinic))),
        _ => None,
    };
    let there = there.map(|words| view! { <span class="text-muted">{words}</span> });
    view! { <time class="tabular-nums" datetime=time::machine(at)>{words}</time> {there} }
}

/// How long something still lasts, in words; where an island is present it counts.
#[component]
pub fn Countdown(
    /// The end.
    until: DateTime<Utc>,
    /// Now.
    now: DateTime<Utc>,
) -> impl IntoView {
    let left = (until - now).num_seconds().max(0);
    let words = if left < 60 { "less than a minute".to_owned() } else { format!("about {}", time::minutes((left + 30) / 60)) };
    view! { <time class="tabular-nums" datetime=time::machine(until) data-until=until.timestamp().to_string()>{words}</time> }
}
