//! Keeps a note on the server while it is written. Without script a button does.

use super::{Held, keep_note};
use domain::note::Words;
use leptos::{ev, html, prelude::*, task::spawn_local};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{HtmlFormElement, HtmlInputElement, HtmlTextAreaElement};

/// How long nothing is typed before it is kept.
const PAUSE: Duration = Duration::from_millis(1_200);
/// How long to wait after it could not be.
const AGAIN: Duration = Duration::from_secs(8);

/// The fields of a note around which it stands: `title`, `text`, and `from` for the number of the draft that they go on from.
#[island(lazy)]
pub fn Keeper(
    /// About whom.
    patient: String,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let desk = At {
        root,
        state: RwSignal::new(State::Idle),
        other: RwSignal::new(None),
        timer: StoredValue::new(None),
        patient: StoredValue::new(patient),
    };
    Effect::new(move |_| {
        // Before the form is sent, nothing may be on its way that would come after it as a new draft.
        let Some(form) = desk.form() else { return };
        let held = move |event: web_sys::Event| desk.before_sending(&event);
        let closure = wasm_bindgen::closure::Closure::<dyn FnMut(web_sys::Event)>::new(held);
        let _ = form.add_event_listener_with_callback("submit", closure.as_ref().unchecked_ref());
        // It lives as long as the page.
        closure.forget();
    });
    view! {
        <div
            node_ref=root
            class="space-y-4"
            on:input=move |_: ev::Event| desk.soon(PAUSE)
            on:focusout=move |_: ev::FocusEvent| desk.at_once()
        >
            {children()}
            <p class="text-sm text-muted" role="status" aria-live="polite" data-kept=move || desk.state.get().code()>{move || desk.state.get().words()}</p>
            {move || desk.other.get().map(|(words, version)| view! { <Both desk=desk words=words version=version/> })}
        </div>
    }
}

/// How it stands with what is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Idle,
    Typed,
    Sending,
    /// A press on a button waits until it has arrived.
    Leaving,
    Kept(String),
    Nothing,
    Failed(String),
    Split,
}

impl State {
    fn code(&self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Typed => "typed",
            Self::Sending | Self::Leaving => "sending",
            Self::Kept(_) => "kept",
            Self::Nothing => "nothing",
            Self::Failed(_) => "failed",
            Self::Split => "split",
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Idle | Self::Typed => String::new(),
            Self::Sending | Self::Leaving => "Keeping the draft …".to_owned(),
            Self::Kept(at) => format!("Draft kept at {at}. Only you see it."),
            Self::Nothing => "There is no draft any more.".to_owned(),
            Self::Failed(why) => format!("The draft is not kept yet: {why} It stays here, and is tried again."),
            Self::Split => "Another text of this note was kept meanwhile. Both are here.".to_owned(),
        }
    }
}

/// Everything that the parts share.
#[derive(Clone, Copy)]
struct At {
    root: NodeRef<html::Div>,
    state: RwSignal<State>,
    other: RwSignal<Option<(Words, i32)>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    patient: StoredValue<String>,
}

impl At {
    fn form(self) -> Option<HtmlFormElement> {
        self.root.get()?.closest("form").ok().flatten()?.dyn_into().ok()
    }

    fn input(self, name: &str) -> Option<HtmlInputElement> {
        self.root.get_untracked()?.query_selector(&format!("input[name='{name}']")).ok().flatten()?.dyn_into().ok()
    }

    fn area(self) -> Option<HtmlTextAreaElement> {
        self.root.get_untracked()?.query_selector("textarea[name='text']").ok().flatten()?.dyn_into().ok()
    }

    /// What stands in the fields.
    fn words(self) -> Words {
        let title = self.input("title").map(|field| field.value()).unwrap_or_default();
        Words { title, text: self.area().map(|field| field.value()).unwrap_or_default() }
    }

    fn write(self, words: &Words) {
        if let Some(field) = self.input("title") {
            field.set_value(&words.title);
        }
        if let Some(field) = self.area() {
            field.set_value(&words.text);
            let _ = field.focus();
        }
    }

