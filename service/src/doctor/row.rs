//! The one query behind every view of a doctor: the row, the clinic and the busy time in a single statement.

use crate::{Error, Services, System};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ClinicId, DoctorId, Period, Specialty,
    booking::Bookable,
    calendar::{Availability, DateException, WeeklyHours},
    doctor::{Clinic, DoctorCard, DoctorProfile, DoctorSearch},
};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value, prelude::Json, prelude::Uuid};

/// Statuses that occupy time, as the exclusion constraints list them.
pub(crate) const BLOCKING: &str = "('proposed', 'pending', 'booked', 'checked-in', 'arrived')";

/// A doctor with clinic and busy time.
#[derive(Debug, Clone, FromQueryResult)]
pub(crate) struct DoctorRow {
    pub id: Uuid,
    pub name: String,
    pub specialty: String,
    pub experience_years: i16,
    pub education: String,
    pub bio: String,
    pub languages: Vec<String>,
    pub telehealth: bool,
    pub asks_first: bool,
    pub fee_minor: i32,
    pub license_number: String,
    pub license_issuer: String,
    pub license_expires: NaiveDate,
    pub verified_at: Option<DateTime<Utc>>,
    pub is_active: bool,
    pub weekly: Json,
    pub exceptions: Json,
    pub slot_minutes: i16,
    pub notice_minutes: i32,
    pub horizon_days: i16,
    pub rating_sum: i32,
    pub rating_count: i32,
    pub clinic_id: Uuid,
    pub clinic_name: String,
    pub address: String,
    pub city: String,
    pub country: String,
    pub latitude: f64,
    pub longitude: f64,
    pub time_zone: String,
    pub currency: String,
    /// `[[start, end], …]` in seconds since 1970.
    pub busy: Json,
}

const COLUMNS: &str = "d.id, d.name, d.specialty, d.experience_years, d.education, d.bio, d.languages, d.telehealth, d.asks_first,
    d.fee_minor, d.license_number, d.license_issuer, d.license_expires, d.verified_at,
    (u.is_active and not exists (select from account_deletion x where x.user_id = u.id)) as is_active, d.weekly, d.exceptions,
    d.slot_minutes, d.notice_minutes, d.horizon_days, d.rating_sum, d.rating_count, c.id as clinic_id, c.name as clinic_name,
    c.address, c.city, c.country, c.latitude, c.longitude, c.time_zone, c.currency";

fn select() -> String {
    format!(
        "select {COLUMNS}, coalesce((select jsonb_agg(jsonb_build_array(extract(epoch from a.starts_at)::bigint,
                                                                  extract(epoch from a.ends_at)::bigint))
             from appointment a
             where a.doctor_id = d.id and a.ends_at > $1 and a.starts_at < $2 and not a.overbooked
               and a.status in {BLOCKING} and (a.status <> 'proposed' or a.hold_until > $1)), '[]') as busy
         from doctor d join clinic c on c.id = d.clinic_id join account u on u.id = d.user_id"
    )
}

/// What to look for, and how far ahead busy time matters.
pub(crate) struct Filter<'a> {
    pub search: &'a DoctorSearch,
    pub now: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub rows: u16,
}

/// Bookable doctors by name, from the cursor on.
pub(crate) async fn find(services: &Services, filter: &Filter<'_>) -> Result<Vec<DoctorRow>, Error> {
    let only = filter.search.specialty.map(|s| vec![s]);
    find_in(services, filter, only.as_deref()).await
}

