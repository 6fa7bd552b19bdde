//! Sixty verified doctors and two who wait, with hours of every kind.

use super::dice::Dice;
use super::names::NAMES;
use super::places::{CITIES, clinic_number};
use super::texts::{BESIDES, MANNER, focus};
use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use domain::{
    Specialty,
    calendar::{Availability, Hours, WeeklyHours},
};
use std::collections::HashMap;

/// The number of `doctor@demo.example` among the doctors: the second general practitioner, in London.
pub(super) const DEMO: usize = 1;
/// Their account: the first is the administrator's.
pub(super) const DEMO_ACCOUNT: usize = DEMO + 1;
/// Doctors without verification, the last ones.
pub(super) const UNVERIFIED: usize = 2;

const WEEK: [Weekday; 7] = [Mon, Tue, Wed, Thu, Fri, Sat, Sun];

/// A doctor of the demonstration.
#[derive(Debug)]
pub(super) struct Doctor {
    pub(super) number: usize,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) specialty: Specialty,
    pub(super) city: usize,
    pub(super) clinic: usize,
    pub(super) verified: bool,
    pub(super) experience: i16,
    pub(super) education: String,
    pub(super) bio: String,
    pub(super) languages: Vec<String>,
    pub(super) telehealth: bool,
    pub(super) asks_first: bool,
    pub(super) fee_minor: i32,
    pub(super) license_expires: NaiveDate,
    /// Of a hundred patients, how many say something about them afterwards.
    pub(super) talked_of: usize,
    /// What they are liked on the whole, in tenths of a star.
    pub(super) liked: usize,
    pub(super) availability: Availability,
}

/// All of them, the demonstration's own doctor among the first.
pub(super) fn all(now: DateTime<Utc>) -> Vec<Doctor> {
    let mut maker = Maker { dice: Dice::new(0xD0C), taken: HashMap::new(), made: Vec::new(), year: now.year() };
    for (s, specialty) in Specialty::bookable().enumerate() {
        for nth in 0..count(specialty) {
            // Neighbours differ in their city; the second general practitioner is in London.
            maker.make(specialty, (s * 2 + nth * 5 + 1) % CITIES.len(), nth, true);
        }
    }
    for (city, specialty) in [(1, Specialty::Cardiology), (2, Specialty::Psychiatry)].into_iter().take(UNVERIFIED) {
        maker.make(specialty, city, 3, false);
    }
    maker.made
}

fn count(specialty: Specialty) -> usize {
    match specialty {
        Specialty::GeneralPractice => 8,
        Specialty::Paediatrics => 6,
        Specialty::Dermatology => 4,
        _ => 3,
    }
}

struct Maker {
    dice: Dice,
    /// Names given in each city.
    taken: HashMap<usize, usize>,
    made: Vec<Doctor>,
    year: i32,
}

impl Maker {
    fn make(&mut self, specialty: Specialty, city: usize, nth: usize, verified: bool) {
        let (number, place, dice) = (self.made.len(), &CITIES[city], &mut self.dice);
        let in_city = self.taken.entry(city).or_default();
        let (name, school) = (name(city, *in_city), *dice.one(place.schools));
        *in_city += 1;
        let experience = dice.between(4, 33);
        let slot_minutes = if number == DEMO || specialty == Specialty::GeneralPractice { 20 } else { *dice.one(&[20, 30, 30, 40]) };
        let talked_of = if number == DEMO || dice.chance(90) { 35 + dice.below(50) } else { 0 };
        self.made.push(Doctor {
            number,
            email: if number == DEMO { "doctor@demo.example".into() } else { format!("doctor{number}@demo.example") },
            name,
            specialty,
            city,
            clinic: clinic_number(city, number),
            verified,
            experience: i16::try_from(experience).unwrap_or_default(),
            education: format!(
                "MD, {school} ({}). Specialist training in {}.",
                self.year - experience - 6,
                specialty.name().to_lowercase()
            ),
            bio: bio(dice, specialty, nth),
            languages: languages(dice, city),
            telehealth: nth == 0 || number == DEMO || dice.chance(35),
            asks_first: nth == 2 && number != DEMO && dice.chance(60),
            fee_minor: (place.fee * dice.between(80, 150) / 100 + i32::from(specialty != Specialty::GeneralPractice) * place.fee / 3) / 5
                * 500,
            license_expires: NaiveDate::from_ymd_opt(self.year + dice.between(2, 6), 12, 31).unwrap_or(NaiveDate::MAX),
            talked_of,
            liked: 37 + dice.below(13),
            availability: Availability {
                zone: place.zone,
                weekly: if number == DEMO { every_day(&[(8, 12), (13, 17)]) } else { hours(nth) },
                exceptions: Vec::new(),
                slot_minutes,
                notice_minutes: if nth < 2 { 30 } else { *dice.one(&[60, 120, 240]) },
                horizon_days: *dice.one(&[42, 60, 90]),
            },
        });
    }
}

