//! The chosen time, and the button that holds it. Looking at this page changes nothing.

use super::{free::free_times, hold_path};
use crate::{
    act::Done,
    agenda::triage_words,
    appointment::{PostSlots, Refused, start},
    ctx::{Ctx, ctx, load},
    fields::{Fields, Submitted},
    path,
    ui::{Avatar, Banner, Button, Buttons, Card, Fact, Facts, Form, Hidden, Page, Radios, Section, Tone, When, options, time},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Code, DoctorId, Period, Problems, SymptomReportId,
    appointment::{HOLD_MINUTES, Mode},
    assessment::SymptomReport,
    booking::{NewAppointment, nearest},
    doctor::DoctorProfile,
    triage::emergency_numbers,
};
use leptos::prelude::*;
use service::{Error, appointment as visits, doctor, symptom};

/// Free times offered in place of one that is gone.
const OFFERED: usize = 12;

/// What is to be booked, as the address or a form that came back says it.
struct Wish {
    start: Option<DateTime<Utc>>,
    report: Option<SymptomReportId>,
    mode: String,
    /// The nearest free times after a lost race.
    lost: Vec<Period>,
}

impl Wish {
    fn of(ctx: &Ctx, sent: Option<Submitted>) -> Self {
        let (fields, lost) = sent.map_or_else(|| (ctx.viewer.query.clone(), Vec::new()), |sent| (sent.fields, sent.slots));
        let now = ctx.now();
        let start = fields.text("start").parse().ok();
        let report = fields.text("report").parse().ok();
        let plausible = |at: &DateTime<Utc>| *at > now && *at < now + TimeDelta::days(400);
        Self { start: start.filter(plausible), report, mode: fields.text("mode").to_owned(), lost }
    }

    /// A window in which this time and its neighbours lie.
    fn around(&self, now: DateTime<Utc>) -> Result<Period, Error> {
        let from = self.start.map_or(now, |start| now.max(start - TimeDelta::days(7)));
        Period::new(from, from + TimeDelta::days(21)).map_err(|e| Error::Internal(e.to_string()))
    }
}

/// `/book/{doctor}?start=…&report=…`
#[component]
pub fn BookPage() -> impl IntoView {
    let ctx = ctx();
    let sent = use_context::<Submitted>();
    load(async move {
        let caller = ctx.caller();
        let wish = Wish::of(&ctx, sent);
        let id: DoctorId = ctx.param("doctor")?;
        let profile = doctor::profile(&ctx.services, id, wish.around(ctx.now())?).await?;
        let report = match wish.report {
            Some(report) => Some(symptom::report(&ctx.services, &caller, report).await?),
            None => None,
        };
        if let Some(report) = report.as_ref().filter(|r| level(r).is_some_and(|l| l.is_emergency())) {
            return Ok(emergency(report, ctx.country()).into_any());
        }
        Ok(show(&ctx, &profile, wish, report).into_any())
    })
}

fn show(ctx: &Ctx, profile: &DoctorProfile, wish: Wish, report: Option<SymptomReport>) -> impl IntoView + use<> {
    let free = wish.start.and_then(|start| profile.card.slots.iter().copied().find(|slot| slot.start() == start));
    let zone = ctx.viewer.zone().unwrap_or(profile.card.clinic.zone);
    let title = if free.is_some() { "Book this time" } else { "Choose a time" };
    let body = match free {
        Some(slot) => ready(profile, slot, &wish, report.as_ref()).into_any(),
        None => choose(profile, &wish, zone).into_any(),
    };
    let (who, more) = (who(profile), path::doctor(profile.card.id));
    view! {
        <Page title=title>
            {who}
            {body}
            <p><a class="link" href=more>"More about this doctor and other times"</a></p>
        </Page>
    }
}

fn who(profile: &DoctorProfile) -> impl IntoView + use<> {
    let card = profile.card.clone();
    view! {
        <div class="flex items-center gap-4">
            <Avatar name=card.name.clone()/>
            <div>
                <p class="text-lg font-semibold">{card.name}</p>
                <p class="text-muted">{card.specialty.name()}" · "{card.clinic.name}", "{card.clinic.city}</p>
            </div>
        </div>
    }
}

