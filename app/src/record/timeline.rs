//! `/records`: everything that is in a record, newest first, with filters that stand in the address.

use super::{parts, whose};
use crate::{
    act::{Done, File},
    ctx::{Ctx, ctx, load},
    fields::Fields,
    path,
    ui::{Badge, Button, Buttons, Empty, Field, Filter, Hidden, Kind, LinkButton, Look, More, Page, PostButton, Rows, Tone, cx, time},
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use domain::page::Page as Rows;
use domain::record::{RECORD_TYPES, Record, RecordType};
use domain::{PatientId, Problems};
use leptos::prelude::*;
use service::{Error, record};

const ROWS: u16 = 20;

/// `/records?type=…&from=…&until=…&after=…`
#[component]
pub fn RecordsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let (asked, wrong) = asked(&ctx)?;
        let found = record::list(&ctx.services, &ctx.caller(), &asked).await?;
        let lead =
            "What was measured, found and done, newest first. Nothing is ever overwritten: a correction stands beside what it corrects.";
        Ok(view! {
            <Page title="Your health record" lead=lead>
                {parts::tabs(None, "")}
                <Buttons>
                    <LinkButton href="/records/vitals#log">"Log vital signs"</LinkButton>
                    <LinkButton href="/records/new" look=Look::Quiet>"Add a document"</LinkButton>
                    <LinkButton href="/records/import" look=Look::Quiet>"Import a table"</LinkButton>
                    <PostButton to="/records" act="export">"Export as a table"</PostButton>
                </Buttons>
                {timeline(&ctx, None, &asked, wrong, found)}
            </Page>
        })
    })
}

/// `/patients/{patient}/records`: the same, of a patient, for whoever treats them or was shown it.
#[component]
pub fn PatientRecordsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let patient = whose(&ctx)?;
        let (asked, wrong) = asked(&ctx)?;
        let found = record::list(&ctx.services, &ctx.caller(), &asked).await?;
        let new = format!("{}/new", path::records(patient));
        let about = patient.map(|patient| format!("/patients/{patient}")).unwrap_or_default();
        let (title, born) = parts::whose(&ctx, "Health record", patient).await?;
        Ok(view! {
            <Page title=title lead=format!("{born}That you looked is noted for the patient, with the reason why you may.")>
                {parts::tabs(patient, "")}
                <Buttons>
                    <LinkButton href=new>"Write an entry"</LinkButton>
                    <LinkButton href=about look=Look::Quiet>"About the patient"</LinkButton>
                </Buttons>
                {timeline(&ctx, patient, &asked, wrong, found)}
            </Page>
        })
    })
}

