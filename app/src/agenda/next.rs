//! The patient with the doctor, or the next one, large.

use super::{
    Next, Report,
    row::{Steps, TriageBadge},
};
use crate::ui::{Badge, StatusBadge};
use domain::appointment::Status;
use leptos::prelude::*;

/// Name, age, sex, reason, symptom report, and what can be done.
#[component]
pub(super) fn NextPatient(
    /// Who.
    next: Next,
    /// Where buttons post to.
    to: String,
) -> impl IntoView {
    let Next { line, person, prescribe, report } = next;
    let status = line.status;
    let title = if status == Status::Arrived { "With you now" } else { "Next patient" };
    let video = line.video.then(|| view! { <Badge>"Video"</Badge> });
    let id = line.id.clone();
    let reason = if line.reason.is_empty() { "No reason given".to_owned() } else { line.reason.clone() };
    view! {
        <section class="space-y-4 rounded-card border border-line bg-surface p-4 sm:p-6" aria-labelledby="next-patient" data-next data-visit=id>
            <div class="space-y-1">
                <h2 id="next-patient" class="text-muted">{title}</h2>
                <p class="flex flex-wrap items-baseline gap-x-4 text-2xl font-semibold">
                    <time class="tabular-nums" datetime=line.machine.clone()>{line.time.clone()}</time>
                    <span>{line.name.clone()}</span>
                </p>
                <p class="flex flex-wrap items-center gap-2">
                    <span>{person}</span>
                    <StatusBadge status=status/>
                    {video}
                </p>
                <p class="text-lg">{reason}</p>
            </div>
            <Steps line=line to=to main=true/>
            <p><a class="link" href=prescribe>"Prescriptions"</a></p>
            {report.map(|report| view! { <Told report=report/> })}
        </section>
    }
}

/// What the patient told the engine, and what it made of it.
#[component]
fn Told(
    /// The report.
    report: Report,
) -> impl IntoView {
    let Report { href, words, triage, flags, present, absent, conditions } = report;
    let likely = conditions.into_iter().map(|(name, share)| {
        view! { <li class="flex justify-between gap-4"><span>{name}</span> <span class="text-muted tabular-nums">{share}</span></li> }
    });
    view! {
        <div class="space-y-4 border-t border-line pt-4">
            <p class="flex flex-wrap items-center gap-2">
                <strong>"Symptom report"</strong>
                {triage.map(|level| view! { <TriageBadge level=level/> })}
                <a class="link" href=href>"All of it"</a>
            </p>
            <ul class="space-y-1">{flags.into_iter().map(|why| view! { <li>{why}</li> }).collect_view()}</ul>
            <blockquote class="max-w-prose border-s-2 border-line ps-4 whitespace-pre-line">{words}</blockquote>
            <div class="grid gap-4 sm:grid-cols-3">
                <div><h3 class="text-sm text-muted">"Says that there is"</h3><p>{listed(present)}</p></div>
                <div><h3 class="text-sm text-muted">"Says that there is not"</h3><p>{listed(absent)}</p></div>
                <div><h3 class="text-sm text-muted">"May be"</h3><ul>{likely.collect_view()}</ul></div>
            </div>
            <p class="text-sm text-muted">"Read and weighed by the symptom engine from the patient's words; not a diagnosis."</p>
        </div>
    }
}

fn listed(names: Vec<String>) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}
