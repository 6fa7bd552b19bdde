//! The symptom report, as a doctor reads it before a visit.

use crate::{
    agenda::TriageBadge,
    path,
    ui::{Section, When, time},
};
use domain::assessment::{State, SymptomReport};
use leptos::prelude::*;

/// Conditions shown.
const CONDITIONS: usize = 3;

/// The patient's words, how urgent they were found, and what may be.
///
/// * `whole` – whether its own page is open to the doctor: it came with a visit of theirs
pub(super) fn report(of: &SymptomReport, whole: bool) -> impl IntoView + use<> {
    let found = &of.assessment;
    let level = found.triage.as_ref().map(|triage| triage.level).map(|level| view! { <TriageBadge level=level/> });
    let flags = found.triage.iter().flat_map(|triage| &triage.red_flags).map(|flag| flag.why.clone());
    let flags = flags.map(|why| view! { <li>{why}</li> }).collect_view();
    let present: Vec<String> = found.findings.iter().filter(|f| f.state == State::Present).map(|f| f.name.clone()).collect();
    let present =
        (!present.is_empty()).then(|| view! { <p><span class="text-muted">"Says that there is: "</span>{present.join(", ")}</p> });
    let likely = found.conditions.iter().take(CONDITIONS).map(|one| {
        let (name, share) = (format!("{} ({})", one.name, one.code), time::percent(one.probability));
        view! { <li class="flex justify-between gap-4"><span>{name}</span> <span class="text-muted tabular-nums">{share}</span></li> }
    });
    let likely = likely.collect_view();
    let (at, words) = (of.created_at, of.text.clone());
    let all = whole.then(|| view! { <a class="link" href=path::report(of.id)>"All of it"</a> });
    view! {
        <Section title="Symptom report">
            <p class="flex flex-wrap items-center gap-2">{level} <span class="text-muted"><When at=at dated=true/></span> {all}</p>
            <ul class="space-y-1">{flags}</ul>
            <blockquote class="line-clamp-6 border-s-2 border-line ps-4 whitespace-pre-line">{words}</blockquote>
            {present}
            <ul class="space-y-1">{likely}</ul>
            <p class="text-sm text-muted">"Read and weighed by the symptom engine from the patient’s words; not a diagnosis."</p>
        </Section>
    }
}
