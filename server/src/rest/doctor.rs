//! `/api/doctors/`: search, profiles, free slots, and the check of licences.

use super::answer::{SlotOut, SpecialtyOut};
use super::clinic::ClinicOut;
use super::etag::{self, IfMatch, IfNoneMatch, Versioned};
use super::openapi::Language;
use super::{By, Id, Json, List, Maybe, Nothing, Outcome, Query, extract, ok, problem::Problem, user};
use axum::extract::State;
use axum::http::Uri;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::doctor::{DoctorCard, DoctorEdit, DoctorProfile, DoctorQuery, DoctorSelf, License};
use domain::{DoctorId, FieldProblem, Period, Problems, page};
use serde::{Deserialize, Serialize};
use service::{Services, admin};
use utoipa::ToSchema;

/// Days of free slots where nothing is said.
const DAYS: i64 = 14;
/// Parameters of the search that have two names: ours, and the one that people come with.
pub(super) const OTHER_NAMES: [(&str, &str); 3] = [("specialty", "specialization"), ("free_on", "date"), ("text", "q")];

/// What a consultation costs, in the smallest unit of the currency (ISO 4217).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Fee)]
struct FeeOut {
    /// How many of the smallest unit: 4500 EUR are 45 euros.
    amount_minor: i32,
    /// ISO 4217.
    #[schema(pattern = "^[A-Z]{3}$")]
    currency: String,
}

/// The mean of what patients gave, 1–5.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Rating)]
struct RatingOut {
    /// The mean.
    #[schema(minimum = 1, maximum = 5)]
    mean: f32,
    /// How many patients gave one.
    #[schema(minimum = 1)]
    count: i32,
}

/// A doctor in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Doctor)]
pub(super) struct DoctorOut {
    /// What booking takes.
    id: DoctorId,
    /// With title.
    name: String,
    /// What they look after.
    specialty: SpecialtyOut,
    /// Years in the field.
    experience_years: i16,
    /// What they speak.
    #[schema(value_type = Vec<Language>)]
    languages: Vec<String>,
    /// Whether video visits are offered.
    telehealth: bool,
    /// What a visit costs.
    fee: FeeOut,
    /// Nothing where nobody gave one.
    #[schema(required)]
    rating: Option<RatingOut>,
    /// Where they work.
    clinic: ClinicOut,
    /// The next free ones, in order.
    slots: Vec<SlotOut>,
}

impl From<DoctorCard> for DoctorOut {
    fn from(card: DoctorCard) -> Self {
        Self {
            id: card.id,
            name: card.name,
            specialty: card.specialty.into(),
            experience_years: card.experience_years,
            languages: card.languages,
            telehealth: card.telehealth,
            fee: FeeOut { amount_minor: card.fee_minor, currency: card.currency },
            rating: card.rating.map(|(mean, count)| RatingOut { mean, count }),
            clinic: card.clinic.into(),
            slots: card.slots.into_iter().map(Into::into).collect(),
        }
    }
}

/// A doctor's public page.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DoctorProfile)]
pub(super) struct ProfileOut {
    #[serde(flatten)]
    card: DoctorOut,
    /// Where they learnt it.
    education: String,
    /// About them, in their words.
    bio: String,
    /// Length of a visit.
    consultation_minutes: u16,
    /// Whether the doctor confirms each booking: it waits as `pending` then.
    asks_first: bool,
    /// Whether the doctor can be booked.
    bookable: bool,
}

impl From<DoctorProfile> for ProfileOut {
    fn from(profile: DoctorProfile) -> Self {
        let DoctorProfile { card, education, bio, consultation_minutes, asks_first, bookable } = profile;
        Self { card: card.into(), education, bio, consultation_minutes, asks_first, bookable }
    }
}

/// A licence to practise.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = License)]
struct LicenseOut {
    /// As the issuer wrote it.
    number: String,
    /// Who gave it.
    issuer: String,
    /// Last day on which it is in force.
    expires: NaiveDate,
}

impl From<License> for LicenseOut {
    fn from(license: License) -> Self {
        let License { number, issuer, expires } = license;
        Self { number, issuer, expires }
    }
}

/// A doctor's own profile.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnDoctorProfile)]
pub(super) struct DoctorSelfOut {
    #[serde(flatten)]
    profile: ProfileOut,
    /// The licence to practise.
    license: LicenseOut,
    /// Whether an administrator has checked it.
    verified: bool,
}

impl From<DoctorSelf> for DoctorSelfOut {
    fn from(DoctorSelf { profile, license, verified }: DoctorSelf) -> Self {
        Self { profile: profile.into(), license: license.into(), verified }
    }
}

