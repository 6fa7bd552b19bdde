//! `/api/appointments/`: hold, book, confirm, move, call off, and the steps of a visit.

mod shape;

use super::{Answer, By, Id, Json, List, Maybe, Nothing, Outcome, Query, etag, ok, problem::Problem, user};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::appointment::{Act, Appointment, Status};
use domain::booking::Move;
use domain::{AppointmentId, Caller, Problems, page};
use service::Services;
use service::appointment::{self, When};
use shape::{AppointmentIn, AppointmentOut, AppointmentsQuery, ConfirmIn, RescheduleIn};

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// `GET /api/appointments/`
pub(super) async fn list(
    State(services): State<Services>,
    By(caller): By,
    Query(query): Query<AppointmentsQuery>,
) -> Outcome<List<AppointmentOut>> {
    let mut wrong = Problems::default();
    let when = match &*query.when {
        "" | "upcoming" => Some(When::Upcoming),
        "past" => Some(When::Past),
        _ => wrong.take("when", Err("Please use upcoming or past.")),
    };
    let after = user::cursor(&mut wrong, &query.after);
    let limit = wrong.take("limit", domain::doctor::limit(&query.limit)).unwrap_or(page::LIMIT_DEFAULT);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let list = appointment::List { when: when.unwrap_or_default(), after, limit };
    Ok(ok(List::page(appointment::list(&services, &caller, &list).await?)))
}

/// `POST /api/appointments/`: the same `Idempotency-Key` with the same body gives the same answer.
pub(super) async fn book(
    State(services): State<Services>,
    By(caller): By,
    headers: HeaderMap,
    Json(given): Json<AppointmentIn>,
) -> Outcome<AppointmentOut> {
    let new = given.read()?;
    let key = headers
        .get(IDEMPOTENCY_KEY)
        .map(|key| key.to_str().map_err(|_| Problem::field("Idempotency-Key", "Please use 1 to 200 visible ASCII characters.")));
    let made = appointment::book(&services, &caller, &new, key.transpose()?).await?;
    let message = match made.status {
        Status::Proposed => "The time is held for you for a few minutes.",
        Status::Pending => "The doctor will confirm your request.",
        _ => "Your appointment is booked.",
    };
    let place = HeaderValue::from_str(&format!("/api/appointments/{}/", made.id)).ok();
    let answer = versioned(made).created().saying(message);
    Ok(match place {
        Some(place) => answer.header(header::LOCATION, place),
        None => answer,
    })
}

/// `GET /api/appointments/{id}/`: 304 where the client has this version already.
pub(super) async fn get(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<AppointmentId>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = appointment::get(&services, &caller, id).await?;
    if etag::is_known(&headers, found.version) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, etag::tag(found.version))]).into_response());
    }
    Ok(versioned(found).into_response())
}

/// `POST /api/appointments/{id}/confirm/`
pub(super) async fn confirm(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<AppointmentId>,
    headers: HeaderMap,
    Maybe(given): Maybe<ConfirmIn>,
) -> Outcome<AppointmentOut> {
    check(&services, &caller, id, &headers).await?;
    let done = appointment::confirm(&services, &caller, id, &given.reason.unwrap_or_default()).await?;
    let message = if done.status == Status::Pending { "The doctor will confirm your request." } else { "Your appointment is booked." };
    Ok(versioned(done).saying(message))
}

/// `POST /api/appointments/{id}/cancel/`
pub(super) async fn cancel(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<AppointmentId>,
    headers: HeaderMap,
    _: Maybe<Nothing>,
) -> Outcome<AppointmentOut> {
    check(&services, &caller, id, &headers).await?;
    Ok(versioned(appointment::cancel(&services, &caller, id).await?).saying("The appointment is cancelled."))
}

/// `POST /api/appointments/{id}/reschedule/`
pub(super) async fn reschedule(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<AppointmentId>,
    headers: HeaderMap,
    Json(given): Json<RescheduleIn>,
) -> Outcome<AppointmentOut> {
    check(&services, &caller, id, &headers).await?;
    let wish = Move { appointment: id, start: given.start };
    Ok(versioned(appointment::reschedule(&services, &caller, &wish).await?).saying("The appointment is moved."))
}

/// The steps of a visit that need no more than to be said.
macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident $act:ident $message:literal;)+) => {$(
        $(#[$doc])*
        pub(super) async fn $name(
            State(services): State<Services>,
            By(caller): By,
            Id(id): Id<AppointmentId>,
            headers: HeaderMap,
            _: Maybe<Nothing>,
        ) -> Outcome<AppointmentOut> {
            check(&services, &caller, id, &headers).await?;
            Ok(versioned(appointment::act(&services, &caller, id, Act::$act).await?).saying($message))
        }
    )+};
}

steps! {
    /// `POST /api/appointments/{id}/accept/`
    accept Accept "The appointment is booked.";
    /// `POST /api/appointments/{id}/check-in/`
    check_in CheckIn "The patient is checked in.";
    /// `POST /api/appointments/{id}/arrive/`
    arrive Arrive "The visit has begun.";
    /// `POST /api/appointments/{id}/complete/`
    complete Complete "The visit is done.";
    /// `POST /api/appointments/{id}/no-show/`
    no_show NoShow "The patient did not come.";
}

/// Holds `If-Match` against the version as it is now. What happens in between is decided by the status machine, under a lock.
async fn check(services: &Services, caller: &Caller, id: AppointmentId, headers: &HeaderMap) -> Result<(), Problem> {
    if !headers.contains_key(header::IF_MATCH) {
        return Ok(());
    }
    etag::check(headers, appointment::get(services, caller, id).await?.version)
}

fn versioned(appointment: Appointment) -> Answer<AppointmentOut> {
    let tag = etag::tag(appointment.version);
    ok(appointment.into()).header(header::ETAG, tag)
}
