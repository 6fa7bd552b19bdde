//! Who touched whose data: one entry in the transaction of the act itself.

use crate::{Error, ids};
use chrono::{DateTime, Utc};
use domain::{Caller, PatientId};
use entity::audit;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use std::fmt::Display;

/// Notes that `caller` did `action` to `object`, which belongs to `patient`.
pub(crate) async fn note(
    db: &impl ConnectionTrait,
    caller: &Caller,
    at: DateTime<Utc>,
    patient: Option<PatientId>,
    action: &'static str,
    object: impl Display + Send,
) -> Result<(), Error> {
    let entry = audit::ActiveModel {
        id: Set(ids::new()),
        at: Set(at),
        user_id: Set(caller.user().map(|u| u.0)),
        patient_id: Set(patient.map(|p| p.0)),
        action: Set(action.to_owned()),
        object: Set(object.to_string()),
        why: Set(None),
    };
    audit::Entity::insert(entry).exec_without_returning(db).await?;
    Ok(())
}
