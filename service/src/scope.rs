//! What a caller may see. Queries on people's data start here and nowhere else, so that "hidden" and "absent" are the same.

use domain::Caller;
use entity::{appointment, symptom_report};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select};

/// The appointments that the caller may see: a patient's own, a doctor's own, all for an administrator.
pub fn appointments(caller: &Caller) -> Select<appointment::Entity> {
    appointment::Entity::find().filter(appointments_of(caller))
}

/// The condition behind [`appointments`], for queries that join.
pub fn appointments_of(caller: &Caller) -> Condition {
    match caller {
        Caller::Patient { patient, .. } => Condition::all().add(appointment::Column::PatientId.eq(patient.0)),
        Caller::Doctor { doctor, .. } => Condition::all().add(appointment::Column::DoctorId.eq(doctor.0)),
        Caller::Admin { .. } => Condition::all(),
        Caller::Anonymous => nothing(),
    }
}

/// The symptom reports that the caller may see: a patient's own, those attached to a doctor's appointments, and – for
/// everybody who knows the id – those that nobody has claimed.
pub fn symptom_reports(caller: &Caller) -> Select<symptom_report::Entity> {
    use symptom_report::Column;
    let unclaimed = Condition::any().add(Column::PatientId.is_null());
    let visible = match caller {
        Caller::Patient { patient, .. } => unclaimed.add(Column::PatientId.eq(patient.0)),
        Caller::Doctor { doctor, .. } => unclaimed.add(Column::Id.in_subquery(attached_to(doctor.0))),
        Caller::Admin { .. } | Caller::Anonymous => unclaimed,
    };
    symptom_report::Entity::find().filter(visible)
}

fn attached_to(doctor: sea_orm::prelude::Uuid) -> sea_orm::sea_query::SelectStatement {
    use appointment::Column;
    sea_orm::sea_query::Query::select()
        .column(Column::ReportId)
        .from(appointment::Entity)
        .and_where(Column::DoctorId.eq(doctor))
        .and_where(Column::ReportId.is_not_null())
        .to_owned()
}

fn nothing() -> Condition {
    Condition::all().add(appointment::Column::Id.is_null())
}
