//! Numbers with a unit, and a slider for trying others.

use super::form::Scope;
use leptos::prelude::*;

/// Where a slider goes from, to and in which steps, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slide {
    /// Smallest.
    pub from: f64,
    /// Largest.
    pub to: f64,
    /// Step.
    pub step: f64,
    /// Where it stands.
    pub at: f64,
}

/// A number with its unit. The slider beside it is for an island, which shows it and makes it follow the number: it keeps its room from
/// the start, so that nothing moves when the island wakes up, and it is never sent.
#[component]
pub fn Measure(
    /// Name in the form, and of its problems.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// Unit, shown behind the number.
    unit: &'static str,
    /// One sentence of help, with the range.
    #[prop(into)]
    hint: String,
    /// What the page knows already.
    #[prop(optional, into)]
    value: String,
    /// The slider.
    slide: Slide,
) -> impl IntoView {
    let bound = Scope::bind(name, true);
    let value = bound.text(value);
    let slider_label = format!("{label}, slider");
    view! {
        <div class="space-y-1">
            {super::field::label(bound.id.clone(), label, false)}
            {bound.hint(Some(hint))}
            <div class="flex flex-wrap items-center gap-x-6 gap-y-1">
                <span class="flex items-center gap-2">
                    <input
                        id=bound.id.clone()
                        class="control w-28 tabular-nums"
                        type="text"
                        inputmode="decimal"
                        autocomplete="off"
                        name=name
                        value=value
                        autofocus=bound.first
                        aria-invalid=bound.problem.as_ref().map(|_| "true")
                        aria-describedby=bound.described(true)
                    />
                    <span class="text-muted">{unit}</span>
                </span>
                <input
                    class="slider"
                    type="range"
                    data-slides=name
                    min=slide.from.to_string()
                    max=slide.to.to_string()
                    step=slide.step.to_string()
                    value=slide.at.to_string()
                    aria-label=slider_label
                    aria-valuetext=format!("{} {unit}", slide.at)
                />
            </div>
            {bound.message()}
        </div>
    }
}
