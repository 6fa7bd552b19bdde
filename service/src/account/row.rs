//! An account with the patient or doctor behind it, in one row.

use crate::Error;
use domain::{Caller, DoctorId, PatientId, UserId, account::Account, account::UserType, patient::COUNTRY_UNKNOWN};
use sea_orm::{FromQueryResult, prelude::Uuid};

/// What [`Row`] reads, of [`FROM`].
pub(crate) const COLUMNS: &str = "a.id, a.email, a.user_type, a.time_zone, p.id as patient_id, d.id as doctor_id,
    coalesce(p.name, d.name) as name, coalesce(p.country, c.country) as country";

/// The tables behind [`COLUMNS`].
pub(crate) const FROM: &str = "account a left join patient p on p.user_id = a.id
    left join doctor d on d.user_id = a.id left join clinic c on c.id = d.clinic_id";

/// The row.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Row {
    id: Uuid,
    email: String,
    user_type: String,
    time_zone: String,
    patient_id: Option<Uuid>,
    doctor_id: Option<Uuid>,
    name: Option<String>,
    country: Option<String>,
}

impl Row {
    /// What the rules make of it.
    ///
    /// Errors: a row that they cannot read.
    pub(crate) fn read(self) -> Result<Account, Error> {
        let user = UserId(self.id);
        let user_type: UserType = self.user_type.parse().map_err(|e| Error::corrupt("account", e))?;
        let caller = match (user_type, self.patient_id, self.doctor_id) {
            (UserType::Patient, Some(patient), _) => Caller::Patient { user, patient: PatientId(patient) },
            (UserType::Doctor, _, Some(doctor)) => Caller::Doctor { user, doctor: DoctorId(doctor) },
            (UserType::Admin, ..) => Caller::Admin { user },
            _ => return Err(Error::corrupt("account", "patient or doctor missing")),
        };
        let name = self.name.unwrap_or_else(|| "Administrator".to_owned());
        let country = self.country.filter(|code| code != COUNTRY_UNKNOWN);
        let zone = self.time_zone.parse().map_err(|e| Error::corrupt("account", e))?;
        Ok(Account { id: user, email: self.email, user_type, name, zone, country, caller })
    }
}
