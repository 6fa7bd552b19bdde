//! Doctors, clinics and how they are found.

use crate::{ClinicId, DoctorId, Period, Problems, Specialty, page, patient::LANGUAGES, text};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A licence to practise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct License {
    /// Number.
    pub number: String,
    /// Issuer.
    pub issuer: String,
    /// Last day on which it is in force.
    pub expires: NaiveDate,
}

/// Reads an ISO date that lies after today.
pub fn license_expiry(raw: &str, today: NaiveDate) -> Result<NaiveDate, Cow<'static, str>> {
    let expires: NaiveDate = raw.trim().parse().map_err(|_| "Please write the date like 2030-12-31.")?;
    if expires > today { Ok(expires) } else { Err("This licence has expired.".into()) }
}

/// A place where doctors work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clinic {
    /// Id.
    pub id: ClinicId,
    /// Name.
    pub name: String,
    /// Street and number.
    pub address: String,
    /// City.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// IANA zone.
    pub zone: chrono_tz::Tz,
}

/// A doctor in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoctorCard {
    /// Id.
    pub id: DoctorId,
    /// Name with title.
    pub name: String,
    /// Specialty.
    pub specialty: Specialty,
    /// Years of experience.
    pub experience_years: i16,
    /// BCP 47 tags.
    pub languages: Vec<String>,
    /// Whether video visits are offered.
    pub telehealth: bool,
    /// Fee of a consultation in the smallest unit of `currency`.
    pub fee_minor: i32,
    /// ISO 4217.
    pub currency: String,
    /// Mean rating 1–5 and how many gave one; `None` when nobody did.
    pub rating: Option<(f32, i32)>,
    /// Where.
    pub clinic: Clinic,
    /// First free slots, in order; how many depends on who asks.
    pub slots: Vec<Period>,
}

/// A doctor's public page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoctorProfile {
    /// What lists show.
    pub card: DoctorCard,
    /// Education.
    pub education: String,
    /// Biography.
    pub bio: String,
    /// Length of a visit in minutes.
    pub consultation_minutes: u16,
    /// Whether the doctor confirms each booking.
    pub asks_first: bool,
    /// Whether the doctor can be booked.
    pub bookable: bool,
}

/// A doctor's own profile, with the fields only they and admins see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoctorSelf {
    /// The public part.
    pub profile: DoctorProfile,
    /// The licence.
    pub license: License,
    /// Whether an admin has verified it.
    pub verified: bool,
}

/// What to look for. All of it is optional; together it narrows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DoctorSearch {
    /// Specialty.
    pub specialty: Option<Specialty>,
    /// City, compared without case and accents.
    pub city: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Only those with video visits.
    pub telehealth: bool,
    /// Only those with a free slot on that date (clinic's local date).
    pub free_on: Option<NaiveDate>,
    /// Words in name, specialty, clinic or biography.
    pub text: Option<String>,
    /// Where the last page ended.
    pub after: Option<String>,
    /// Rows of a page, 1–100.
    pub limit: u16,
}

/// [`DoctorSearch`] as it stands in a URL.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DoctorQuery {
    /// Specialty code.
    #[serde(alias = "specialization")]
    pub specialty: String,
    /// City.
    pub city: String,
    /// Language tag.
    pub language: String,
    /// `true`, `on` or `1`.
    pub telehealth: String,
    /// ISO date.
    #[serde(alias = "date")]
    pub free_on: String,
    /// Words.
    #[serde(alias = "q")]
    pub text: String,
    /// Cursor.
    pub after: String,
    /// Number.
    pub limit: String,
}

impl DoctorQuery {
    /// Reads every field and reports all that is wrong at once.
    pub fn parse(&self) -> Result<DoctorSearch, Problems> {
        let mut wrong = Problems::default();
        let filled = |raw: &str| (!raw.trim().is_empty()).then(|| raw.trim().to_owned());
        let search = DoctorSearch {
            specialty: filled(&self.specialty).and_then(|s| wrong.take("specialty", s.parse::<Specialty>().map_err(|e| e.to_string()))),
            city: wrong.take("city", text::optional(&self.city, text::NAME_MAX)).flatten(),
            language: filled(&self.language).and_then(|tag| {
                let known = LANGUAGES.iter().any(|(t, _)| *t == tag);
                wrong.take("language", if known { Ok(tag) } else { Err("Please choose a language from the list.") })
            }),
            telehealth: wrong.take("telehealth", flag(&self.telehealth)).unwrap_or(false),
            free_on: filled(&self.free_on).and_then(|d| wrong.take("free_on", day(&d))),
            text: wrong.take("text", text::optional(&self.text, 100)).flatten(),
            after: filled(&self.after),
            limit: wrong.take("limit", limit(&self.limit)).unwrap_or(page::LIMIT_DEFAULT),
        };
        if wrong.is_empty() { Ok(search) } else { Err(wrong) }
    }
}

