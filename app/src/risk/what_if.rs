//! What a change would do: the form in the browser.

use super::{
    answers::read,
    slides,
    verdict::{Meaning, headline, sentence, wanting},
};
use crate::ui::Crisis;
use domain::{
    Problems,
    risk::{Answers, RiskResult, Score, ScoreId, assess, is_crisis},
    triage::emergency_numbers,
};
use leptos::{ev, html, prelude::*};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, FormData, HtmlFormElement, HtmlInputElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// How long nothing changes before the result is read out: a slider on its way would talk without end.
const PAUSE: Duration = Duration::from_millis(700);

/// A score's form and its result. Without script it is what was sent; with it the result follows every answer, worked out in the
/// browser, and sliders try other numbers. Nothing that is tried leaves the browser.
#[island(lazy)]
pub fn WhatIf(
    /// Which score.
    score: ScoreId,
    /// What stands in the form, by field.
    given: Vec<(String, String)>,
    /// Whether it was sent, so that its result is the one to compare with.
    sent: bool,
    /// The country whose crisis line and emergency number are shown.
    country: String,
    /// The form.
    children: Children,
) -> impl IntoView {
    let numbers = emergency_numbers(&country);
    let said_of = |id: &str| given.iter().find(|(name, _)| name == id).map(|(_, text)| text.clone()).unwrap_or_default();
    let given = read(score.score(), said_of);
    let first = StoredValue::new(if sent { assess(score, &given).ok() } else { None });
    let now = RwSignal::new(given);
    let outcome = Memo::new(move |_| assess(score, &now.read()));
    let crisis = Memo::new(move |_| is_crisis(score, &now.read()));
    let meaning = Memo::new(move |_| outcome.get().ok().map(Meaning::of));

    let root = NodeRef::<html::Div>::new();
    let live = RwSignal::new(false);
    let said = RwSignal::new(String::new());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let announce = move || {
        let words = move || said.set(outcome.with_untracked(|o| o.as_ref().map(|now| tell(now, first)).unwrap_or_default()));
        if let Some(earlier) = waiting.get_value() {
            earlier.clear();
        }
        waiting.set_value(set_timeout_with_handle(words, PAUSE).ok());
    };
    let update = move || {
        let Some(root) = root.get_untracked() else { return };
        let told = crisis.get_untracked();
        now.set(answers(&root, score.score()));
        outcome.with_untracked(|outcome| mend(&root, score.score(), outcome.as_ref().err()));
        announce();
        if crisis.get_untracked() && !told {
            request_animation_frame(move || show(&root));
        }
    };
    // Browsers bring back what stood in a form before; so it is read once at the beginning.
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            slides::place_all(&root, score.score());
            now.set(answers(&root, score.score()));
            live.set(true);
        }
    });
    let on_input = move |event: ev::Event| {
        let moved = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let (Some(root), Some(moved)) = (root.get_untracked(), moved) {
            slides::follow(&root, score.score(), &moved);
        }
        update();
    };
    // The form is as it was only after the event.
    let on_reset = move |_| {
        set_timeout(
            move || {
                if let Some(root) = root.get_untracked() {
                    slides::place_all(&root, score.score());
                }
                update();
            },
            Duration::ZERO,
        );
    };

    let crisis = move || crisis.get().then(|| view! { <Crisis numbers=numbers/> });
    let figure = move || outcome.with(|o| o.as_ref().ok().map(|now| first.with_value(|first| headline(now, first.as_ref()))));
    let meant = move || meaning.get().map(|meaning| meaning.view(numbers));
    let missing =
        move || outcome.with(|o| o.as_ref().err().map(|problems| now.with(|given| wanting(score.score(), given, problems, sent))));
    view! {
        <div
            node_ref=root
            on:input=on_input
            on:reset=on_reset
            data-live=move || live.get()
            class="flex flex-col gap-8 lg:grid lg:grid-cols-[minmax(0,1fr)_24rem] lg:items-start lg:gap-12"
        >
            {children()}
            <div class="contents lg:sticky lg:top-6 lg:block lg:space-y-6">
                <div id="result" tabindex="-1" class="scroll-mt-6 space-y-6 outline-none">
                    {crisis}
                    <h2 class="text-xl font-semibold">"Your result"</h2>
                </div>
                {figure}
                {meant}
                {missing}
                <p class="sr-only" role="status" aria-live="polite">{move || said.get()}</p>
            </div>
        </div>
    }
}

fn tell(now: &RiskResult, first: StoredValue<Option<RiskResult>>) -> String {
    first.with_value(|first| sentence(now, first.as_ref()))
}

/// What stands in the form now.
fn answers(root: &Element, score: &Score) -> Answers {
    let form = root.query_selector("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let data = form.and_then(|form| FormData::new_with_form(&form).ok());
    read(score, |id| data.as_ref().and_then(|data| data.get(id).as_string()).unwrap_or_default())
}

/// Takes the server's words away from fields that are right by now.
fn mend(root: &Element, score: &Score, problems: Option<&Problems>) {
    for field in score.fields.iter().filter(|field| problems.and_then(|problems| problems.of(field.id)).is_none()) {
        let find = |selector: String| root.query_selector(&selector).ok().flatten();
        if let Some(words) = find(format!("#{}-wrong", field.id)) {
            let _ = words.set_attribute("hidden", "");
        }
        if let Some(marked) = find(format!("#{}", field.id)).and_then(|control| control.closest("[aria-invalid]").ok().flatten()) {
            let _ = marked.remove_attribute("aria-invalid");
        }
    }
}

/// Brings what has just appeared above the result into sight.
fn show(root: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    if let Some(result) = root.query_selector("#result").ok().flatten() {
        result.scroll_into_view_with_scroll_into_view_options(&options);
    }
}
