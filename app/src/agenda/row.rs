//! One visit on the sheet, and its buttons.

use super::{Line, Step, triage_words};
use crate::ui::{Badge, Look, PostButton, StatusBadge, Tone};
use domain::triage::Triage;
use leptos::prelude::*;

/// Time, name, reason, state, and what can be done.
#[component]
pub(super) fn Row(
    /// The visit.
    line: Line,
    /// Where buttons post to.
    to: String,
) -> impl IntoView {
    let reason = if line.reason.is_empty() { "No reason given".to_owned() } else { line.reason.clone() };
    let (id, status, triage) = (line.id.clone(), line.status, line.triage);
    let video = line.video.then(|| view! { <Badge>"Video"</Badge> });
    view! {
        <li class="grid gap-x-4 gap-y-2 py-3 lg:grid-cols-[5rem_minmax(0,1fr)_auto] lg:items-center" data-visit=id tabindex="-1">
            <p class="font-semibold tabular-nums">
                <time datetime=line.machine.clone()>{line.time.clone()}</time>
                <span class="sr-only">{format!(", {}", line.length)}</span>
            </p>
            <div class="min-w-0">
                <p class="flex flex-wrap items-center gap-2">
                    <a class="link font-semibold" href=format!("/patients/{}", line.patient)>{line.name.clone()}</a>
                    <StatusBadge status=status/>
                    {video}
                    {triage.map(|level| view! { <TriageBadge level=level/> })}
                </p>
                <p class="text-muted lg:truncate" title=reason.clone()>{reason.clone()}</p>
            </div>
            <Steps line=line to=to/>
        </li>
    }
}

/// How urgent the symptom report found it.
#[component]
pub fn TriageBadge(
    /// The level.
    level: Triage,
) -> impl IntoView {
    let tone = match level {
        Triage::Emergency | Triage::EmergencyAmbulance => Tone::Emergency,
        Triage::Consultation24 => Tone::Attention,
        Triage::Consultation | Triage::SelfCare => Tone::Info,
    };
    view! { <Badge tone=tone>{triage_words(level)}</Badge> }
}

/// What can be done with a visit, the likeliest first.
#[component]
pub(super) fn Steps(
    /// The visit.
    line: Line,
    /// Where buttons post to.
    to: String,
    /// The first one stands out.
    #[prop(optional)]
    main: bool,
) -> impl IntoView {
    let buttons = line.steps.iter().enumerate().map(|(n, step)| {
        let look = if main && n == 0 { Look::Primary } else { Look::Quiet };
        view! { <span data-step=step.key()>{button(*step, look, &line, to.clone())}</span> }
    });
    view! { <div class="flex flex-wrap items-start gap-2">{buttons.collect_view()}</div> }
}

fn button(step: Step, look: Look, line: &Line, to: String) -> AnyView {
    let fields = vec![("appointment", line.id.clone())];
    let whom = format!(" {}, {}", line.name, line.time);
    let words = move || view! { {step.words()}<span class="sr-only">{whom.clone()}</span> };
    match step.consequence() {
        Some(consequence) => view! {
            <PostButton to=to act=step.code() fields=fields look=Look::Danger confirm=consequence>{words()}</PostButton>
        }
        .into_any(),
        None => view! { <PostButton to=to act=step.code() fields=fields look=look>{words()}</PostButton> }.into_any(),
    }
}