/// An ISO date in the years that a calendar can hold.
fn day(raw: &str) -> Result<NaiveDate, &'static str> {
    let date: NaiveDate = raw.parse().map_err(|_| "Please write the date like 2026-05-31.")?;
    if (1900..2200).contains(&date.year()) { Ok(date) } else { Err("Please choose a date between the years 1900 and 2199.") }
}

fn flag(raw: &str) -> Result<bool, &'static str> {
    match raw.trim() {
        "" | "false" | "0" | "off" => Ok(false),
        "true" | "1" | "on" => Ok(true),
        _ => Err("Please use true or false."),
    }
}

/// Rows of a page: empty is the default, 1–100 otherwise.
pub fn limit(raw: &str) -> Result<u16, &'static str> {
    match raw.trim() {
        "" => Ok(page::LIMIT_DEFAULT),
        n => n.parse().ok().filter(|n| (1..=page::LIMIT_MAX).contains(n)).ok_or("Please use a number from 1 to 100."),
    }
}

/// A doctor's profile as it comes in from the form.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DoctorEdit {
    /// Biography.
    pub bio: String,
    /// Education.
    pub education: String,
    /// Years.
    pub experience_years: String,
    /// Tags, separated by commas.
    pub languages: String,
    /// `on` when offered.
    pub telehealth: String,
    /// `on` when each booking is confirmed by the doctor.
    pub asks_first: String,
    /// Whole units of the clinic's currency.
    pub fee: String,
}

/// A profile change that can be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoctorChange {
    /// Biography.
    pub bio: String,
    /// Education.
    pub education: String,
    /// Years of experience, 0–70.
    pub experience_years: i16,
    /// BCP 47 tags, at least one.
    pub languages: Vec<String>,
    /// Video visits.
    pub telehealth: bool,
    /// Confirms each booking.
    pub asks_first: bool,
    /// Fee in the smallest unit.
    pub fee_minor: i32,
}

impl DoctorEdit {
    /// Reads every field and reports all that is wrong at once.
    pub fn parse(&self) -> Result<DoctorChange, Problems> {
        let mut wrong = Problems::default();
        let years = self.experience_years.trim().parse().ok().filter(|y| (0..=70).contains(y));
        let fee = self.fee.trim().parse::<i32>().ok().filter(|f| (0..=100_000).contains(f)).map(|f| f * 100);
        let change = DoctorChange {
            bio: wrong.take("bio", text::bounded(&self.bio, 0, text::BIO_MAX)).unwrap_or_default(),
            education: wrong.take("education", text::bounded(&self.education, 0, 500)).unwrap_or_default(),
            experience_years: wrong.take("experience_years", years.ok_or("Please use a number from 0 to 70.")).unwrap_or(0),
            languages: wrong.take("languages", languages(&self.languages)).unwrap_or_default(),
            telehealth: wrong.take("telehealth", flag(&self.telehealth)).unwrap_or(false),
            asks_first: wrong.take("asks_first", flag(&self.asks_first)).unwrap_or(false),
            fee_minor: wrong.take("fee", fee.ok_or("Please use a whole amount from 0 to 100000.")).unwrap_or(0),
        };
        if wrong.is_empty() { Ok(change) } else { Err(wrong) }
    }
}

fn languages(raw: &str) -> Result<Vec<String>, &'static str> {
    let tags: Vec<String> = raw.split(',').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect();
    let known = tags.iter().all(|tag| LANGUAGES.iter().any(|(t, _)| t == tag));
    if known && !tags.is_empty() { Ok(tags) } else { Err("Please choose at least one language from the list.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_query_searches_everything_and_a_wrong_one_names_each_field() {
        assert_eq!(DoctorQuery::default().parse().map(|s| s.limit), Ok(page::LIMIT_DEFAULT));
        let bad = DoctorQuery { specialty: "x".into(), free_on: "soon".into(), limit: "0".into(), ..DoctorQuery::default() };
        let Err(problems) = bad.parse() else { panic!("was accepted") };
        assert_eq!(problems.0.len(), 3);
    }
}
