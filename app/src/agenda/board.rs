//! The sheet on the page: server-made, then kept up to date, with a key for each button.

use super::{
    Line, Sheet, Step, agenda,
    feed::{self, Link},
    next::NextPatient,
    row::Row,
};
use crate::{
    keys::Keys,
    ui::{Badge, Rows, Tone},
};
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, KeyboardEvent};

/// How the keys work here.
const KEYS: &str =
    "One key does what its button does: for the visit that the focus is in, else for the next patient. In a field, keys only write.";

/// A doctor's day. Without script it is a sheet with buttons.
#[island(lazy)]
pub fn Board(
    /// The day, as the server wrote it.
    sheet: Sheet,
) -> impl IntoView {
    let date = sheet.date.clone();
    let to = sheet.to.clone();
    let sheet = RwSignal::new(sheet);
    let (link, said) = (RwSignal::new(Link::default()), RwSignal::new(String::new()));
    Effect::new(move |_| feed::open(link, refresher(date.clone(), sheet, said)));
    let next = Memo::new(move |_| sheet.read().next.clone());
    let next_to = to.clone();
    let next = move || next.get().map(|next| view! { <NextPatient next=next to=next_to.clone()/> });
    let empty = move || sheet.read().lines.is_empty().then(|| view! { <p class="py-6 text-muted">"Nobody has booked this day yet."</p> });
    let row_to = to.clone();
    let mut keys: Vec<_> = Step::ALL.map(|step| (step.key(), step.words())).into();
    keys.extend([("j", "next visit"), ("k", "previous visit")]);
    let row = move |line: Line| view! { <Row line=line to=row_to.clone()/> };
    view! {
        <div class="space-y-6">
            <div class="flex flex-wrap items-center gap-x-6 gap-y-2">
                <Totals sheet=sheet/>
                <LinkState link=link sheet=sheet/>
            </div>
            <p class="font-semibold" role="status" aria-live="polite">{move || said.get()}</p>
            {next}
            <section aria-labelledby="day-sheet">
                <h2 id="day-sheet" class="text-xl font-semibold">"The day"</h2>
                <Rows>
                    <For each=move || sheet.get().lines key=Line::clone_key children=row/>
                </Rows>
                {empty}
            </section>
            <Keys all=keys lead=KEYS press=press/>
        </div>
    }
}

impl Line {
    /// What tells one state of a visit from another.
    fn clone_key(&self) -> (String, i32, usize) {
        (self.id.clone(), self.version, self.steps.len())
    }
}

/// Asks for the sheet anew and tells what is new on it. Several calls while one is under way become one more.
fn refresher(date: String, sheet: RwSignal<Sheet>, said: RwSignal<String>) -> Rc<dyn Fn()> {
    let (busy, again) = (StoredValue::new(false), StoredValue::new(false));
    Rc::new(move || {
        if busy.get_value() {
            again.set_value(true);
            return;
        }
        busy.set_value(true);
        let date = date.clone();
        spawn_local(async move {
            loop {
                again.set_value(false);
                match agenda(date.clone()).await {
                    Ok(new) => {
                        let news = new.news(&sheet.read_untracked());
                        sheet.set(new);
                        if !news.is_empty() {
                            said.set(news);
                        }
                    }
                    Err(_) => said.set("The day could not be brought up to date. Please load the page again.".to_owned()),
                }
                if !again.get_value() {
                    break;
                }
            }
            busy.set_value(false);
        });
    })
}

#[component]
fn Totals(sheet: RwSignal<Sheet>) -> impl IntoView {
    let counts = move || sheet.read().counts;
    view! {
        <ul class="flex flex-wrap gap-x-6 gap-y-1 tabular-nums">
            <li><strong>{move || counts().all}</strong>{move || if counts().all == 1 { " visit" } else { " visits" }}</li>
            <li><strong>{move || counts().waiting}</strong>" waiting"</li>
            <li><strong>{move || counts().requests}</strong>{move || if counts().requests == 1 { " request" } else { " requests" }}</li>
            <li><strong>{move || counts().done}</strong>" done"</li>
        </ul>
    }
}

#[component]
fn LinkState(link: RwSignal<Link>, sheet: RwSignal<Sheet>) -> impl IntoView {
    let badge = move || match link.get() {
        Link::Live => view! { <Badge tone=Tone::Done>"Live"</Badge> }.into_any(),
        Link::Lost => view! { <Badge tone=Tone::Attention>"Reconnecting"</Badge> }.into_any(),
        Link::Waiting => view! { <Badge>"Not live"</Badge> }.into_any(),
    };
    let written = move || sheet.read().written.clone();
    view! { <p class="flex items-center gap-2 text-muted">{badge} <span class="tabular-nums">"as of "{written}</span></p> }
}

/// Presses the button of a key; changes nothing where the key means something else.
fn press(event: &KeyboardEvent) {
    let page = document();
    let visit = page.active_element().and_then(|at| at.closest("[data-visit]").ok().flatten());
    let key = event.key();
    match key.as_str() {
        "j" => step_to(&page, visit.as_ref(), 1),
        "k" => step_to(&page, visit.as_ref(), -1),
        key if Step::ALL.iter().any(|step| step.key() == key) => {
            let scope = visit.or_else(|| page.query_selector("[data-next]").ok().flatten());
            let wanted = format!("[data-step='{key}'] summary, [data-step='{key}'] button");
            if let Some(button) = scope.and_then(|scope| scope.query_selector(&wanted).ok().flatten()) {
                event.prevent_default();
                if let Some(button) = button.dyn_ref::<HtmlElement>() {
                    button.click();
                }
            }
        }
        _ => {}
    }
}

/// Moves the focus to the visit before or after.
fn step_to(page: &Document, from: Option<&Element>, by: i32) {
    let Ok(all) = page.query_selector_all("li[data-visit]") else { return };
    let id = from.and_then(|visit| visit.get_attribute("data-visit"));
    let all: Vec<HtmlElement> = (0..all.length()).filter_map(|n| all.item(n)?.dyn_into().ok()).collect();
    let at = all.iter().position(|visit| visit.get_attribute("data-visit") == id && id.is_some());
    let to = match (at, by) {
        (None, 1..) => Some(0),
        (None, _) => None,
        (Some(at), by) => at.checked_add_signed(if by > 0 { 1 } else { -1 }),
    };
    if let Some(visit) = to.and_then(|to| all.get(to)) {
        let _ = visit.focus();
    }
}
