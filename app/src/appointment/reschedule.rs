//! Moving an appointment to another of the doctor's free times.

use super::{
    PostSlots, Refused,
    days::{DAYS, first_day, window},
    start,
};
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::{Fields, Submitted},
    notice::Notice,
    path,
    ui::{Card, Empty, Fact, Facts, LinkButton, Look, Page, Section, When, time},
};
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use domain::{
    Code, Period,
    appointment::{Actor, Appointment},
    booking::Move,
};
use leptos::prelude::*;
use service::{Error, appointment as visits, doctor};

/// `/appointments/{appointment}/move?from=…`
#[component]
pub fn ReschedulePage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let visit = visits::get(&ctx.services, &ctx.caller(), ctx.param("appointment")?).await?;
        if !visit.may_be_moved(Actor::Patient, ctx.now()) {
            return Err(Code::IllegalMove.into());
        }
        let zone = ctx.viewer.zone().unwrap_or(visit.doctor.zone);
        let from = first_day(&ctx);
        let window = window(&ctx, from, zone)?;
        let slots = doctor::slots(&ctx.services, visit.doctor.id, window).await?;
        let lost = use_context::<Submitted>().map(|sent| sent.slots).unwrap_or_default();
        Ok(view! {
            <Page title="Move your appointment" lead=format!("Choose another time with {}. Your present time is kept until then.", visit.doctor.name)>
                <Refused/>
                {nearest(lost, zone, &visit)}
                <Card><Facts><Fact label="Your present time"><When at=visit.period.start() clinic=visit.doctor.zone/></Fact></Facts></Card>
                {free(slots, zone, from, &visit)}
                <p><a class="link" href=path::appointment(visit.id)>"Keep it as it is"</a></p>
            </Page>
        })
    })
}

fn address(visit: &Appointment) -> String {
    format!("{}/move", path::appointment(visit.id))
}

fn whose(visit: &Appointment, zone: Tz) -> String {
    time::place(zone, visit.doctor.zone, &visit.doctor.city)
}

fn nearest(slots: Vec<Period>, zone: Tz, visit: &Appointment) -> Option<impl IntoView + use<>> {
    let to = address(visit);
    let lead = format!("Times in {}.", whose(visit, zone));
    (!slots.is_empty()).then(|| {
        view! { <Section title="The nearest free times" lead=lead><PostSlots slots=slots zone=zone to=to verb="Move to"/></Section> }
    })
}

fn free(slots: Vec<Period>, zone: Tz, from: NaiveDate, visit: &Appointment) -> impl IntoView + use<> {
    let next = (from + TimeDelta::days(DAYS)).to_string();
    let later = path::with(&address(visit), &[("from", &next)]);
    let to = address(visit);
    let list = if slots.is_empty() {
        view! {
            <Empty title="Nothing is free in these two weeks" icon=icondata_hi::HiCalendarDaysOutlineLg>
                <p>"Later days may have something."</p>
            </Empty>
        }
        .into_any()
    } else {
        view! { <PostSlots slots=slots zone=zone to=to verb="Move to"/> }.into_any()
    };
    view! {
        <Section title="Free times" lead=format!("From {}, in {}.", time::day(from), whose(visit, zone))>
            {list}
            <LinkButton href=later look=Look::Quiet>"Later days"</LinkButton>
        </Section>
    }
}

/// Moves it.
pub async fn reschedule(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let wish = Move { appointment: ctx.param("appointment")?, start: start(&fields)? };
    visits::reschedule(&ctx.services, &ctx.caller(), &wish).await?;
    Ok(Done::to(path::appointment(wish.appointment)).saying(Notice::Moved))
}
