//! The day, and what a doctor does with its visits.

use super::licence;
use crate::{
    act::Done,
    agenda::{self, Board, Step},
    appointment::Refused,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    path,
    ui::{LinkButton, Look, Page, time},
};
use chrono::{NaiveDate, TimeDelta};
use leptos::prelude::*;
use service::{Error, appointment as visits};

const ADDRESS: &str = "/dashboard";

/// `/dashboard?date=…`
#[component]
pub fn TodayPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let today = ctx.today();
        let date = near(ctx.query("date"), today).unwrap_or(today);
        let sheet = agenda::sheet(&ctx, date).await?;
        // Whoever has a visit to come was checked before it was booked.
        let licence = if sheet.next.is_none() { Some(licence::note(&ctx).await?) } else { None };
        let title = if date == today { format!("Today, {}", time::day(date)) } else { time::full_day(date) };
        let zone = ctx.viewer.zone().map(|zone| format!("Times in {}.", time::town(zone))).unwrap_or_default();
        Ok(view! {
            <Page title=title lead=zone wide=true>
                <Refused/>
                {licence}
                {ways(date, today)}
                <Board sheet=sheet/>
            </Page>
        })
    })
}

/// A date that calendars can be asked for.
pub(crate) fn near(raw: &str, today: NaiveDate) -> Option<NaiveDate> {
    let asked: Option<NaiveDate> = raw.parse().ok();
    asked.filter(|date| (*date - today).num_days().abs() <= 3660)
}

fn day_path(date: NaiveDate, today: NaiveDate) -> String {
    if date == today { ADDRESS.to_owned() } else { path::with(ADDRESS, &[("date", &date.to_string())]) }
}

fn ways(date: NaiveDate, today: NaiveDate) -> impl IntoView {
    let (before, after) = (date - TimeDelta::days(1), date + TimeDelta::days(1));
    let week = path::with("/dashboard/week", &[("from", &date.to_string())]);
    view! {
        <nav aria-label="Days" class="flex flex-wrap gap-2 print:hidden">
            <LinkButton href=day_path(before, today) look=Look::Quiet>"Day before"</LinkButton>
            {(date != today).then(|| view! { <LinkButton href=ADDRESS look=Look::Quiet>"Today"</LinkButton> })}
            <LinkButton href=day_path(after, today) look=Look::Quiet>"Day after"</LinkButton>
            <LinkButton href=week look=Look::Quiet>"The week"</LinkButton>
            <LinkButton href="/dashboard/statistics" look=Look::Quiet>"Statistics"</LinkButton>
        </nav>
    }
}

/// Takes a step with one of the visits, and shows the same day again.
pub async fn take(step: Step, ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let id: domain::AppointmentId = fields.text("appointment").parse().map_err(|_| Error::NOT_FOUND)?;
    match step {
        Step::Cancel => drop(visits::cancel(&ctx.services, &ctx.caller(), id).await?),
        other => drop(visits::act(&ctx.services, &ctx.caller(), id, other.act()).await?),
    }
    Ok(Done::to(path::with(ADDRESS, &[("date", ctx.query("date"))])).saying(done(step)))
}

/// What was done.
fn done(step: Step) -> Notice {
    match step {
        Step::Accept => Notice::Accepted,
        Step::CheckIn => Notice::Present,
        Step::CallIn => Notice::CalledIn,
        Step::Complete => Notice::Completed,
        Step::NoShow => Notice::NoShow,
        Step::Cancel => Notice::Cancelled,
    }
}
