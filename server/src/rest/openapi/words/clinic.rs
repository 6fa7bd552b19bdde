//! `/api/clinics/`

use super::{Words, sample};
use serde_json::json;

pub(in crate::rest) fn list() -> Words {
    Words::new("List clinics", "Every clinic, by city and name. A doctor who registers says by `clinic` in which of them they work.")
        .answers(json!({ "items": [sample::clinic()], "next": null }))
}
