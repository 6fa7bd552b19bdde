//! Every address of the API on one screen, and the gate in front of each.

use super::openapi::words::{self, Words};
use super::{
    Signature, access, account, appointment, audit, availability, blog, clinic, doctor, extract, passkey, patient, prescription, privacy,
    problem::Problem, record, repeat, review, risk, second_factor, sharing, statistics, symptom, token, user,
};
use crate::session::Visitor;
use crate::state::AppState;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter as On, MethodRouter, on};
use domain::Code;
use domain::policy::{Policy, Who, Whose};
use domain::token::Scope;

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
    /// Whether an `Idempotency-Key` makes it happen once however often it is sent. Never where an answer bears a secret: it is kept for a day.
    pub repeatable: bool,
    /// Module and name of the handler.
    pub(super) name: (&'static str, &'static str),
    /// What the handler's types tell of it.
    pub(super) signature: fn() -> Signature,
    /// What is to be said of it in words.
    pub(super) words: fn() -> Words,
    on: On,
    mount: fn(On) -> MethodRouter<AppState>,
}

impl Route {
    /// What a token must be allowed for this: looking is `read`, everything else `write`; what is nobody's data needs no leave.
    pub fn scope(&self) -> Option<Scope> {
        let scope = if self.method == Method::GET { Scope::Read } else { Scope::Write };
        (self.policy != Policy::PUBLIC).then_some(scope)
    }
}

const PUBLIC: Policy = Policy::PUBLIC;
const SELF: Policy = Policy::new(Who::Anyone, Whose::Own);
const MINE: Policy = Policy::new(Who::SignedIn, Whose::Own);
const PATIENT: Policy = Policy::new(Who::Patient, Whose::Own);
const DOCTOR: Policy = Policy::new(Who::Doctor, Whose::Own);
const TREATING: Policy = Policy::new(Who::Doctor, Whose::OwnOrTreated);
const RECORD: Policy = Policy::new(Who::SignedIn, Whose::OwnOrTreated);
/// A patient's own, or through a doctor's treatment or the patient's consent.
const SHARED: Policy = Policy::new(Who::SignedIn, Whose::OwnOrTreated);
/// The patient's, a doctor's to whom it is open; and anybody's who knows the id while nobody has claimed it.
const REPORT: Policy = Policy::new(Who::Anyone, Whose::OwnOrTreated);
const VISIT: Policy = Policy::new(Who::SignedIn, Whose::OwnTreatedOrAdmin);
/// For everybody with an account, about what everybody sees.
const MEMBER: Policy = Policy::new(Who::SignedIn, Whose::Public);
const ADMIN: Policy = Policy::new(Who::Admin, Whose::Everyones);

const DOCTORS: &[&str] =
    &["specialty", "specialization", "city", "language", "telehealth", "free_on", "date", "text", "q", "after", "limit"];

macro_rules! to {
    ($module:ident::$name:ident) => {
        Handler {
            name: (stringify!($module), stringify!($name)),
            mount: |method| on(method, $module::$name),
            signature: || Signature::of(&$module::$name),
            words: words::$module::$name,
        }
    };
}

