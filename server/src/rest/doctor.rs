//! `/api/doctors/`: search, profiles, free slots, and the check of licences.

use super::answer::{SlotOut, SpecialtyOut};
use super::etag::{self, IfNoneMatch, Versioned};
use super::openapi::{Language, TimeZone};
use super::{By, Id, List, Maybe, Nothing, Outcome, Query, extract, ok, problem::Problem, user};
use axum::extract::State;
use axum::http::Uri;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::doctor::{Clinic, DoctorCard, DoctorProfile, DoctorQuery, DoctorSelf, License};
use domain::{ClinicId, DoctorId, FieldProblem, Period, Problems, page};
use serde::{Deserialize, Serialize};
use service::{Services, admin};
use utoipa::ToSchema;

/// Days of free slots where nothing is said.
const DAYS: i64 = 14;
/// Parameters of the search that have two names: ours, and the one that people come with.
pub(super) const OTHER_NAMES: [(&str, &str); 3] = [("specialty", "specialization"), ("free_on", "date"), ("text", "q")];

/// A place where doctors work.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Clinic)]
pub(super) struct ClinicOut {
    /// Its id.
    id: ClinicId,
    /// What it is called.
    name: String,
    /// Street and number.
    address: String,
    /// In which city.
    city: String,
    /// ISO 3166-1 alpha-2.
    #[schema(pattern = "^[A-Z]{2}$")]
    country: String,
    /// Degrees north.
    #[schema(minimum = -90, maximum = 90)]
    latitude: f64,
    /// Degrees east.
    #[schema(minimum = -180, maximum = 180)]
    longitude: f64,
    /// In which its doctors' hours are written.
    #[schema(value_type = TimeZone)]
    time_zone: chrono_tz::Tz,
}

impl From<Clinic> for ClinicOut {
    fn from(clinic: Clinic) -> Self {
        let Clinic { id, name, address, city, country, latitude, longitude, zone } = clinic;
        Self { id, name, address, city, country, latitude, longitude, time_zone: zone }
    }
}

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
    let DoctorSelf { profile, license, verified } = service::doctor::mine(&services, &caller).await?;
    Ok(etag::versioned(DoctorSelfOut { profile: profile.into(), license: license.into(), verified }, &known))
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
