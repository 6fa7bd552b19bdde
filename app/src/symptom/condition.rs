//! What it may be.

use crate::ui::{Section, time};
use domain::assessment::RankedCondition;
use leptos::prelude::*;

/// Conditions shown before "more".
const SHOWN: usize = 3;

/// What it may be, best first, and what is left for none of these. `open` – what to do about the first stands open.
pub(super) fn conditions(all: &[RankedCondition], open: bool) -> impl IntoView + use<> {
    let rest = (1.0 - all.iter().map(|c| c.probability).sum::<f32>()).clamp(0.0, 1.0);
    let (first, more) = all.split_at(all.len().min(SHOWN));
    let first = first.iter().enumerate().map(|(n, c)| condition(c, open && n == 0)).collect_view();
    let more = (!more.is_empty()).then(|| {
        let items = more.iter().map(|c| condition(c, false)).collect_view();
        view! { <details class="disclosure"><summary class="opener">{format!("{} less likely", more.len())}</summary> <ol class="space-y-4 pt-4">{items}</ol></details> }
    });
    (!all.is_empty()).then(|| {
        view! {
            <Section title="What it may be" lead="Possible explanations, not diagnoses. Only a doctor who examines you can tell.">
                <ol class="space-y-4">{first}</ol>
                {more}
                <p class="text-muted">{format!("Something that is not on this list: {}.", time::percent(rest))}</p>
            </Section>
        }
    })
}

fn condition(condition: &RankedCondition, open: bool) -> impl IntoView + use<> {
    let share = condition.probability;
    let label = format!("{}: {}", condition.name, time::percent(share));
    view! {
        <li class="space-y-2 rounded-card border border-line bg-surface p-4">
            <div class="flex flex-wrap items-baseline justify-between gap-x-4">
                <h3 class="text-lg font-semibold">{condition.name.clone()}</h3>
                <p class="tabular-nums">{in_words(share)} " · " {time::percent(share)}</p>
            </div>
            <progress class="share" max="100" value=format!("{:.0}", share * 100.0) aria-label=label></progress>
            <details class="disclosure" open=open>
                <summary class="opener">"What speaks for it, what to do"</summary>
                <div class="space-y-4 pb-2">
                    {list("Speaks for it", condition.evidence_for.clone())}
                    {list("Speaks against it", condition.evidence_against.clone())}
                    {list("Usual with it, and not spoken of", condition.not_told.clone())}
                    {paragraph("What you can do yourself", condition.self_care.clone())}
                    {paragraph("Get help sooner if", condition.safety_net.clone())}
                    <p class="text-sm text-muted">{format!("ICD-10 {}", condition.code)}</p>
                </div>
            </details>
        </li>
    }
}

fn list(title: &'static str, items: Vec<String>) -> impl IntoView {
    (!items.is_empty()).then(|| {
        let items = items.into_iter().map(|item| view! { <li>{item}</li> }).collect_view();
        view! { <div><h4 class="font-semibold">{title}</h4> <ul class="list-disc ps-5">{items}</ul></div> }
    })
}

fn paragraph(title: &'static str, text: String) -> impl IntoView {
    (!text.trim().is_empty()).then(|| view! { <div><h4 class="font-semibold">{title}</h4> <p class="max-w-prose">{text}</p></div> })
}

/// A probability as people say it.
fn in_words(share: f32) -> &'static str {
    match share {
        s if s >= 0.7 => "very likely",
        s if s >= 0.4 => "likely",
        s if s >= 0.2 => "quite possible",
        s if s >= 0.1 => "possible",
        _ => "unlikely",
    }
}
