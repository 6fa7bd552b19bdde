//! Single keys that do what a button does, written down on the page, with the way to switch them off.

use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Where a browser remembers that its person wants no keys.
const NO_KEYS: &str = "no-keys";

/// What the keys of a page do, told in a list; `press` does it.
#[component]
pub fn Keys(
    /// Keys and what each does.
    all: Vec<(&'static str, &'static str)>,
    /// One sentence on how they work here.
    lead: &'static str,
    /// Called with a key that is meant as one: not in a field, not with Ctrl.
    press: fn(&KeyboardEvent),
) -> impl IntoView {
    let on = RwSignal::new(true);
    Effect::new(move |_| {
        on.set(storage().and_then(|store| store.get_item(NO_KEYS).ok().flatten()).is_none());
        window_event_listener(ev::keydown, move |event| {
            if on.get_untracked() && is_meant(&event) {
                press(&event);
            } else if event.key() == "Escape" && !event.default_prevented() {
                leave();
            }
        });
    });
    let switch = move |_| {
        on.update(|on| *on = !*on);
        if let Some(store) = storage() {
            let _ = if on.get_untracked() { store.remove_item(NO_KEYS) } else { store.set_item(NO_KEYS, "yes") };
        }
    };
    let list = all.into_iter().map(|(key, words)| view! { <li><Key>{key}</Key>" "{words}</li> }).collect_view();
    view! {
        <details class="disclosure print:hidden">
            <summary class="opener">"Keys"</summary>
            <div class="space-y-3 pt-2">
                <p class="max-w-prose">{lead}</p>
                <ul class="flex flex-wrap gap-x-6 gap-y-2">{list}</ul>
                <button type="button" class="btn btn-quiet" on:click=switch aria-pressed=move || on.get().to_string()>"Keys are on"</button>
            </div>
        </details>
    }
}

#[component]
fn Key(children: Children) -> impl IntoView {
    view! { <kbd class="rounded-card border border-line bg-sunken px-2 font-semibold">{children()}</kbd> }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Leaves the field that is written in, so that keys mean something again; a dialog has an Escape of its own.
fn leave() {
    let field = document().active_element().filter(|at| at.matches("input, textarea, select").unwrap_or(false));
    let field = field.filter(|at| at.closest("dialog").ok().flatten().is_none()).and_then(|at| at.dyn_into::<HtmlElement>().ok());
    if let Some(field) = field {
        let _ = field.blur();
    }
}

/// Whether a key is pressed for its own sake: where something is typed, keys only write.
fn is_meant(event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat() {
        return false;
    }
    let focused = document().active_element();
    focused.is_none_or(|at| at.closest("input, textarea, select, [contenteditable], dialog").ok().flatten().is_none())
}
