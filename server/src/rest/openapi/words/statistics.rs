//! What became of a doctor's visits.

use super::Words;
use serde_json::json;

pub(in crate::rest) fn mine() -> Words {
    let tally = json!({
        "visits": 52, "no_shows": 4, "no_show_rate": 0.071, "cancelled": 6, "waited_minutes": 11.5, "waited_visits": 48, "lead_days": 6.2,
    });
    Words::new(
        "My visits in numbers",
        "Visits, no-shows, cancellations, waiting and lead times of the last twelve months, by month and together. Numbers of the calling doctor, \
         and nobody's data.",
    )
    .answers(json!({ "months": [{ "first": "2026-05-01", "tally": tally.clone() }], "all": tally }))
}
