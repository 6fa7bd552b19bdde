//! From a request to what pages and acts know of it.

use crate::client::Client;
use crate::country;
use crate::session::{self, Visitor};
use crate::state::AppState;
use app::ctx::{Ctx, Later};
use app::fields::Fields;
use app::notice::Notice;
use app::viewer::{Theme, Viewer};
use axum::RequestPartsExt;
use axum::extract::{Query, RawPathParams};
use axum::http::{HeaderMap, Uri, header, request::Parts};
use domain::UserId;
use domain::account::Account;
use service::{Error, account::Proven};
use std::sync::Arc;

/// What the request brings along. `live` – whether its page has islands.
pub async fn enter(state: &AppState, mut parts: Parts, live: bool) -> (Ctx, Parts) {
    let params = match parts.extract::<RawPathParams>().await {
        Ok(params) => params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        Err(_) => Vec::new(),
    };
    let visitor = parts.extensions.get::<Visitor>().cloned().unwrap_or_default();
    let query = query(&parts.uri);
    let country = country(state, visitor.account.as_ref(), &parts.headers, query.text("city")).await;
    let viewer = Viewer {
        account: visitor.account,
        second_factor: visitor.second_factor,
        must_enrol: visitor.must_enrol,
        path: parts.uri.path().to_owned(),
        query,
        theme: cookie(&parts.headers, Theme::COOKIE).map(Theme::of).unwrap_or_default(),
        notice: cookie(&parts.headers, Notice::COOKIE).and_then(Notice::of),
        country,
        live,
    };
    let ctx = Ctx {
        services: state.services.clone(),
        viewer: Arc::new(viewer),
        params: Arc::new(params),
        ip: Client::of(&parts.extensions).map(|client| client.place()),
        session: Arc::new(Cookie {
            session: parts.extensions.get().cloned(),
            device: parts.extensions.get().cloned().unwrap_or_default(),
            state: state.clone(),
        }),
        upload: Arc::default(),
    };
    (ctx, parts)
}

/// The query's pairs; none where it cannot be read.
fn query(uri: &Uri) -> Fields {
    Query::<Vec<(String, String)>>::try_from_uri(uri).map(|Query(pairs)| Fields(pairs)).unwrap_or_default()
}

/// The country whose emergency numbers the page shows. Only for strangers, who cost no statement of a session, is a city in the address
/// looked up; of what others type, the cookie tells.
async fn country(state: &AppState, account: Option<&Account>, headers: &HeaderMap, city: &str) -> String {
    let city = match account {
        None if !city.is_empty() => service::doctor::country_of(&state.services, city).await.ok().flatten(),
        _ => None,
    };
    country::of(account, city, headers).unwrap_or_else(|| state.settings.country.clone())
}

pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// The session's cookie, for signing in and out.
struct Cookie {
    session: Option<tower_sessions::Session>,
    device: session::Device,
    state: AppState,
}

impl app::ctx::Session for Cookie {
    fn sign_in(&self, proven: Proven) -> Later<Result<(), Error>> {
        let (session, state, device) = (self.session.clone(), self.state.clone(), self.device.clone());
        Box::pin(async move {
            let session = session.ok_or_else(|| failed("no session layer"))?;
            session::sign_in(&session, &proven, &state, &device).await
        })
    }

    fn strengthen(&self) -> Later<Result<(), Error>> {
        let session = self.session.clone();
        Box::pin(async move {
            let session = session.ok_or_else(|| failed("no session layer"))?;
            session::strengthen(&session).await
        })
    }

    fn renew(&self, epoch: i32) -> Later<Result<(), Error>> {
        let session = self.session.clone();
        Box::pin(async move {
            match session {
                Some(session) => session::renew(&session, epoch).await,
                None => Ok(()),
            }
        })
    }

    fn fingerprint(&self) -> Option<Vec<u8>> {
        self.session.as_ref().and_then(session::fingerprint)
    }

    fn device(&self) -> Option<String> {
        self.device.secret().map(str::to_owned)
    }

    fn introduce(&self, user: UserId) -> Later<Result<(), Error>> {
        let (device, state) = (self.device.clone(), self.state.clone());
        Box::pin(async move { device.introduce(&state, user).await })
    }

    fn sign_out(&self) -> Later<Result<(), Error>> {
        let session = self.session.clone();
        Box::pin(async move {
            match session {
                Some(session) => session::sign_out(&session).await.map_err(failed),
                None => Ok(()),
            }
        })
    }
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Unavailable(format!("session: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("shs=1; theme=dark; xtheme=light"));
        assert_eq!(cookie(&headers, "theme"), Some("dark"));
        assert_eq!(cookie(&headers, "notice"), None);
    }
}
