//! `/dashboard/visits/{appointment}/move`: a visit to another free time, chosen from a list, and agreed to before it is done.

use crate::{
    act::Done,
    appointment::{
        Refused,
        days::{DAYS, first_day, window},
        start,
    },
    ctx::{Ctx, ctx, load},
    fields::{Fields, Submitted},
    notice::Notice,
    path,
    ui::{Button, Buttons, Card, Empty, Fact, Facts, Form, Hidden, LinkButton, Look, Page, Section, Slots, time},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::{
    Code, Period, Problems,
    appointment::{Actor, Appointment},
    booking::Move,
};
use leptos::prelude::*;
use service::{Error, Meant, appointment as visits, doctor};

/// `/dashboard/visits/{appointment}/move?from=…&start=…`
#[component]
pub fn ShiftPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let visit = visits::get(&ctx.services, &ctx.caller(), ctx.param("appointment")?).await?;
        if !visit.may_be_moved(Actor::Doctor, ctx.now()) {
            return Err(Code::IllegalMove.into());
        }
        let (zone, from) = (ctx.zone(), first_day(&ctx));
        let slots = doctor::slots(&ctx.services, visit.doctor.id, window(&ctx, from, zone)?).await?;
        let lost = use_context::<Submitted>().map(|sent| sent.slots).unwrap_or_default();
        let chosen: Option<DateTime<Utc>> = ctx.query("start").parse().ok().filter(|_| lost.is_empty());
        let title = format!("Move the visit of {}", visit.patient.name);
        let now = time::full_moment(visit.period.start(), zone);
        let back = week_of(visit.period.start(), zone);
        let sure = chosen.map(|at| sure(&visit, at, zone));
        let nearest = (!lost.is_empty()).then(|| nearest(lost, &visit, zone));
        Ok(view! {
            <Page title=title lead=format!("Times in {}. The present time is kept until then.", time::town(zone))>
                <Refused/>
                <Card><Facts><Fact label="Present time">{now}</Fact></Facts></Card>
                {sure}
                {nearest}
                {free(slots, zone, from, &visit)}
                <p><a class="link" href=back>"Keep it as it is"</a></p>
            </Page>
        })
    })
}

/// The week in which an instant lies.
fn week_of(at: DateTime<Utc>, zone: Tz) -> String {
    path::with("/dashboard/week", &[("from", &time::date_in(at, zone).to_string())])
}

/// Who and when, before it is done.
fn sure(visit: &Appointment, at: DateTime<Utc>, zone: Tz) -> impl IntoView + use<> {
    let (to, version, then) = (path::shift(visit.id), visit.version.to_string(), time::full_moment(at, zone));
    let title = format!("Move {} to {then}?", visit.patient.name);
    let here = to.clone();
    let fields = move || {
        view! {
            <Hidden name="start" value=time::machine(at)/>
            <Hidden name="version" value=version.clone()/>
            <p>"The patient sees the new time among their appointments."</p>
            {buttons(to.clone())}
        }
    };
    view! { <Section title=title id="sure"><Form to=here label="Move the visit">{fields()}</Form></Section> }
}

fn buttons(other: String) -> impl IntoView {
    view! {
        <Buttons>
            <Button>"Move it"</Button>
            <LinkButton href=other look=Look::Quiet>"Choose another time"</LinkButton>
        </Buttons>
    }
}

fn nearest(slots: Vec<Period>, visit: &Appointment, zone: Tz) -> impl IntoView + use<> {
    let to = path::shift(visit.id);
    let href = move |at: DateTime<Utc>| path::with(&to, &[("start", &time::machine(at))]);
    view! { <Section title="The nearest free times"><Slots slots=slots zone=zone href=href verb="Move to"/></Section> }
}

fn free(slots: Vec<Period>, zone: Tz, from: NaiveDate, visit: &Appointment) -> impl IntoView + use<> {
    let to = path::shift(visit.id);
    let later = path::with(&to, &[("from", &(from + TimeDelta::days(DAYS)).to_string())]);
    let first = from.to_string();
    let list = if slots.is_empty() {
        view! {
            <Empty title="Nothing is free in these two weeks" icon=icondata_hi::HiCalendarDaysOutlineLg>
                <p>"Later days may have something. Your hours are on another page."</p>
            </Empty>
        }
        .into_any()
    } else {
        let href = move |at: DateTime<Utc>| format!("{}#sure", path::with(&to, &[("from", &first), ("start", &time::machine(at))]));
        view! { <Slots slots=slots zone=zone href=href verb="Move to"/> }.into_any()
    };
    view! {
        <Section title="Free times" lead=format!("From {}.", time::day(from))>
            {list}
            <LinkButton href=later look=Look::Quiet>"Later days"</LinkButton>
        </Section>
    }
}

/// Moves it, where it is still as the doctor saw it, and shows the week of its new time.
pub async fn shift(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let wish = Move { appointment: ctx.param("appointment")?, start: start(&fields)? };
    let seen: i32 = fields.text("version").parse().map_err(|_| Problems::one("start", "Please choose one of the times."))?;
    visits::reschedule_if(&ctx.services, &ctx.caller(), &wish, Meant::only(&|version| *version == seen)).await?;
    Ok(Done::to(week_of(wish.start, ctx.zone())).saying(Notice::VisitMoved))
}
