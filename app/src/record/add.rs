//! `/records/new` and `/patients/{patient}/records/new`: entries of every kind that somebody may write.

use super::{form, parts, whose};
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    path,
    ui::{Banner, Button, Form, Hidden, Page, TextArea, Tone},
};
use domain::PatientId;
use domain::record::RecordType;
use leptos::prelude::*;
use service::{Error, record};

/// `/records/new`: a document of one's own.
#[component]
pub fn AddPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let lead = "A letter, a report, a picture. First say what it is; the file comes on the next page.";
        Ok::<_, Error>(view! {
            <Page title="Add a document" lead=lead>
                {fields(&ctx, RecordType::Document)}
                <p><a class="link" href="/records">"Back to the record"</a></p>
            </Page>
        })
    })
}

/// `/patients/{patient}/records/new?type=…`
#[component]
pub fn PatientAddPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let patient = whose(&ctx)?;
        let kinds = record::writable(&ctx.services, &ctx.caller(), patient).await?;
        let kind = match (ctx.query("type"), kinds.first()) {
            ("", Some(_)) => RecordType::ClinicalNote,
            (_, None) => RecordType::ClinicalNote,
            (raw, _) => raw.parse().map_err(|_| Error::NOT_FOUND)?,
        };
        let back = path::records(patient);
        let (title, born) = parts::whose(&ctx, "Write an entry", patient).await?;
        let body = if kinds.contains(&kind) {
            fields(&ctx, kind).into_any()
        } else {
            let title = "You may look at this record and not write into it";
            view! { <Banner tone=Tone::Info title=title><p>"Writing is for those who treat the patient."</p></Banner> }.into_any()
        };
        Ok(view! {
            <Page title=title lead=born>
                {chips(patient, &kinds, kind)}
                {body}
                <p><a class="link" href=back>"Back to the record"</a></p>
            </Page>
        })
    })
}

fn chips(patient: Option<PatientId>, kinds: &[RecordType], now: RecordType) -> impl IntoView + use<> {
    let base = format!("{}/new", path::records(patient));
    let links: Vec<_> = kinds
        .iter()
        .map(|kind| {
            let current = (*kind == now).then_some("page");
            let href = path::with(&base, &[("type", kind.code())]);
            view! { <li><a class="chip chip-link" href=href aria-current=current>{kind.words()}</a></li> }
        })
        .collect();
    view! { <nav aria-label="Kind of entry"><ul class="flex flex-wrap gap-2">{links}</ul></nav> }
}

fn fields(ctx: &Ctx, kind: RecordType) -> impl IntoView + use<> {
    let (now, zone) = (ctx.now(), ctx.zone());
    let body = move || {
        if kind.is_measured() {
            view! {
                {form::value_fields(kind, None)}
                <TextArea name="text" label="Note" max=500 rows=2 optional=true/>
            }
            .into_any()
        } else {
            form::word_fields(kind, None).into_any()
        }
    };
    let label = format!("New entry: {}", kind.words());
    view! {
        <Form label=label>
            <Hidden name="type" value=kind.code()/>
            {form::when_fields(now, zone)}
            {body()}
            <Button>"Save the entry"</Button>
        </Form>
    }
}

/// Adds an entry.
pub async fn add(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let patient = whose(&ctx)?;
    let kind: RecordType = fields.text("type").parse().unwrap_or(RecordType::Document);
    // Who may not see the record is told nothing else.
    record::writable(&ctx.services, &ctx.caller(), patient).await?;
    let filled = form::read(&fields, kind, ctx.zone(), None)?;
    let new = record::create(&ctx.services, &ctx.caller(), patient, &filled.new).await.map_err(|error| filled.place(error))?;
    Ok(Done::to(path::record(new.id)).saying(Notice::EntryWritten))
}
