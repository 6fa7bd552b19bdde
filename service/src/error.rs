//! Why a use case did not do what was asked: few kinds, one map per door.

use domain::{Code, Period, Problems};
use sea_orm::{DbErr, RuntimeErr, sqlx};

/// The outcome of a refused or failed use case.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields are wrong.
    #[error("invalid input")]
    Invalid(Problems),
    /// Refused by a rule; the code says which.
    #[error("refused: {0:?}")]
    Refused(Code),
    /// Somebody has that time; the nearest free slots instead.
    #[error("slot taken")]
    SlotTaken(Vec<Period>),
    /// Too many tries; seconds to wait.
    #[error("rate limited for {0} s")]
    RateLimited(u32),
    /// Not now: database or model cannot serve. The text is for the log.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// A sealed value that is missing or does not open. The text, for the log, says where and why, and nothing of what it held.
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// Our fault. The text is for the log.
    #[error("internal: {0}")]
    Internal(String),
}

impl Error {
    /// The code that both doors answer with.
    pub fn code(&self) -> Code {
        match self {
            Self::Invalid(_) => Code::ValidationError,
            Self::Refused(code) => *code,
            Self::SlotTaken(_) => Code::SlotTaken,
            Self::RateLimited(_) => Code::RateLimited,
            Self::Unavailable(_) => Code::Unavailable,
            Self::Unreadable(_) => Code::Unreadable,
            Self::Internal(_) => Code::Internal,
        }
    }

    /// Absent, or not the caller's to see: the two are never told apart.
    pub const NOT_FOUND: Self = Self::Refused(Code::NotFound);
    /// Sign in first.
    pub const UNAUTHENTICATED: Self = Self::Refused(Code::Unauthenticated);
    /// Signed in, but not allowed.
    pub const FORBIDDEN: Self = Self::Refused(Code::Forbidden);

    /// A row that the rules cannot read is our fault.
    pub fn corrupt(table: &str, what: impl std::fmt::Display) -> Self {
        Self::Internal(format!("corrupt row in {table}: {what}"))
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Self::Invalid(problems)
    }
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self::Refused(code)
    }
}

impl From<domain::booking::Refusal> for Error {
    fn from(refusal: domain::booking::Refusal) -> Self {
        match refusal {
            domain::booking::Refusal::Invalid(problems) => Self::Invalid(problems),
            domain::booking::Refusal::Impossible(code) => Self::Refused(code),
        }
    }
}

impl From<domain::appointment::IllegalMove> for Error {
    fn from(_: domain::appointment::IllegalMove) -> Self {
        Self::Refused(Code::IllegalMove)
    }
}

impl From<domain::prescription::IllegalAct> for Error {
    fn from(_: domain::prescription::IllegalAct) -> Self {
        Self::Refused(Code::IllegalMove)
    }
}

impl From<getrandom::Error> for Error {
    fn from(error: getrandom::Error) -> Self {
        Self::Internal(format!("no randomness: {error}"))
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match sqlstate(&error).as_deref() {
            // Exclusion and unique violations are read by code, never by text.
            Some("23P01") if constraint(&error).as_deref() == Some("appointment_patient_free") => Self::Refused(Code::PatientBusy),
            Some("23P01") => Self::SlotTaken(Vec::new()),
            Some("23505") => Self::Refused(Code::Conflict),
            Some("23503") => Self::NOT_FOUND,
            // Serialisation failure, deadlock, lock timeout, cancelled statement, shutdown, too many connections, read-only.
            Some("40001" | "40P01" | "55P03" | "57014" | "57P01" | "57P02" | "57P03" | "53300" | "53100" | "25006") => {
                Self::Unavailable(error.to_string())
            }
            Some(_) => Self::Internal(error.to_string()),
            None if matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_)) || is_transport(&error) => {
                Self::Unavailable(error.to_string())
            }
            None => Self::Internal(error.to_string()),
        }
    }
}

fn driver(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(e)) | DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) => Some(e),
        _ => None,
    }
}

/// The five characters by which Postgres names what went wrong.
pub(crate) fn sqlstate(error: &DbErr) -> Option<String> {
    driver(error)?.as_database_error()?.code().map(std::borrow::Cow::into_owned)
}

fn constraint(error: &DbErr) -> Option<String> {
    driver(error)?.as_database_error()?.constraint().map(str::to_owned)
}

fn is_transport(error: &DbErr) -> bool {
    matches!(
        driver(error),
        Some(
            sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::Protocol(_)
                | sqlx::Error::WorkerCrashed
        )
    )
}