/// Bookable doctors of these specialties; of all where none is given.
pub(crate) async fn find_in(services: &Services, filter: &Filter<'_>, only: Option<&[Specialty]>) -> Result<Vec<DoctorRow>, Error> {
    let Filter { search, now, until, rows } = *filter;
    let mut sql = Sql::new(select(), vec![now.into(), until.into()]);
    sql.push(
        "where d.verified_at is not null and u.is_active and not exists (select from account_deletion x where x.user_id = u.id)
              and d.license_expires >= {}",
        [now.date_naive().into()],
    );
    if let Some(specialties) = only {
        let codes: Vec<String> = specialties.iter().map(|s| s.code().to_owned()).collect();
        sql.push("and d.specialty = any({})", [codes.into()]);
    }
    if let Some(city) = &search.city {
        sql.push("and plain(c.city) = plain({})", [city.clone().into()]);
    }
    if let Some(language) = &search.language {
        sql.push("and {} = any(d.languages)", [language.clone().into()]);
    }
    if search.telehealth {
        sql.push("and d.telehealth", []);
    }
    for word in search.text.iter().flat_map(|text| text.split_whitespace()) {
        let named: Vec<String> = named_like(word).map(|s| s.code().to_owned()).collect();
        sql.push(
            &format!(
                "and (plain(d.name || ' ' || d.bio) like {CONTAINS} or plain(c.name || ' ' || c.city) like {CONTAINS} or d.specialty = any({{}}))"
            ),
            [word.into(), word.into(), named.into()],
        );
    }
    if let Some(after) = &search.after {
        let after: Uuid = after.parse().map_err(|_| domain::Problems::one("after", "Please use the cursor as it was given."))?;
        sql.push("and (d.name, d.id) > (select name, id from doctor where id = {})", [after.into()]);
    }
    sql.push("order by d.name, d.id limit {}", [i64::from(rows).into()]);
    sql.all(&services.read_as(System::Calendar)).await
}

/// The pattern of what contains a word. Wildcards are taken literally, and only then: `plain` makes some out of full-width letters.
const CONTAINS: &str = r"'%' || regexp_replace(plain({}), '([\\%_])', '\\\1', 'g') || '%'";

/// Specialties whose name or purpose contains the word.
fn named_like(word: &str) -> impl Iterator<Item = Specialty> {
    let word = word.to_lowercase();
    Specialty::bookable().filter(move |s| s.name().to_lowercase().contains(&word) || s.cares_for().contains(&word))
}

/// One doctor, bookable or not.
pub(crate) async fn one(
    services: &Services,
    doctor: DoctorId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<DoctorRow>, Error> {
    one_in(&services.read_as(System::Calendar), doctor, now, until).await
}

/// The same as far as `db` sees it: doctors see all of their own.
pub(crate) async fn one_in(
    db: &impl ConnectionTrait,
    doctor: DoctorId,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<DoctorRow>, Error> {
    let mut sql = Sql::new(select(), vec![now.into(), until.into()]);
    sql.push("where d.id = {}", [doctor.0.into()]);
    Ok(sql.all(db).await?.pop())
}

/// One doctor, locked until the transaction ends. Busy time is not asked for: the constraint decides.
pub(crate) async fn locked(db: &impl ConnectionTrait, doctor: DoctorId) -> Result<Option<DoctorRow>, Error> {
    let mut sql = Sql::new(
        format!(
            "select {COLUMNS}, '[]'::jsonb as busy from doctor d join clinic c on c.id = d.clinic_id join account u on u.id = d.user_id"
        ),
        Vec::new(),
    );
    sql.push("where d.id = {} for no key update of d", [doctor.0.into()]);
    Ok(sql.all(db).await?.pop())
}

/// A statement that grows with its numbered values.
struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    fn new(text: String, values: Vec<Value>) -> Self {
        Self { text, values }
    }

    /// Appends `part`, each `{}` in it standing for the next value.
    fn push(&mut self, part: &str, values: impl IntoIterator<Item = Value>) {
        self.text.push(' ');
        let mut pieces = part.split("{}");
        self.text.push_str(pieces.next().unwrap_or_default());
        for (value, piece) in values.into_iter().zip(pieces) {
            self.values.push(value);
            self.text.push_str(&format!("${}{piece}", self.values.len()));
        }
    }

    async fn all(self, db: &impl ConnectionTrait) -> Result<Vec<DoctorRow>, Error> {
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, self.text, self.values);
        Ok(DoctorRow::find_by_statement(statement).all(db).await?)
    }
}

