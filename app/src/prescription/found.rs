//! What the checks say, in words.

use crate::ui::{Badge, Banner, Rows, Tone, time};
use domain::prescription::{Check, Checked, Gap, Severity, Warning};
use leptos::prelude::*;

/// One line for each check. Nothing is called clear that was not looked at as a whole.
pub(super) fn summary(checked: &Checked) -> String {
    let line = |check: Check| {
        let found = checked.warnings.iter().filter(|w| w.check == check).count();
        let has_gap = checked.list.is_none() || checked.gaps.iter().any(|gap| gap.checks.contains(&check));
        let words = match (found, has_gap) {
            (0, false) => "nothing found".to_owned(),
            (0, true) => "not wholly checked".to_owned(),
            (n, false) => format!("{n} found"),
            (n, true) => format!("{n} found, not wholly checked"),
        };
        format!("{}: {words}", check.words())
    };
    Check::ALL.map(line).join(". ")
}

/// What must not be overlooked where the checks do not stand beside what is typed: how many are to be stopped at, and the first of them.
pub(super) fn loud(checked: &Checked) -> Option<String> {
    let mut stops = checked.warnings.iter().filter(|warning| warning.severity == Severity::Interrupt);
    let first = stops.next()?;
    Some(match stops.count() {
        0 => format!("Stop – {}", first.title),
        more => format!("Stop – {}, and {more} more", first.title),
    })
}

/// By which list, or that there is none.
pub(super) fn by_list(checked: &Checked) -> impl IntoView + use<> {
    match &checked.list {
        Some(list) => view! {
            <p class="text-sm text-muted">
                {format!("By the list of medicines of {} (version {}). What is not in it is not harmless.", time::date(list.date), list.version)}
            </p>
        }
        .into_any(),
        None => view! {
            <Banner tone=Tone::Attention title="Nothing was checked">
                <p>"The list of medicines is not there. That nothing is shown does not mean that there is nothing: please check allergies, interactions, duplicates and doses yourself."</p>
            </Banner>
        }
        .into_any(),
    }
}

/// One line for each check.
pub(super) fn lines(checked: &Checked) -> impl IntoView + use<> {
    let rows = Check::ALL.map(|check| {
        let found = checked.warnings.iter().filter(|w| w.check == check).count();
        let is_clear = checked.is_clear(check);
        let state = match (is_clear, found) {
            (true, _) => view! { <Badge tone=Tone::Done>"Nothing found"</Badge> }.into_any(),
            (false, 0) => view! { <Badge tone=Tone::Attention>"Not wholly checked"</Badge> }.into_any(),
            (false, n) => view! { <Badge tone=Tone::Attention>{format!("{n} found")}</Badge> }.into_any(),
        };
        view! { <li class="flex items-center justify-between gap-4 py-2"><span>{check.words()}</span> {state}</li> }
    });
    view! { <Rows>{rows.into_iter().collect_view()}</Rows> }
}

/// A warning; `answer` – where the reason is written, or what it is.
pub(super) fn warning(of: Warning, answer: AnyView) -> AnyView {
    let source = format!("Source: {}", of.source);
    if of.severity == Severity::Interrupt {
        return view! {
            <div class="banner border-alarm-fill bg-surface" role="alert">
                <div class="min-w-0 flex-1 space-y-2">
                    <p><Badge tone=Tone::Emergency>"Stop"</Badge></p>
                    <p class="font-semibold">{of.title}</p>
                    <p>{of.text}</p>
                    <p class="text-sm text-muted">{source}</p>
                    {answer}
                </div>
            </div>
        }
        .into_any();
    }
    let badge = match of.severity {
        Severity::Note => view! { <Badge>"To know"</Badge> }.into_any(),
        _ => view! { <Badge tone=Tone::Attention>"To weigh"</Badge> }.into_any(),
    };
    view! {
        <div class="space-y-1 border-s-2 border-line ps-4">
            <p class="flex flex-wrap items-center gap-2"><strong>{of.title}</strong> {badge}</p>
            <p>{of.text}</p>
            <p class="text-sm text-muted">{source}</p>
            {answer}
        </div>
    }
    .into_any()
}

/// Something that could not be checked.
pub(super) fn gap(of: Gap, answer: AnyView) -> AnyView {
    view! {
        <div class="space-y-1 border-s-2 border-line ps-4">
            <p class="flex flex-wrap items-center gap-2"><span>{of.why}</span> <Badge>"Not checked"</Badge></p>
            {answer}
        </div>
    }
    .into_any()
}
