//! Writing the sheet down.

use super::{Counts, Line, Next, Report, Sheet, Step};
use crate::{ctx::Ctx, error::Failure, path, refusal::Refusal, ui::time};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::{
    Code,
    appointment::{Actor, Appointment, Mode, PatientRef, Status, is_timely},
    assessment::{State, SymptomReport},
    calendar,
};
use leptos::prelude::*;
use service::{Error, appointment as visits, symptom};

/// Conditions shown.
const CONDITIONS: usize = 5;

/// The day of the calling doctor: one statement for the visits, one for the report of the next patient.
pub async fn sheet(ctx: &Ctx, date: NaiveDate) -> Result<Sheet, Error> {
    let zone = ctx.viewer.zone().unwrap_or(chrono_tz::UTC);
    let (now, caller) = (ctx.now(), ctx.caller());
    let all = visits::agenda(&ctx.services, &caller, calendar::day(zone, date)).await?;
    let next = match upcoming(&all, now) {
        Some(visit) => {
            let report = match &visit.report {
                // Called off this moment, the visit has closed the report.
                Some(report) => match symptom::report(&ctx.services, &caller, report.id).await {
                    Err(error) if error.code() == Code::NotFound => None,
                    found => Some(found?),
                },
                None => None,
            };
            let person = person(&visit.patient, time::date_in(now, zone));
            let prescribe = path::prescriptions_of(visit.patient.id);
            Some(Next { line: line(visit, zone, now), person, prescribe, report: report.map(told) })
        }
        None => None,
    };
    let date = date.to_string();
    Ok(Sheet {
        to: path::with("/dashboard", &[("date", &date)]),
        date,
        written: time::clock(now, zone),
        counts: counts(&all),
        next,
        lines: all.iter().map(|visit| line(visit, zone, now)).collect(),
    })
}

/// The sheet for the browser, or why there is none.
pub(super) async fn answer(date: &str) -> Result<Sheet, Refusal> {
    let Ok(date) = date.parse() else {
        return Err(Refusal::new(Code::ValidationError, "Please write the date like 2026-05-31."));
    };
    let written = match use_context::<Ctx>() {
        Some(ctx) => sheet(&ctx, date).await,
        None => Err(Error::Internal("no request in the context of a server function".into())),
    };
    written.map_err(|error| {
        let Failure { code, message, .. } = Failure::of(&error);
        Refusal::new(code, message)
    })
}

/// One visit, as `zone` and `now` see it.
pub fn line(visit: &Appointment, zone: Tz, now: DateTime<Utc>) -> Line {
    let start = visit.period.start();
    Line {
        id: visit.id.to_string(),
        version: visit.version,
        time: time::clock(start, zone),
        machine: time::machine(start),
        length: time::minutes(visit.period.minutes()),
        name: visit.patient.name.clone(),
        patient: visit.patient.id.to_string(),
        reason: match &visit.cancel_reason {
            Some(why) => format!("Called off: {why}"),
            None => visit.reason.clone().unwrap_or_default(),
        },
        video: visit.mode == Mode::Telehealth,
        status: visit.status,
        triage: visit.report.as_ref().and_then(|report| report.triage),
        steps: steps(visit, now),
    }
}

fn steps(visit: &Appointment, now: DateTime<Utc>) -> Vec<Step> {
    let legal = visit.status.acts(Actor::Doctor);
    let timely = |step: &Step| is_timely(step.act(), Actor::Doctor, visit.period.start(), now);
    Step::ALL.into_iter().filter(|step| legal.contains(&step.act())).filter(timely).collect()
}

/// Who is with the doctor; else who waits longest; else who comes next.
fn upcoming(all: &[Appointment], now: DateTime<Utc>) -> Option<&Appointment> {
    let first = |status: Status| all.iter().find(|visit| visit.status == status);
    let to_come = || all.iter().find(|visit| visit.status == Status::Booked && visit.period.end() > now);
    first(Status::Arrived).or_else(|| first(Status::CheckedIn)).or_else(to_come)
}

fn counts(all: &[Appointment]) -> Counts {
    let of = |wanted: Status| all.iter().filter(|visit| visit.status == wanted).count();
    Counts { all: all.len(), requests: of(Status::Pending), waiting: of(Status::CheckedIn), done: of(Status::Fulfilled) }
}

fn person(patient: &PatientRef, today: NaiveDate) -> String {
    let age = patient.date_of_birth.map(|born| (today - born).num_days()).filter(|days| *days >= 0);
    // Exact on birthdays where it matters: whole years from two years on, months before.
    let age = age.map(|days| match patient.date_of_birth.and_then(|born| today.years_since(born)) {
        Some(years) if years >= 2 => time::count(u64::from(years), "year", "years"),
        _ => time::count(days.unsigned_abs() * 12 / 365, "month", "months"),
    });
    let both: Vec<String> = age.into_iter().chain(patient.sex.map(|sex| sex.code().to_owned())).collect();
    both.join(" · ")
}

fn told(report: SymptomReport) -> Report {
    let href = path::report(report.id);
    let found = report.assessment;
    let named = |state: State| found.findings.iter().filter(|f| f.state == state).map(|f| f.name.clone()).collect();
    let conditions = found.conditions.iter().take(CONDITIONS);
    Report {
        href,
        words: report.text,
        triage: found.triage.as_ref().map(|triage| triage.level),
        flags: found.triage.iter().flat_map(|triage| &triage.red_flags).map(|flag| flag.why.clone()).collect(),
        present: named(State::Present),
        absent: named(State::Absent),
        conditions: conditions.map(|c| (format!("{} ({})", c.name, c.code), time::percent(c.probability))).collect(),
    }
}