    fn from(self) -> i32 {
        self.input("from").and_then(|field| field.value().parse().ok()).unwrap_or_default()
    }

    fn go_on_from(self, version: i32) {
        if let Some(field) = self.input("from") {
            field.set_value(&version.to_string());
        }
    }

    /// Keeps it after a pause; each key begins the pause anew.
    fn soon(self, pause: Duration) {
        if matches!(self.state.get_untracked(), State::Sending | State::Leaving | State::Split) {
            return;
        }
        self.state.set(State::Typed);
        self.wait(pause);
    }

    fn wait(self, pause: Duration) {
        self.stop();
        self.timer.set_value(set_timeout_with_handle(move || self.send(), pause).ok());
    }

    fn stop(self) {
        if let Some(earlier) = self.timer.get_value() {
            earlier.clear();
        }
        self.timer.set_value(None);
    }

    /// Who leaves a field does not want to wait for the pause.
    fn at_once(self) {
        if self.state.get_untracked() == State::Typed {
            self.send();
        }
    }

    fn send(self) {
        self.stop();
        let (words, from) = (self.words(), self.from());
        self.state.set(State::Sending);
        spawn_local(async move {
            let Words { title, text } = words.clone();
            let held = keep_note(self.patient.get_value(), from, title, text).await;
            self.arrived(held, &words);
        });
    }

    fn arrived(self, held: Result<Held, crate::refusal::Refusal>, sent: &Words) {
        let leaving = self.state.get_untracked() == State::Leaving;
        match held {
            Ok(Held::Saved(version, at)) => {
                self.go_on_from(version);
                self.state.set(if version == 0 { State::Nothing } else { State::Kept(at) });
                // What was typed meanwhile is next.
                if !leaving && self.words() != *sent {
                    self.soon(PAUSE);
                }
            }
            Ok(Held::Other(words, version)) => {
                self.other.set(Some((words, version)));
                self.state.set(State::Split);
            }
            Err(refusal) => {
                self.state.set(State::Failed(refusal.message().to_owned()));
                if !leaving {
                    self.wait(AGAIN);
                }
            }
        }
        if leaving && let Some(form) = self.form() {
            // The form is the truth: what could not be kept as a draft is sent with it.
            let _ = form.request_submit();
        }
    }

    /// Lets the form go unless a draft is on its way; then it goes after it.
    fn before_sending(self, event: &web_sys::Event) {
        self.stop();
        if self.state.get_untracked() == State::Sending {
            event.prevent_default();
            event.stop_propagation();
            self.state.set(State::Leaving);
        }
    }
}

/// The other text, and what can be done with the two.
#[component]
fn Both(desk: At, words: Words, version: i32) -> impl IntoView {
    let settle = move |words: Words| {
        desk.go_on_from(version);
        desk.other.set(None);
        desk.write(&words);
        desk.state.set(State::Typed);
        desk.send();
    };
    let (theirs, shown) = (words.clone(), words.clone());
    let together = move |_| settle(desk.words().with(&words));
    let take = move |_| settle(theirs.clone());
    let keep = move |_| settle(desk.words());
    let title = (!shown.title.trim().is_empty()).then(|| view! { <p class="font-semibold">{shown.title.clone()}</p> });
    view! {
        <div role="group" aria-label="Another text of this note" class="space-y-3 rounded-card border border-attention bg-attention-soft p-4">
            <p class="font-semibold">"In another tab, or on another device, you wrote:"</p>
            <blockquote class="space-y-1 border-s-2 border-line ps-4 whitespace-pre-line">{title}<p>{shown.text.clone()}</p></blockquote>
            <div class="flex flex-wrap gap-3">
                <button type="button" class="btn btn-primary" on:click=together>"Put both together"</button>
                <button type="button" class="btn btn-quiet" on:click=take>"Take that one"</button>
                <button type="button" class="btn btn-quiet" on:click=keep>"Keep mine"</button>
            </div>
        </div>
    }
}