/// Every address of the API but health and its own document.
#[rustfmt::skip]
pub static ROUTES: &[Route] = &[
    post("/api/auth/register/", PUBLIC, to!(account::register)),
    post("/api/auth/login/", PUBLIC, to!(account::login)),
    post("/api/auth/logout/", SELF, to!(account::logout)),
    post("/api/auth/logout-everywhere/", MINE, to!(account::logout_everywhere)).once(),
    post("/api/auth/verify-email/", SELF, to!(access::verify_email)),
    post("/api/auth/verify-email/resend/", MINE, to!(access::resend)).once(),
    post("/api/auth/password-reset/", PUBLIC, to!(access::ask_reset)),
    post("/api/auth/password-reset/confirm/", SELF, to!(access::reset_password)),
    post("/api/auth/email/confirm/", SELF, to!(access::change_email)),
    get("/api/users/me/", MINE, &[], to!(user::me)),
    get("/api/users/me/email/", MINE, &[], to!(access::email)),
    post("/api/users/me/email/", MINE, to!(access::ask_email)),
    post("/api/users/me/password/", MINE, to!(access::change_password)),
    get("/api/users/me/sessions/", MINE, &[], to!(access::sessions)),
    delete("/api/users/me/sessions/", MINE, to!(access::end_others)),
    delete("/api/users/me/sessions/{id}/", MINE, to!(access::end)),
    post("/api/auth/token/", PUBLIC, to!(token::issue)),
    post("/api/auth/second-factor/", PUBLIC, to!(second_factor::sign_in)),
    post("/api/auth/token/second-factor/", PUBLIC, to!(second_factor::issue)),
    post("/api/auth/passkey/", PUBLIC, to!(passkey::sign_in)),
    post("/api/auth/passkey/question/", PUBLIC, to!(passkey::ask)),
    post("/api/auth/refresh/", PUBLIC, to!(token::refresh)),
    post("/api/auth/revoke/", PUBLIC, to!(token::revoke)),
    get("/api/users/me/tokens/", MINE, &[], to!(token::list)),
    post("/api/users/me/tokens/", MINE, to!(token::create)),
    post("/api/users/me/tokens/{id}/revoke/", MINE, to!(token::revoke_own)).once(),
    get("/api/users/me/second-factor/", MINE, &[], to!(second_factor::state)),
    post("/api/users/me/second-factor/", MINE, to!(second_factor::begin)),
    post("/api/users/me/second-factor/confirm/", MINE, to!(second_factor::confirm)),
    post("/api/users/me/second-factor/recovery-codes/", MINE, to!(second_factor::renew)),
    post("/api/users/me/second-factor/remove/", MINE, to!(second_factor::remove)),
    get("/api/users/me/passkeys/", MINE, &[], to!(passkey::list)),
    post("/api/users/me/passkeys/", MINE, to!(passkey::add)),
    post("/api/users/me/passkeys/question/", MINE, to!(passkey::ask_new)),
    delete("/api/users/me/passkeys/{id}/", MINE, to!(passkey::remove)),
    post("/api/users/me/export/", MINE, to!(privacy::export)),
    get("/api/users/me/consents/", MINE, &[], to!(privacy::consents)),
    post("/api/users/me/consents/", MINE, to!(privacy::consent)).once(),
    get("/api/users/me/deletion/", MINE, &[], to!(privacy::deletion)),
    post("/api/users/me/deletion/", MINE, to!(privacy::ask_deletion)),
    delete("/api/users/me/deletion/", MINE, to!(privacy::cancel_deletion)),
    post("/api/users/{id}/hold/", ADMIN, to!(privacy::hold)).once(),
    delete("/api/users/{id}/hold/", ADMIN, to!(privacy::let_go)),
    get("/api/users/", ADMIN, &["q", "after", "limit"], to!(user::list)),
    post("/api/users/{id}/activate/", ADMIN, to!(user::activate)).once(),
    post("/api/users/{id}/deactivate/", ADMIN, to!(user::deactivate)).once(),
    post("/api/users/{id}/second-factor/reset/", ADMIN, to!(second_factor::reset)).once(),
    get("/api/clinics/", PUBLIC, &["after", "limit"], to!(clinic::list)),
    get("/api/doctors/", PUBLIC, DOCTORS, to!(doctor::list)),
    get("/api/doctors/me/", DOCTOR, &[], to!(doctor::me)),
    put("/api/doctors/me/", DOCTOR, to!(doctor::put)),
    get("/api/doctors/me/availability/", DOCTOR, &[], to!(availability::get)),
    put("/api/doctors/me/availability/", DOCTOR, to!(availability::put)),
    get("/api/doctors/me/statistics/", DOCTOR, &[], to!(statistics::mine)),
    get("/api/doctors/unverified/", ADMIN, &["after", "limit"], to!(doctor::unverified)),
    get("/api/doctors/{id}/", PUBLIC, &[], to!(doctor::get)),
    get("/api/doctors/{id}/slots/", PUBLIC, &["from", "to"], to!(doctor::slots)),
    post("/api/doctors/{id}/verify/", ADMIN, to!(doctor::verify)).once(),
    get("/api/doctors/{id}/reviews/", PUBLIC, &["after", "limit"], to!(review::list)),
    put("/api/doctors/{id}/review/", PATIENT, to!(review::write)),
    get("/api/patients/me/reviews/", PATIENT, &[], to!(review::mine)),
    post("/api/reviews/{id}/answer/", TREATING, to!(review::answer)).once(),
    post("/api/reviews/{id}/hide/", ADMIN, to!(review::hide)).once(),
    post("/api/reviews/{id}/show/", ADMIN, to!(review::show)).once(),
    get("/api/patients/me/", PATIENT, &[], to!(patient::get)),
    put("/api/patients/me/", PATIENT, to!(patient::put)),
    get("/api/patients/me/shares/", PATIENT, &[], to!(sharing::shares)),
    put("/api/patients/me/shares/{id}/", PATIENT, to!(sharing::share)),
    delete("/api/patients/me/shares/{id}/", PATIENT, to!(sharing::stop)),
    get("/api/patients/me/opened/", PATIENT, &["after", "limit"], to!(sharing::opened)),
    get("/api/patients/", TREATING, &["q", "after", "limit"], to!(sharing::list)),
    post("/api/patients/emergency/", DOCTOR, to!(sharing::break_glass)).once(),
    get("/api/patients/{id}/", TREATING, &[], to!(sharing::summary)),
    get("/api/appointments/", VISIT, &["when", "from", "until", "after", "limit"], to!(appointment::list)),
    post("/api/appointments/", PATIENT, to!(appointment::book)),
    get("/api/appointments/{id}/", VISIT, &[], to!(appointment::get)),
    post("/api/appointments/{id}/confirm/", PATIENT, to!(appointment::confirm)).once(),
    post("/api/appointments/{id}/cancel/", VISIT, to!(appointment::cancel)).once(),
    post("/api/appointments/{id}/reschedule/", VISIT, to!(appointment::reschedule)).once(),
    post("/api/appointments/{id}/accept/", TREATING, to!(appointment::accept)).once(),
    post("/api/appointments/{id}/check-in/", VISIT, to!(appointment::check_in)).once(),
    post("/api/appointments/{id}/arrive/", TREATING, to!(appointment::arrive)).once(),
    post("/api/appointments/{id}/complete/", TREATING, to!(appointment::complete)).once(),
    post("/api/appointments/{id}/no-show/", TREATING, to!(appointment::no_show)).once(),
    get("/api/health-records/", RECORD, &["patient", "type", "code", "from", "until", "after", "limit"], to!(record::list)),
    post("/api/health-records/", RECORD, to!(record::create)).once(),
    get("/api/health-records/export/", RECORD, &["patient", "type"], to!(record::export)),
    post("/api/health-records/import/", RECORD, to!(record::import)).once(),
    get("/api/health-records/measures/", PUBLIC, &[], to!(record::measures)),
    get("/api/health-records/{id}/", RECORD, &[], to!(record::get)),
    post("/api/health-records/{id}/correct/", RECORD, to!(record::correct)).once(),
    post("/api/health-records/{id}/retract/", RECORD, to!(record::retract)).once(),
    get("/api/health-records/{id}/attachments/", RECORD, &[], to!(record::attachments)),
    post("/api/health-records/{id}/attachments/", RECORD, to!(record::attach)),
    get("/api/attachments/{id}/", RECORD, &[], to!(record::download)),
    get("/api/prescriptions/", SHARED, &["patient", "status", "after", "limit"], to!(prescription::list)),
    post("/api/prescriptions/", TREATING, to!(prescription::draft)).once(),
    post("/api/prescriptions/check/", TREATING, to!(prescription::check)),
    get("/api/prescriptions/favourites/", DOCTOR, &[], to!(prescription::favourites)),
    post("/api/prescriptions/favourites/", DOCTOR, to!(prescription::favour)).once(),
    delete("/api/prescriptions/favourites/{id}/", TREATING, to!(prescription::unfavour)),
    get("/api/prescriptions/{id}/", SHARED, &[], to!(prescription::get)),
    put("/api/prescriptions/{id}/", TREATING, to!(prescription::edit)),
    post("/api/prescriptions/{id}/issue/", TREATING, to!(prescription::issue)).once(),
    post("/api/prescriptions/{id}/cancel/", TREATING, to!(prescription::cancel)).once(),
    post("/api/prescriptions/{id}/complete/", TREATING, to!(prescription::complete)).once(),
    post("/api/prescriptions/{id}/repeat/", TREATING, to!(prescription::repeat)).once(),
    post("/api/prescriptions/{id}/correct/", TREATING, to!(prescription::correct)).once(),
    get("/api/prescriptions/{id}/pdf/", SHARED, &[], to!(prescription::pdf)),
    get("/api/blogs/", PUBLIC, &["q", "tag", "after", "limit"], to!(blog::list)),
    post("/api/blogs/", DOCTOR, to!(blog::create)).once(),
    get("/api/blogs/drafts/", DOCTOR, &["after", "limit"], to!(blog::mine)),
    get("/api/blogs/drafts/{id}/", TREATING, &[], to!(blog::draft)),
    put("/api/blogs/drafts/{id}/", TREATING, to!(blog::save)),
    post("/api/blogs/drafts/{id}/submit/", TREATING, to!(blog::submit)).once(),
    post("/api/blogs/drafts/{id}/approve/", TREATING, to!(blog::approve)).once(),
    post("/api/blogs/drafts/{id}/send-back/", TREATING, to!(blog::send_back)).once(),
    post("/api/blogs/drafts/{id}/withdraw/", VISIT, to!(blog::withdraw)).once(),
    get("/api/blogs/to-review/", DOCTOR, &["after", "limit"], to!(blog::to_review)),
    post("/api/blogs/images/", DOCTOR, to!(blog::add_image)),
    get("/api/blogs/comments/", ADMIN, &["of", "after", "limit"], to!(blog::to_moderate)),
    delete("/api/blogs/comments/{id}/", MINE, to!(blog::remove_comment)),
    post("/api/blogs/comments/{id}/report/", MEMBER, to!(blog::report_comment)).once(),
    post("/api/blogs/comments/{id}/hide/", ADMIN, to!(blog::hide_comment)).once(),
    post("/api/blogs/comments/{id}/show/", ADMIN, to!(blog::show_comment)).once(),
    get("/api/blogs/{id}/", PUBLIC, &[], to!(blog::get)),
    get("/api/blogs/{id}/comments/", PUBLIC, &["after", "limit"], to!(blog::comments)),
    post("/api/blogs/{id}/comments/", MEMBER, to!(blog::comment)).once(),
    get("/api/audit/", ADMIN, &["user", "patient", "action", "from", "to", "after", "limit"], to!(audit::list)),
    post("/api/ai/predict-disease/", PUBLIC, to!(symptom::predict)),
    post("/api/ai/recommend-doctor/", SELF, to!(symptom::recommend)).once(),
    post("/api/ai/interview/", PUBLIC, to!(symptom::interview)),
    post("/api/ai/assess-risk/", PUBLIC, to!(risk::assess)),
    get("/api/ai/scores/", PUBLIC, &[], to!(risk::scores)),
    get("/api/ai/conditions/", PUBLIC, &[], to!(symptom::conditions)),
    get("/api/symptom-reports/{id}/", REPORT, &[], to!(symptom::report)),
];

