//! What the sheet asks the server.

use super::Sheet;
use crate::refusal::Refusal;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// `GET /fn/agenda?date=…`: the calling doctor's day.
#[server(endpoint = "agenda", input = GetUrl)]
pub async fn agenda(
    /// ISO date.
    date: String,
) -> Result<Sheet, Refusal> {
    super::make::answer(&date).await
}
