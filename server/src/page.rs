//! Pages and files.

use crate::state::AppState;
use axum::Router;
use tower_http::services::ServeDir;

/// The pages and server functions. They run behind [`crate::session::identify`]: `Visitor` is in the request's extensions.
pub fn router(_state: &AppState) -> Router<AppState> {
    Router::new()
}

/// Everything under the site's directory: `/pkg/…` with its `.br` and `.gz` beside it, icons, fonts.
pub fn files(state: &AppState) -> ServeDir {
    ServeDir::new(&*state.settings.leptos.site_root).precompressed_br().precompressed_gzip()
}
