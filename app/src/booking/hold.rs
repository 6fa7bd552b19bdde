//! A held time: say why, confirm, or let go.

use super::{HoldClock, free::free_times};
use crate::{
    act::Done,
    appointment::{Refused, mode_words},
    ctx::{Ctx, ctx, load},
    fields::{Fields, Submitted},
    notice::Notice,
    path,
    ui::{Banner, Button, Buttons, Card, Fact, Facts, Form, LinkButton, Look, Page, PostButton, Section, TextArea, Tone, When, time},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    AppointmentId, Code, Period,
    appointment::{Appointment, Status},
    text::REASON_MAX,
};
use leptos::prelude::*;
use service::{Error, appointment as visits, doctor};

/// Free times offered after a hold ran out.
const OFFERED: usize = 12;

/// The address of a held time.
pub fn hold_path(id: AppointmentId) -> String {
    format!("/book/hold/{id}")
}

/// `/book/hold/{appointment}`
#[component]
pub fn HoldPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let visit = visits::get(&ctx.services, &ctx.caller(), ctx.param("appointment")?).await?;
        let now = ctx.now();
        let alive = visit.hold_until.filter(|until| visit.status == Status::Proposed && *until > now);
        Ok(match (alive, visit.status) {
            (Some(until), _) => held(&ctx, &visit, until).into_any(),
            (None, Status::Proposed | Status::Cancelled) => ran_out(&ctx, &visit).await?.into_any(),
            _ => confirmed(&visit).into_any(),
        })
    })
}

fn held(ctx: &Ctx, visit: &Appointment, until: DateTime<Utc>) -> impl IntoView + use<> {
    let here = hold_path(visit.id);
    let left = u32::try_from((until - ctx.now()).num_seconds()).unwrap_or(0);
    let zone = ctx.viewer.zone().unwrap_or(visit.doctor.zone);
    let other = use_context::<Submitted>().is_some_and(|sent| sent.act != "confirm").then(|| view! { <Refused/> });
    let reason = visit.reason.clone().unwrap_or_default();
    let (facts, ends) = (facts(visit), time::clock(until, zone));
    view! {
        <Page title="Confirm your appointment">
            {other}
            <HoldClock left=left until=ends elsewhere=here.clone()/>
            <Card>{facts}</Card>
            <Form act="confirm">
                <TextArea name="reason" label="Why do you come?" hint="In your own words; the doctor reads it before the visit." max=REASON_MAX value=reason.clone() optional=true/>
                <Buttons><Button>"Confirm the appointment"</Button></Buttons>
            </Form>
            <PostButton to=here act="release" look=Look::Plain>"Let this time go"</PostButton>
        </Page>
    }
}

fn facts(visit: &Appointment) -> impl IntoView + use<> {
    let of = visit.doctor.clone();
    let report = visit.report.as_ref().map(crate::appointment::report_line);
    let (at, length, how) = (visit.period.start(), time::minutes(visit.period.minutes()), mode_words(visit.mode));
    view! {
        <Facts columns=true>
            <Fact label="When">
                <When at=at clinic=of.zone/>
                <span class="text-muted">{format!(" · {length}")}</span>
            </Fact>
            <Fact label="Doctor">{of.name}<span class="text-muted">" · "{of.specialty.name()}</span></Fact>
            <Fact label="How">{how}</Fact>
            <Fact label="Where">{format!("{}, {}, {}", of.clinic, of.address, of.city)}</Fact>
            {report.map(|line| view! { <Fact label="Symptom report">{line}</Fact> })}
        </Facts>
    }
}

async fn ran_out(ctx: &Ctx, visit: &Appointment) -> Result<impl IntoView + use<>, Error> {
    let now = ctx.now();
    let window = Period::new(now, now + TimeDelta::days(14)).map_err(|e| Error::Internal(e.to_string()))?;
    let mut slots = match doctor::slots(&ctx.services, visit.doctor.id, window).await {
        // The doctor may have stopped taking bookings since.
        Err(Error::Refused(Code::NotFound)) => Vec::new(),
        other => other?,
    };
    slots.truncate(OFFERED);
    let zone = ctx.viewer.zone().unwrap_or(visit.doctor.zone);
    let (id, report) = (visit.doctor.id, visit.report.as_ref().map(|report| report.id));
    let list = free_times(slots, zone, "Nothing is free in the coming two weeks", move |start| path::book(id, start, report));
    let with = format!("Free times with {}", visit.doctor.name);
    let lead = format!("Times in {}.", time::place(zone, visit.doctor.zone, &visit.doctor.city));
    Ok(view! {
        <Page title="This time is no longer held for you" lead="A time is held for a few minutes only, so that others are not kept waiting. Nothing was booked.">
            <Section title=with lead=lead>{list}</Section>
        </Page>
    })
}

fn confirmed(visit: &Appointment) -> impl IntoView + use<> {
    let to = path::appointment(visit.id);
    view! {
        <Page title="This appointment is confirmed already">
            <Banner tone=Tone::Done title="There is nothing left to do here."/>
            <Buttons><LinkButton href=to>"See your appointment"</LinkButton></Buttons>
        </Page>
    }
}

/// Turns the hold into a booking.
pub async fn confirm(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let id = ctx.param("appointment")?;
    let visit = visits::confirm(&ctx.services, &ctx.caller(), id, fields.text("reason")).await?;
    let notice = if visit.status == Status::Pending { Notice::Requested } else { Notice::Booked };
    Ok(Done::to(path::appointment(id)).saying(notice))
}

/// Lets the time go. One that ran out meanwhile is gone already; one that was confirmed meanwhile is not called off here.
pub async fn release(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let id = ctx.param("appointment")?;
    let visit = visits::get(&ctx.services, &ctx.caller(), id).await?;
    let visit = match visit.status {
        Status::Proposed => visits::cancel(&ctx.services, &ctx.caller(), id).await?,
        Status::Cancelled => visit,
        _ => return Ok(Done::to(hold_path(id))),
    };
    Ok(Done::to(path::doctor(visit.doctor.id)))
}
