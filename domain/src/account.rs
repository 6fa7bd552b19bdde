//! Accounts: e-mail, password, kind.

use crate::{Problems, Specialty, password, patient::Sex, text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, str::FromStr};

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum UserType {
    /// Seeks care.
    Patient,
    /// Gives care.
    Doctor,
    /// Runs the place.
    Admin,
}

impl UserType {
    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Doctor => "doctor",
            Self::Admin => "admin",
        }
    }
}

impl FromStr for UserType {
    type Err = &'static str;
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code {
            "patient" => Ok(Self::Patient),
            "doctor" => Ok(Self::Doctor),
            "admin" => Ok(Self::Admin),
            _ => Err("Please choose patient or doctor."),
        }
    }
}

/// An e-mail address, lower-cased; equal addresses are equal values.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// Reads an address as mail servers write it between themselves: a dot-string, `@`, and a domain of two labels or more (RFC 5321, 4.1.2),
    /// at most 254 characters. No name before it, no quotation marks, comments or numbers of machines: what is read in two ways is two addresses.
    /// Letters beyond ASCII are not taken, a domain's are written as `xn--`: many of them look like others.
    pub fn parse(raw: &str) -> Result<Self, Cow<'static, str>> {
        let address = raw.trim().to_ascii_lowercase();
        let plausible =
            address.len() <= 254 && address.split_once('@').is_some_and(|(local, domain)| is_dot_string(local) && is_domain(domain));
        if plausible { Ok(Self(address)) } else { Err("Please write an e-mail address like name@example.org.".into()) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What stands before the `@`: atoms with dots between them (RFC 5321, Dot-string).
fn is_dot_string(local: &str) -> bool {
    let is_atom = |atom: &str| !atom.is_empty() && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b));
    local.len() <= 64 && local.split('.').all(is_atom)
}

/// Labels of letters, digits and inner hyphens, with dots between them; the last is no number.
fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    domain.rsplit_once('.').is_some_and(|(_, last)| !last.bytes().all(|b| b.is_ascii_digit())) && domain.split('.').all(is_label)
}

/// A password that is long enough; it cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

impl NewPassword {
    /// What [`password::weakness`] finds nothing wrong with.
    pub fn parse(raw: &str, email: Option<&Email>) -> Result<Self, Cow<'static, str>> {
        Self::of(raw, email, "")
    }

    /// The same, for somebody whose name is known too.
    pub fn of(raw: &str, email: Option<&Email>, name: &str) -> Result<Self, Cow<'static, str>> {
        match password::weakness(raw, &[email.map_or("", Email::as_str), name]) {
            Some(weakness) => Err(weakness.into()),
            None => Ok(Self(raw.to_owned())),
        }
    }

    /// The characters, for the hash only.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// What a person fills in to register; a doctor's fields are ignored for patients.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewAccount {
    /// Address.
    pub email: String,
    /// Password.
    pub password: String,
    /// `patient` or `doctor`.
    pub user_type: String,
    /// Full name.
    pub name: String,
    /// ISO date; optional for patients.
    pub date_of_birth: String,
    /// `female`, `male`, `other`, or empty.
    pub sex: String,
    /// A specialty's code; doctors.
    pub specialty: String,
    /// Doctors.
    pub license_number: String,
    /// Who issued the licence; doctors.
    pub license_issuer: String,
    /// ISO date; doctors.
    pub license_expires: String,
    /// A clinic's id; doctors.
    pub clinic: String,
    /// IANA zone of the browser; UTC where unknown.
    pub time_zone: String,
}

/// A registration that can be carried out.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Address.
    pub email: Email,
    /// Password.
    pub password: NewPassword,
    /// Full name.
    pub name: String,
    /// Zone.
    pub zone: chrono_tz::Tz,
    /// Patient or doctor.
    pub profile: Profile,
}

/// The part of a registration that depends on who registers.
#[derive(Debug, Clone)]
pub enum Profile {
    /// A patient.
    Patient {
        /// Date of birth.
        date_of_birth: Option<NaiveDate>,
        /// Sex.
        sex: Option<Sex>,
    },
    /// A doctor, not bookable until verified.
    Doctor {
        /// Specialty.
        specialty: Specialty,
        /// Licence.
        license: crate::doctor::License,
        /// Where they work.
        clinic: crate::ClinicId,
    },
}

