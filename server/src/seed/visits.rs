//! Past and coming visits, in real slots of the doctors and without anybody in two places at once.

use super::dice::Dice;
use super::doctors::{self, Doctor};
use super::patients::{self, Patient};
use super::reports::{CASES, Case, REASONS};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Period, appointment::Status, calendar};

/// Past visits, those of today not counted.
pub(super) const PAST: usize = 600;
/// Coming visits, those of the demonstration's doctor today not counted.
pub(super) const COMING: usize = 140;

/// A visit of the demonstration.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) doctor: usize,
    pub(super) patient: usize,
    pub(super) period: Period,
    pub(super) status: Status,
    pub(super) telehealth: bool,
    pub(super) reason: Option<&'static str>,
    /// What the patient wrote before.
    pub(super) case: Option<&'static Case>,
    pub(super) made: DateTime<Utc>,
}

/// Finds times for visits.
pub(super) struct Planner<'a> {
    doctors: &'a [Doctor],
    patients: &'a [Patient],
    now: DateTime<Utc>,
    dice: Dice,
    pub(super) planned: Vec<Visit>,
}

impl<'a> Planner<'a> {
    pub(super) fn new(doctors: &'a [Doctor], patients: &'a [Patient], now: DateTime<Utc>) -> Self {
        Self { doctors, patients, now, dice: Dice::new(0x715), planned: Vec::new() }
    }

    /// The day of the demonstration's doctor: all but two slots are taken.
    pub(super) fn today(&mut self) {
        let Some(doctor) = self.doctors.get(doctors::DEMO) else { return };
        let zone = doctor.availability.zone;
        let slots = doctor.availability.slots(calendar::day(zone, self.now.with_timezone(&zone).date_naive()));
        let next = slots.iter().position(|slot| slot.start() > self.now).unwrap_or(slots.len());
        for (n, slot) in slots.iter().enumerate().filter(|(n, _)| n % 11 != 10) {
            let patient = self.anybody_free(*slot);
            let status = if slot.contains(self.now) {
                Status::Arrived
            } else if slot.end() <= self.now {
                if n % 9 == 4 { Status::Noshow } else { Status::Fulfilled }
            } else if n == next {
                Status::CheckedIn
            } else {
                Status::Booked
            };
            self.add(doctors::DEMO, patient, *slot, status);
        }
    }

    /// Two visits ahead of the demonstration's patient: the second with a doctor for what they wrote about.
    pub(super) fn ahead_of_demo_patient(&mut self) {
        let neurologist = self.doctors.iter().find(|d| CASES[0].suits(d.specialty) && d.specialty != domain::Specialty::GeneralPractice);
        let others = [Some(doctors::DEMO), neurologist.map(|d| d.number)];
        for (doctor, days) in others.into_iter().flatten().zip([1, 4]) {
            if let Some(slot) = self.free_slot(doctor, patients::DEMO, days) {
                self.add(doctor, patients::DEMO, slot, Status::Booked);
            }
        }
    }

    /// Visits in the coming two weeks, the sooner the more; every fourth is the demonstration's doctor's.
    pub(super) fn coming(&mut self) {
        let enough = self.planned.len() + COMING;
        for n in 0..COMING * 10 {
            if self.planned.len() >= enough {
                break;
            }
            let doctor = if n % 4 == 1 { doctors::DEMO } else { self.dice.below(self.doctors.len() - doctors::UNVERIFIED) };
            let patient = 1 + self.dice.below(self.patients.len() - 1);
            let days = i64::from(self.dice.between(0, 14).min(self.dice.between(0, 14)));
            if let Some(slot) = self.free_slot(doctor, patient, days) {
                let asks = self.doctors[doctor].asks_first && self.dice.chance(60);
                self.add(doctor, patient, slot, if asks { Status::Pending } else { Status::Booked });
            }
        }
    }

    /// Visits of the last six months; some are the demonstration's patient's and doctor's, and one of both: they know each other.
    pub(super) fn past(&mut self) {
        let enough = self.planned.len() + PAST;
        if let Some(slot) = (20..60).find_map(|days| self.free_slot(doctors::DEMO, patients::DEMO, -days)) {
            self.add(doctors::DEMO, patients::DEMO, slot, Status::Fulfilled);
        }
        for n in 0..PAST * 10 {
            if self.planned.len() >= enough {
                break;
            }
            let doctor = if n % 12 == 1 { doctors::DEMO } else { self.dice.below(self.doctors.len() - doctors::UNVERIFIED) };
            let patient = if n % 60 == 3 { patients::DEMO } else { self.dice.below(self.patients.len()) };
            let days = i64::from(self.dice.between(1, 180));
            if let Some(slot) = self.free_slot(doctor, patient, -days) {
                let status = match self.dice.below(100) {
                    0..80 => Status::Fulfilled,
                    80..92 => Status::Cancelled,
                    _ => Status::Noshow,
                };
                self.add(doctor, patient, slot, status);
            }
        }
    }

    /// A slot of the doctor `days` from today at which both are free; before now for days gone by, after it otherwise.
    fn free_slot(&mut self, doctor: usize, patient: usize, days: i64) -> Option<Period> {
        let calendar = &self.doctors[doctor].availability;
        let date = (self.now + TimeDelta::days(days)).with_timezone(&calendar.zone).date_naive();
        let mut slots = calendar.slots(calendar::day(calendar.zone, date));
        slots.retain(|slot| if days < 0 { slot.end() < self.now } else { slot.start() > self.now + TimeDelta::minutes(30) });
        slots.retain(|slot| !self.is_busy(slot, |visit| visit.doctor == doctor || visit.patient == patient));
        if slots.is_empty() { None } else { Some(*self.dice.one(&slots)) }
    }

    /// Somebody who has no other visit within half a day: nobody sees the same doctor three times a day.
    fn anybody_free(&mut self, slot: Period) -> usize {
        let half = TimeDelta::hours(12);
        let around = Period::new(slot.start() - half, slot.end() + half).unwrap_or(slot);
        loop {
            let patient = 1 + self.dice.below(self.patients.len() - 1);
            if !self.is_busy(&around, |visit| visit.patient == patient) {
                return patient;
            }
        }
    }

    fn is_busy(&self, slot: &Period, concerns: impl Fn(&Visit) -> bool) -> bool {
        self.planned.iter().any(|visit| concerns(visit) && visit.period.overlaps(slot))
    }

    fn add(&mut self, doctor: usize, patient: usize, period: Period, status: Status) {
        let about = &self.doctors[doctor];
        let cases: Vec<&'static Case> = CASES.iter().filter(|case| case.suits(about.specialty)).collect();
        let is_demos = patient == patients::DEMO || (doctor == doctors::DEMO && status.blocks());
        let case = if !cases.is_empty() && self.dice.chance(if is_demos { 70 } else { 25 }) { Some(*self.dice.one(&cases)) } else { None };
        let reason = case.map(|case| case.reason).or_else(|| self.dice.chance(80).then(|| *self.dice.one(&REASONS)));
        let telehealth = about.telehealth && self.dice.chance(30);
        let before = TimeDelta::hours(i64::from(self.dice.between(3, 200)));
        let made = (period.start() - before).min(self.now - TimeDelta::minutes(5));
        self.planned.push(Visit { doctor, patient, period, status, telehealth, reason, case, made });
    }
}
