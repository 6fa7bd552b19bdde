//! From what pages and acts say to a response.

use crate::country;
use crate::layer::headers::provide_nonce;
use crate::state::AppState;
use app::PageEntry;
use app::act::{Content, Done, File};
use app::ctx::Ctx;
use app::error::Failure;
use app::fields::{Fields, Submitted, Unsent};
use app::notice::Notice;
use app::refusal::Refusal;
use app::viewer::Theme;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header, request::Parts};
use axum::response::{IntoResponse, Response};
use domain::{Caller, Code};
use futures::stream::{Stream, StreamExt, once};
use leptos::prelude::{IntoView, provide_context};
use leptos::reactive::computed::ScopedFuture;
use leptos::server_fn::error::{FromServerFnError, SERVER_FN_ERROR_HEADER};
use std::future::ready;
use std::pin::Pin;

/// Longest refusal of a server function, in bytes.
const REFUSAL_MOST: usize = 1 << 16;

type Html = Pin<Box<dyn Stream<Item = String> + Send>>;
type Later = Pin<Box<dyn Future<Output = Html> + Send>>;

/// A page, whole: its head is written when everything that speaks there has spoken. What waited for data is turned into HTML at any later time and on any
/// thread, where it finds the page's context only if that is given to it.
fn whole(app: impl IntoView + 'static) -> impl Future<Output = String> + Send {
    ScopedFuture::new(async move { app.to_html_stream_in_order().collect().await })
}

/// With what islands wake up with.
fn awake<V: IntoView + 'static>(app: V, data: Box<dyn FnOnce() -> Html + Send>, _: bool) -> Later {
    let html = whole(app);
    Box::pin(async move { Box::pin(once(ready(html.await)).chain(data())) as Html })
}

/// Without.
fn asleep<V: IntoView + 'static>(app: V, _: Box<dyn FnOnce() -> Html + Send>, _: bool) -> Later {
    let html = whole(app);
    Box::pin(async move { Box::pin(once(ready(html.await))) as Html })
}

/// The page at the address of `parts`. `more` puts further things into its context.
pub async fn render(state: &AppState, ctx: &Ctx, mut parts: Parts, more: impl Fn() + Clone + Send + Sync + 'static) -> Response {
    let (ctx, options) = (ctx.clone(), state.settings.leptos.clone());
    let (seen, live) = (ctx.viewer.notice.is_some(), ctx.viewer.live);
    // A form that is shown again is a page like any other.
    parts.method = Method::GET;
    let context = move || {
        provide_nonce();
        provide_context((*ctx.viewer).clone());
        provide_context(ctx.clone());
        more();
    };
    let page = move || app::layout::shell(options.clone());
    let request = Request::from_parts(parts, Body::empty());
    let mut response = match live {
        true => leptos_axum::handle_response_inner(context, page, request, awake).await,
        false => leptos_axum::handle_response_inner(context, page, request, asleep).await,
    };
    if seen {
        set_cookie(&mut response, &cookie(state, Notice::COOKIE, "", 0));
    }
    response
}

/// The page once more, with what was typed and what is wrong with it.
pub async fn again(state: &AppState, ctx: &Ctx, parts: Parts, submitted: Submitted) -> Response {
    let status = StatusCode::from_u16(submitted.code.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let wait = submitted.wait;
    let mut response = render(state, ctx, parts, move || provide_context(submitted.clone())).await;
    if response.status() == StatusCode::OK {
        *response.status_mut() = status;
        response.headers_mut().extend(wait.map(|seconds| (header::RETRY_AFTER, HeaderValue::from(seconds))));
    }
    response
}

/// The error page.
pub async fn refused(state: &AppState, ctx: &Ctx, parts: Parts, failure: Failure) -> Response {
    render(state, ctx, parts, move || provide_context(failure.clone())).await
}

/// To the sign-in page, and from there back.
pub fn sign_in_first(uri: &Uri) -> Response {
    see_other(&app::path::login(uri.path_and_query().map_or("/", |there| there.as_str())))
}

/// To somebody who was signed out while they wrote: the page of a form that only those who are signed in see keeps what it sent.
pub async fn unsent(state: &AppState, ctx: &Ctx, parts: Parts, page: Option<&'static PageEntry>, fields: Fields) -> Response {
    let was_seen = page.is_some_and(|page| !page.policy.who.admits(&Caller::Anonymous));
    let to = parts.uri.path_and_query().map_or("/", |there| there.as_str());
    match Unsent::of(to, fields).filter(|_| was_seen) {
        Some(unsent) => {
            let failure = Failure::plain(Code::Unauthenticated);
            render(state, ctx, parts, move || {
                provide_context(failure.clone());
                provide_context(unsent.clone());
            })
            .await
        }
        None => sign_in_first(&parts.uri),
    }
}

/// An act is done: go on, and take the notice along.
pub fn done(state: &AppState, done: &Done) -> Response {
    let mut response = see_other(&done.to);
    if let Some(notice) = done.notice {
        set_cookie(&mut response, &cookie(state, Notice::COOKIE, notice.code(), 60));
    }
    if let Some(theme) = done.theme {
        let age = if theme == Theme::Auto { 0 } else { 60 * 60 * 24 * 365 };
        set_cookie(&mut response, &cookie(state, Theme::COOKIE, theme.code(), age));
    }
    if let Some(country) = &done.country {
        set_cookie(&mut response, &cookie(state, country::COOKIE, country, country::REMEMBERED));
    }
    response
}

/// A file to take away; it is kept nowhere on the way.
pub fn file(File { name, kind, bytes }: File) -> Response {
    let told = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let told = told.unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, told),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    let body = match bytes {
        Content::Whole(bytes) => Body::from(bytes),
        Content::Coming(bytes) => crate::rest::flowing(bytes),
    };
    (headers, body).into_response()
}

/// What a server function answered: leptos says 500 of every error, the envelope knows better.
pub async fn server_fn(method: &Method, path: &str, response: Response) -> Response {
    if response.status() == StatusCode::BAD_REQUEST && !response.headers().contains_key(header::CONTENT_TYPE) {
        // It was called in a way that it is not written for.
        let code = if *method == Method::POST { Code::UnsupportedMediaType } else { Code::MethodNotAllowed };
        return crate::layer::refusal::answer(path, code);
    }
    if !response.headers().contains_key(SERVER_FN_ERROR_HEADER) || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let written = axum::body::to_bytes(body, REFUSAL_MOST).await.unwrap_or_default();
    parts.status = StatusCode::from_u16(Refusal::de(written.clone()).status()).unwrap_or(parts.status);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(parts, Body::from(written))
}

fn see_other(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A cookie that only carries a word of ours.
fn cookie(state: &AppState, name: &str, value: &str, seconds: u32) -> String {
    let secure = if state.settings.cookie_secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
