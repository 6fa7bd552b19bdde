//! The REST API.

use crate::state::AppState;
use axum::Router;

/// Everything under `/api/` but health. Runs behind [`crate::session::identify`].
pub fn router(_state: &AppState) -> Router<AppState> {
    Router::new()
}
