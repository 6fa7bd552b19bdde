//! Everything that can be looked at and done, each with its policy. On one screen.

use crate::{
    about, access, account,
    act::Act,
    admin,
    agenda::Step,
    appointment, blog, booking, dashboard, doctor,
    error::Failure,
    home,
    layout::{BottomBar, Footer, Header},
    patient, prescription as rx, privacy, record, review, risk, symptom,
    ui::Toast,
    week,
};
use domain::{
    Code,
    policy::{Policy, Who, Whose},
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// A page: its address in axum's words, who may see it, and whether it has islands.
#[derive(Debug, Clone, Copy)]
pub struct PageEntry {
    /// `/doctors/{doctor}`
    pub path: &'static str,
    /// Who may, and whose data it shows.
    pub policy: Policy,
    /// Whether browsers load the wasm.
    pub live: bool,
    /// Whether whoever passes it on may keep what strangers are shown, for a minute.
    pub kept: bool,
}

const fn page(path: &'static str, policy: Policy) -> PageEntry {
    PageEntry { path, policy, live: false, kept: false }
}

const fn live(path: &'static str, policy: Policy) -> PageEntry {
    PageEntry { path, policy, live: true, kept: false }
}

/// The same for every stranger.
const fn kept(path: &'static str) -> PageEntry {
    PageEntry { path, policy: Policy::PUBLIC, live: false, kept: true }
}

const PATIENT: Policy = Policy::new(Who::Patient, Whose::Own);
/// Whoever has the link.
const LINK: Policy = Policy::new(Who::Anyone, Whose::Own);
const DOCTOR: Policy = Policy::new(Who::Doctor, Whose::Own);
const TREATED: Policy = Policy::new(Who::Doctor, Whose::OwnOrTreated);
/// The patient's, the doctor's whom it was attached for; and anybody's who knows the address while nobody has claimed it.
const REPORT: Policy = Policy::new(Who::Anyone, Whose::OwnOrTreated);
/// The patient's, and whoever's treats them or was shown it.
const RECORD: Policy = Policy::new(Who::SignedIn, Whose::OwnOrTreated);
/// Of what everybody reads, for who is signed in.
const READERS: Policy = Policy::new(Who::SignedIn, Whose::Public);
/// The author's; once it is handed in, every verified doctor's.
const WRITTEN: Policy = Policy::new(Who::Doctor, Whose::OwnOrTreated);
const ADMIN: Policy = Policy::new(Who::Admin, Whose::Everyones);

/// Every page.
pub const PAGES: &[PageEntry] = &[
    page("/", Policy::PUBLIC),
    page("/about", Policy::PUBLIC),
    page("/about/ai", Policy::PUBLIC),
    page("/privacy", Policy::PUBLIC),
    page("/risk", Policy::PUBLIC),
    live("/risk/{score}", Policy::new(Who::Anyone, Whose::Own)),
    page("/symptoms", Policy::PUBLIC),
    page("/symptoms/{report}", REPORT),
    page("/symptoms/{report}/questions", REPORT),
    page("/doctors", Policy::PUBLIC),
    page("/doctors/{doctor}", Policy::PUBLIC),
    live("/register", Policy::PUBLIC),
    page("/login", Policy::PUBLIC),
    live("/account", Policy::new(Who::SignedIn, Whose::Own)),
    page("/account/verify", LINK),
    page("/account/email", LINK),
    page("/account/forgot", Policy::PUBLIC),
    live("/account/reset", LINK),
    page("/settings", Policy::new(Who::SignedIn, Whose::Own)),
    page("/settings/second-factor", Policy::new(Who::SignedIn, Whose::Own)),
    page("/settings/passkeys", Policy::new(Who::SignedIn, Whose::Own)),
    page("/settings/tokens", Policy::new(Who::SignedIn, Whose::Own)),
    page("/settings/privacy", Policy::new(Who::SignedIn, Whose::Own)),
    page("/book/{doctor}", PATIENT),
    live("/book/hold/{appointment}", PATIENT),
    page("/appointments", PATIENT),
    page("/appointments/{appointment}", PATIENT),
    page("/appointments/{appointment}/move", PATIENT),
    page("/doctors/{doctor}/reviews", Policy::PUBLIC),
    page("/doctors/{doctor}/review", PATIENT),
    page("/reviews/{review}", Policy::new(Who::SignedIn, Whose::OwnTreatedOrAdmin)),
    page("/admin/reviews", ADMIN),
    page("/records/access", PATIENT),
    page("/records/share/{doctor}", PATIENT),
    page("/patients", TREATED),
    page("/patients/emergency", DOCTOR),
    live("/patients/{patient}", TREATED),
    page("/records", PATIENT),
    page("/records/vitals", PATIENT),
    page("/records/labs", PATIENT),
    page("/records/new", PATIENT),
    page("/records/import", PATIENT),
    page("/records/{record}", RECORD),
    page("/patients/{patient}/records", TREATED),
    page("/patients/{patient}/records/vitals", TREATED),
    page("/patients/{patient}/records/labs", TREATED),
    page("/patients/{patient}/records/new", TREATED),
    page("/prescriptions", PATIENT),
    page("/prescriptions/{prescription}", PATIENT),
    page("/verify/{token}", Policy::PUBLIC),
    page("/dashboard/prescriptions", TREATED),
    live("/dashboard/prescriptions/{prescription}", TREATED),
    page("/patients/{patient}/prescriptions", TREATED),
    live("/patients/{patient}/prescriptions/new", TREATED),
    live("/dashboard", TREATED),
    live("/dashboard/week", TREATED),
    page("/dashboard/visits/{appointment}/move", TREATED),
    page("/dashboard/statistics", DOCTOR),
    page("/dashboard/availability", DOCTOR),
    kept("/blog"),
    kept("/blog/{slug}"),
    page("/dashboard/blog", DOCTOR),
    page("/dashboard/blog/new", DOCTOR),
    live("/dashboard/blog/{post}", WRITTEN),
    page("/dashboard/blog/{post}/review", WRITTEN),
    page("/admin/comments", ADMIN),
    page("/admin", ADMIN),
    page("/admin/audit", ADMIN),
    page("/admin/users/{user}/hold", ADMIN),
];

/// The page at an address in axum's words.
pub fn page_at(path: &str) -> Option<&'static PageEntry> {
    PAGES.iter().find(|page| page.path == path)
}

