//! What the sheet asks the server.

use super::Sheet;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// `GET /fn/agenda?date=…`: the calling doctor's day.
#[server(endpoint = "agenda", input = GetUrl)]
pub async fn agenda(
    /// ISO date.
    date: String,
) -> Result<Sheet, ServerFnError> {
    super::make::answer(&date).await
}
