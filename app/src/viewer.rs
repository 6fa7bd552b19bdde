//! Who looks at a page, and how; everything the frame around a page needs.

use crate::{fields::Fields, notice::Notice};
use chrono_tz::Tz;
use domain::{Caller, account::Account};
use leptos::prelude::use_context;

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Paper.
    Light,
    /// Night.
    Dark,
}

impl Theme {
    /// Name of the cookie that remembers the choice.
    pub const COOKIE: &'static str = "theme";

    /// As stored in the cookie.
    pub fn code(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads a code; everything else is [`Theme::Auto`].
    pub fn of(code: &str) -> Self {
        match code {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// Who looks, at what, and how.
#[derive(Debug, Clone, Default)]
pub struct Viewer {
    /// The account, when somebody is signed in.
    pub account: Option<Account>,
    /// Whether they have shown a second factor.
    pub second_factor: bool,
    /// Whether they must set one up before anything else.
    pub must_enrol: bool,
    /// The path of the page.
    pub path: String,
    /// Its query, parsed.
    pub query: Fields,
    /// The chosen theme.
    pub theme: Theme,
    /// What the last act has to say.
    pub notice: Option<Notice>,
    /// The country (ISO 3166-1 alpha-2) whose emergency numbers are shown: the person's, else the best guess; empty where nothing tells.
    pub country: String,
    /// Whether the page has islands, so that the browser loads the wasm.
    pub live: bool,
}

impl Viewer {
    /// Who they are to the services.
    pub fn caller(&self) -> Caller {
        self.account.as_ref().map_or(Caller::Anonymous, |account| account.caller)
    }

    /// The person's zone, where somebody is signed in.
    pub fn zone(&self) -> Option<Tz> {
        self.account.as_ref().map(|account| account.zone)
    }
}

/// The viewer of the page that is being made; a stranger where there is none.
pub fn viewer() -> Viewer {
    use_context().unwrap_or_default()
}