/// Women and men in turn, no name twice in a city.
fn name(city: usize, nth: usize) -> String {
    let names = &NAMES[city];
    let first = if nth.is_multiple_of(2) { names.women } else { names.men };
    format!("Dr {} {}", first[nth / 2 % first.len()], names.family[nth % names.family.len()])
}

fn bio(dice: &mut Dice, specialty: Specialty, nth: usize) -> String {
    let focus = focus(specialty);
    let (first, second) = (focus[nth % 3], focus[(nth + 1) % 3]);
    format!("Looks after {first}; a second interest is {second}. {} {}", dice.one(&MANNER), dice.one(&BESIDES))
}

fn languages(dice: &mut Dice, city: usize) -> Vec<String> {
    let usual = CITIES[city].languages;
    let mut spoken = vec![usual[0].to_owned()];
    if usual[0] != "en" {
        spoken.push("en".to_owned());
    }
    for more in usual.iter().filter(|tag| **tag != "en").skip(usize::from(usual[0] != "en")) {
        if dice.chance(30) {
            spoken.push((*more).to_owned());
        }
    }
    spoken
}

/// The first of each specialty is there every day until the evening, so that somebody always is within 24 hours; the others differ.
fn hours(nth: usize) -> Vec<WeeklyHours> {
    match nth {
        0 => every_day(&[(8, 12), (13, 20)]),
        1 => week(&[(&[Mon, Tue, Wed, Thu, Fri], &[(9, 12), (13, 17)])]),
        2 => week(&[(&[Tue, Wed, Thu, Fri], &[(10, 14), (15, 19)]), (&[Sat], &[(10, 14)])]),
        3 => week(&[(&[Mon, Wed, Fri], &[(12, 20)])]),
        4 => week(&[(&[Mon, Tue, Thu, Fri], &[(17, 21)]), (&[Sat], &[(9, 13)])]),
        5 => week(&[(&[Wed, Thu, Fri, Sat, Sun], &[(9, 15)])]),
        6 => week(&[(&[Mon, Tue, Wed, Thu], &[(8, 13), (14, 18)]), (&[Fri], &[(8, 13)])]),
        _ => week(&[(&[Sat, Sun], &[(9, 13), (14, 18)]), (&[Mon], &[(9, 17)])]),
    }
}

fn every_day(windows: &[(u16, u16)]) -> Vec<WeeklyHours> {
    week(&[(&WEEK, windows)])
}

/// Days and, on each of them, full hours.
type Part<'a> = (&'a [Weekday], &'a [(u16, u16)]);

fn week(parts: &[Part<'_>]) -> Vec<WeeklyHours> {
    let mut all = Vec::new();
    for (days, windows) in parts {
        for &weekday in *days {
            all.extend(windows.iter().map(|(from, until)| WeeklyHours { weekday, hours: Hours { from: from * 60, until: until * 60 } }));
        }
    }
    all
}