/// Reads a clinic.
pub(crate) fn clinic(row: entity::clinic::Model) -> Result<Clinic, Error> {
    Ok(Clinic {
        id: ClinicId(row.id),
        zone: row.time_zone.parse().map_err(|e| Error::corrupt("clinic", e))?,
        name: row.name,
        address: row.address,
        city: row.city,
        country: row.country,
        latitude: row.latitude,
        longitude: row.longitude,
    })
}

impl DoctorRow {
    /// Whether patients can book: licence verified and in force, account active.
    pub(crate) fn is_bookable(&self, now: DateTime<Utc>) -> bool {
        self.verified_at.is_some() && self.is_active && self.license_expires >= now.date_naive()
    }

    /// The calendar.
    pub(crate) fn availability(&self) -> Result<Availability, Error> {
        let corrupt = |e: &dyn std::fmt::Display| Error::corrupt("doctor", e);
        let weekly: Vec<WeeklyHours> = serde_json::from_value(self.weekly.clone()).map_err(|e| corrupt(&e))?;
        let exceptions: Vec<DateException> = serde_json::from_value(self.exceptions.clone()).map_err(|e| corrupt(&e))?;
        Ok(Availability {
            zone: self.time_zone.parse().map_err(|e| corrupt(&e))?,
            weekly,
            exceptions,
            slot_minutes: u16::try_from(self.slot_minutes).map_err(|e| corrupt(&e))?,
            notice_minutes: u32::try_from(self.notice_minutes).map_err(|e| corrupt(&e))?,
            horizon_days: u16::try_from(self.horizon_days).map_err(|e| corrupt(&e))?,
        })
    }

    /// What the booking rules need.
    pub(crate) fn bookable(&self, now: DateTime<Utc>) -> Result<Bookable, Error> {
        Ok(Bookable { verified: self.is_bookable(now), telehealth: self.telehealth, availability: self.availability()? })
    }

    /// Busy time, in order.
    pub(crate) fn busy(&self) -> Result<Vec<Period>, Error> {
        let pairs: Vec<(i64, i64)> = serde_json::from_value(self.busy.clone()).map_err(|e| Error::corrupt("appointment", e))?;
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or_default();
        Ok(pairs.into_iter().filter_map(|(start, end)| Period::new(at(start), at(end)).ok()).collect())
    }

    /// The card without slots, with what is needed to compute them.
    pub(crate) fn card(self) -> Result<(DoctorCard, Availability, Vec<Period>), Error> {
        let (availability, busy) = (self.availability()?, self.busy()?);
        let rating = domain::review::mean(self.rating_sum, self.rating_count).map(|mean| (mean, self.rating_count));
        let card = DoctorCard {
            id: DoctorId(self.id),
            name: self.name,
            specialty: self.specialty.parse().map_err(|e| Error::corrupt("doctor", e))?,
            experience_years: self.experience_years,
            languages: self.languages,
            telehealth: self.telehealth,
            fee_minor: self.fee_minor,
            currency: self.currency,
            rating,
            clinic: Clinic {
                id: ClinicId(self.clinic_id),
                name: self.clinic_name,
                address: self.address,
                city: self.city,
                country: self.country,
                latitude: self.latitude,
                longitude: self.longitude,
                zone: availability.zone,
            },
            slots: Vec::new(),
        };
        Ok((card, availability, busy))
    }

    /// The public page with the free slots of `window`.
    pub(crate) fn profile(self, now: DateTime<Utc>, window: Period) -> Result<DoctorProfile, Error> {
        let (education, bio, asks_first, bookable) = (self.education.clone(), self.bio.clone(), self.asks_first, self.is_bookable(now));
        let (mut card, availability, busy) = self.card()?;
        card.slots = availability.free(window, &busy, now);
        Ok(DoctorProfile { card, education, bio, consultation_minutes: availability.slot_minutes, asks_first, bookable })
    }
}
