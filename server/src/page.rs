//! Pages, acts, server functions and files: the tables of `app`, mounted.

mod answer;
mod kept;
mod request;
mod upload;

use crate::layer::rate;
use crate::session::{self, Store};
use crate::state::AppState;
use answer::{again, refused, render, sign_in_first, unsent};
use app::act::{Act, Done, submitted};
use app::ctx::Ctx;
use app::error::Failure;
use app::fields::{Fields, Typed};
use app::{FNS, FnEntry, PAGES, PageEntry};
use axum::Router;
use axum::body::Body;
use axum::extract::{Form, FromRequest, Request, State};
use axum::http::{Method, Uri, request::Parts};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodFilter, get, on, post};
use domain::{Caller, Code, Problems, policy::Policy};
use kept::Kept;
use leptos::prelude::provide_context;
pub(crate) use request::cookie;
use request::enter;
use std::collections::BTreeMap;
use std::sync::Arc;
use tower::ServiceExt;
use tower_http::services::ServeDir;
pub(crate) use upload::is_of_parts;

/// Most fields that a form of ours could have.
const MOST_FIELDS: usize = 1_000;

/// Longest name of a file, less room for `.gz`: asked for a longer one, a file system fails instead of finding nothing.
const NAME_MOST: usize = 250;

/// The pages and server functions. They run behind [`crate::session::identify`]: `Visitor` is in the request's extensions.
pub fn router(_state: &AppState) -> Router<AppState> {
    // A second time, in tests, it is there already.
    let _ = any_spawner::Executor::init_tokio();
    let mut router = Router::new();
    for page in PAGES {
        router = router.route(page.path, get(move |State(state), request| show(state, page, request)));
    }
    for (path, acts) in acts_by_path() {
        router = router.route(path, post(move |State(state), request| act(state, acts, request)));
    }
    for entry in FNS {
        let method = MethodFilter::GET.or(MethodFilter::POST);
        router = router.route(entry.path, on(method, move |State(state), request| call(state, entry, request)));
    }
    router
}

/// Everything under the site's directory: `/pkg/…` with its `.br` and `.gz` beside it, icons, fonts. What is not there is answered with
/// the page that says so.
pub fn files(state: &AppState) -> Router {
    let sessions = Store::new(state.db.clone(), state.settings.session.absolute, service::Clock::System);
    let missing = Router::new()
        .fallback(missing)
        .layer(from_fn_with_state(state.clone(), session::identify))
        .layer(session::manager(sessions, &state.settings))
        .with_state(state.clone());
    let files = ServeDir::new(&*state.settings.leptos.site_root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip()
        .call_fallback_on_method_not_allowed(true)
        .fallback(missing.clone());
    let findable = move |request: Request, next: Next| {
        let missing = missing.clone();
        async move {
            match request.uri().path().split('/').any(|name| name.len() > NAME_MOST) {
                true => missing.oneshot(request).await.into_response(),
                false => next.run(request).await,
            }
        }
    };
    Router::new().fallback_service(files).layer(from_fn(findable))
}

fn acts_by_path() -> BTreeMap<&'static str, Arc<Vec<Act>>> {
    let mut by_path: BTreeMap<&'static str, Vec<Act>> = BTreeMap::new();
    for act in app::acts() {
        by_path.entry(act.path).or_default().push(act);
    }
    by_path.into_iter().map(|(path, acts)| (path, Arc::new(acts))).collect()
}

/// Whether the caller may come in; if not, the answer: strangers sign in first, others are told.
fn admit(policy: Policy, ctx: &Ctx) -> Result<(), Code> {
    match policy.who.admits(&ctx.caller()) {
        true => Ok(()),
        false if ctx.caller() == Caller::Anonymous => Err(Code::Unauthenticated),
        false => Err(Code::Forbidden),
    }
}

async fn show(state: AppState, page: &'static PageEntry, request: Request) -> Response {
    let (ctx, parts) = enter(&state, request.into_parts().0, page.live).await;
    let kept = Kept::of(page, &ctx, &parts, state.settings.cookie_secure);
    match admit(page.policy, &ctx) {
        Ok(()) if unreadable(&ctx.viewer.query).is_some() => refused(&state, &ctx, parts, Failure::plain(Code::ValidationError)).await,
        Ok(()) => {
            let response = render(&state, &ctx, parts, || {}).await;
            match kept {
                Some(kept) => kept.answer(response).await,
                None => response,
            }
        }
        Err(Code::Unauthenticated) => sign_in_first(&parts.uri),
        Err(code) => refused(&state, &ctx, parts, Failure::plain(code)).await,
    }
}

