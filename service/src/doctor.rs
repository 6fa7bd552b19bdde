//! Doctors: how they are found, what their page shows, what they change.

pub(crate) mod row;

use crate::{Error, Meant, Services, audit};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Caller, ClinicId, DoctorId, Period, Specialty,
    calendar::{self, Availability},
    doctor::{Clinic, DoctorCard, DoctorEdit, DoctorProfile, DoctorSearch, DoctorSelf, License},
    page::{LIMIT_MAX, Page},
};
use entity::{clinic, doctor};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    prelude::Expr,
    sea_query::{ExprTrait, Func},
};

/// How far ahead a list looks for free slots, in days.
const CARD_DAYS: i64 = 14;
/// Slots on a card.
const CARD_SLOTS: usize = 3;
/// Doctors looked at for one page when only those with a free slot on a date count.
const EXAMINED: u16 = 200;

/// One page of the bookable doctors that match, by name. One statement, whatever the number of rows.
pub async fn search(services: &Services, search: &DoctorSearch) -> Result<Page<DoctorCard>, Error> {
    let now = services.now();
    let until = now + TimeDelta::days(search.free_on.map_or(CARD_DAYS, |_| 366));
    let examined = if search.free_on.is_some() { EXAMINED } else { search.limit };
    let rows = row::find(services, &row::Filter { search, now, until, rows: examined + 1 }).await?;
    let read: Vec<_> = rows.into_iter().map(|row| row.card()).collect::<Result<_, _>>()?;
    let Some(date) = search.free_on else {
        let page = Page::from_rows(read, search.limit, |(card, _, _)| card.id.to_string());
        return Ok(page.map(|(card, calendar, busy)| with_slots(card, &calendar, &busy, now)));
    };
    let mut page = Page { items: Vec::new(), next: None };
    let more = read.len() > usize::from(EXAMINED);
    let mut last = None;
    for (mut card, calendar, busy) in read.into_iter().take(usize::from(EXAMINED)) {
        if page.items.len() == usize::from(search.limit) {
            page.next = last;
            return Ok(page);
        }
        last = Some(card.id.to_string());
        card.slots = calendar.free(calendar::day(calendar.zone, date), &busy, now);
        card.slots.truncate(CARD_SLOTS);
        if !card.slots.is_empty() {
            page.items.push(card);
        }
    }
    page.next = if more { last } else { None };
    Ok(page)
}

fn with_slots(mut card: DoctorCard, calendar: &Availability, busy: &[Period], now: DateTime<Utc>) -> DoctorCard {
    let window = Period::starting(now, 1);
    let window = Period::new(window.start(), now + TimeDelta::days(CARD_DAYS)).unwrap_or(window);
    card.slots = calendar.free(window, busy, now);
    card.slots.truncate(CARD_SLOTS);
    card
}

/// Bookable doctors of any of these specialties with their free slots in `window`; for recommendations. One statement.
pub(crate) async fn candidates(
    services: &Services,
    specialties: &[Specialty],
    window: Period,
    most: u16,
) -> Result<Vec<DoctorCard>, Error> {
    let now = services.now();
    let all = DoctorSearch::default();
    let filter = row::Filter { search: &all, now, until: window.end(), rows: most };
    let rows = row::find_in(services, &filter, Some(specialties)).await?;
    let mut cards = Vec::with_capacity(rows.len());
    for row in rows {
        let (mut card, calendar, busy) = row.card()?;
        card.slots = calendar.free(window, &busy, now);
        cards.push(card);
    }
    Ok(cards)
}

/// A doctor's public page, with the free slots of `window`. One statement.
///
/// Errors: `NOT_FOUND` for a doctor who is absent or not verified.
pub async fn profile(services: &Services, doctor: DoctorId, window: Period) -> Result<DoctorProfile, Error> {
    let now = services.now();
    let row = row::one(services, doctor, now, window.end()).await?.ok_or(Error::NOT_FOUND)?;
    if !row.is_bookable(now) {
        return Err(Error::NOT_FOUND);
    }
    row.profile(now, window)
}

/// The free slots of a doctor in `window` (at most 62 days). One statement.
pub async fn slots(services: &Services, doctor: DoctorId, window: Period) -> Result<Vec<Period>, Error> {
    if window.end() - window.start() > TimeDelta::days(62) {
        return Err(domain::Problems::one("to", "Please ask for at most 62 days at once.").into());
    }
    Ok(profile(services, doctor, window).await?.card.slots)
}

/// The name of a verified doctor. One statement.
///
/// Errors: `NOT_FOUND` for a doctor who is absent or not verified.
pub async fn name(services: &Services, id: DoctorId) -> Result<String, Error> {
    let found = doctor::Entity::find_by_id(id.0).one(&services.read(&Caller::Anonymous)).await?;
    Ok(found.filter(|doctor| doctor.verified_at.is_some()).ok_or(Error::NOT_FOUND)?.name)
}

