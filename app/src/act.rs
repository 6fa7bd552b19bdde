//! Acts: what a posted form does.

use crate::{
    ctx::{Ctx, Later},
    error::Failure,
    fields::{Fields, Submitted},
    notice::Notice,
    viewer::Theme,
};
use domain::{Code, Problems, policy::Policy};
use service::Error;
use std::future::Future;

type Run = Box<dyn Fn(Ctx, Fields) -> Later<Result<Done, Error>> + Send + Sync>;

/// What a form does when it is posted.
pub struct Act {
    /// The address, in axum's words: `/appointments/{appointment}`.
    pub path: &'static str,
    /// Which of the address's acts; empty where there is one.
    pub name: &'static str,
    /// Who may, and whose data it touches.
    pub policy: Policy,
    /// Whether a file can come with it: its form is then of several parts, with the file as the last one.
    pub takes_file: bool,
    run: Run,
}

impl Act {
    /// An act, listed in `acts()`.
    pub fn new<F, R>(path: &'static str, name: &'static str, policy: Policy, run: F) -> Self
    where
        F: Fn(Ctx, Fields) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Done, Error>> + Send + 'static,
    {
        Self { path, name, policy, takes_file: false, run: Box::new(move |ctx, fields| Box::pin(run(ctx, fields))) }
    }

    /// The same, with a file.
    pub fn with_file(self) -> Self {
        Self { takes_file: true, ..self }
    }

    /// Carries it out.
    pub fn run(&self, ctx: Ctx, fields: Fields) -> Later<Result<Done, Error>> {
        (self.run)(ctx, fields)
    }
}

/// It is done: where to go, and what to say there.
#[derive(Debug)]
pub struct Done {
    /// The address.
    pub to: String,
    /// What to say.
    pub notice: Option<Notice>,
    /// A theme to remember.
    pub theme: Option<Theme>,
    /// A country to remember, for its emergency numbers.
    pub country: Option<String>,
    /// What the page itself shows at once and never again, instead of going anywhere: it must not stand in an address or a cookie.
    pub once: Option<Once>,
    /// A file to take away, instead of going anywhere.
    pub file: Option<File>,
    /// Nothing is kept: the page is shown once more with what was typed, see [`crate::fields::Typed`].
    pub look: bool,
}

/// A file that is given to somebody once.
pub struct File {
    /// Its name: letters, digits, dots and hyphens.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// What is in it.
    pub bytes: Content,
}

/// What is in a file.
pub enum Content {
    /// All of it.
    Whole(Vec<u8>),
    /// What comes while it is taken.
    Coming(service::record::Outgoing),
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Whole(bytes)
    }
}

/// Never what is in it.
impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Secrets that were just made, for the page that made them: in its context.
#[derive(Clone, PartialEq, Eq)]
pub struct Once(pub Vec<String>);

/// Never the secrets.
impl std::fmt::Debug for Once {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Once(…)")
    }
}

impl Done {
    /// Done: go to `to`.
    pub fn to(to: impl Into<String>) -> Self {
        Self { to: to.into(), notice: None, theme: None, country: None, once: None, file: None, look: false }
    }

    /// Done: the page that was posted to shows `secrets`.
    pub fn here(secrets: Vec<String>) -> Self {
        Self { once: Some(Once(secrets)), ..Self::to("") }
    }

    /// Nothing is done: the page that was posted to shows what was typed.
    pub fn look() -> Self {
        Self { look: true, ..Self::to("") }
    }

    /// Done: here is a file.
    pub fn file(file: File) -> Self {
        Self { file: Some(file), ..Self::to("") }
    }

    /// With a sentence shown there once.
    pub fn saying(self, notice: Notice) -> Self {
        Self { notice: Some(notice), ..self }
    }
}

/// What the page that is shown again needs to know.
pub fn submitted(act: &str, fields: Fields, error: Error) -> Submitted {
    let Failure { code, message, wait } = Failure::of(&error);
    let (problems, slots) = match error {
        Error::Invalid(problems) => (problems, Vec::new()),
        Error::SlotTaken(slots) => (Problems::default(), slots),
        _ => (Problems::default(), Vec::new()),
    };
    let message = (code != Code::ValidationError).then_some(message);
    Submitted { act: act.to_owned(), fields, problems, message, code, wait, slots }
}
