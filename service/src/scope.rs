//! What a caller may see. Queries on people's data start here and nowhere else, so that "hidden" and "absent" are the same.

use domain::Caller;
use entity::{appointment, symptom_report};
use sea_orm::sea_query::Expr;
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

/// What opens a report to the doctor `$1`: a visit that it goes with, for as long as the visit opens anything; an emergency; what the patient shares.
const REPORT_OPENED: &str = "(id in (select a.report_id from appointment a where a.doctor_id = $1 and app_opens(a.status, a.ends_at))
    or patient_id in (select e.patient_id from emergency_access e where e.doctor_id = $1 and e.until > app_now())
    or patient_id in (select s.patient_id from app_shared() s where s.category = 'symptom-report'))";

/// The symptom reports that the caller may see: those that they may change, and those that are opened to a doctor.
pub fn symptom_reports(caller: &Caller) -> Select<symptom_report::Entity> {
    let mut visible = own_or_unclaimed(caller);
    if let Caller::Doctor { doctor, .. } = caller {
        visible = visible.add(Expr::cust_with_values(REPORT_OPENED, [doctor.0]));
    }
    symptom_report::Entity::find().filter(visible)
}

/// The symptom reports that the caller may change: a patient's own, and – for everybody who knows the id – those that nobody has claimed.
pub fn symptom_reports_to_change(caller: &Caller) -> Select<symptom_report::Entity> {
    symptom_report::Entity::find().filter(own_or_unclaimed(caller))
}

fn own_or_unclaimed(caller: &Caller) -> Condition {
    use symptom_report::Column;
    let unclaimed = Condition::any().add(Column::PatientId.is_null());
    match caller {
        Caller::Patient { patient, .. } => unclaimed.add(Column::PatientId.eq(patient.0)),
        Caller::Doctor { .. } | Caller::Admin { .. } | Caller::Anonymous => unclaimed,
    }
}