/// What a consultation shall cost, in the smallest unit of the clinic's currency.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FeeEdit)]
struct FeeIn {
    /// How many of the smallest unit, as a whole amount of the currency: 4500 EUR are 45 euros.
    #[schema(minimum = 0, maximum = 10_000_000, multiple_of = 100)]
    amount_minor: i64,
    /// The clinic's (ISO 4217); it cannot be changed here.
    #[schema(pattern = "^[A-Z]{3}$")]
    currency: Option<String>,
}

/// What doctors change of their profile, as a whole: what is left out is emptied.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DoctorEdit)]
pub(super) struct DoctorIn {
    /// Years in the field.
    #[schema(required, value_type = i16, minimum = 0, maximum = 70)]
    experience_years: Option<i64>,
    /// What they speak.
    #[serde(default)]
    #[schema(required, value_type = Vec<Language>, min_items = 1)]
    languages: Vec<String>,
    /// Whether video visits are offered.
    #[serde(default)]
    telehealth: bool,
    /// What a visit costs.
    #[schema(required, value_type = FeeIn)]
    fee: Option<FeeIn>,
    /// Where they learnt it.
    #[serde(default)]
    #[schema(max_length = 500)]
    education: String,
    /// About them, in their words.
    #[serde(default)]
    #[schema(max_length = 2_000)]
    bio: String,
    /// Whether the doctor confirms each booking: it waits as `pending` then.
    #[serde(default)]
    asks_first: bool,
}

impl DoctorIn {
    /// The form that the rules read. `currency` – the clinic's.
    fn form(self, currency: &str) -> Result<DoctorEdit, Problems> {
        let mut wrong = Problems::default();
        // In the form they stand on one line.
        let apart = if self.languages.iter().any(|tag| tag.contains(',')) { Err("Please give each language by itself.") } else { Ok(()) };
        wrong.take("languages", apart);
        let fee = wrong.take("fee", self.fee.map_or(Ok(String::new()), |fee| fee.whole(currency)));
        let edit = DoctorEdit {
            bio: self.bio,
            education: self.education,
            experience_years: self.experience_years.map(|years| years.to_string()).unwrap_or_default(),
            languages: self.languages.join(","),
            telehealth: self.telehealth.to_string(),
            asks_first: self.asks_first.to_string(),
            fee: fee.unwrap_or_default(),
        };
        if wrong.is_empty() { Ok(edit) } else { Err(wrong) }
    }
}

impl FeeIn {
    /// The whole amount, as a form has it.
    fn whole(self, currency: &str) -> Result<String, &'static str> {
        if self.currency.is_some_and(|given| given != currency) {
            return Err("Fees are in the clinic's currency, which cannot be changed here.");
        }
        if self.amount_minor % 100 == 0 { Ok((self.amount_minor / 100).to_string()) } else { Err("Please use a whole amount.") }
    }
}

/// A doctor who waits for verification.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UnverifiedDoctor)]
pub(super) struct UnverifiedOut {
    /// What verifying takes.
    id: DoctorId,
    /// With title.
    name: String,
    /// Where they can be asked.
    #[schema(format = Email)]
    email: String,
    /// What they look after.
    specialty: SpecialtyOut,
    /// What is to be checked.
    license: LicenseOut,
    /// Name of the clinic.
    clinic: String,
    /// Since when they wait.
    registered_at: DateTime<Utc>,
}