impl NewAccount {
    /// Reads every field and reports all that is wrong at once. `today` bounds birthdays and licences.
    pub fn parse(&self, today: NaiveDate) -> Result<Registration, Problems> {
        let mut wrong = Problems::default();
        let email = wrong.take("email", Email::parse(&self.email));
        let password = wrong.take("password", NewPassword::of(&self.password, email.as_ref(), &self.name));
        let name = wrong.take("name", text::line(&self.name, text::NAME_MAX));
        let profile = match self.user_type.parse() {
            Ok(UserType::Doctor) => self.doctor(&mut wrong, today),
            Ok(UserType::Patient) => self.patient(&mut wrong, today),
            _ => {
                wrong.add("user_type", "Please choose patient or doctor.");
                None
            }
        };
        let zone = if self.time_zone.is_empty() {
            Some(chrono_tz::UTC)
        } else {
            wrong.take("time_zone", self.time_zone.parse().map_err(|_| "Please choose a time zone from the list."))
        };
        match (email, password, name, zone, profile) {
            (Some(email), Some(password), Some(name), Some(zone), Some(profile)) if wrong.is_empty() => {
                Ok(Registration { email, password, name, zone, profile })
            }
            _ => Err(wrong),
        }
    }

    fn patient(&self, wrong: &mut Problems, today: NaiveDate) -> Option<Profile> {
        let date_of_birth = wrong.take("date_of_birth", crate::patient::date_of_birth(&self.date_of_birth, today))?;
        let sex = wrong.take("sex", crate::patient::sex(&self.sex))?;
        Some(Profile::Patient { date_of_birth, sex })
    }

    fn doctor(&self, wrong: &mut Problems, today: NaiveDate) -> Option<Profile> {
        let specialty = wrong.take(
            "specialty",
            self.specialty
                .parse::<Specialty>()
                .map_err(|e| e.to_string())
                .and_then(|s| if s.is_bookable() { Ok(s) } else { Err("Please choose a specialty that takes appointments.".to_owned()) }),
        );
        let number = wrong.take("license_number", text::line(&self.license_number, 60));
        let issuer = wrong.take("license_issuer", text::line(&self.license_issuer, text::NAME_MAX));
        let expires = wrong.take("license_expires", crate::doctor::license_expiry(&self.license_expires, today));
        let clinic = wrong.take("clinic", self.clinic.parse().map_err(|_| "Please choose a clinic from the list."));
        Some(Profile::Doctor {
            specialty: specialty?,
            license: crate::doctor::License { number: number?, issuer: issuer?, expires: expires? },
            clinic: clinic?,
        })
    }
}

/// Who is signed in, as pages and `GET /api/users/me/` show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Id.
    pub id: crate::UserId,
    /// Address.
    pub email: String,
    /// Kind.
    pub user_type: UserType,
    /// Name to show.
    pub name: String,
    /// IANA zone of the person.
    pub zone: chrono_tz::Tz,
    /// ISO 3166-1 alpha-2 country: a patient's own, a doctor's clinic's; none where nobody said.
    #[serde(default)]
    pub country: Option<String>,
    /// Who they are to the services.
    pub caller: crate::Caller,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_compare_without_case_and_nonsense_is_refused() {
        for two_ways in [
            "ann<bob@example.org>",
            "<bob@example.org>",
            "\"see this\"@example.org",
            "(hi)ann@example.org",
            "ann@[127.0.0.1]",
            "ann@127.0.0.1",
            "x:ann@example.org",
            "a..b@example.org",
            ".ann@example.org",
            "ann@-example.org",
            "рatient@example.org",
            "patient@ⅾemo.example",
            "a/b\\c@example.org",
            "http://example.org/?a@example.org",
        ] {
            let read = Email::parse(two_ways).is_ok();
            assert!(!read, "{two_ways}");
        }
        for plain in ["o'hara+news@mail.example.co", "a.b_c-d@xn--bcher-kva.example", "1@2.org"] {
            assert_eq!(Email::parse(plain).map(|read| read.0).as_deref(), Ok(plain));
        }
        assert_eq!(Email::parse(" Ann@Example.ORG "), Email::parse("ann@example.org"));
        for bad in ["", "a", "a@", "@b.c", "a@b", "a b@c.d", "a@b..c", "a@@b.c", "a@b.c\0", "a\u{200b}@b.c"] {
            assert!(Email::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn every_wrong_field_of_a_registration_is_named() {
        let new = NewAccount { user_type: "doctor".into(), password: "short".into(), ..NewAccount::default() };
        let Err(problems) = new.parse(NaiveDate::MIN) else { panic!("was accepted") };
        for field in ["email", "password", "name", "specialty", "license_number", "license_issuer", "license_expires", "clinic"] {
            assert!(problems.of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_password_never_shows_in_debug_output() {
        let Ok(password) = NewPassword::parse("correct horse battery", None) else { panic!("refused") };
        assert!(!format!("{password:?}").contains("horse"));
    }
}
