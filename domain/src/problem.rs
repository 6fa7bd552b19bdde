//! What can be wrong, in words for people and codes for programs.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Every error code that there is. A code has one HTTP status and never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ErrorCode))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    /// One or more fields are wrong (400).
    ValidationError,
    /// Sign in first (401).
    Unauthenticated,
    /// The password was right; a code of the second factor is still to come (401).
    SecondFactorRequired,
    /// The account must set up a second factor before anything else; a token that was given for the password alone is no use to one that has (403).
    SecondFactorMissing,
    /// Signed in, but not allowed, about something the caller may know exists (403).
    Forbidden,
    /// Absent, or not the caller's to see (404).
    NotFound,
    /// The method does not exist at this address (405).
    MethodNotAllowed,
    /// Somebody has that time; the answer carries the nearest free slots (409).
    SlotTaken,
    /// The patient has another appointment then (409).
    PatientBusy,
    /// The record has moved on since (409).
    Conflict,
    /// A hold or link has run out (410).
    Expired,
    /// The record is no longer the version that `If-Match` names (412).
    PreconditionFailed,
    /// The request did not arrive in time (408).
    RequestTimeout,
    /// The body is larger than allowed (413).
    TooLarge,
    /// The body is not of a type this address reads (415).
    UnsupportedMediaType,
    /// The doctor cannot be booked (422).
    DoctorNotBookable,
    /// The start lies in the past (422).
    StartInPast,
    /// The start is nearer than the doctor's notice allows (422).
    TooSoon,
    /// The start lies beyond the doctor's booking horizon (422).
    TooFar,
    /// The start is not one of the doctor's slots (422).
    NotASlot,
    /// The patient has as many coming appointments as one may have (422).
    TooManyBookings,
    /// The status machine has no such move from here (422).
    IllegalMove,
    /// The idempotency key was used with another body (422).
    IdempotencyMismatch,
    /// Too many tries (429).
    RateLimited,
    /// What is stored cannot be opened any more: it is damaged, or a key is missing (500).
    Unreadable,
    /// Our fault (500).
    Internal,
    /// For now not available: try again (503).
    Unavailable,
}

impl Code {
    /// The one HTTP status of the code.
    pub fn status(self) -> u16 {
        match self {
            Self::ValidationError => 400,
            Self::Unauthenticated | Self::SecondFactorRequired => 401,
            Self::Forbidden | Self::SecondFactorMissing => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::SlotTaken | Self::PatientBusy | Self::Conflict => 409,
            Self::RequestTimeout => 408,
            Self::Expired => 410,
            Self::PreconditionFailed => 412,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::DoctorNotBookable
            | Self::StartInPast
            | Self::TooSoon
            | Self::TooFar
            | Self::NotASlot
            | Self::TooManyBookings
            | Self::IllegalMove
            | Self::IdempotencyMismatch => 422,
            Self::RateLimited => 429,
            Self::Unreadable | Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    /// A sentence for people, used where nothing more precise is known.
    pub fn message(self) -> &'static str {
        match self {
            Self::ValidationError => "Please check the marked fields.",
            Self::Unauthenticated => "Please sign in to go on.",
            Self::SecondFactorRequired => "Please add the code that your app shows.",
            Self::SecondFactorMissing => "Please set up the second step of signing in first, or sign in again with it.",
            Self::Forbidden => "Your account may not do this.",
            Self::NotFound => "We could not find that.",
            Self::MethodNotAllowed => "That is not possible at this address.",
            Self::SlotTaken => "That time was just taken. Here are the nearest free times.",
            Self::PatientBusy => "You already have an appointment at that time.",
            Self::Conflict => "Someone changed this in the meantime. Reload and try again.",
            Self::Expired => "This has expired. Please start again.",
            Self::PreconditionFailed => "This has changed since you saw it. Reload and try again.",
            Self::RequestTimeout => "Your request did not arrive in time. Please send it again.",
            Self::TooLarge => "That is more than we can take at once.",
            Self::UnsupportedMediaType => "We cannot read this kind of content.",
            Self::DoctorNotBookable => "This doctor cannot be booked at the moment.",
            Self::StartInPast => "That time has already passed.",
            Self::TooSoon => "That time is too close; this doctor needs more notice.",
            Self::TooFar => "That time is further ahead than this doctor's calendar is open.",
            Self::NotASlot => "That is not one of the doctor's appointment times.",
            Self::TooManyBookings => "You have as many coming appointments as one can have. Please cancel one that you do not need first.",
            Self::IllegalMove => "That is not possible as it stands now.",
            Self::IdempotencyMismatch => "This idempotency key was already used for a different request.",
            Self::RateLimited => "Too many tries. Please wait a little and try again.",
            Self::Unreadable => "What is stored here cannot be read any more. Please tell those who run this service.",
            Self::Internal => "Something went wrong on our side. Nothing was changed.",
            Self::Unavailable => "This is not available right now. Please try again in a moment.",
        }
    }
}

/// One field and what is wrong with it, in a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldProblem {
    /// The field's name in forms and JSON.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub field: Cow<'static, str>,
    /// What to do, in the second person.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub message: Cow<'static, str>,
}

/// Everything that is wrong with an input; never empty where it is an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems(pub Vec<FieldProblem>);

impl Problems {
    /// A single problem.
    pub fn one(field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        let mut all = Self::default();
        all.add(field, message);
        all
    }

    /// Adds a problem.
    pub fn add(&mut self, field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) {
        self.0.push(FieldProblem { field: field.into(), message: message.into() });
    }

    /// Keeps the value, or notes the problem under `field` and gives `None`: inputs collect all their problems this way.
    pub fn take<T>(&mut self, field: &'static str, parsed: Result<T, impl Into<Cow<'static, str>>>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(message) => {
                self.add(field, message);
                None
            }
        }
    }

    /// The message for a field, if there is one.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|p| p.field == field).map(|p| &*p.message)
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
