//! What the sheet asks the server while somebody types.

use crate::refusal::Refusal;
use domain::prescription::Checked;
use leptos::prelude::*;

/// `POST /fn/prescription-check`: what the checks say of a sheet that is being written. Nothing is kept. What is asked is health data, so it
/// stands in the body and not in the address.
#[server(endpoint = "prescription-check")]
pub async fn prescription_check(
    /// For whom.
    patient: String,
    /// A prescription that is not compared; empty where there is none.
    without: String,
    /// The fields of the form, by name.
    fields: Vec<(String, String)>,
) -> Result<Checked, Refusal> {
    super::editor::answer(&patient, &without, fields).await
}
