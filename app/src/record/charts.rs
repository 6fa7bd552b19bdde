//! `/records/vitals` and `/records/labs`: values over time, and a form for one's own.

use super::{form, parts, whose};
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    path,
    ui::{Button, Chart, Empty, Form, LinkButton, Look, Page, Section, TextArea},
};
use domain::PatientId;
use domain::record::{RecordType, SCAN, Span};
use leptos::prelude::*;
use service::{
    Error,
    record::{self, Charts},
};

/// `/records/vitals?range=7d|30d|1y|all`
#[component]
pub fn VitalsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let (charts, span) = read(&ctx, None, RecordType::VitalSigns).await?;
        let (now, zone) = (ctx.now(), ctx.zone());
        Ok(view! {
            <Page title="Your vital signs" wide=true>
                {parts::tabs(None, "/vitals")}
                {drawings(&ctx, charts, span, "/vitals", None)}
                <Section title="Log vital signs" lead="What you measured. Leave empty what you did not." id="log">
                    <div class="print:hidden">
                        <Form act="log" label="Log vital signs">
                            {form::when_fields(now, zone)}
                            {form::value_fields(RecordType::VitalSigns, None)}
                            <TextArea name="text" label="Note" max=500 rows=2 optional=true/>
                            <Button>"Save the values"</Button>
                        </Form>
                    </div>
                </Section>
            </Page>
        })
    })
}

/// `/records/labs`
#[component]
pub fn LabsPage() -> impl IntoView {
    page(None, RecordType::Laboratory, "/labs", "Your laboratory results")
}

/// `/patients/{patient}/records/vitals`
#[component]
pub fn PatientVitalsPage() -> impl IntoView {
    page(Some(()), RecordType::VitalSigns, "/vitals", "Vital signs")
}

/// `/patients/{patient}/records/labs`
#[component]
pub fn PatientLabsPage() -> impl IntoView {
    page(Some(()), RecordType::Laboratory, "/labs", "Laboratory results")
}

fn page(of_patient: Option<()>, kind: RecordType, here: &'static str, title: &'static str) -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let patient = of_patient.map_or(Ok(None), |()| whose(&ctx))?;
        let (charts, span) = read(&ctx, patient, kind).await?;
        let (title, born) = parts::whose(&ctx, title, patient).await?;
        Ok(view! {
            <Page title=title lead=born wide=true>
                {parts::tabs(patient, here)}
                {drawings(&ctx, charts, span, here, patient)}
            </Page>
        })
    })
}

async fn read(ctx: &Ctx, patient: Option<PatientId>, kind: RecordType) -> Result<(Charts, Span), Error> {
    let span = match ctx.query("range") {
        "" => Span::All,
        raw => raw.parse().map_err(|_| Error::NOT_FOUND)?,
    };
    Ok((record::charts(&ctx.services, &ctx.caller(), patient, kind, span).await?, span))
}

/// The charts of a kind: a part that other pages can hold.
fn drawings(ctx: &Ctx, charts: Charts, span: Span, here: &'static str, patient: Option<PatientId>) -> impl IntoView + use<> {
    let base = format!("{}{here}", path::records(patient));
    let zone = ctx.zone();
    let cut = charts
        .is_cut
        .then(|| view! { <p class="text-muted">{format!("From the newest {SCAN} entries; older ones are in the timeline.")}</p> });
    let body = if charts.series.is_empty() {
        nothing(span, here, patient, &base).into_any()
    } else {
        let all = charts.series.into_iter().map(|series| view! { <Chart series=series zone=zone/> }).collect_view();
        view! { <div class="grid gap-x-12 gap-y-10 lg:grid-cols-2">{all}</div> }.into_any()
    };
    view! {
        {ranges(&base, span)}
        {cut}
        {body}
    }
}

fn ranges(base: &str, now: Span) -> impl IntoView + use<> {
    let links: Vec<_> = Span::ALL
        .map(|span| {
            let current = (span == now).then_some("page");
            let href = path::with(base, &[("range", span.code())]);
            view! { <li><a class="chip chip-link" href=href aria-current=current>{span.words()}</a></li> }
        })
        .into_iter()
        .collect();
    view! { <nav aria-label="Time shown" class="print:hidden"><ul class="flex flex-wrap gap-2">{links}</ul></nav> }
}

fn nothing(span: Span, here: &'static str, patient: Option<PatientId>, base: &str) -> impl IntoView + use<> {
    let is_narrow = span != Span::All;
    let base = base.to_owned();
    let words = match (here, patient) {
        ("/vitals", None) => "Log what you measure below, or import a table from your device.",
        _ => "Results stand here once a doctor has written them.",
    };
    view! {
        <Empty title=if is_narrow { "No values in this time" } else { "No values yet" } icon=icondata_hi::HiChartBarOutlineLg>
            {if is_narrow {
                view! { <LinkButton href=base look=Look::Quiet>"Show all"</LinkButton> }.into_any()
            } else {
                view! { <p>{words}</p> }.into_any()
            }}
        </Empty>
    }
}

/// Adds one's own vital signs.
pub async fn log(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let filled = form::read(&fields, RecordType::VitalSigns, ctx.zone(), None)?;
    record::create(&ctx.services, &ctx.caller(), None, &filled.new).await.map_err(|error| filled.place(error))?;
    Ok(Done::to("/records/vitals").saying(Notice::Logged))
}
