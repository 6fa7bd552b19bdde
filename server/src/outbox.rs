//! `/dev/outbox`: the mails that wait, on a developer's own machine.
//!
//! The page shows links that open accounts. So it exists only where nothing could be sent anyway and the site is nobody's but the
//! developer's: no mail server, an address on this machine to listen on and to be typed. And it answers only this machine, asked by its
//! own name, without a proxy between: a proxy beside the server would bring the world.

use crate::layer::refusal;
use crate::settings::{Origin, Settings};
use crate::state::AppState;
use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use domain::Code;
use service::mail::{self, Waiting};
use std::net::SocketAddr;

/// What proxies add.
const FORWARDED: [&str; 5] = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/// The page, where there may be one.
pub fn router(settings: &Settings) -> Router<AppState> {
    let is_private = settings.mail.smtp.is_none() && settings.addr.ip().is_loopback() && settings.base.is_loopback();
    if is_private { Router::new().route("/dev/outbox", get(show)) } else { Router::new() }
}

async fn show(State(state): State<AppState>, request: Request) -> Response {
    if !is_from_here(&request) {
        return refusal::answer("/dev/outbox", Code::NotFound);
    }
    match mail::waiting(&state.services).await {
        Ok(all) => Html(page(&all)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the outbox could not be read");
            refusal::answer("/dev/outbox", error.code())
        }
    }
}

fn is_from_here(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let host = host.and_then(|host| format!("http://{host}").parse::<Origin>().ok());
    peer.is_some_and(|peer| peer.0.ip().to_canonical().is_loopback())
        && host.is_some_and(|host| host.is_loopback())
        && !FORWARDED.iter().any(|name| request.headers().contains_key(*name))
}

fn page(all: &[Waiting]) -> String {
    let mails: String = all.iter().map(article).collect();
    let none = if all.is_empty() { "<p>No mail waits.</p>" } else { "" };
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Outbox</title></head><body><main><h1>Outbox</h1><p>No mail server is set. On this machine the mails are read here.</p>\
         {none}{mails}</main></body></html>"
    )
}

fn article(mail: &Waiting) -> String {
    let (to, subject, at) = (escape(&mail.recipient), escape(&mail.subject), mail.at.to_rfc3339());
    let lines: Vec<String> = mail.body.lines().map(line).collect();
    format!("<article><h2>{subject}</h2><p>To {to}, {at}</p><p>{}</p></article>", lines.join("<br>"))
}

/// A line of a mail with its links.
fn line(raw: &str) -> String {
    let word = |word: &str| {
        let escaped = escape(word);
        let is_link = word.starts_with("http://") || word.starts_with("https://");
        if is_link { format!("<a href=\"{escaped}\">{escaped}</a>") } else { escaped }
    };
    raw.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn escape(raw: &str) -> String {
    raw.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