/// Every act.
pub fn acts() -> Vec<Act> {
    let own = Policy::new(Who::SignedIn, Whose::Own);
    let mut all = vec![
        Act::new("/symptoms", "", Policy::PUBLIC, symptom::assess),
        Act::new("/symptoms/{report}/questions", "answer", REPORT, symptom::answer),
        Act::new("/symptoms/{report}/questions", "back", REPORT, symptom::back),
        Act::new("/register", "", Policy::PUBLIC, account::register),
        Act::new("/login", "", Policy::PUBLIC, account::login),
        Act::new("/login", "code", Policy::PUBLIC, account::second_step),
        Act::new("/login", "passkey", Policy::PUBLIC, account::passkey_login),
        Act::new("/logout", "", Policy::PUBLIC, account::logout),
        Act::new("/theme", "", Policy::PUBLIC, account::theme),
        Act::new("/settings", "profile", own, account::save_profile),
        Act::new("/account", "resend", own, account::resend),
        Act::new("/account", "email", own, account::ask_email),
        Act::new("/account", "password", own, account::change_password),
        Act::new("/account", "end", own, account::end),
        Act::new("/account", "others", own, account::end_others),
        Act::new("/account", "everywhere", own, account::logout_everywhere),
        Act::new("/account/verify", "", LINK, account::verify),
        Act::new("/account/email", "", LINK, account::change_email),
        Act::new("/account/forgot", "", Policy::PUBLIC, account::ask_reset),
        Act::new("/account/reset", "", LINK, account::reset),
        Act::new("/settings/second-factor", "begin", own, account::begin_second_factor),
        Act::new("/settings/second-factor", "confirm", own, account::confirm_second_factor),
        Act::new("/settings/second-factor", "renew", own, account::renew_codes),
        Act::new("/settings/second-factor", "remove", own, account::remove_second_factor),
        Act::new("/settings/passkeys", "add", own, account::add_passkey),
        Act::new("/settings/passkeys", "remove", own, account::remove_passkey),
        Act::new("/settings/tokens", "create", own, account::create_token),
        Act::new("/settings/tokens", "revoke", own, account::revoke_token),
        Act::new("/settings/privacy", "export", own, privacy::take_copy),
        Act::new("/settings/privacy", "give", own, privacy::give),
        Act::new("/settings/privacy", "withdraw", own, privacy::withdraw),
        Act::new("/settings/privacy", "delete", own, privacy::ask_deletion),
        Act::new("/settings/privacy", "keep", own, privacy::cancel_deletion),
        Act::new("/book/{doctor}", "", PATIENT, booking::hold),
        Act::new("/book/hold/{appointment}", "confirm", PATIENT, booking::confirm),
        Act::new("/book/hold/{appointment}", "release", PATIENT, booking::release),
        Act::new("/appointments/{appointment}", "cancel", PATIENT, appointment::cancel),
        Act::new("/appointments/{appointment}", "check-in", PATIENT, appointment::check_in),
        Act::new("/appointments/{appointment}/move", "", PATIENT, appointment::reschedule),
        Act::new("/records/share/{doctor}", "", PATIENT, access::share),
        Act::new("/records/share/{doctor}", "stop", PATIENT, access::stop),
        Act::new("/doctors/{doctor}/review", "", PATIENT, review::save),
        Act::new("/reviews/{review}", "answer", TREATED, review::answer),
        Act::new("/reviews/{review}", "hide", ADMIN, review::hide),
        Act::new("/reviews/{review}", "show", ADMIN, review::show),
        Act::new("/patients/emergency", "", DOCTOR, patient::open),
        Act::new("/patients/{patient}", "note", TREATED, patient::note),
        Act::new("/patients/{patient}", "entry", TREATED, patient::entry),
        Act::new("/patients/{patient}", "", TREATED, patient::prescribe),
        Act::new("/records", "export", PATIENT, record::export),
        Act::new("/records/vitals", "log", PATIENT, record::log),
        Act::new("/records/new", "", PATIENT, record::add),
        Act::new("/records/import", "file", PATIENT, record::look).with_file(),
        Act::new("/records/import", "look", PATIENT, record::look),
        Act::new("/records/import", "take", PATIENT, record::take),
        Act::new("/records/{record}", "correct", RECORD, record::correct),
        Act::new("/records/{record}", "retract", RECORD, record::retract),
        Act::new("/records/{record}", "attach", RECORD, record::attach).with_file(),
        Act::new("/patients/{patient}/records/new", "", TREATED, record::add),
        Act::new("/prescriptions/{prescription}", "print", PATIENT, rx::take),
        Act::new("/patients/{patient}/prescriptions/new", "", TREATED, rx::begin),
        Act::new("/patients/{patient}/prescriptions/new", "unfavour", TREATED, rx::unfavour),
        Act::new("/dashboard/prescriptions/{prescription}", "", TREATED, rx::save),
        Act::new("/dashboard/prescriptions/{prescription}", "cancel", TREATED, rx::cancel),
        Act::new("/dashboard/prescriptions/{prescription}", "complete", TREATED, rx::complete),
        Act::new("/dashboard/prescriptions/{prescription}", "repeat", TREATED, rx::repeat),
        Act::new("/dashboard/prescriptions/{prescription}", "correct", TREATED, rx::correct),
        Act::new("/dashboard/prescriptions/{prescription}", "favour", TREATED, rx::favour),
        Act::new("/dashboard/prescriptions/{prescription}", "print", TREATED, rx::print),
        Act::new("/dashboard/visits/{appointment}/move", "", TREATED, week::shift),
        Act::new("/dashboard/availability", "", DOCTOR, dashboard::save),
        Act::new("/blog/{slug}", "comment", READERS, blog::add),
        Act::new("/blog/{slug}", "remove", own, blog::remove),
        Act::new("/blog/{slug}", "report", READERS, blog::report),
        Act::new("/blog/{slug}", "withdraw", ADMIN, blog::withdraw_published),
        Act::new("/dashboard/blog/new", "", DOCTOR, blog::begin),
        Act::new("/dashboard/blog/{post}", "", WRITTEN, blog::save),
        Act::new("/dashboard/blog/{post}", "picture", WRITTEN, blog::picture).with_file(),
        Act::new("/dashboard/blog/{post}", "withdraw", WRITTEN, blog::withdraw),
        Act::new("/dashboard/blog/{post}/review", "approve", WRITTEN, blog::approve),
        Act::new("/dashboard/blog/{post}/review", "send-back", WRITTEN, blog::send_back),
        Act::new("/admin/comments", "hide", ADMIN, blog::hide),
        Act::new("/admin/comments", "show", ADMIN, blog::show),
        Act::new("/admin/users/{user}/hold", "hold", ADMIN, admin::hold),
        Act::new("/admin/users/{user}/hold", "let-go", ADMIN, admin::let_go),
        Act::new("/admin", "verify", ADMIN, admin::verify),
        Act::new("/admin", "reset-second-factor", ADMIN, admin::reset_second_factor),
        Act::new("/admin", "activate", ADMIN, |ctx, fields| admin::set_active(true, ctx, fields)),
        Act::new("/admin", "deactivate", ADMIN, |ctx, fields| admin::set_active(false, ctx, fields)),
    ];
    all.extend(Step::ALL.map(|step| Act::new("/dashboard", step.code(), TREATED, move |ctx, fields| dashboard::take(step, ctx, fields))));
    all
}