/// Filters and entries: a part that other pages can hold.
pub(super) fn timeline(
    ctx: &Ctx,
    patient: Option<PatientId>,
    asked: &record::List,
    wrong: Problems,
    found: Rows<Record>,
) -> impl IntoView + use<> {
    let base = path::records(patient);
    let kind = asked.kind.map(RecordType::code).unwrap_or_default();
    let query =
        |after: &str| path::with(&base, &[("type", kind), ("from", ctx.query("from")), ("until", ctx.query("until")), ("after", after)]);
    let more = found.next.as_deref().map(query);
    let zone = ctx.zone();
    let own = patient.is_none();
    let rows = found.items;
    let is_filtered = asked.kind.is_some() || asked.from.is_some() || asked.until.is_some() || asked.after.is_some();
    let list = if rows.is_empty() {
        nothing(own, is_filtered, &base).into_any()
    } else {
        let rows = rows.iter().map(|record| entry(record, own, zone)).collect_view();
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    view! {
        {chips(&base, asked.kind, ctx)}
        {dates(base.clone(), kind, wrong)}
        {list}
        <More href=more label="Show older entries"/>
    }
}

fn chips(base: &str, now: Option<RecordType>, ctx: &Ctx) -> impl IntoView + use<> {
    let (from, until) = (ctx.query("from"), ctx.query("until"));
    let all = std::iter::once(None).chain(RECORD_TYPES.into_iter().map(Some));
    let links: Vec<_> = all
        .map(|kind| {
            let code = kind.map(RecordType::code).unwrap_or_default();
            let href = path::with(base, &[("type", code), ("from", from), ("until", until)]);
            let current = (kind == now).then_some("page");
            view! { <li><a class="chip chip-link" href=href aria-current=current>{kind.map_or("Everything", RecordType::words)}</a></li> }
        })
        .collect();
    view! { <nav aria-label="Kind of entry" class="print:hidden"><ul class="flex flex-wrap gap-2">{links}</ul></nav> }
}

fn dates(base: String, kind: &'static str, wrong: Problems) -> impl IntoView {
    view! {
        <div class="print:hidden">
            <Filter to=base label="Entries of a time" problems=wrong>
                {(!kind.is_empty()).then(|| view! { <Hidden name="type" value=kind/> })}
                <div class="flex flex-wrap items-end gap-3">
                    <Field name="from" label="From" kind=Kind::Date/>
                    <Field name="until" label="Up to and including" kind=Kind::Date/>
                    <Button look=Look::Quiet>"Show"</Button>
                </div>
            </Filter>
        </div>
    }
}

fn entry(record: &Record, own: bool, zone: Tz) -> impl IntoView + use<> {
    let summary = parts::summary(record);
    let outside = parts::outside(record);
    let class = if record.counts() { cx("font-semibold link") } else { cx("link text-muted line-through") };
    let files = (record.files > 0).then(|| time::count(u64::from(record.files), "file", "files")).map(|files| format!(" · {files}"));
    let href = path::record(record.id);
    let flagged =
        (outside > 0 && record.counts()).then(|| view! { <Badge tone=Tone::Attention>{format!("{outside} outside of range")}</Badge> });
    view! {
        <li class="space-y-1 py-3">
            <p class="flex flex-wrap items-center gap-2">
                <a class=class href=href>{record.content.title.clone()}</a> {flagged} {parts::state(record)}
            </p>
            {(!summary.is_empty()).then(|| view! { <p class="tabular-nums">{summary}</p> })}
            <p class="text-sm text-muted">
                {parts::when(record, zone)}" · "{record.record_type.words()}" · "{parts::author(record, own)}{files}
            </p>
        </li>
    }
}

fn nothing(own: bool, is_filtered: bool, base: &str) -> impl IntoView + use<> {
    let title = match (own, is_filtered) {
        (_, true) => "No entry is like this",
        (true, false) => "Your record is empty so far",
        (false, false) => "There is nothing that you may see here",
    };
    let base = base.to_owned();
    view! {
        <Empty title=title icon=icondata_hi::HiClipboardDocumentListOutlineLg>
            {match (own, is_filtered) {
                (_, true) => view! { <p><a class="link" href=base>"Show everything"</a></p> }.into_any(),
                (true, false) => view! { <p>"Log a blood pressure or a weight, import a table from your device, or add a letter that you have."</p> }.into_any(),
                (false, false) => view! { <p>"The patient may not have shared this part, or nothing was written yet."</p> }.into_any(),
            }}
        </Empty>
    }
}

/// What is looked for, and what of it cannot be read.
fn asked(ctx: &Ctx) -> Result<(record::List, Problems), Error> {
    let mut wrong = Problems::default();
    let zone = ctx.zone();
    let kind = match ctx.query("type") {
        "" => None,
        raw => Some(raw.parse().map_err(|_| Error::NOT_FOUND)?),
    };
    let after = ctx.cursor("after")?;
    let from = day(ctx.query("from"), zone, 0, "from", &mut wrong);
    let until = day(ctx.query("until"), zone, 1, "until", &mut wrong);
    Ok((record::List { patient: whose(ctx)?, kind, code: None, from, until, after, limit: ROWS }, wrong))
}

/// The first instant of a day, or of so many days later.
fn day(raw: &str, zone: Tz, later: u64, name: &'static str, wrong: &mut Problems) -> Option<DateTime<Utc>> {
    if raw.trim().is_empty() {
        return None;
    }
    let day = raw.trim().parse::<NaiveDate>().ok().filter(|day| (1900..=2200).contains(&chrono::Datelike::year(day)));
    let day = wrong.take(name, day.ok_or("Please choose a date."))?.checked_add_days(chrono::Days::new(later))?;
    zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest().map(|at| at.with_timezone(&Utc))
}

/// Gives the own record as a table.
pub async fn export(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let csv = record::export(&ctx.services, &ctx.caller(), None, None).await?;
    let name = format!("health-record-{}.csv", ctx.now().format("%Y-%m-%d"));
    Ok(Done::file(File { name, kind: "text/csv; charset=utf-8", bytes: csv.into_bytes().into() }))
}
