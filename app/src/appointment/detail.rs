//! One appointment, and what its patient can do with it.

use super::{Refused, mode_words};
use crate::{
    act::Done,
    agenda::triage_words,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    path,
    ui::{Banner, Buttons, Card, Fact, Facts, LinkButton, Look, Page, PostButton, Section, StatusBadge, Tone, When, time},
};
use chrono::{DateTime, Utc};
use domain::appointment::{Act, Actor, Appointment, ReportRef, Status, is_timely};
use domain::text::REASON_MAX;
use leptos::prelude::*;
use service::{Error, appointment as visits};

/// What can be said when it is called off.
const WHY: (&str, &str, usize) = ("reason", "If you like, say why; the doctor reads it", REASON_MAX);

/// `/appointments/{appointment}`
#[component]
pub fn AppointmentPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let visit = visits::get(&ctx.services, &ctx.caller(), ctx.param("appointment")?).await?;
        let now = ctx.now();
        let title = format!("Your appointment with {}", visit.doctor.name);
        let (step, facts, actions) = (next_step(&visit, now), facts(&visit), actions(&visit, now));
        Ok(view! {
            <Page title=title>
                <Refused/>
                {step}
                <Card>{facts}</Card>
                {actions}
                <p><a class="link" href="/appointments">"All your appointments"</a></p>
            </Page>
        })
    })
}

/// What the status means for the patient, where it is not plain.
fn next_step(visit: &Appointment, now: DateTime<Utc>) -> Option<impl IntoView + use<>> {
    let (tone, title, more) = match visit.status {
        Status::Pending => {
            (Tone::Info, "The doctor has not answered yet", "The time is kept for you. You will see here when it is accepted.")
        }
        Status::CheckedIn => (Tone::Info, "You are checked in", "Please take a seat. The doctor calls you in."),
        Status::Cancelled => (Tone::Attention, "This appointment is cancelled", "The time is free again for others."),
        Status::Noshow => (Tone::Attention, "This appointment was missed", "If you still need help, please book another."),
        Status::Booked if visit.period.end() <= now => (Tone::Info, "This time has passed", "The doctor will close the visit."),
        _ => return None,
    };
    Some(view! { <Banner tone=tone title=title><p>{more}</p></Banner> })
}

fn facts(visit: &Appointment) -> impl IntoView + use<> {
    let doctor = visit.doctor.clone();
    let place = format!("{}, {}, {}", doctor.clinic, doctor.address, doctor.city);
    let (at, length, status, how) = (visit.period.start(), time::minutes(visit.period.minutes()), visit.status, mode_words(visit.mode));
    let reason = visit.reason.clone().unwrap_or_else(|| "Not given".into());
    let (report, off) = (visit.report.as_ref().map(report_line), visit.cancel_reason.clone());
    view! {
        <Facts columns=true>
            <Fact label="When">
                <When at=at clinic=doctor.zone/>
                <span class="text-muted">{format!(" · {length}")}</span>
            </Fact>
            <Fact label="Status"><StatusBadge status=status/></Fact>
            <Fact label="Doctor">
                <a class="link" href=path::doctor(doctor.id)>{doctor.name}</a>
                <span class="text-muted">" · "{doctor.specialty.name()}</span>
            </Fact>
            <Fact label="How">{how}</Fact>
            <Fact label="Where">{place}</Fact>
            <Fact label="Reason">{reason}</Fact>
            {off.map(|why| view! { <Fact label="Why it was cancelled">{why}</Fact> })}
            {report.map(|line| view! { <Fact label="Symptom report">{line}</Fact> })}
        </Facts>
    }
}

/// The attached report in one line.
pub fn report_line(report: &ReportRef) -> impl IntoView + use<> {
    let level = report.triage.map(|level| format!(" · {}", triage_words(level)));
    view! {
        <a class="link" href=path::report(report.id)>"What you told us"</a>
        <span class="text-muted">{level}" · the doctor sees it before the visit"</span>
    }
}

fn actions(visit: &Appointment, now: DateTime<Utc>) -> impl IntoView + use<> {
    let here = path::appointment(visit.id);
    let over = visit.period.end() <= now;
    let may = visit.status.acts(Actor::Patient);
    let may = |act| may.contains(&act) && is_timely(act, Actor::Patient, visit.period.start(), now) && !over;
    let (check_in, reschedule, cancel) = (may(Act::CheckIn), may(Act::Reschedule), may(Act::Cancel));
    let held = visit.status == Status::Proposed;
    let say = (visit.status == Status::Fulfilled).then(|| crate::review::write_path(visit.doctor.id));
    let again = visit.status.is_final() || over;
    let consequence = "Your time is given to somebody else at once, and the doctor is told. You can book another time whenever you like.";
    let (hold, doctor) = (crate::booking::hold_path(visit.id), path::doctor(visit.doctor.id));
    view! {
        <Section title="What you can do">
            <Buttons>
                {held.then(|| view! { <LinkButton href=hold>"Finish booking"</LinkButton> })}
                {check_in.then(|| view! { <PostButton to=here.clone() act="check-in" look=Look::Primary>"Check in"</PostButton> })}
                {reschedule.then(|| view! { <LinkButton href=format!("{here}/move") look=Look::Quiet>"Move to another time"</LinkButton> })}
                {say.clone().map(|href| view! { <LinkButton href=href look=Look::Quiet>"Say how it was"</LinkButton> })}
                {again.then(|| view! { <LinkButton href=doctor>"Book again"</LinkButton> })}
                {cancel.then(|| view! {
                    <PostButton to=here.clone() act="cancel" look=Look::Danger confirm=consequence adding=WHY>"Cancel the appointment"</PostButton>
                })}
            </Buttons>
        </Section>
    }
}

/// Calls the appointment off.
pub async fn cancel(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let id = ctx.param("appointment")?;
    visits::cancel_saying(&ctx.services, &ctx.caller(), id, fields.text("reason")).await?;
    Ok(Done::to(path::appointment(id)).saying(Notice::Cancelled))
}

/// Says that the patient is here.
pub async fn check_in(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let id = ctx.param("appointment")?;
    visits::act(&ctx.services, &ctx.caller(), id, Act::CheckIn).await?;
    Ok(Done::to(path::appointment(id)).saying(Notice::CheckedIn))
}
