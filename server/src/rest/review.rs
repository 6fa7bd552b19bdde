//! `/api/…/reviews/`: what patients say of doctors.

use super::user::given;
use super::{By, Id, Json, List, Maybe, Nothing, Outcome, Query, ok};
use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::review::{Review, ReviewEdit};
use domain::{DoctorId, Problems, ReviewId};
use serde::{Deserialize, Serialize};
use service::Services;
use service::review;
use utoipa::ToSchema;

/// What a patient says of a doctor.
#[derive(Serialize, ToSchema)]
#[schema(as = Review)]
pub(super) struct ReviewOut {
    /// Its id.
    id: ReviewId,
    /// Of whom.
    doctor: DoctorId,
    /// From poor to very good.
    #[schema(minimum = 1, maximum = 5)]
    rating: i16,
    /// May be empty.
    text: String,
    /// When it was written first.
    created_at: DateTime<Utc>,
    /// When it was changed last.
    updated_at: DateTime<Utc>,
    /// What the doctor answers.
    #[schema(required)]
    answer: Option<String>,
    /// Why it is out of sight; null where everybody sees it.
    #[schema(required)]
    hidden_why: Option<String>,
}

impl From<Review> for ReviewOut {
    fn from(Review { id, doctor, rating, text, created_at, updated_at, answer, hidden_why }: Review) -> Self {
        Self { id, doctor, rating, text, created_at, updated_at, answer, hidden_why }
    }
}

/// How a visit was.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewEdit)]
pub(super) struct ReviewIn {
    /// From poor to very good.
    #[serde(default)]
    #[schema(required, minimum = 1, maximum = 5)]
    rating: i16,
    /// In the patient's words.
    #[serde(default)]
    #[schema(max_length = 2000)]
    text: String,
}

/// A doctor's answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewAnswer)]
pub(super) struct AnswerIn {
    /// For everybody to read; empty: takes it back.
    #[serde(default)]
    #[schema(max_length = 2000)]
    answer: String,
}

/// Why a review is to be out of sight.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReviewHiding)]
pub(super) struct HidingIn {
    /// Its author reads it.
    #[serde(default)]
    #[schema(required, min_length = 1, max_length = 500)]
    why: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ReviewsQuery {
    after: String,
    limit: String,
}

/// `GET /api/doctors/{id}/reviews/`
pub(super) async fn list(
    State(services): State<Services>,
    By(caller): By,
    Id(doctor): Id<DoctorId>,
    Query(query): Query<ReviewsQuery>,
) -> Outcome<List<ReviewOut>> {
    let limit = domain::doctor::limit(&query.limit).map_err(|why| Problems::one("limit", why))?;
    service::doctor::name(&services, doctor).await?;
    Ok(ok(List::page(review::list(&services, &caller, doctor, given(&query.after), limit).await?)))
}

/// `PUT /api/doctors/{id}/review/`
pub(super) async fn write(
    State(services): State<Services>,
    By(caller): By,
    Id(doctor): Id<DoctorId>,
    Json(ReviewIn { rating, text }): Json<ReviewIn>,
) -> Outcome<ReviewOut> {
    let edit = ReviewEdit { rating: rating.to_string(), text };
    Ok(ok(review::write(&services, &caller, doctor, &edit).await?.into()).saying("Thank you."))
}

/// `GET /api/patients/me/reviews/`
pub(super) async fn mine(State(services): State<Services>, By(caller): By) -> Outcome<List<ReviewOut>> {
    Ok(ok(List::whole(review::mine(&services, &caller).await?)))
}

/// `POST /api/reviews/{id}/answer/`
pub(super) async fn answer(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<ReviewId>,
    Json(given): Json<AnswerIn>,
) -> Outcome<ReviewOut> {
    Ok(ok(review::answer(&services, &caller, id, &given.answer).await?.into()))
}

/// `POST /api/reviews/{id}/hide/`
pub(super) async fn hide(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<ReviewId>,
    Json(given): Json<HidingIn>,
) -> Outcome<ReviewOut> {
    Ok(ok(review::hide(&services, &caller, id, Some(&given.why)).await?.into()))
}

/// `POST /api/reviews/{id}/show/`
pub(super) async fn show(State(services): State<Services>, By(caller): By, Id(id): Id<ReviewId>, _: Maybe<Nothing>) -> Outcome<ReviewOut> {
    Ok(ok(review::hide(&services, &caller, id, None).await?.into()))
}
