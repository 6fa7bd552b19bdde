//! `/admin/audit`: who touched whose data.

use crate::{
    ctx::{Ctx, ctx, load},
    path,
    ui::{Button, Empty, Field, Filter, Kind, Look, More, Page, Rows, When},
};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{PatientId, Problems, UserId};
use leptos::prelude::*;
use service::{
    Error,
    audit::{self, Noted},
};
use std::str::FromStr;

/// The address of the page.
const ADDRESS: &str = "/admin/audit";
const ROWS: u16 = 50;
const FILTERS: [&str; 5] = ["user", "patient", "action", "from", "to"];

/// `/admin/audit?user=…&patient=…&action=…&from=…&to=…&after=…`
#[component]
pub fn AuditPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let (filter, wrong) = read(&ctx);
        let found = if wrong.is_empty() { Some(audit::list(&ctx.services, &ctx.caller(), &filter).await?) } else { None };
        let next = found.as_ref().and_then(|page| page.next.clone());
        let more = next.map(|after| {
            let query: Vec<(&str, &str)> = FILTERS.iter().map(|name| (*name, ctx.query(name))).chain([("after", &*after)]).collect();
            path::with(ADDRESS, &query)
        });
        Ok::<_, Error>(view! {
            <Page title="Audit" wide=true lead="Every change, and every look at another person's data, newest first. This search is noted too.">
                {filters(wrong)}
                {found.map(|page| rows(page.items))}
                <More href=more label="Show older entries"/>
                <p><a class="link" href=super::ADDRESS>"Back to administration"</a></p>
            </Page>
        })
    })
}

fn filters(wrong: Problems) -> impl IntoView {
    view! {
        <Filter to=ADDRESS label="Find entries" problems=wrong>
            <div class="flex flex-wrap items-start gap-3">
                <Field name="user" label="Account (id)" kind=Kind::Search/>
                <Field name="patient" label="Patient (id)" kind=Kind::Search/>
                <Field name="action" label="Action, like appointment.read" kind=Kind::Search/>
                <Field name="from" label="From" kind=Kind::Date/>
                <Field name="to" label="Up to and including" kind=Kind::Date/>
            </div>
            <Button look=Look::Quiet>"Find"</Button>
        </Filter>
    }
}

fn rows(all: Vec<Noted>) -> AnyView {
    if all.is_empty() {
        return view! {
            <Empty title="No entry matches" icon=icondata_hi::HiDocumentMagnifyingGlassOutlineLg>
                <p><a class="link" href=ADDRESS>"Show all entries"</a></p>
            </Empty>
        }
        .into_any();
    }
    view! { <Rows>{all.into_iter().map(row).collect_view()}</Rows> }.into_any()
}

fn row(one: Noted) -> impl IntoView {
    let only = |name: &'static str, id: String| {
        let href = path::with(ADDRESS, &[(name, &id)]);
        view! { <a class="link break-all" href=href>{id}</a> }
    };
    let who = one.user.map(|user| only("user", user.to_string()).into_any()).unwrap_or_else(|| view! { "nobody signed in" }.into_any());
    let whose = one.patient.map(|patient| view! { <p class="text-muted">"Patient "{only("patient", patient.to_string())}</p> });
    view! {
        <li class="space-y-1 py-3">
            <p class="flex flex-wrap items-center gap-2">
                <strong>{one.action}</strong> <span class="text-muted"><span class="tabular-nums">{one.seq}</span>" · "<When at=one.at dated=true/></span>
            </p>
            <p class="break-all">{one.object}</p>
            <p class="text-muted">"By "{who}</p>
            {whose}
            {one.why.map(|why| view! { <p>{why}</p> })}
        </li>
    }
}

/// What is looked for, and what of it cannot be read.
fn read(ctx: &Ctx) -> (audit::Filter, Problems) {
    let mut wrong = Problems::default();
    let filter = audit::Filter {
        user: id::<UserId>(ctx, &mut wrong, "user"),
        patient: id::<PatientId>(ctx, &mut wrong, "patient"),
        action: wrong.take("action", audit::action(ctx.query("action"))).flatten(),
        from: day(ctx, &mut wrong, "from"),
        to: day(ctx, &mut wrong, "to").and_then(|day| day.checked_add_days(chrono::Days::new(1))),
        after: wrong.take("after", ctx.cursor("after").map_err(|_| "Please use the link as it was given.")).flatten(),
        limit: ROWS,
    };
    (filter, wrong)
}

fn id<T: FromStr>(ctx: &Ctx, wrong: &mut Problems, name: &'static str) -> Option<T> {
    match ctx.query(name).trim() {
        "" => None,
        raw => wrong.take(name, raw.parse().map_err(|_| "Please paste a whole id.")),
    }
}

/// The first instant of a day, in UTC.
fn day(ctx: &Ctx, wrong: &mut Problems, name: &'static str) -> Option<DateTime<Utc>> {
    let raw = ctx.query(name).trim();
    if raw.is_empty() {
        return None;
    }
    let day = wrong.take(name, raw.parse::<NaiveDate>().map_err(|_| "Please choose a date."))?;
    Some(day.and_time(NaiveTime::MIN).and_utc())
}
