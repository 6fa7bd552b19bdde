//! The week at a glance.

use super::today::near;
use crate::{
    agenda::{self, Line},
    ctx::{Ctx, ctx, load},
    path,
    ui::{LinkButton, Look, Page, StatusBadge, time},
};
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use domain::{Period, appointment::Appointment, calendar};
use leptos::prelude::*;
use service::{Error, appointment as visits};

const ADDRESS: &str = "/dashboard/week";

/// `/dashboard/week?from=…`
#[component]
pub fn WeekPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let today = ctx.today();
        let monday = time::monday(near(ctx.query("from"), today).unwrap_or(today));
        let zone = ctx.viewer.zone().unwrap_or(chrono_tz::UTC);
        let all = visits::agenda(&ctx.services, &ctx.caller(), week(zone, monday)?).await?;
        let days = (0..7).map(|n| day(&ctx, monday + TimeDelta::days(n), zone, &all)).collect_view();
        Ok(view! {
            <Page title=format!("Week of {}", time::date(monday)) lead=format!("Times in {}.", time::town(zone)) wide=true>
                {ways(monday)}
                <ol class="grid gap-6 lg:grid-cols-7 lg:gap-3">{days}</ol>
            </Page>
        })
    })
}

fn week(zone: Tz, monday: NaiveDate) -> Result<Period, Error> {
    let end = calendar::start_of_day(zone, monday + TimeDelta::days(7));
    Period::new(calendar::start_of_day(zone, monday), end).map_err(|e| Error::Internal(e.to_string()))
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

fn day(ctx: &Ctx, date: NaiveDate, zone: Tz, all: &[Appointment]) -> impl IntoView + use<> {
    let now = ctx.now();
    let of_day = all.iter().filter(|visit| time::date_in(visit.period.start(), zone) == date);
    let lines: Vec<Line> = of_day.map(|visit| agenda::line(visit, zone, now)).collect();
    let count = time::count(lines.len() as u64, "visit", "visits");
    let href = path::with("/dashboard", &[("date", &date.to_string())]);
    let current = (date == ctx.today()).then_some("date");
    view! {
        <li class="min-w-0 space-y-2" aria-current=current>
            <h2 class="font-semibold">
                <a class="link" href=href>
                    <span aria-hidden="true">{time::day(date)}</span> <span class="sr-only">{time::full_day(date)}</span>
                </a>
                {current.map(|_| view! { <span class="font-normal text-muted">" today"</span> })}
            </h2>
            <p class="text-sm text-muted">{count}</p>
            <ul class="space-y-2">{lines.into_iter().map(visit).collect_view()}</ul>
        </li>
    }
}

fn visit(line: Line) -> impl IntoView {
    view! {
        <li class="space-y-1 rounded-card border border-line bg-surface p-2">
            <p><time class="font-semibold tabular-nums" datetime=line.machine>{line.time}</time> " " <span class="break-words">{line.name}</span></p>
            <p><StatusBadge status=line.status/></p>
        </li>
    }
}
