//! Which doctors can help in time, and why these.

use crate::{Error, Services, doctor};
use chrono::{NaiveDate, TimeDelta};
use domain::{
    Period, Specialty,
    assessment::{Assessment, Recommended},
    calendar,
    doctor::DoctorCard,
    patient::language_name,
    triage::Triage,
};

/// Doctors recommended.
const RECOMMENDED: usize = 5;
/// Doctors looked at.
const CANDIDATES: u16 = 300;
/// Slots shown with each.
const SLOTS: usize = 3;

/// How much each reason counts; they sum to one. No other reason counts, and nobody can pay for a place.
mod weight {
    /// How well the specialty fits.
    pub(super) const SPECIALTY: f32 = 0.45;
    /// How soon the first slot is, within what the triage level allows.
    pub(super) const SOON: f32 = 0.25;
    /// Whether it is in the city asked for, or in the person's country where none was.
    pub(super) const CITY: f32 = 0.12;
    /// Whether the language asked for is spoken.
    pub(super) const LANGUAGE: f32 = 0.06;
    /// Whether video visits are offered.
    pub(super) const TELEHEALTH: f32 = 0.04;
    /// How others rated, drawn towards the overall mean where few did.
    pub(super) const RATING: f32 = 0.08;
}

/// What the patient prefers; all of it optional.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// A city.
    pub city: Option<String>,
    /// Where the person is (ISO 3166-1 alpha-2), for those who name no city.
    pub country: Option<String>,
    /// A date, in the clinic's local time.
    pub date: Option<NaiveDate>,
    /// A language (BCP 47).
    pub language: Option<String>,
}

/// At most five doctors, best first; none at the emergency levels or where nothing could be assessed.
pub(super) async fn rank(services: &Services, assessment: &Assessment, wish: &Wish) -> Result<Vec<Recommended>, Error> {
    let level = assessment.triage.as_ref().map(|t| t.level);
    let Some(hours) = level.and_then(Triage::within_hours).filter(|_| assessment.assessable) else { return Ok(Vec::new()) };
    let specialties: Vec<(Specialty, f32)> =
        assessment.specialties.iter().filter(|s| s.code.is_bookable()).take(3).map(|s| (s.code, s.probability)).collect();
    let codes: Vec<Specialty> = specialties.iter().map(|s| s.0).collect();
    let now = services.now();
    let window = Period::new(now, now + TimeDelta::hours(i64::from(hours))).map_err(|e| Error::Internal(e.to_string()))?;
    let best = specialties.iter().map(|s| s.1).fold(f32::MIN_POSITIVE, f32::max);
    let mut ranked: Vec<Recommended> = Vec::new();
    for card in doctor::candidates(services, &codes, window, CANDIDATES).await? {
        let fit = specialties.iter().find(|s| s.0 == card.specialty).map_or(0.0, |s| s.1 / best);
        ranked.extend(score(card, fit, window, wish));
    }
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.doctor.id.cmp(&b.doctor.id)));
    ranked.truncate(RECOMMENDED);
    Ok(ranked)
}

/// The city that was wished for, where none of the doctors found is in it.
pub fn elsewhere<'a>(wish: &'a Wish, doctors: &[Recommended]) -> Option<&'a str> {
    let city = wish.city.as_deref().filter(|_| !doctors.is_empty())?;
    doctors.iter().all(|found| !found.doctor.clinic.city.eq_ignore_ascii_case(city)).then_some(city)
}

fn score(mut card: DoctorCard, fit: f32, window: Period, wish: &Wish) -> Option<Recommended> {
    if let Some(date) = wish.date {
        let day = calendar::day(card.clinic.zone, date);
        card.slots.retain(|slot| day.contains(slot.start()));
    }
    let first = *card.slots.first()?;
    let wait = share((first.start() - window.start()).num_minutes(), window.minutes());
    let near = wish.city.as_ref().map(|city| city.eq_ignore_ascii_case(&card.clinic.city));
    let at_home = wish.country.as_ref().map(|country| country.eq_ignore_ascii_case(&card.clinic.country));
    let speaks = wish.language.as_ref().map(|tag| card.languages.contains(tag));
    let parts = [
        (weight::SPECIALTY, fit),
        (weight::SOON, 1.0 - wait),
        (weight::CITY, f32::from(near.or(at_home).unwrap_or(true))),
        (weight::LANGUAGE, f32::from(speaks.unwrap_or(true))),
        (weight::TELEHEALTH, f32::from(card.telehealth)),
        (weight::RATING, card.rating.map_or(domain::review::UNKNOWN, |(mean, _)| mean) / 5.0),
    ];
    let score = parts.iter().map(|(weight, value)| weight * value).sum();
    let reasons = reasons(&card, fit, first, window, near, speaks.and(wish.language.as_deref()));
    card.slots.truncate(SLOTS);
    Some(Recommended { doctor: card, score, reasons })
}

fn share(part: i64, whole: i64) -> f32 {
    let clamp = |n: i64| f64::from(i32::try_from(n.max(0)).unwrap_or(i32::MAX));
    #[expect(clippy::cast_possible_truncation, reason = "a share between 0 and 1")]
    let share = (clamp(part) / clamp(whole).max(1.0)).clamp(0.0, 1.0) as f32;
    share
}

fn reasons(card: &DoctorCard, fit: f32, first: Period, window: Period, near: Option<bool>, language: Option<&str>) -> Vec<String> {
    let mut all = vec![if fit >= 1.0 {
        format!("{} fits best what you describe", card.specialty.name())
    } else {
        format!("{} can help with what you describe", card.specialty.name())
    }];
    all.push(match (first.start() - window.start()).num_hours() {
        0..=11 => "free within 12 hours".to_owned(),
        12..=23 => "free within 24 hours".to_owned(),
        hours => format!("free in {} days", hours / 24),
    });
    if near == Some(true) {
        all.push(format!("in {}", card.clinic.city));
    }
    if let Some(tag) = language.filter(|tag| card.languages.iter().any(|l| l == tag)) {
        all.push(format!("speaks {}", language_name(tag)));
    }
    if card.telehealth {
        all.push("offers video visits".to_owned());
    }
    if let Some((mean, count)) = card.rating.filter(|(mean, count)| *mean >= 4.0 && *count >= 5) {
        all.push(format!("rated {mean:.1} by {count} patients"));
    }
    all
}
