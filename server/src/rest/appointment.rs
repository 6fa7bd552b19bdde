//! `/api/appointments/`: hold, book, confirm, move, call off, and the steps of a visit.

mod shape;

use super::etag::{self, IfMatch, IfNoneMatch, Versioned};
use super::{Answer, By, Id, IdempotencyKey, Json, List, Maybe, Nothing, Outcome, Query, extract, ok, problem::Problem, user};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use domain::appointment::{Act, Appointment, Status};
use domain::booking::Move;
use domain::{AppointmentId, Problems, page};
use service::Services;
use service::appointment::{self, Between, Target, When};
use shape::{AppointmentIn, CancelIn, ConfirmIn, RescheduleIn};
pub(super) use shape::{AppointmentOut, AppointmentsQuery};

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
    let mut instant = |field, raw: &str| user::given(raw).and_then(|raw| wrong.take(field, extract::instant(raw)));
    let span = Between { from: instant("from", &query.from), until: instant("until", &query.until) };
    let limit = wrong.take("limit", domain::doctor::limit(&query.limit)).unwrap_or(page::LIMIT_DEFAULT);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let list = appointment::List { when: when.unwrap_or_default(), after: user::given(&query.after).map(str::to_owned), limit };
    Ok(ok(List::page(appointment::list_between(&services, &caller, &list, span).await?)))
}

/// `POST /api/appointments/`: the same `Idempotency-Key` with the same body gives the same answer.
pub(super) async fn book(
    State(services): State<Services>,
    By(caller): By,
    IdempotencyKey(key): IdempotencyKey,
    Json(given): Json<AppointmentIn>,
) -> Outcome<AppointmentOut, 201> {
    let new = given.read()?;
    let made = appointment::book(&services, &caller, &new, key.as_deref()).await?;
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
    known: IfNoneMatch,
) -> Result<Versioned<AppointmentOut>, Problem> {
    let found = appointment::get(&services, &caller, id).await?;
    let is_known = known.knows(found.version);
    Ok(if is_known { Versioned::Known(etag::tag(found.version)) } else { Versioned::Whole(versioned(found)) })
}

/// `POST /api/appointments/{id}/confirm/`
pub(super) async fn confirm(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<AppointmentId>,
    meant: IfMatch,
    Maybe(given): Maybe<ConfirmIn>,
) -> Outcome<AppointmentOut> {
    let holds = |version: &i32| meant.is_meant(version);
    let which = Target { id, meant: meant.only(&holds) };
    let done = appointment::confirm(&services, &caller, which, &given.reason.unwrap_or_default()).await?;
    let message = if done.status == Status::Pending { "The doctor will confirm your request." } else { "Your appointment is booked." };
    Ok(versioned(done).saying(message))
}

/// `POST /api/appointments/{id}/cancel/`
pub(super) async fn cancel(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<AppointmentId>,
    meant: IfMatch,
    Maybe(given): Maybe<CancelIn>,
) -> Outcome<AppointmentOut> {
    let holds = |version: &i32| meant.is_meant(version);
    let which = Target { id, meant: meant.only(&holds) };
    let done = appointment::cancel_saying(&services, &caller, which, &given.reason.unwrap_or_default()).await?;
    Ok(versioned(done).saying("The appointment is cancelled."))
}

/// `POST /api/appointments/{id}/reschedule/`
pub(super) async fn reschedule(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<AppointmentId>,
    meant: IfMatch,
    Json(given): Json<RescheduleIn>,
) -> Outcome<AppointmentOut> {
    let holds = |version: &i32| meant.is_meant(version);
    let wish = Move { appointment: id, start: given.start };
    let moved = appointment::reschedule_if(&services, &caller, &wish, meant.only(&holds)).await?;
    Ok(versioned(moved).saying("The appointment is moved."))
}

/// The steps of a visit that need no more than to be said.
macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident $act:ident $message:literal;)+) => {$(
        $(#[$doc])*
        pub(super) async fn $name(
            State(services): State<Services>,
            By(caller): By,
            Id(id): Id<AppointmentId>,
            meant: IfMatch,
            _: Maybe<Nothing>,
        ) -> Outcome<AppointmentOut> {
            let holds = |version: &i32| meant.is_meant(version);
            let which = Target { id, meant: meant.only(&holds) };
            Ok(versioned(appointment::act(&services, &caller, which, Act::$act).await?).saying($message))
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

fn versioned(appointment: Appointment) -> Answer<AppointmentOut> {
    let tag = etag::tag(appointment.version);
    ok(appointment.into()).header(header::ETAG, tag)
}