/// A server function: what islands ask.
#[derive(Debug, Clone, Copy)]
pub struct FnEntry {
    /// `/fn/agenda`
    pub path: &'static str,
    /// Who may, and whose data it shows.
    pub policy: Policy,
}

/// Every server function. Each finds its [`crate::ctx::Ctx`] in leptos' context.
pub const FNS: &[FnEntry] = &[
    FnEntry { path: "/fn/agenda", policy: TREATED },
    FnEntry { path: "/fn/prescription-check", policy: TREATED },
    FnEntry { path: "/fn/note-draft", policy: TREATED },
    FnEntry { path: "/fn/blog-preview", policy: DOCTOR },
    FnEntry { path: "/fn/blog-keep", policy: DOCTOR },
];

/// The page at the address that was asked for, in its frame. A [`Failure`] in the context is shown instead.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    const ASYNC: SsrMode = SsrMode::Async;
    let content = match use_context::<Failure>() {
        Some(failure) => failure.answer().into_any(),
        None => view! {
            <Router>
                <FlatRoutes fallback=|| Failure::plain(Code::NotFound).answer()>
                    <Route path=path!("/") view=home::HomePage ssr=ASYNC/>
                    <Route path=path!("/about") view=about::AboutPage ssr=ASYNC/>
                    <Route path=path!("/about/ai") view=about::EnginePage ssr=ASYNC/>
                    <Route path=path!("/privacy") view=privacy::NoticePage ssr=ASYNC/>
                    <Route path=path!("/settings/privacy") view=privacy::PrivacyPage ssr=ASYNC/>
                    <Route path=path!("/doctors/:doctor/reviews") view=review::ReviewsPage ssr=ASYNC/>
                    <Route path=path!("/doctors/:doctor/review") view=review::WritePage ssr=ASYNC/>
                    <Route path=path!("/reviews/:review") view=review::ReviewPage ssr=ASYNC/>
                    <Route path=path!("/admin/reviews") view=review::AdminReviewsPage ssr=ASYNC/>
                    <Route path=path!("/records/access") view=access::AccessPage ssr=ASYNC/>
                    <Route path=path!("/records/share/:doctor") view=access::SharePage ssr=ASYNC/>
                    <Route path=path!("/patients") view=patient::PatientsPage ssr=ASYNC/>
                    <Route path=path!("/patients/emergency") view=patient::EmergencyPage ssr=ASYNC/>
                    <Route path=path!("/patients/:patient") view=patient::PatientPage ssr=ASYNC/>
                    <Route path=path!("/risk") view=risk::RiskPage ssr=ASYNC/>
                    <Route path=path!("/risk/:score") view=risk::ScorePage ssr=ASYNC/>
                    <Route path=path!("/symptoms") view=symptom::AskPage ssr=ASYNC/>
                    <Route path=path!("/symptoms/:report") view=symptom::ResultPage ssr=ASYNC/>
                    <Route path=path!("/symptoms/:report/questions") view=symptom::QuestionPage ssr=ASYNC/>
                    <Route path=path!("/doctors") view=doctor::DoctorsPage ssr=ASYNC/>
                    <Route path=path!("/doctors/:doctor") view=doctor::DoctorPage ssr=ASYNC/>
                    <Route path=path!("/register") view=account::RegisterPage ssr=ASYNC/>
                    <Route path=path!("/login") view=account::LoginPage ssr=ASYNC/>
                    <Route path=path!("/account") view=account::AccountPage ssr=ASYNC/>
                    <Route path=path!("/account/verify") view=account::VerifyPage ssr=ASYNC/>
                    <Route path=path!("/account/email") view=account::NewEmailPage ssr=ASYNC/>
                    <Route path=path!("/account/forgot") view=account::ForgotPage ssr=ASYNC/>
                    <Route path=path!("/account/reset") view=account::ResetPage ssr=ASYNC/>
                    <Route path=path!("/settings") view=account::SettingsPage ssr=ASYNC/>
                    <Route path=path!("/settings/second-factor") view=account::SecondFactorPage ssr=ASYNC/>
                    <Route path=path!("/settings/passkeys") view=account::PasskeysPage ssr=ASYNC/>
                    <Route path=path!("/settings/tokens") view=account::TokensPage ssr=ASYNC/>
                    <Route path=path!("/book/:doctor") view=booking::BookPage ssr=ASYNC/>
                    <Route path=path!("/book/hold/:appointment") view=booking::HoldPage ssr=ASYNC/>
                    <Route path=path!("/appointments") view=appointment::AppointmentsPage ssr=ASYNC/>
                    <Route path=path!("/appointments/:appointment") view=appointment::AppointmentPage ssr=ASYNC/>
                    <Route path=path!("/appointments/:appointment/move") view=appointment::ReschedulePage ssr=ASYNC/>
                    <Route path=path!("/records") view=record::RecordsPage ssr=ASYNC/>
                    <Route path=path!("/records/vitals") view=record::VitalsPage ssr=ASYNC/>
                    <Route path=path!("/records/labs") view=record::LabsPage ssr=ASYNC/>
                    <Route path=path!("/records/new") view=record::AddPage ssr=ASYNC/>
                    <Route path=path!("/records/import") view=record::ImportPage ssr=ASYNC/>
                    <Route path=path!("/records/:record") view=record::RecordPage ssr=ASYNC/>
                    <Route path=path!("/patients/:patient/records") view=record::PatientRecordsPage ssr=ASYNC/>
                    <Route path=path!("/patients/:patient/records/vitals") view=record::PatientVitalsPage ssr=ASYNC/>
                    <Route path=path!("/patients/:patient/records/labs") view=record::PatientLabsPage ssr=ASYNC/>
                    <Route path=path!("/patients/:patient/records/new") view=record::PatientAddPage ssr=ASYNC/>
                    <Route path=path!("/prescriptions") view=rx::PrescriptionsPage ssr=ASYNC/>
                    <Route path=path!("/prescriptions/:prescription") view=rx::PrescriptionPage ssr=ASYNC/>
                    <Route path=path!("/verify/:token") view=rx::VerifyPage ssr=ASYNC/>
                    <Route path=path!("/dashboard/prescriptions") view=rx::DoctorPrescriptionsPage ssr=ASYNC/>
                    <Route path=path!("/dashboard/prescriptions/:prescription") view=rx::DoctorPrescriptionPage ssr=ASYNC/>
                    <Route path=path!("/patients/:patient/prescriptions") view=rx::PatientPrescriptionsPage ssr=ASYNC/>
                    <Route path=path!("/patients/:patient/prescriptions/new") view=rx::NewPrescriptionPage ssr=ASYNC/>
                    <Route path=path!("/dashboard") view=dashboard::TodayPage ssr=ASYNC/>
                    <Route path=path!("/dashboard/week") view=week::WeekPage ssr=ASYNC/>
                    <Route path=path!("/dashboard/visits/:appointment/move") view=week::ShiftPage ssr=ASYNC/>
                    <Route path=path!("/dashboard/statistics") view=dashboard::StatisticsPage ssr=ASYNC/>
                    <Route path=path!("/dashboard/availability") view=dashboard::AvailabilityPage ssr=ASYNC/>
                    <Route path=path!("/blog") view=blog::BlogPage ssr=ASYNC/>
                    <Route path=path!("/blog/:slug") view=blog::ArticlePage ssr=ASYNC/>
                    <Route path=path!("/dashboard/blog") view=blog::OwnPage ssr=ASYNC/>
                    <Route path=path!("/dashboard/blog/new") view=blog::NewPage ssr=ASYNC/>
                    <Route path=path!("/dashboard/blog/:post") view=blog::EditorPage ssr=ASYNC/>
                    <Route path=path!("/dashboard/blog/:post/review") view=blog::ReviewPage ssr=ASYNC/>
                    <Route path=path!("/admin/comments") view=blog::AdminCommentsPage ssr=ASYNC/>
                    <Route path=path!("/admin") view=admin::AdminPage ssr=ASYNC/>
                    <Route path=path!("/admin/audit") view=admin::AuditPage ssr=ASYNC/>
                    <Route path=path!("/admin/users/:user/hold") view=admin::HoldPage ssr=ASYNC/>
                </FlatRoutes>
            </Router>
        }
        .into_any(),
    };
    view! {
        <Title formatter=|title: String| format!("{title} · Smart Health")/>
        <Header/>
        <Toast/>
        <main id="content" tabindex="-1">{content}</main>
        <Footer/>
        <BottomBar/>
    }
}
