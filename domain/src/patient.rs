//! Patients.

use crate::{PatientId, Problems, text};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Administrative sex (FHIR R4 `AdministrativeGender`, without `unknown`, which is absence).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Neither.
    Other,
}

impl Sex {
    /// As stored and in FHIR.
    pub fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
        }
    }
}

/// Reads a sex; empty is absent.
pub fn sex(raw: &str) -> Result<Option<Sex>, Cow<'static, str>> {
    match raw.trim() {
        "" => Ok(None),
        "female" => Ok(Some(Sex::Female)),
        "male" => Ok(Some(Sex::Male)),
        "other" => Ok(Some(Sex::Other)),
        _ => Err("Please choose from the list.".into()),
    }
}

/// Reads an ISO date of birth; empty is absent. Not in the future, not more than 130 years ago.
pub fn date_of_birth(raw: &str, today: NaiveDate) -> Result<Option<NaiveDate>, Cow<'static, str>> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    let born: NaiveDate = raw.trim().parse().map_err(|_| "Please write the date like 1980-05-31.")?;
    if born > today {
        return Err("This date lies in the future.".into());
    }
    if today.year() - born.year() > 130 {
        return Err("Please check the year.".into());
    }
    Ok(Some(born))
}

/// Completed years of age.
pub fn age(born: NaiveDate, today: NaiveDate) -> u16 {
    today.years_since(born).and_then(|years| u16::try_from(years).ok()).unwrap_or(0)
}

/// As stored where nobody said: "unknown" in CLDR.
pub const COUNTRY_UNKNOWN: &str = "ZZ";

/// ABO and Rh(D) groups as stored.
pub const BLOOD_GROUPS: [&str; 8] = ["A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-"];

/// How bad an allergy can be, as stored.
pub const SEVERITIES: [&str; 3] = ["mild", "moderate", "severe"];

/// Languages that profiles can name: BCP 47 tag and English name.
pub const LANGUAGES: [(&str, &str); 14] = [
    ("en", "English"),
    ("es", "Spanish"),
    ("fr", "French"),
    ("de", "German"),
    ("pt", "Portuguese"),
    ("it", "Italian"),
    ("pl", "Polish"),
    ("tr", "Turkish"),
    ("ar", "Arabic"),
    ("hi", "Hindi"),
    ("ur", "Urdu"),
    ("zh", "Chinese"),
    ("ja", "Japanese"),
    ("uk", "Ukrainian"),
];

/// The English name of a language tag; the tag itself where it is not in the list.
pub fn language_name(tag: &str) -> &str {
    LANGUAGES.iter().find(|(t, _)| *t == tag).map_or(tag, |(_, name)| name)
}

/// A substance that harms the patient (FHIR `AllergyIntolerance`, reduced).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allergy {
    /// What.
    pub substance: String,
    /// What happens.
    pub reaction: String,
    /// One of [`SEVERITIES`], or empty.
    pub severity: String,
}

/// A patient's profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Patient {
    /// Id.
    pub id: PatientId,
    /// Name.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Blood group.
    pub blood_group: Option<String>,
    /// Allergies.
    pub allergies: Vec<Allergy>,
    /// Long-term conditions, one a line.
    pub conditions: Vec<String>,
    /// Current medicines, one a line.
    pub medications: Vec<String>,
    /// Whom to call.
    pub emergency_contact: Option<String>,
    /// Preferred language (BCP 47).
    pub language: String,
    /// ISO 3166-1 alpha-2; decides which emergency number is shown.
    pub country: String,
    /// The person's IANA zone.
    pub zone: chrono_tz::Tz,
}

/// A patient's profile as it comes in from a form.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PatientEdit {
    /// Name.
    pub name: String,
    /// ISO date.
    pub date_of_birth: String,
    /// Code.
    pub sex: String,
    /// One of [`BLOOD_GROUPS`] or empty.
    pub blood_group: String,
    /// One a line: `substance – reaction (severity)`; the last two optional.
    pub allergies: String,
    /// One a line.
    pub conditions: String,
    /// One a line.
    pub medications: String,
    /// Free text.
    pub emergency_contact: String,
    /// BCP 47 tag.
    pub language: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// IANA zone.
    pub time_zone: String,
}

/// A profile change that can be carried out.
#[derive(Debug, Clone, PartialEq)]
pub struct PatientChange {
    /// Name.
    pub name: String,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Blood group.
    pub blood_group: Option<String>,
    /// Allergies.
    pub allergies: Vec<Allergy>,
    /// Conditions.
    pub conditions: Vec<String>,
    /// Medicines.
    pub medications: Vec<String>,
    /// Whom to call.
    pub emergency_contact: Option<String>,
    /// Language.
    pub language: String,
    /// Country.
    pub country: String,
    /// Zone.
    pub zone: chrono_tz::Tz,
}

