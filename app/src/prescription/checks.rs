//! The sheet in the browser: what the checks say follows what is typed. Without script they say it when the sheet is saved.

use super::{found, prescription_check};
use domain::prescription::{Checked, Gap, REASON_MAX, Severity, Warning};
use leptos::{ev, html, prelude::*, task::spawn_local};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, FormData, HtmlFormElement, HtmlInputElement};

/// How long nothing is typed before it is checked.
const PAUSE: Duration = Duration::from_millis(500);
/// Fields in which it is said why somebody goes on in spite of a warning begin so.
const REASON: &str = "reason-";

/// What is wrong with a reason, by the id of its warning.
type Wrong = Vec<(String, String)>;

/// The fields of a sheet, and what the checks say of them. It stands within the form, whose fields it reads.
#[island(lazy)]
pub fn Checks(
    /// For whom.
    patient: String,
    /// A prescription that is not compared.
    without: String,
    /// What the checks said when the page was made; none for a sheet without a medicine.
    checked: Option<Checked>,
    /// Why the doctor goes on, by the id of a warning.
    reasons: Vec<(String, String)>,
    /// What is wrong with them.
    wrong: Vec<(String, String)>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let checked = RwSignal::new(checked);
    let typed = StoredValue::new(reasons);
    let wrong = StoredValue::new(wrong);
    let root = NodeRef::<html::Div>::new();
    let said = RwSignal::new(String::new());
    let failed = RwSignal::new(false);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let asked = StoredValue::new(0_u32);
    let ask = move || {
        let Some(root) = root.get_untracked() else { return };
        asked.update_value(|n| *n += 1);
        let number = asked.get_value();
        let (patient, without, fields) = (patient.clone(), without.clone(), fields(&root));
        spawn_local(async move {
            let answer = prescription_check(patient, without, fields).await;
            // Only the latest question counts.
            if asked.try_get_value() != Some(number) {
                return;
            }
            failed.set(answer.is_err());
            if let Ok(now) = answer {
                said.set(found::summary(&now));
                checked.set(Some(now));
            }
        });
    };
    // What was typed before the sheet woke up is checked like what is typed after.
    let first = ask.clone();
    Effect::new(move |_| {
        if root.get().is_some_and(|root| is_touched(&root)) {
            first();
        }
    });
    let on_input = move |event: ev::Event| {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(reason) = field.filter(|field| field.name().starts_with(REASON)) {
            let id = reason.name().trim_start_matches(REASON).to_owned();
            typed.update_value(|all| {
                all.retain(|(of, _)| *of != id);
                all.push((id, reason.value()));
            });
            return;
        }
        if let Some(earlier) = waiting.get_value() {
            earlier.clear();
        }
        waiting.set_value(set_timeout_with_handle(ask.clone(), PAUSE).ok());
    };
    let warnings = move |loud: bool| {
        let all = checked.read().as_ref().map(|checked| checked.warnings.clone()).unwrap_or_default();
        all.into_iter().filter(|w| (w.severity == Severity::Interrupt) == loud).collect::<Vec<_>>()
    };
    let gaps = move || checked.read().as_ref().map(|checked| checked.gaps.clone()).unwrap_or_default();
    let one = move |of: Warning| {
        let answer = answer(&of.id, &of.title, of.severity > Severity::Note, typed, wrong);
        found::warning(of, answer)
    };
    let left = move |of: Gap| {
        let answer = answer(&of.id, &of.why, of.needs_reason, typed, wrong);
        found::gap(of, answer)
    };
    let key = |of: &Warning| (of.id.clone(), of.severity, of.text.clone());
    view! {
        <div node_ref=root on:input=on_input class="flex flex-col gap-8 lg:grid lg:grid-cols-[minmax(0,1fr)_24rem] lg:items-start lg:gap-12">
            {children()}
            {move || checked.read().as_ref().and_then(found::loud).map(|words| view! {
                <p class="sticky bottom-16 z-10 order-last border-t-2 border-alarm-fill bg-surface py-3 font-semibold lg:hidden">
                    <a class="link" href="#checks-title">{words}</a>
                </p>
            })}
            <section aria-labelledby="checks-title" class="space-y-4 lg:sticky lg:top-6">
                <h2 id="checks-title" class="text-xl font-semibold" tabindex="-1">"Checks"</h2>
                <p class="sr-only" role="status" aria-live="polite">{move || said.get()}</p>
                {move || failed.get().then(|| view! {
                    <p role="alert" class="font-semibold text-attention">"What you type is not being checked at the moment. Saving checks it."</p>
                })}
                {move || checked.read().is_none().then(|| view! { <p class="text-muted">"Nothing is checked yet. The checks begin with the first medicine."</p> })}
                <For each=move || warnings(true) key=key children=one/>
                {move || checked.read().as_ref().map(found::lines)}
                <div class="space-y-4">
                    <For each=move || warnings(false) key=key children=one/>
                    <For each=gaps key=|of: &Gap| (of.id.clone(), of.why.clone()) children=left/>
                </div>
                {move || checked.read().as_ref().map(found::by_list)}
            </section>
        </div>
    }
}

/// Whether a field no longer holds what the page came with.
fn is_touched(root: &Element) -> bool {
    let Ok(all) = root.query_selector_all("input") else { return false };
    let mut fields = (0..all.length()).filter_map(|n| all.item(n)?.dyn_into::<HtmlInputElement>().ok());
    fields.any(|field| field.value() != field.default_value())
}

/// Where it is written why somebody goes on.
fn answer(id: &str, about: &str, needed: bool, typed: StoredValue<Wrong>, wrong: StoredValue<Wrong>) -> AnyView {
    if !needed {
        return ().into_any();
    }
    let of = |all: &Wrong| all.iter().find(|(of, _)| of == id).map(|(_, text)| text.clone());
    let (value, message) = (typed.with_value(of).unwrap_or_default(), wrong.with_value(of));
    let name = format!("{REASON}{id}");
    let label = format!(": {about}");
    let described = message.as_ref().map(|_| format!("{name}-wrong"));
    view! {
        <label class="block space-y-1">
            <span class="text-sm font-semibold">"Why you go on"<span class="sr-only">{label}</span></span>
            <input
                id=name.clone()
                class="control w-full"
                type="text"
                name=name.clone()
                value=value
                maxlength=REASON_MAX.to_string()
                autocomplete="off"
                aria-invalid=message.as_ref().map(|_| "true")
                aria-describedby=described
            />
        </label>
        {message.map(|message| view! { <p id=format!("{name}-wrong") class="text-sm font-semibold text-attention">{message}</p> })}
    }
    .into_any()
}

/// What stands in the form's own fields now.
fn fields(root: &Element) -> Vec<(String, String)> {
    let form = root.closest("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(data) = form.and_then(|form| FormData::new_with_form(&form).ok()) else { return Vec::new() };
    let Ok(all) = root.query_selector_all("[name]") else { return Vec::new() };
    let names = (0..all.length()).filter_map(|n| all.item(n)?.dyn_into::<Element>().ok()?.get_attribute("name"));
    let told = names.filter(|name| !name.starts_with(REASON));
    told.filter_map(|name| data.get(&name).as_string().map(|value| (name, value))).collect()
}