impl From<admin::Unverified> for UnverifiedOut {
    fn from(doctor: admin::Unverified) -> Self {
        let admin::Unverified { id, name, email, specialty, license, clinic, registered_at } = doctor;
        Self { id, name, email, specialty: specialty.into(), license: license.into(), clinic, registered_at }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct UnverifiedQuery {
    after: String,
    limit: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SlotsQuery {
    from: String,
    to: String,
}

impl SlotsQuery {
    /// The span asked for: two weeks from now where nothing is said.
    fn window(&self, now: DateTime<Utc>) -> Result<Period, Problem> {
        let mut wrong = Problems::default();
        let mut given = |field, raw: &str, default| if raw.is_empty() { Some(default) } else { wrong.take(field, extract::instant(raw)) };
        let from = given("from", &self.from, now).unwrap_or(now);
        let to = given("to", &self.to, from + TimeDelta::days(DAYS)).unwrap_or(now);
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        Period::new(from, to).map_err(|_| Problem::field("to", "Please give an end after the start."))
    }
}

/// `GET /api/doctors/`
pub(super) async fn list(State(services): State<Services>, uri: Uri, Query(query): Query<DoctorQuery>) -> Outcome<List<DoctorOut>> {
    let search = query.parse().map_err(|problems| as_sent(problems, &uri))?;
    Ok(ok(List::page(service::doctor::search(&services, &search).await?)))
}

/// The problems under the names that the request used: some parameters have two.
fn as_sent(problems: Problems, uri: &Uri) -> Problems {
    let sent = |name: &str| uri.query().unwrap_or_default().split('&').any(|pair| pair.split('=').next() == Some(name));
    let other = |field: &str| OTHER_NAMES.iter().find(|(known, other)| *known == field && sent(other)).map(|(_, other)| *other);
    let named = |problem: FieldProblem| match other(&problem.field) {
        Some(name) => FieldProblem { field: name.into(), ..problem },
        None => problem,
    };
    Problems(problems.0.into_iter().map(named).collect())
}

/// `GET /api/doctors/{id}/`
pub(super) async fn get(
    State(services): State<Services>,
    Id(id): Id<DoctorId>,
    known: IfNoneMatch,
) -> Result<Versioned<ProfileOut>, Problem> {
    let window = SlotsQuery::default().window(services.now())?;
    Ok(etag::versioned(service::doctor::profile(&services, id, window).await?.into(), &known))
}

/// `GET /api/doctors/{id}/slots/`
pub(super) async fn slots(
    State(services): State<Services>,
    Id(id): Id<DoctorId>,
    Query(query): Query<SlotsQuery>,
) -> Outcome<List<SlotOut>> {
    let window = query.window(services.now())?;
    Ok(ok(List::whole(service::doctor::slots(&services, id, window).await?)))
}

/// `GET /api/doctors/me/`
pub(super) async fn me(State(services): State<Services>, By(caller): By, known: IfNoneMatch) -> Result<Versioned<DoctorSelfOut>, Problem> {
    Ok(etag::versioned(service::doctor::mine(&services, &caller).await?.into(), &known))
}

/// `PUT /api/doctors/me/`
pub(super) async fn put(
    State(services): State<Services>,
    By(caller): By,
    meant: IfMatch,
    Json(given): Json<DoctorIn>,
) -> Outcome<DoctorSelfOut> {
    let currency = service::doctor::mine(&services, &caller).await?.profile.card.currency;
    let edit = given.form(&currency)?;
    let holds = |now: &DoctorSelf| meant.is_meant(etag::version(&DoctorSelfOut::from(now.clone())));
    let profile = service::doctor::edit_if(&services, &caller, &edit, meant.only(&holds)).await?;
    Ok(etag::tagged(profile.into()).saying("Your profile is saved."))
}

/// `GET /api/doctors/unverified/`
pub(super) async fn unverified(
    State(services): State<Services>,
    By(caller): By,
    Query(query): Query<UnverifiedQuery>,
) -> Outcome<List<UnverifiedOut>> {
    let mut wrong = Problems::default();
    let after = user::cursor(&mut wrong, &query.after);
    let limit = wrong.take("limit", domain::doctor::limit(&query.limit)).unwrap_or(page::LIMIT_DEFAULT);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    Ok(ok(List::page(admin::unverified(&services, &caller, after, limit).await?)))
}

/// `POST /api/doctors/{id}/verify/`
pub(super) async fn verify(State(services): State<Services>, By(caller): By, Id(id): Id<DoctorId>, _: Maybe<Nothing>) -> Outcome<()> {
    admin::verify(&services, &caller, id).await?;
    Ok(ok(()).saying("The doctor can be booked now."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: &str) -> Result<DoctorEdit, Problems> {
        serde_json::from_str::<DoctorIn>(json).expect("the shape").form("EUR")
    }

    #[test]
    fn a_fee_is_a_whole_amount_in_the_currency_of_the_clinic() {
        for (fee, read) in [
            (r#"{"amount_minor":4500}"#, Ok("45")),
            (r#"{"amount_minor":0,"currency":"EUR"}"#, Ok("0")),
            (r#"{"amount_minor":4550}"#, Err(())),
            (r#"{"amount_minor":4500,"currency":"USD"}"#, Err(())),
        ] {
            let edit = parsed(&format!(r#"{{"fee":{fee}}}"#));
            assert_eq!(edit.as_ref().map(|edit| &*edit.fee).map_err(|wrong| assert!(wrong.of("fee").is_some())), read, "{fee}");
        }
    }

    #[test]
    fn one_language_cannot_become_two() {
        assert!(parsed(r#"{"languages":["en,de"]}"#).is_err_and(|p| p.of("languages").is_some()));
        assert_eq!(parsed(r#"{"languages":["en","de"]}"#).map(|edit| edit.languages).as_deref(), Ok("en,de"));
    }
}
