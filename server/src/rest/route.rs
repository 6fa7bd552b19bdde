//! Every address of the API on one screen, and the gate in front of each.

use super::{account, appointment, availability, doctor, extract, patient, problem::Problem, risk, symptom, user};
use crate::session::Visitor;
use crate::state::AppState;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter as On, MethodRouter, on};
use domain::policy::{Policy, Who, Whose};
use domain::{Caller, Code};

/// An address, what it does and who may use it.
#[derive(Debug)]
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path with its trailing slash; it answers without as well.
    pub path: &'static str,
    /// Who may come in, and whose data is touched.
    pub policy: Policy,
    /// The query parameters that exist; any other is refused.
    pub query: &'static [&'static str],
    on: On,
    handler: fn(On) -> MethodRouter<AppState>,
}

const PUBLIC: Policy = Policy::PUBLIC;
const SELF: Policy = Policy::new(Who::Anyone, Whose::Own);
const MINE: Policy = Policy::new(Who::SignedIn, Whose::Own);
const PATIENT: Policy = Policy::new(Who::Patient, Whose::Own);
const DOCTOR: Policy = Policy::new(Who::Doctor, Whose::Own);
const TREATING: Policy = Policy::new(Who::Doctor, Whose::OwnOrTreated);
const VISIT: Policy = Policy::new(Who::SignedIn, Whose::OwnTreatedOrAdmin);
const ADMIN: Policy = Policy::new(Who::Admin, Whose::Everyones);

const DOCTORS: &[&str] =
    &["specialty", "specialization", "city", "language", "telehealth", "free_on", "date", "text", "q", "after", "limit"];

/// Every address of the API but health.
#[rustfmt::skip]
pub static ROUTES: &[Route] = &[
    post("/api/auth/register/", PUBLIC, |m| on(m, account::register)),
    post("/api/auth/login/", PUBLIC, |m| on(m, account::login)),
    post("/api/auth/logout/", SELF, |m| on(m, account::logout)),
    post("/api/auth/logout-everywhere/", MINE, |m| on(m, account::logout_everywhere)),
    get("/api/users/me/", MINE, &[], |m| on(m, user::me)),
    get("/api/users/", ADMIN, &["q", "after", "limit"], |m| on(m, user::list)),
    post("/api/users/{id}/activate/", ADMIN, |m| on(m, user::activate)),
    post("/api/users/{id}/deactivate/", ADMIN, |m| on(m, user::deactivate)),
    get("/api/doctors/", PUBLIC, DOCTORS, |m| on(m, doctor::list)),
    get("/api/doctors/me/", DOCTOR, &[], |m| on(m, doctor::me)),
    get("/api/doctors/me/availability/", DOCTOR, &[], |m| on(m, availability::get)),
    put("/api/doctors/me/availability/", DOCTOR, |m| on(m, availability::put)),
    get("/api/doctors/unverified/", ADMIN, &[], |m| on(m, doctor::unverified)),
    get("/api/doctors/{id}/", PUBLIC, &[], |m| on(m, doctor::get)),
    get("/api/doctors/{id}/slots/", PUBLIC, &["from", "to"], |m| on(m, doctor::slots)),
    post("/api/doctors/{id}/verify/", ADMIN, |m| on(m, doctor::verify)),
    get("/api/patients/me/", PATIENT, &[], |m| on(m, patient::get)),
    put("/api/patients/me/", PATIENT, |m| on(m, patient::put)),
    get("/api/appointments/", VISIT, &["when", "after", "limit"], |m| on(m, appointment::list)),
    post("/api/appointments/", PATIENT, |m| on(m, appointment::book)),
    get("/api/appointments/{id}/", VISIT, &[], |m| on(m, appointment::get)),
    post("/api/appointments/{id}/confirm/", PATIENT, |m| on(m, appointment::confirm)),
    post("/api/appointments/{id}/cancel/", VISIT, |m| on(m, appointment::cancel)),
    post("/api/appointments/{id}/reschedule/", VISIT, |m| on(m, appointment::reschedule)),
    post("/api/appointments/{id}/accept/", TREATING, |m| on(m, appointment::accept)),
    post("/api/appointments/{id}/check-in/", VISIT, |m| on(m, appointment::check_in)),
    post("/api/appointments/{id}/arrive/", TREATING, |m| on(m, appointment::arrive)),
    post("/api/appointments/{id}/complete/", TREATING, |m| on(m, appointment::complete)),
    post("/api/appointments/{id}/no-show/", TREATING, |m| on(m, appointment::no_show)),
    post("/api/ai/predict-disease/", PUBLIC, |m| on(m, symptom::predict)),
    post("/api/ai/recommend-doctor/", SELF, |m| on(m, symptom::recommend)),
    post("/api/ai/interview/", PUBLIC, |m| on(m, symptom::interview)),
    post("/api/ai/assess-risk/", PUBLIC, |m| on(m, risk::assess)),
    get("/api/ai/scores/", PUBLIC, &[], |m| on(m, risk::scores)),
    get("/api/ai/conditions/", PUBLIC, &[], |m| on(m, symptom::conditions)),
];

type Handler = fn(On) -> MethodRouter<AppState>;

const fn get(path: &'static str, policy: Policy, query: &'static [&'static str], handler: Handler) -> Route {
    Route { method: Method::GET, path, policy, query, on: On::GET, handler }
}

const fn post(path: &'static str, policy: Policy, handler: Handler) -> Route {
    Route { method: Method::POST, path, policy, query: &[], on: On::POST, handler }
}

const fn put(path: &'static str, policy: Policy, handler: Handler) -> Route {
    Route { method: Method::PUT, path, policy, query: &[], on: On::PUT, handler }
}

/// The router of the table; nothing else adds to it.
pub(super) fn router() -> Router<AppState> {
    ROUTES.iter().fold(Router::new(), |router, route| {
        let guarded = || (route.handler)(route.on).route_layer(from_fn_with_state(route, gate));
        router.route(route.path, guarded()).route(route.path.trim_end_matches('/'), guarded())
    })
}

/// Who may not come in is told so before anything of the request is read.
async fn gate(State(route): State<&'static Route>, request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<Visitor>().map_or(Caller::Anonymous, Visitor::caller);
    if !route.policy.who.admits(&caller) {
        let code = if caller.is_signed_in() { Code::Forbidden } else { Code::Unauthenticated };
        return Problem::from(code).into_response();
    }
    if let Err(problem) = extract::check_query(request.uri(), route.query) {
        return problem.into_response();
    }
    next.run(request).await
}
