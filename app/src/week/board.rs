//! Dragging a visit to a free time of the week. Nothing is moved before it was said who and when, and agreed to.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Element};

/// What is to be moved, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wish {
    /// The form's address.
    to: String,
    name: String,
    version: String,
    before: String,
    start: String,
    after: String,
}

/// The days of the week: visits bear `data-visit`, free times `data-free`. Without script each visit has a link that leads to the same.
#[island(lazy)]
pub fn WeekBoard(
    /// The days.
    children: Children,
) -> impl IntoView {
    let held = RwSignal::new(None::<Wish>);
    let wish = RwSignal::new(None::<Wish>);
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if wish.read().is_some() && !dialog.open() {
            let _ = dialog.show_modal();
        }
    });
    let take = move |event: DragEvent| {
        let Some(visit) = part(&event, "[data-visit]") else { return };
        let (to, name, version) = (said(&visit, "data-visit"), said(&visit, "data-name"), said(&visit, "data-version"));
        held.set(Some(Wish { to, name, version, before: said(&visit, "data-words"), start: String::new(), after: String::new() }));
    };
    let over = move |event: DragEvent| {
        let Some(free) = part(&event, "[data-free]").filter(|_| held.read_untracked().is_some()) else { return };
        event.prevent_default();
        mark(Some(&free));
    };
    let drop = move |event: DragEvent| {
        let Some(free) = part(&event, "[data-free]") else { return };
        event.prevent_default();
        if let Some(held) = held.get_untracked() {
            wish.set(Some(Wish { start: said(&free, "data-free"), after: said(&free, "data-words"), ..held }));
        }
    };
    let end = move |_: DragEvent| {
        held.set(None);
        if wish.read_untracked().is_none() {
            mark(None);
        }
    };
    let leave = move |_: ev::Event| {
        wish.set(None);
        mark(None);
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let of = move |part: fn(&Wish) -> String| move || wish.read().as_ref().map(part).unwrap_or_default();
    view! {
        <div
            class="week"
            data-held=move || held.read().is_some().then_some("yes")
            on:dragstart=take
            on:dragover=over
            on:drop=drop
            on:dragend=end
        >
            {children()}
            <dialog node_ref=dialog class="sheet" aria-labelledby="move-title" on:close=leave>
                <form method="post" action=of(|wish| wish.to.clone()) class="space-y-4" data-once>
                    <h2 id="move-title" class="text-xl font-semibold">"Move "{of(|wish| wish.name.clone())}"?"</h2>
                    <dl class="grid gap-2">
                        <div><dt class="text-sm text-muted">"Now"</dt><dd>{of(|wish| wish.before.clone())}</dd></div>
                        <div><dt class="text-sm text-muted">"Then"</dt><dd><strong>{of(|wish| wish.after.clone())}</strong></dd></div>
                    </dl>
                    <p>"The patient sees the new time among their appointments."</p>
                    <input type="hidden" name="start" value=of(|wish| wish.start.clone())/>
                    <input type="hidden" name="version" value=of(|wish| wish.version.clone())/>
                    <div class="flex flex-wrap gap-3">
                        <button type="submit" class="btn btn-primary">"Move it"</button>
                        <button type="button" class="btn btn-quiet" on:click=close>"Leave it"</button>
                    </div>
                </form>
            </dialog>
        </div>
    }
}

/// The part of the page in which something happened.
fn part(event: &DragEvent, which: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(which).ok().flatten()
}

fn said(of: &Element, name: &str) -> String {
    of.get_attribute(name).unwrap_or_default()
}

/// Shows over which free time something is held; none for no longer.
fn mark(free: Option<&Element>) {
    if let Ok(all) = document().query_selector_all("[data-over]") {
        for before in (0..all.length()).filter_map(|n| all.item(n)?.dyn_into::<Element>().ok()) {
            let _ = before.remove_attribute("data-over");
        }
    }
    if let Some(free) = free {
        let _ = free.set_attribute("data-over", "");
    }
}
