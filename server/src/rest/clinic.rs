//! `/api/clinics/`: where doctors work.

use super::openapi::TimeZone;
use super::{List, Outcome, Query, ok, user};
use axum::extract::State;
use domain::doctor::Clinic;
use domain::{ClinicId, Problems, page};
use serde::{Deserialize, Serialize};
use service::Services;
use utoipa::ToSchema;

/// A place where doctors work.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Clinic)]
pub(super) struct ClinicOut {
    /// Its id.
    id: ClinicId,
    /// What it is called.
    name: String,
    /// Street and number.
    address: String,
    /// In which city.
    city: String,
    /// ISO 3166-1 alpha-2.
    #[schema(pattern = "^[A-Z]{2}$")]
    country: String,
    /// Degrees north.
    #[schema(minimum = -90, maximum = 90)]
    latitude: f64,
    /// Degrees east.
    #[schema(minimum = -180, maximum = 180)]
    longitude: f64,
    /// In which its doctors' hours are written.
    #[schema(value_type = TimeZone)]
    time_zone: chrono_tz::Tz,
}

impl From<Clinic> for ClinicOut {
    fn from(clinic: Clinic) -> Self {
        let Clinic { id, name, address, city, country, latitude, longitude, zone } = clinic;
        Self { id, name, address, city, country, latitude, longitude, time_zone: zone }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ClinicsQuery {
    after: String,
    limit: String,
}

/// `GET /api/clinics/`
pub(super) async fn list(State(services): State<Services>, Query(query): Query<ClinicsQuery>) -> Outcome<List<ClinicOut>> {
    let mut wrong = Problems::default();
    let after = user::cursor(&mut wrong, &query.after);
    let limit = wrong.take("limit", domain::doctor::limit(&query.limit)).unwrap_or(page::LIMIT_DEFAULT);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    Ok(ok(List::page(service::doctor::clinics_from(&services, after, limit).await?)))
}
