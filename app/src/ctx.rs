//! What a request brings along: for pages in leptos' context, for acts as an argument.

use crate::{error::Failure, fields::Fields, viewer::Viewer};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Caller, UserId, patient::Patient};
use leptos::prelude::expect_context;
use service::{Error, Services, account::Proven};
use std::{
    future::Future,
    net::IpAddr,
    pin::Pin,
    str::FromStr,
    sync::{Arc, Mutex, PoisonError},
};

/// An answer that comes later.
pub type Later<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The cookie's side of signing in and out; the server provides it.
pub trait Session: Send + Sync {
    /// Signs somebody in on this device.
    fn sign_in(&self, proven: Proven) -> Later<Result<(), Error>>;
    /// Notes that whoever is signed in has shown a second factor.
    fn strengthen(&self) -> Later<Result<(), Error>>;
    /// Goes on here, after every session of the account was ended by what gave it this epoch.
    fn renew(&self, epoch: i32) -> Later<Result<(), Error>>;
    /// What is stored of this session's id.
    fn fingerprint(&self) -> Option<Vec<u8>>;
    /// The cookie of this device, if it has been here before.
    fn device(&self) -> Option<String>;
    /// Makes this device known to an account whose owner has shown here that it is theirs.
    fn introduce(&self, user: UserId) -> Later<Result<(), Error>>;
    /// Signs out on this device.
    fn sign_out(&self) -> Later<Result<(), Error>>;
}

/// A file that comes with a form, on its way in.
pub struct Upload {
    /// Its name, as the browser said it.
    pub name: String,
    /// What is in it.
    pub bytes: service::record::Incoming,
}

/// A request, as pages and acts see it; cheap to clone.
#[derive(Clone)]
pub struct Ctx {
    /// The use cases.
    pub services: Services,
    /// Who looks, at what, and how.
    pub viewer: Arc<Viewer>,
    /// The parts of the path that stand for ids.
    pub params: Arc<Vec<(String, String)>>,
    /// From where, for counting tries.
    pub ip: Option<IpAddr>,
    /// Signing in and out.
    pub session: Arc<dyn Session>,
    /// The file that came with the form; taken once.
    pub upload: Arc<Mutex<Option<Upload>>>,
}

impl Ctx {
    /// Who asks.
    pub fn caller(&self) -> Caller {
        self.viewer.caller()
    }

    /// Now, by the injected clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.services.now()
    }

    /// Today where the person is; UTC for strangers.
    pub fn today(&self) -> NaiveDate {
        crate::ui::time::date_in(self.now(), self.viewer.zone().unwrap_or(chrono_tz::UTC))
    }

    /// A part of the path. What does not read is an address that does not exist.
    pub fn param<T: FromStr>(&self, name: &str) -> Result<T, Error> {
        let raw = self.params.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        raw.and_then(|raw| raw.parse().ok()).ok_or(Error::NOT_FOUND)
    }

    /// A word of the query; empty where it is absent.
    pub fn query(&self, name: &str) -> &str {
        self.viewer.query.text(name)
    }

    /// The cursor of a long list; none on its first page.
    ///
    /// Errors: `NOT_FOUND` for what can be none: not the first page, as if nothing had been asked.
    pub fn cursor<T: FromStr>(&self, name: &str) -> Result<Option<T>, Error> {
        match self.query(name) {
            "" => Ok(None),
            raw => raw.parse().map(Some).map_err(|_| Error::NOT_FOUND),
        }
    }

    /// The file that came with the form, for whoever asks first.
    pub fn take_upload(&self) -> Option<Upload> {
        self.upload.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The person's zone; UTC for strangers.
    pub fn zone(&self) -> chrono_tz::Tz {
        self.viewer.zone().unwrap_or(chrono_tz::UTC)
    }

    /// The country whose emergency numbers count for this person; the frame around every page names the same.
    pub fn country(&self) -> &str {
        &self.viewer.country
    }

    /// The caller's own profile, for a page that is only the better for it.
    pub async fn patient(&self) -> Option<Patient> {
        match self.caller() {
            caller @ Caller::Patient { .. } => service::patient::mine(&self.services, &caller).await.ok(),
            _ => None,
        }
    }
}

/// The request of the page that is being made.
pub fn ctx() -> Ctx {
    expect_context()
}

/// Reads an input of `domain` from the fields of a form: one key a field, several values joined by commas.
///
/// Errors: a field that the input does not know is our fault, not the person's.
pub fn read<T: serde::de::DeserializeOwned>(fields: &Fields) -> Result<T, Error> {
    let mut object = serde_json::Map::new();
    for name in fields.names() {
        let all: Vec<&str> = fields.all(name).collect();
        object.insert(name.to_owned(), serde_json::Value::String(all.join(",")));
    }
    object.remove("act");
    serde_json::from_value(serde_json::Value::Object(object)).map_err(|e| Error::Internal(format!("a form does not fit its input: {e}")))
}

/// Waits for what a page needs and shows it; an error becomes the error page with its HTTP status, or the way to sign in.
pub fn load<V: leptos::prelude::IntoView + 'static>(
    view: impl Future<Output = Result<V, Error>> + Send + 'static,
) -> leptos::prelude::AnyView {
    use leptos::prelude::*;
    Suspend::new(async move {
        match view.await {
            Ok(view) => view.into_any(),
            Err(error) => Failure::of(&error).answer().into_any(),
        }
    })
    .into_any()
}
