//! What is written during a visit, without leaving the patient's page: a note, an entry, a prescription.

use super::Keeper;
use crate::{
    ctx::Ctx,
    fields::Submitted,
    path, prescription,
    record::form,
    ui::{Button, Buttons, Form, Hidden, Look, Section, TextArea, TextField},
};
use domain::record::{RECORD_TYPES, RecordType, TEXT_MAX};
use leptos::prelude::*;
use service::{note::Draft, patient::Summary};

/// Everything that can be written here. What was sent and refused is open again.
pub(super) fn desk(ctx: &Ctx, of: &Summary) -> impl IntoView + use<> {
    let sent = use_context::<Submitted>();
    let prescribe = of.situation(ctx.today()).map(|known| {
        let open = sent.as_ref().is_some_and(|sent| sent.act.is_empty());
        let form = prescription::inline(&ctx.services, of.id, &known, sent.filter(|_| open));
        view! { <Panel id="prescribe" key="p" title="Prescribe" open=open>{form}</Panel> }
    });
    let (note, entry) = (note(of), entry(ctx, of));
    view! {
        <Section title="Write">
            <div class="divide-y divide-line border-y border-line print:hidden">
                {note}
                {entry}
                {prescribe}
            </div>
        </Section>
    }
}

/// A part that opens, by its line, its key, or a link to what is in it.
#[component]
fn Panel(id: &'static str, key: &'static str, title: &'static str, open: bool, children: Children) -> impl IntoView {
    view! {
        <details id=id class="disclosure py-2" data-key=key open=open>
            <summary class="opener">{title}</summary>
            <div class="space-y-4 pt-2 pb-4">{children()}</div>
        </details>
    }
}

/// The note, with the draft that is kept of it.
fn note(of: &Summary) -> impl IntoView + use<> {
    let sent = use_context::<Submitted>().filter(|sent| sent.act == "note");
    // Another text was kept meanwhile: both are shown, and what is sent next goes on from that one.
    let split = sent.is_some_and(|sent| !of.draft.words.is_empty() && sent.fields.text("from") != of.draft.version.to_string());
    let other = split.then(|| other(&of.draft));
    let (patient, draft) = (of.id.to_string(), of.draft.clone());
    let kept = draft.version > 0;
    let fields = move || {
        let Draft { words, version } = draft.clone();
        view! {
            <Keeper patient=patient.clone()>
                <Hidden name="from" value=version.to_string()/>
                <TextArea name="text" label="Note" max=TEXT_MAX rows=8 value=words.text/>
                <TextField name="title" label="Title" hint="Left empty, it is the beginning of the note." value=words.title optional=true/>
            </Keeper>
            <Buttons>
                <Button>"Put it into the record"</Button>
                <button type="submit" class="btn btn-quiet" name="how" value="keep">"Keep as a draft"</button>
            </Buttons>
            {kept.then(throw)}
        }
    };
    view! {
        <Panel id="note" key="n" title="Note" open=true>
            {other}
            <Form act="note" label="New note">{fields()}</Form>
        </Panel>
    }
}

fn throw() -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary class="btn btn-plain">"Throw the draft away"</summary>
            <div class="mt-3 space-y-3 rounded-card border border-line bg-surface p-4">
                <p>"What you wrote so far is gone then. Nothing in the record changes."</p>
                <button type="submit" class="btn btn-danger" name="how" value="throw">"Throw it away"</button>
            </div>
        </details>
    }
}

/// The other text, where two were written.
fn other(draft: &Draft) -> impl IntoView + use<> {
    let words = draft.words.clone();
    let title = (!words.title.trim().is_empty()).then(|| view! { <p class="font-semibold">{words.title.clone()}</p> });
    view! {
        <div class="space-y-3 rounded-card border border-attention bg-attention-soft p-4">
            <p class="font-semibold">"In another tab, or on another device, you wrote:"</p>
            <blockquote class="space-y-1 border-s-2 border-line ps-4 whitespace-pre-line">{title}<p>{words.text}</p></blockquote>
            <p>"It is kept until you put what you need of it into the note below and save that."</p>
        </div>
    }
}

/// An entry of any kind: vital signs where nothing else is chosen.
fn entry(ctx: &Ctx, of: &Summary) -> impl IntoView + use<> {
    let sent = use_context::<Submitted>().filter(|sent| sent.act == "entry");
    let asked = sent.as_ref().map_or(ctx.query("type"), |sent| sent.fields.text("type"));
    let kind = asked.parse().ok().filter(|kind| *kind != RecordType::ClinicalNote).unwrap_or(RecordType::VitalSigns);
    let open = sent.is_some() || !ctx.query("type").is_empty();
    let (now, zone) = (ctx.now(), ctx.zone());
    let fields = move || {
        let words = if kind.is_measured() {
            view! {
                {form::value_fields(kind, None)}
                <TextArea name="text" label="Remark" max=500 rows=2 optional=true/>
            }
            .into_any()
        } else {
            form::word_fields(kind, None).into_any()
        };
        view! {
            <Hidden name="type" value=kind.code()/>
            {form::when_fields(now, zone)}
            {words}
            <Buttons>
                <Button look=Look::Quiet>"Save the entry"</Button>
            </Buttons>
        }
    };
    let (label, kinds) = (format!("New entry: {}", kind.words()), kinds(&path::patient(of.id), kind));
    view! {
        <Panel id="entry" key="e" title="Entry of the record" open=open>
            {kinds}
            <Form act="entry" label=label guard=true>{fields()}</Form>
        </Panel>
    }
}

fn kinds(here: &str, now: RecordType) -> impl IntoView + use<> {
    let links: Vec<_> = RECORD_TYPES
        .into_iter()
        .filter(|kind| *kind != RecordType::ClinicalNote)
        .map(|kind| {
            let current = (kind == now).then_some("true");
            let href = format!("{}#entry", path::with(here, &[("type", kind.code())]));
            view! { <li><a class="chip chip-link" href=href aria-current=current>{kind.words()}</a></li> }
        })
        .collect();
    view! { <nav aria-label="Kind of entry"><ul class="flex flex-wrap gap-2">{links}</ul></nav> }
}