async fn missing(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    if crate::layer::refusal::is_for_programs(path) || path.starts_with("/pkg/") {
        return crate::layer::refusal::answer(path, Code::NotFound);
    }
    if let Some(to) = without_slash(request.uri()).filter(|_| request.method() == Method::GET || request.method() == Method::HEAD) {
        return Redirect::permanent(&to).into_response();
    }
    let (ctx, parts) = enter(&state, request.into_parts().0, false).await;
    refused(&state, &ctx, parts, Failure::plain(Code::NotFound)).await
}

/// The same address without the slash at its end: pages have one address each, the API answers to both.
fn without_slash(uri: &Uri) -> Option<String> {
    let path = uri.path().strip_suffix('/')?.trim_end_matches('/');
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    // What begins with two slashes would be another site.
    (app::path::local(path, "") == path && !path.is_empty()).then(|| format!("{path}{query}"))
}

async fn act(state: AppState, acts: Arc<Vec<Act>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if upload::is_of_parts(&parts.headers) {
        return upload::act(state, acts, parts, body).await;
    }
    let form = Form::<Vec<(String, String)>>::from_request(Request::from_parts(parts.clone(), body), &state).await;
    let page = app::page_at(acts.first().map_or("", |act| act.path));
    let (ctx, parts) = enter(&state, parts, page.is_some_and(|page| page.live)).await;
    let fields = match form {
        Ok(Form(fields)) if fields.len() > MOST_FIELDS => return crate::layer::refusal::answer(parts.uri.path(), Code::TooLarge),
        Ok(Form(fields)) => Fields(fields),
        Err(unreadable) => return unreadable.into_response(),
    };
    carry_out(&state, &acts, ctx, parts, fields).await
}

/// Does what a form asks for; where it cannot be done, the page is shown once more.
async fn carry_out(state: &AppState, acts: &[Act], ctx: Ctx, parts: Parts, fields: Fields) -> Response {
    let page = app::page_at(acts.first().map_or("", |act| act.path));
    let name = fields.text("act").to_owned();
    let Some(act) = acts.iter().find(|act| act.name == name) else {
        return refused(state, &ctx, parts, Failure::plain(Code::NotFound)).await;
    };
    match admit(act.policy, &ctx) {
        Ok(()) => {}
        Err(Code::Unauthenticated) => return unsent(state, &ctx, parts, page, fields).await,
        Err(code) => return refused(state, &ctx, parts, Failure::plain(code)).await,
    }
    if let Some(too_often) = rate::costly_act(state, act, &parts).await {
        return too_often;
    }
    let outcome = match unreadable(&fields) {
        Some(problems) => Err(problems.into()),
        None => act.run(ctx.clone(), fields.clone()).await,
    };
    match outcome {
        Ok(Done { once: Some(once), .. }) => render(state, &ctx, parts, move || provide_context(once.clone())).await,
        Ok(Done { file: Some(file), .. }) => answer::file(file),
        Ok(Done { look: true, .. }) => render(state, &ctx, parts, move || provide_context(Typed(fields.clone()))).await,
        Ok(done) => answer::done(state, &done),
        Err(error) if error.code() == Code::Unauthenticated => unsent(state, &ctx, parts, page, fields).await,
        Err(error) if page.is_some_and(|page| page.policy.who.admits(&ctx.caller())) => {
            again(state, &ctx, parts, submitted(&name, fields, error)).await
        }
        Err(error) => refused(state, &ctx, parts, Failure::of(&error)).await,
    }
}

/// What decoding left of bytes that are no UTF-8, by field: a replacement character, which nobody types. NUL is kept nowhere.
fn unreadable(fields: &Fields) -> Option<Problems> {
    let mut wrong = Problems::default();
    for (name, value) in &fields.0 {
        if [name, value].iter().any(|text| text.contains(['\0', char::REPLACEMENT_CHARACTER])) {
            wrong.add(name.clone(), "Please remove characters that cannot be shown.");
        }
    }
    (!wrong.is_empty()).then_some(wrong)
}

async fn call(state: AppState, entry: &'static FnEntry, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (ctx, parts) = enter(&state, parts, false).await;
    if let Err(code) = admit(entry.policy, &ctx) {
        return crate::layer::refusal::answer(parts.uri.path(), code);
    }
    let context = move || {
        provide_context((*ctx.viewer).clone());
        provide_context(ctx.clone());
    };
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let request = Request::<Body>::from_parts(parts, body);
    answer::server_fn(&method, &path, leptos_axum::handle_server_fns_with_context(context, request).await.into_response()).await
}
