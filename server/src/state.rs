//! What handlers share.

use crate::database::Migrated;
use crate::layer::rate::Rates;
use crate::settings::Settings;
use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use sea_orm::DatabaseConnection;
use service::Services;
use std::sync::Arc;

/// Shared by all handlers; cheap to clone.
#[derive(Debug, Clone)]
pub struct AppState {
    /// What the server was told.
    pub settings: Arc<Settings>,
    /// The use cases.
    pub services: Services,
    /// Whether the schema is up to date.
    pub migrated: Arc<Migrated>,
    /// The text model, for its state.
    pub model: ai::Worker,
    /// How often each place asked lately.
    pub(crate) rates: Arc<Rates>,
    /// The pool, for its health; queries live in `service`.
    pub(crate) db: DatabaseConnection,
}

impl AppState {
    /// Puts the parts together.
    pub fn new(settings: Arc<Settings>, services: Services, model: ai::Worker, db: DatabaseConnection) -> Self {
        Self { settings, services, migrated: Arc::default(), model, rates: Arc::default(), db }
    }
}

impl FromRef<AppState> for Services {
    fn from_ref(state: &AppState) -> Self {
        state.services.clone()
    }
}

impl FromRef<AppState> for Arc<Settings> {
    fn from_ref(state: &AppState) -> Self {
        state.settings.clone()
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.settings.leptos.clone()
    }
}
