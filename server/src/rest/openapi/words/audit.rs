//! `/api/audit/`

use super::Words;
use serde_json::json;

pub(in crate::rest) fn list() -> Words {
    Words::new(
        "Search the audit",
        "Who touched whose data, newest first: every change, and every look at another person's. Each search is an entry itself. `shs audit \
         verify` checks that nobody changed it, `shs audit export` writes all of it.",
    )
    .answers(json!({
        "items": [{
            "seq": 4711,
            "at": "2026-05-04T08:12:45.120934Z",
            "user": "019b2f6d-1f04-7a10-8d3f-0c5e9a7b4412",
            "patient": "019b2f6d-1f05-7c55-b0a8-5a1f0e2d3c4b",
            "action": "appointment.read",
            "object": "019b2f6e-7c1a-7d52-9a39-5f0f4a1c2e71",
            "why": null,
        }],
        "next": "4711",
    }))
}
