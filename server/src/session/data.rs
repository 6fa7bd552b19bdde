//! What a session remembers: who, since when, and how long it may rest.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tower_sessions::session::Record;

/// The account's id.
pub(super) const USER: &str = "user";
/// The account itself, so that knowing who asks costs no further statement. Name and zone are kept true by `service::patient::edit`;
/// what must end at once – a disabled account, a new password – deletes the session.
pub(super) const ACCOUNT: &str = "account";
/// Whether a second factor was shown.
pub(super) const SECOND_FACTOR: &str = "second_factor";
/// The epoch of the account that was signed in to (`account.token_epoch`): a session of an older one does not begin.
pub(super) const EPOCH: &str = "epoch";
/// Unix time of the sign-in, in seconds.
pub(super) const BORN: &str = "born";
/// The device in words of ours; `service::account::sessions` shows it.
pub(super) const DEVICE: &str = "device";
/// Idle time in seconds.
pub(super) const IDLE: &str = "idle";

pub(super) fn uuid(record: &Record, key: &str) -> Option<uuid::Uuid> {
    record.data.get(key).and_then(Value::as_str).and_then(|id| id.parse().ok())
}

pub(super) fn whole(record: &Record, key: &str) -> Option<i32> {
    record.data.get(key).and_then(Value::as_i64).and_then(|n| n.try_into().ok())
}

pub(super) fn seconds(record: &Record, key: &str) -> Option<TimeDelta> {
    record.data.get(key).and_then(Value::as_i64).and_then(TimeDelta::try_seconds)
}

pub(super) fn time(record: &Record, key: &str) -> Option<DateTime<Utc>> {
    record.data.get(key).and_then(Value::as_i64).and_then(|at| DateTime::from_timestamp(at, 0))
}
