//! `/doctors/{doctor}`: who they are, and a week of free times.

use super::card::chips;
use crate::{
    ctx::{Ctx, ctx, load},
    path,
    ui::{Avatar, Fact, Facts, LinkButton, Look, Page, Section, Slots, time},
};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::{Period, SymptomReportId, doctor::DoctorProfile};
use leptos::prelude::*;
use service::Error;

/// Days shown at once.
const DAYS: u64 = 7;

/// `/doctors/{doctor}`
#[component]
pub fn DoctorPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let first = first_day(&ctx);
        let profile = service::doctor::profile(&ctx.services, ctx.param("doctor")?, window(first)?).await?;
        let report = ctx.query("report").parse().ok();
        let title = profile.card.name.clone();
        Ok(view! {
            <Page title=title bare=true wide=true>
                <div class="grid gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,28rem)] lg:items-start lg:gap-16">
                    <div class="space-y-8">{head(&profile, ctx.caller().patient().is_some())} {about(&profile)}</div>
                    {week(&ctx, profile, first, report)}
                </div>
            </Page>
        })
    })
}

/// The day that the query asks for, never before today.
fn first_day(ctx: &Ctx) -> NaiveDate {
    let today = ctx.today();
    ctx.query("from").parse().ok().filter(|date| *date > today).unwrap_or(today)
}

/// The days in every zone of the world: which of them count is known once the clinic's zone is.
fn window(first: NaiveDate) -> Result<Period, Error> {
    let start = first.and_time(NaiveTime::MIN).and_utc() - TimeDelta::hours(14);
    let days = TimeDelta::days(DAYS.try_into().unwrap_or(7));
    Period::new(start, start + days + TimeDelta::hours(28)).map_err(|e| Error::Internal(e.to_string()))
}

fn head(profile: &DoctorProfile, is_patient: bool) -> impl IntoView + use<> {
    let card = &profile.card;
    view! {
        <header class="flex flex-wrap items-center gap-4">
            <Avatar name=card.name.clone() large=true/>
            <div class="min-w-0 space-y-1">
                <h1 class="text-2xl font-semibold text-balance">{card.name.clone()}</h1>
                <p class="text-lg">{card.specialty.name()} <span class="text-muted">" – " {card.specialty.cares_for()}</span></p>
            </div>
        </header>
        {chips(card, true)}
        <p class="lg:hidden"><a class="btn btn-primary w-full" href="#times">"See free times"</a></p>
        {is_patient.then(|| view! { <p><a class="link" href=format!("/records/share/{}", card.id)>"Share my record with this doctor"</a></p> })}
    }
}

fn about(profile: &DoctorProfile) -> impl IntoView + use<> {
    let (card, clinic, visit) = (profile.card.clone(), profile.card.clinic.clone(), profile.consultation_minutes);
    let bio = (!profile.bio.is_empty()).then(|| view! { <p class="max-w-prose whitespace-pre-line">{profile.bio.clone()}</p> });
    let education = (!profile.education.is_empty()).then(|| {
        let education = profile.education.clone();
        view! { <Fact label="Education"><span class="whitespace-pre-line">{education}</span></Fact> }
    });
    let years = time::count(u64::from(card.experience_years.unsigned_abs()), "year", "years");
    let asks = if profile.asks_first { "The doctor confirms each booking first." } else { "Your booking is confirmed at once." };
    view! {
        {bio}
        <Facts columns=true>
            <Fact label="Clinic">{clinic.name.clone()} <br/> {clinic.address.clone()} ", " {clinic.city.clone()}</Fact>
            <Fact label="Experience">{years}</Fact>
            {education}
            <Fact label="A visit">{time::minutes(i64::from(visit))} ". " {asks}</Fact>
        </Facts>
    }
}

fn week(ctx: &Ctx, profile: DoctorProfile, first: NaiveDate, report: Option<SymptomReportId>) -> impl IntoView + use<> {
    let zone = ctx.viewer.zone().unwrap_or(profile.card.clinic.zone);
    let end = first.checked_add_days(Days::new(DAYS)).unwrap_or(first);
    let slots = within(profile.card.slots, zone, first, end);
    let last = end.pred_opt().unwrap_or(end);
    let (id, back) = (profile.card.id, first.checked_sub_days(Days::new(DAYS)).unwrap_or(first));
    let earlier = (first > ctx.today()).then(|| to_week(&path::doctor(id), back, report));
    let later = to_week(&path::doctor(id), end, report);
    let lead = format!(
        "{} to {}, times in {}.",
        time::day(first),
        time::day(last),
        time::place(zone, profile.card.clinic.zone, &profile.card.clinic.city)
    );
    let times = if !profile.bookable {
        view! { <p class="text-muted">"This doctor cannot be booked at the moment."</p> }.into_any()
    } else if slots.is_empty() {
        view! { <p class="rounded-card border border-dashed border-line p-6 text-center text-muted">"Nothing is free in these seven days."</p> }.into_any()
    } else {
        let href = move |start: DateTime<Utc>| path::book(id, start, report);
        view! { <Slots slots=slots zone=zone href=href/> }.into_any()
    };
    view! {
        <Section title="Free times" lead=lead id="times">
            {times}
            <nav class="flex flex-wrap gap-3" aria-label="Other weeks">
                {earlier.map(|href| view! { <LinkButton href=href look=Look::Quiet icon=icondata_hi::HiChevronLeftOutlineLg>"Earlier"</LinkButton> })}
                <LinkButton href=later look=Look::Quiet icon=icondata_hi::HiChevronRightOutlineLg>"The next seven days"</LinkButton>
            </nav>
        </Section>
    }
}

fn within(slots: Vec<Period>, zone: Tz, first: NaiveDate, end: NaiveDate) -> Vec<Period> {
    slots.into_iter().filter(|slot| (first..end).contains(&time::date_in(slot.start(), zone))).collect()
}

fn to_week(doctor: &str, day: NaiveDate, report: Option<SymptomReportId>) -> String {
    let report = report.map(|id| id.to_string()).unwrap_or_default();
    format!("{}#times", path::with(doctor, &[("from", &day.to_string()), ("report", &report)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_seven_days_of_the_reader() {
        let first = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date");
        let end = first + Days::new(DAYS);
        let at = |text: &str| Period::starting(text.parse().expect("an instant"), 30);
        let slots = vec![at("2026-11-23T22:30:00Z"), at("2026-11-23T23:30:00Z"), at("2026-11-30T22:00:00Z"), at("2026-11-30T23:00:00Z")];
        let kept = within(slots.clone(), chrono_tz::Europe::Berlin, first, end);
        assert_eq!(kept, slots[1..3]);
        let window = window(first).expect("a window");
        assert!(slots.iter().all(|slot| window.contains(slot.start())));
    }
}