impl PatientEdit {
    /// Reads every field and reports all that is wrong at once.
    pub fn parse(&self, today: NaiveDate) -> Result<PatientChange, Problems> {
        let mut wrong = Problems::default();
        let name = wrong.take("name", text::line(&self.name, text::NAME_MAX));
        let date_of_birth = wrong.take("date_of_birth", date_of_birth(&self.date_of_birth, today));
        let sex = wrong.take("sex", sex(&self.sex));
        let blood_group = wrong.take(
            "blood_group",
            match self.blood_group.as_str() {
                "" => Ok(None),
                group if BLOOD_GROUPS.contains(&group) => Ok(Some(group.to_owned())),
                _ => Err("Please choose from the list."),
            },
        );
        let allergies = wrong.take("allergies", lines(&self.allergies)).map(|all| all.iter().map(|l| allergy(l)).collect());
        let conditions = wrong.take("conditions", lines(&self.conditions));
        let medications = wrong.take("medications", lines(&self.medications));
        let emergency_contact = wrong.take("emergency_contact", text::optional(&self.emergency_contact, 200));
        let language = wrong.take("language", known(&self.language, LANGUAGES.iter().map(|l| l.0)));
        let country = wrong.take("country", country(&self.country));
        let zone = wrong.take("time_zone", self.time_zone.parse::<chrono_tz::Tz>().map_err(|_| "Please choose a time zone from the list."));
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let all = || {
            Some(PatientChange {
                name: name?,
                date_of_birth: date_of_birth?,
                sex: sex?,
                blood_group: blood_group?,
                allergies: allergies?,
                conditions: conditions?,
                medications: medications?,
                emergency_contact: emergency_contact?,
                language: language?,
                country: country?,
                zone: zone?,
            })
        };
        all().ok_or(wrong)
    }
}

/// Two upper-case letters; empty is [`COUNTRY_UNKNOWN`].
fn country(raw: &str) -> Result<String, Cow<'static, str>> {
    match raw.trim().to_ascii_uppercase() {
        code if code.is_empty() => Ok(COUNTRY_UNKNOWN.into()),
        code if code.len() == 2 && code.chars().all(|c| c.is_ascii_uppercase()) => Ok(code),
        _ => Err("Please choose a country from the list.".into()),
    }
}

fn known<'a>(raw: &str, mut list: impl Iterator<Item = &'a str>) -> Result<String, Cow<'static, str>> {
    if list.any(|item| item == raw) { Ok(raw.to_owned()) } else { Err("Please choose from the list.".into()) }
}

/// Non-empty lines, at most 50 of at most 200 characters.
fn lines(raw: &str) -> Result<Vec<String>, Cow<'static, str>> {
    let text = text::bounded(raw, 0, 50 * 200)?;
    let all: Vec<String> = text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
    if all.len() > 50 || all.iter().any(|l| l.chars().count() > 200) {
        return Err("Please use at most 50 lines of at most 200 characters.".into());
    }
    Ok(all)
}

/// Reads `substance – reaction (severity)`. Other words in brackets belong to what stands before them.
fn allergy(line: &str) -> Allergy {
    let bracket = line.strip_suffix(')').and_then(|line| line.rsplit_once('('));
    let (rest, severity) = match bracket.map(|(rest, severity)| (rest.trim(), severity.trim())) {
        Some((rest, severity)) if !rest.is_empty() && SEVERITIES.contains(&severity) => (rest, severity),
        _ => (line, ""),
    };
    let (substance, reaction) = rest.split_once(" – ").or_else(|| rest.split_once(" - ")).unwrap_or((rest, ""));
    Allergy { substance: substance.trim().to_owned(), reaction: reaction.trim().to_owned(), severity: severity.to_owned() }
}

impl Allergy {
    /// The line that reads back as this allergy.
    pub fn line(&self) -> String {
        let mut line = self.substance.clone();
        if !self.reaction.is_empty() {
            line.push_str(" – ");
            line.push_str(&self.reaction);
        }
        if !self.severity.is_empty() {
            line.push_str(&format!(" ({})", self.severity));
        }
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_allergy_reads_back_from_its_line() {
        for text in ["penicillin – rash (moderate)", "nuts", "latex (severe)", "pollen – sneezing", "nuts (walnuts)", "(severe)"] {
            let read = allergy(text);
            assert_eq!(read.line(), text);
            assert!(read.severity.is_empty() || SEVERITIES.contains(&&*read.severity), "{read:?}");
        }
    }

    #[test]
    fn birthdays_in_the_future_and_before_living_memory_are_refused() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a date");
        assert!(date_of_birth("2026-03-02", today).is_err());
        assert!(date_of_birth("1880-01-01", today).is_err());
        assert_eq!(date_of_birth("", today), Ok(None));
        assert!(date_of_birth("31.5.1980", today).is_err());
    }

    #[test]
    fn age_counts_completed_years() {
        let born = NaiveDate::from_ymd_opt(2000, 2, 29).expect("a date");
        assert_eq!(age(born, NaiveDate::from_ymd_opt(2026, 2, 28).expect("a date")), 25);
        assert_eq!(age(born, NaiveDate::from_ymd_opt(2026, 3, 1).expect("a date")), 26);
    }
}
