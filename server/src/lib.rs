//! Doors and wiring: settings, database, sessions, pages, REST.
// A view is one nested type; the limit is about its layout, which the default of 128 is too small for.
#![recursion_limit = "512"]

pub mod blog;
pub mod cli;
pub mod client;
pub mod country;
pub mod database;
pub mod health;
pub mod keyring;
pub mod knowledge;
pub mod layer;
pub mod live;
pub mod log;
pub mod mail;
pub mod outbox;
pub mod page;
pub mod postgres;
pub mod rest;
pub mod seed;
pub mod serve;
pub mod session;
pub mod settings;
pub mod start;
pub mod state;

use axum::Router;
use axum::middleware::from_fn_with_state;
use session::Store;
use state::AppState;

/// The whole application: pages and API know who is asking; health and files do not need to.
pub fn router(state: &AppState, sessions: Store) -> Router {
    let live = live::router(state, sessions.clone());
    let manager = session::manager(sessions, &state.settings);
    let known = Router::new()
        .merge(rest::router(state))
        .merge(page::router(state))
        .merge(live)
        .layer(from_fn_with_state(state.clone(), layer::rate::costly))
        .layer(from_fn_with_state(state.clone(), session::identify))
        .layer(manager)
        .layer(from_fn_with_state(state.clone(), session::remember));
    let routes = known
        .merge(health::router())
        .merge(blog::router())
        .merge(outbox::router(&state.settings))
        .merge(rest::described())
        .merge(rest::elsewhere())
        .with_state(state.clone())
        .fallback_service(page::files(state));
    layer::wrap(routes, state)
}