/// The caller's own doctor profile, licence included.
pub async fn mine(services: &Services, caller: &Caller) -> Result<DoctorSelf, Error> {
    let doctor = caller.doctor().ok_or(Error::FORBIDDEN)?;
    let now = services.now();
    own(row::one(services, doctor, now, now + TimeDelta::days(CARD_DAYS)).await?, now)
}

fn own(row: Option<row::DoctorRow>, now: DateTime<Utc>) -> Result<DoctorSelf, Error> {
    let row = row.ok_or(Error::NOT_FOUND)?;
    let license = License { number: row.license_number.clone(), issuer: row.license_issuer.clone(), expires: row.license_expires };
    let verified = row.verified_at.is_some();
    let window = Period::new(now, now + TimeDelta::days(CARD_DAYS)).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(DoctorSelf { profile: row.profile(now, window)?, license, verified })
}

/// Changes the caller's own profile.
pub async fn edit(services: &Services, caller: &Caller, edit: &DoctorEdit) -> Result<(), Error> {
    edit_if(services, caller, edit, Meant::any()).await.map(drop)
}

/// As [`edit`], only for the profile that it was thought out for; the profile as it is then.
///
/// Errors: `PRECONDITION_FAILED` as well.
pub async fn edit_if(services: &Services, caller: &Caller, edit: &DoctorEdit, meant: Meant<'_, DoctorSelf>) -> Result<DoctorSelf, Error> {
    let id = caller.doctor().ok_or(Error::FORBIDDEN)?;
    let change = edit.parse()?;
    let now = services.now();
    let until = now + TimeDelta::days(CARD_DAYS);
    let tx = services.begin(caller).await?;
    if !meant.is_any() {
        // Bookings lock the row as well: with it, the free times that the profile shows stand still.
        row::locked(&tx, id).await?;
        meant.check(&own(row::one_in(&tx, id, now, until).await?, now)?)?;
    }
    let row = doctor::ActiveModel {
        id: Set(id.0),
        bio: Set(change.bio),
        education: Set(change.education),
        experience_years: Set(change.experience_years),
        languages: Set(change.languages),
        telehealth: Set(change.telehealth),
        asks_first: Set(change.asks_first),
        fee_minor: Set(change.fee_minor),
        ..Default::default()
    };
    row.update(&tx).await?;
    audit::note(&tx, caller, now, None, "doctor.edit", id).await?;
    let edited = own(row::one_in(&tx, id, now, until).await?, now)?;
    tx.commit().await?;
    Ok(edited)
}

/// Clinics by city and name.
fn by_city() -> Select<clinic::Entity> {
    use clinic::Column;
    clinic::Entity::find().order_by_asc(Column::City).order_by_asc(Column::Name).order_by_asc(Column::Id)
}

/// One page of the clinics, in the order of [`clinics`]. One statement.
pub async fn clinics_from(services: &Services, after: Option<ClinicId>, limit: u16) -> Result<Page<Clinic>, Error> {
    let limit = limit.clamp(1, LIMIT_MAX);
    let beyond = "(clinic.city, clinic.name, clinic.id) > (select c.city, c.name, c.id from clinic c where c.id = $1)";
    let beyond = after.map(|id| Expr::cust_with_values(beyond, [id.0]));
    let query = by_city().filter(Condition::all().add_option(beyond)).limit(u64::from(limit) + 1);
    let rows = query.all(&services.read(&Caller::Anonymous)).await?;
    let read = rows.into_iter().map(row::clinic).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_rows(read, limit, |clinic| clinic.id.to_string()))
}

/// Every clinic, by city and name; for the registration form and the city filter.
pub async fn clinics(services: &Services) -> Result<Vec<Clinic>, Error> {
    by_city().all(&services.read(&Caller::Anonymous)).await?.into_iter().map(row::clinic).collect()
}

/// The country (ISO 3166-1 alpha-2) of a city in which we know a clinic; none for another city, and where cities of the same name lie in
/// several countries. One statement.
pub async fn country_of(services: &Services, city: &str) -> Result<Option<String>, Error> {
    let lower = Expr::expr(Func::lower(Expr::col(clinic::Column::City)));
    let query = clinic::Entity::find().select_only().column(clinic::Column::Country).distinct();
    let query = query.filter(ExprTrait::eq(lower, city.trim().to_lowercase())).limit(2);
    let countries: Vec<String> = query.into_tuple().all(&services.read(&Caller::Anonymous)).await?;
    Ok(match countries.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    })
}
