//! The week at a glance.

use super::WeekBoard;
use crate::{
    agenda::{self, Line},
    ctx::{Ctx, ctx, load},
    dashboard::near,
    path,
    ui::{LinkButton, Look, Page, StatusBadge, time},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::{
    Code, Period,
    appointment::{Actor, Appointment},
    calendar,
};
use leptos::prelude::*;
use service::{Error, appointment as visits, doctor};

/// The address of this page.
const ADDRESS: &str = "/dashboard/week";

/// `/dashboard/week?from=…`
#[component]
pub fn WeekPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let today = ctx.today();
        let monday = time::monday(near(ctx.query("from"), today).unwrap_or(today));
        let (zone, now) = (ctx.zone(), ctx.now());
        let week = week(zone, monday)?;
        let all = visits::agenda(&ctx.services, &ctx.caller(), week).await?;
        let free = free(&ctx, week).await?;
        let days = (0..7).map(|n| monday + TimeDelta::days(n));
        let days = days.map(|date| Day { date, zone, now, is_today: date == today }.view(&all, &free)).collect_view();
        let lead = format!("Times in {}. Press “Move” at a visit, or drag it to a free time.", time::town(zone));
        Ok(view! {
            <Page title=format!("Week of {}", time::date(monday)) lead=lead wide=true>
                {ways(monday)}
                <WeekBoard>
                    <ol class="grid gap-6 lg:grid-cols-7 lg:gap-3">{days}</ol>
                </WeekBoard>
            </Page>
        })
    })
}

fn week(zone: Tz, monday: NaiveDate) -> Result<Period, Error> {
    let end = calendar::start_of_day(zone, monday + TimeDelta::days(7));
    Period::new(calendar::start_of_day(zone, monday), end).map_err(|e| Error::Internal(e.to_string()))
}

/// What is free of the rest of the week. Nobody books a doctor whose licence is not checked: nothing is free there.
async fn free(ctx: &Ctx, week: Period) -> Result<Vec<Period>, Error> {
    let id = ctx.caller().doctor().ok_or(Error::FORBIDDEN)?;
    let Ok(rest) = Period::new(week.start().max(ctx.now()), week.end()) else { return Ok(Vec::new()) };
    match doctor::slots(&ctx.services, id, rest).await {
        Err(error) if error.code() == Code::NotFound => Ok(Vec::new()),
        slots => slots,
    }
}

fn ways(monday: NaiveDate) -> impl IntoView {
    let to = |date: NaiveDate| path::with(ADDRESS, &[("from", &date.to_string())]);
    view! {
        <nav aria-label="Weeks" class="flex flex-wrap gap-2 print:hidden">
            <LinkButton href=to(monday - TimeDelta::days(7)) look=Look::Quiet>"Week before"</LinkButton>
            <LinkButton href=ADDRESS look=Look::Quiet>"This week"</LinkButton>
            <LinkButton href=to(monday + TimeDelta::days(7)) look=Look::Quiet>"Week after"</LinkButton>
            <LinkButton href="/dashboard" look=Look::Plain>"Today"</LinkButton>
        </nav>
    }
}

/// A day of the week, as its doctor's clock has it.
struct Day {
    date: NaiveDate,
    zone: Tz,
    now: DateTime<Utc>,
    is_today: bool,
}

impl Day {
    fn holds(&self, period: &Period) -> bool {
        time::date_in(period.start(), self.zone) == self.date
    }

    /// Visits and free times in one order of time.
    fn view(&self, all: &[Appointment], free: &[Period]) -> impl IntoView + use<> {
        let visits: Vec<&Appointment> = all.iter().filter(|visit| self.holds(&visit.period)).collect();
        let free: Vec<&Period> = free.iter().filter(|slot| self.holds(slot)).collect();
        let count = time::count(visits.len() as u64, "visit", "visits");
        let open = (!free.is_empty()).then(|| format!(" · {} free", free.len()));
        let mut rows: Vec<(DateTime<Utc>, AnyView)> =
            visits.into_iter().map(|one| (one.period.start(), self.visit(one).into_any())).collect();
        rows.extend(free.into_iter().map(|slot| (slot.start(), self.slot(slot).into_any())));
        rows.sort_by_key(|(at, _)| *at);
        let rows: Vec<AnyView> = rows.into_iter().map(|(_, row)| row).collect();
        let href = path::with("/dashboard", &[("date", &self.date.to_string())]);
        let current = self.is_today.then_some("date");
        view! {
            <li class="min-w-0 space-y-2" aria-current=current>
                <h2 class="font-semibold">
                    <a class="link" href=href>
                        <span aria-hidden="true">{time::day(self.date)}</span> <span class="sr-only">{time::full_day(self.date)}</span>
                    </a>
                    {current.map(|_| view! { <span class="font-normal text-muted">" today"</span> })}
                </h2>
                <p class="text-sm text-muted">{count}{open}</p>
                <ul class="space-y-1">{rows}</ul>
            </li>
        }
    }

    fn visit(&self, visit: &Appointment) -> impl IntoView + use<> {
        let moves = visit.may_be_moved(Actor::Doctor, self.now);
        let version = visit.version.to_string();
        let to = moves.then(|| path::shift(visit.id));
        let words = time::full_moment(visit.period.start(), self.zone);
        let line: Line = agenda::line(visit, self.zone, self.now);
        let (name, patient) = (line.name.clone(), path::patient(visit.patient.id));
        let link = to.clone().map(|to| {
            let whom = format!(" {}, {words}", line.name);
            view! { <p><a class="link text-sm" href=to draggable="false">"Move"<span class="sr-only">{whom}</span></a></p> }
        });
        view! {
            <li
                class="week-visit"
                draggable=moves.then_some("true")
                data-visit=to
                data-name=name
                data-version=version
                data-words=words
            >
                <p>
                    <time class="font-semibold tabular-nums" datetime=line.machine>{line.time}</time> " "
                    <a class="break-words" href=patient draggable="false">{line.name}</a>
                </p>
                <p><StatusBadge status=line.status/></p>
                {link}
            </li>
        }
    }

    /// A place to drop a visit on. Who does not drag finds the same times behind “Move”.
    fn slot(&self, slot: &Period) -> impl IntoView + use<> {
        let at = slot.start();
        let (machine, words) = (time::machine(at), time::full_moment(at, self.zone));
        view! { <li class="week-free" aria-hidden="true" data-free=machine data-words=words>{time::clock(at, self.zone)}</li> }
    }
}
