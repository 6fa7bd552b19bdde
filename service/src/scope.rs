//! What a caller may see. Queries on people's data start here and nowhere else, so that "hidden" and "absent" are the same.

use domain::Caller;
use entity::{appointment, symptom_report};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Select, Value, prelude::Uuid};

/// The appointments that the caller may see: a patient's own, a doctor's own, all for an administrator.
pub fn appointments(caller: &Caller) -> Select<appointment::Entity> {
    let visible = match caller {
        Caller::Patient { patient, .. } => appointment::Column::PatientId.eq(patient.0),
        Caller::Doctor { doctor, .. } => appointment::Column::DoctorId.eq(doctor.0),
        Caller::Admin { .. } => appointment::Column::Id.is_not_null(),
        Caller::Anonymous => appointment::Column::Id.is_null(),
    };
    appointment::Entity::find().filter(visible)
}

/// The same scope as a clause on the alias `a`, with the value of its `$1`.
pub(crate) fn appointments_sql(caller: &Caller) -> (&'static str, Value) {
    match caller {
        Caller::Patient { patient, .. } => ("a.patient_id = $1", patient.0.into()),
        Caller::Doctor { doctor, .. } => ("a.doctor_id = $1", doctor.0.into()),
        Caller::Admin { user } => ("$1::uuid is not null", user.0.into()),
        Caller::Anonymous => ("a.id = $1 and false", Uuid::nil().into()),
    }
}

/// The prescriptions that the caller may see, as a clause on the alias `r`, with the value of its `$1`: what was issued to a patient; what a
/// doctor wrote, what was written for a patient whom they treat, and what was issued to one who shares it with them. Administrators see no
/// health data.
pub(crate) fn prescriptions_sql(caller: &Caller) -> (&'static str, Value) {
    match caller {
        Caller::Patient { patient, .. } => ("r.patient_id = $1 and r.issued_at is not null", patient.0.into()),
        Caller::Doctor { doctor, .. } => (
            "(r.doctor_id = $1 or r.patient_id in (select app_treated())
              or (r.issued_at is not null and (r.patient_id, 'prescription') in (select s.patient_id, s.category from app_shared() s)))",
            doctor.0.into(),
        ),
        Caller::Admin { .. } | Caller::Anonymous => ("r.id = $1 and false", Uuid::nil().into()),
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

fn attached_to(doctor: Uuid) -> sea_orm::sea_query::SelectStatement {
    use appointment::Column;
    sea_orm::sea_query::Query::select()
        .column(Column::ReportId)
        .from(appointment::Entity)
        .and_where(Column::DoctorId.eq(doctor))
        .and_where(Column::ReportId.is_not_null())
        .to_owned()
}