/// A handler with all that is known of it; one without words in the document does not compile.
struct Handler {
    name: (&'static str, &'static str),
    mount: fn(On) -> MethodRouter<AppState>,
    signature: fn() -> Signature,
    words: fn() -> Words,
}

const fn get(path: &'static str, policy: Policy, query: &'static [&'static str], handler: Handler) -> Route {
    row(Method::GET, On::GET, path, policy, query, handler)
}

const fn post(path: &'static str, policy: Policy, handler: Handler) -> Route {
    row(Method::POST, On::POST, path, policy, &[], handler)
}

const fn put(path: &'static str, policy: Policy, handler: Handler) -> Route {
    row(Method::PUT, On::PUT, path, policy, &[], handler)
}

const fn delete(path: &'static str, policy: Policy, handler: Handler) -> Route {
    row(Method::DELETE, On::DELETE, path, policy, &[], handler)
}

const fn row(method: Method, on: On, path: &'static str, policy: Policy, query: &'static [&'static str], handler: Handler) -> Route {
    let Handler { name, mount, signature, words } = handler;
    Route { method, path, policy, query, repeatable: false, name, signature, words, on, mount }
}

impl Route {
    /// The same, once for each `Idempotency-Key`.
    const fn once(mut self) -> Self {
        self.repeatable = true;
        self
    }
}

/// The router of the table; nothing else adds to it.
pub(super) fn router(state: &AppState) -> Router<AppState> {
    ROUTES.iter().fold(Router::new(), |router, route| {
        let mounted = || match (route.mount)(route.on) {
            once if route.repeatable => once.route_layer(from_fn_with_state(state.clone(), repeat::once)),
            always => always,
        };
        let guarded = || mounted().route_layer(from_fn_with_state(route, gate));
        router.route(route.path, guarded()).route(route.path.trim_end_matches('/'), guarded())
    })
}

/// Who may not come in is told so before anything of the request is read.
async fn gate(State(route): State<&'static Route>, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>().cloned().unwrap_or_default();
    let caller = visitor.caller();
    if !route.policy.who.admits(&caller) {
        let code = if caller.is_signed_in() { Code::Forbidden } else { Code::Unauthenticated };
        return Problem::from(code).into_response();
    }
    if let Some(scope) = route.scope().filter(|scope| visitor.scopes.is_some_and(|scopes| !scopes.allow(*scope))) {
        return Problem::out_of_scope(scope).into_response();
    }
    if let Err(problem) = extract::check_query(request.uri(), route.query) {
        return problem.into_response();
    }
    next.run(request).await
}