fn ready(profile: &DoctorProfile, slot: Period, wish: &Wish, report: Option<&SymptomReport>) -> impl IntoView + use<> {
    let card = &profile.card;
    let zone = card.clinic.zone;
    let (start, telehealth) = (time::machine(slot.start()), card.telehealth);
    let mode = if wish.mode.is_empty() { "in-person".to_owned() } else { wish.mode.clone() };
    let attached = wish.report.map(|id| id.to_string());
    let asks = profile.asks_first.then_some("This doctor accepts each booking personally, so it is a request until then.");
    let place = format!("{}, {}", card.clinic.address, card.clinic.city);
    let (at, length, fee) = (slot.start(), time::minutes(slot.minutes()), time::money(card.fee_minor, &card.currency));
    let level = report.map(|report| level(report).map_or("attached", triage_words));
    view! {
        <Card>
            <Facts columns=true>
                <Fact label="When"><When at=at clinic=zone/><span class="text-muted">{format!(" · {length}")}</span></Fact>
                <Fact label="Fee">{fee}</Fact>
                <Fact label="Where">{place}</Fact>
                {level.map(|level| view! { <Fact label="Your symptom report">{level}" · the doctor sees it before the visit"</Fact> })}
            </Facts>
        </Card>
        {asks.map(|asks| view! { <p class="text-muted">{asks}</p> })}
        <Form>
            <Hidden name="start" value=start.clone()/>
            {attached.clone().map(|report| view! { <Hidden name="report" value=report/> })}
            {telehealth.then(|| view! {
                <Radios name="mode" legend="How would you like to meet?" options=options([("in-person", "At the clinic"), ("telehealth", "By video")]) value=mode.clone()/>
            })}
            <Buttons><Button>{format!("Hold this time for {}", time::minutes(i64::from(HOLD_MINUTES)))}</Button></Buttons>
            <p class="text-muted">"Nothing is booked yet. While the time is held for you, you can say why you come and then confirm."</p>
        </Form>
    }
}

fn choose(profile: &DoctorProfile, wish: &Wish, zone: chrono_tz::Tz) -> impl IntoView + use<> {
    let id = profile.card.id;
    let report = wish.report;
    let free = match wish.start {
        Some(start) => nearest(start, &profile.card.slots, OFFERED),
        None => profile.card.slots.iter().copied().take(OFFERED).collect(),
    };
    let gone = (wish.lost.is_empty() && wish.start.is_some())
        .then(|| view! { <Banner tone=Tone::Attention title="That time is not free any more."/> });
    let mut fields = vec![("mode", wish.mode.clone())];
    fields.extend(report.map(|report| ("report", report.to_string())));
    let slots = wish.lost.clone();
    let whose = time::place(zone, profile.card.clinic.zone, &profile.card.clinic.city);
    let lead = format!("Times in {whose}.");
    let lost = (!slots.is_empty()).then(|| {
        view! {
            <Section title="The nearest free times" lead=format!("Times in {whose}. Press one and it is held for you.")>
                <PostSlots slots=slots zone=zone to=format!("/book/{id}") verb="Hold" fields=fields/>
            </Section>
        }
    });
    let list = free_times(free, zone, "Nothing is free in the coming three weeks", move |start| path::book(id, start, report));
    view! { <Refused/> {gone} {lost} <Section title="Free times" lead=lead>{list}</Section> }
}

fn level(report: &SymptomReport) -> Option<domain::triage::Triage> {
    report.assessment.triage.as_ref().map(|triage| triage.level)
}

/// At the emergency levels nothing is booked.
fn emergency(report: &SymptomReport, country: &str) -> impl IntoView + use<> {
    let number = emergency_numbers(country).ambulance;
    let words = level(report).map_or("Get help now", triage_words);
    let more = path::report(report.id);
    view! {
        <Page title="Please do not wait for an appointment">
            <Banner tone=Tone::Emergency title=words>
                <p>"What you told us needs help now, not an appointment."</p>
                <p><a class="btn btn-call" href=format!("tel:{number}")>{format!("Call {number}")}</a></p>
            </Banner>
            <p><a class="link" href=more>"What to do now"</a></p>
        </Page>
    }
}

/// Holds the time for a few minutes.
pub async fn hold(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let new = NewAppointment {
        doctor: ctx.param("doctor")?,
        start: start(&fields)?,
        mode: mode(fields.text("mode"))?,
        reason: None,
        report: match fields.text("report") {
            "" => None,
            raw => Some(raw.parse().map_err(|_| Error::Refused(Code::NotFound))?),
        },
        hold: true,
    };
    let held = visits::book(&ctx.services, &ctx.caller(), &new, None).await?;
    Ok(Done::to(hold_path(held.id)))
}

fn mode(raw: &str) -> Result<Mode, Problems> {
    match raw {
        "" | "in-person" => Ok(Mode::InPerson),
        "telehealth" => Ok(Mode::Telehealth),
        _ => Err(Problems::one("mode", "Please choose how you would like to meet.")),
    }
}
