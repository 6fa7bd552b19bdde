//! The desk in the browser: the preview follows what is typed, and a draft is kept whenever the writer pauses. Without script there are
//! buttons for both. It fills places that the page has already, so a long text is sent once and not twice.

use super::{Kept, blog_keep, blog_preview};
use crate::refusal::Refusal;
use leptos::{ev, html, prelude::*, task::spawn_local};
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement};

/// How long nothing is typed before the preview follows.
const GLANCE: Duration = Duration::from_millis(400);
/// How long nothing is typed before it is kept.
const PAUSE: Duration = Duration::from_millis(2_000);
/// Marks the form that goes once what is on its way has arrived, and the button that was pressed in it.
const NEXT: &str = "data-next";
const PRESSED: &str = "data-pressed";
/// The fields of an article.
const FIELDS: [&str; 7] = ["version", "title", "summary", "body", "tags", "sources", "cover"];

/// The form of an article and its preview stand in it.
#[island(lazy)]
pub fn Desk(
    /// Which article.
    post: String,
    /// Whether a pause keeps the text: what others wait for or read is changed by a button alone.
    keeps: bool,
    /// The form and the preview.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let desk = State {
        post: StoredValue::new(post),
        keeps: StoredValue::new(keeps),
        dirty: StoredValue::new(false),
        flying: StoredValue::new(false),
        passing: StoredValue::new(false),
        glance: StoredValue::new(None),
        pause: StoredValue::new(None),
        asked: StoredValue::new(0),
    };
    let on_input = move |_: ev::Event| {
        if let Some(root) = root.get_untracked() {
            desk.typed(root.unchecked_into());
        }
    };
    // What was typed before the desk woke up, or is there again after going back, was typed too.
    Effect::new(move |_| {
        if let Some(root) = root.get().map(JsCast::unchecked_into::<Element>).filter(differs) {
            desk.typed(root);
        }
    });
    let on_submit = move |event: ev::SubmitEvent| {
        if let Some(root) = root.get_untracked() {
            desk.send(&root.unchecked_into(), &event);
        }
    };
    view! { <div node_ref=root on:input=on_input on:submit=on_submit class="contents">{children()}</div> }
}

/// What the desk remembers.
#[derive(Clone, Copy)]
struct State {
    post: StoredValue<String>,
    keeps: StoredValue<bool>,
    /// Something was typed that is not kept.
    dirty: StoredValue<bool>,
    /// Something is on its way to be kept.
    flying: StoredValue<bool>,
    /// The next sending is let through.
    passing: StoredValue<bool>,
    glance: StoredValue<Option<TimeoutHandle>>,
    pause: StoredValue<Option<TimeoutHandle>>,
    asked: StoredValue<u32>,
}

impl State {
    /// Something was typed.
    fn typed(self, root: Element) {
        self.dirty.set_value(true);
        let at = root.clone();
        again(self.glance, GLANCE, move || self.look(&at));
        again(self.pause, PAUSE, move || self.keep(&root));
    }

    /// Shows how the text looks; only the latest question counts.
    fn look(self, root: &Element) {
        self.asked.update_value(|n| *n += 1);
        let (number, body, place) = (self.asked.get_value(), value(root, "body"), root.query_selector("[data-preview]"));
        spawn_local(async move {
            let answer = blog_preview(body).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            if let (Ok(html), Ok(Some(place))) = (answer, place) {
                place.set_inner_html(&html);
            }
        });
    }

    /// Keeps the text.
    fn keep(self, root: &Element) {
        clear(self.pause);
        if !self.keeps.get_value() {
            return;
        }
        let root = root.clone();
        if self.flying.get_value() {
            again(self.pause, PAUSE, move || self.keep(&root));
            return;
        }
        let (post, fields) = (self.post.get_value(), fields(&root));
        self.flying.set_value(true);
        self.dirty.set_value(false);
        spawn_local(async move {
            let answer = blog_keep(post, fields).await;
            if self.flying.try_get_value().is_none() {
                return;
            }
            self.flying.set_value(false);
            let is_kept = self.tell(&root, answer);
            self.go(&root, is_kept);
        });
    }

    /// Says what became of the text; whether it is kept.
    fn tell(self, root: &Element, answer: Result<Kept, Refusal>) -> bool {
        let why = match answer {
            Ok(Kept::Saved { version, at }) => {
                if let Some(field) = field(root, "version") {
                    field.set_value(&version.to_string());
                }
                say(root, &format!("Saved at {at}."));
                return true;
            }
            Ok(Kept::Changed) => {
                self.keeps.set_value(false);
                "Another text of this draft was saved since, perhaps by you in another window. Nothing is saved by itself any more. \
                 Press Save draft to see where the two differ."
                    .to_owned()
            }
            Ok(Kept::Wrong(why)) => format!("Not saved yet. {why}"),
            Err(refused) => format!("Not saved yet. {}", refused.message()),
        };
        self.dirty.set_value(true);
        say(root, &why);
        false
    }

    /// A form is about to be sent. It must not overtake what is on its way: it would bear a version that is no more. And a form of something
    /// else must not lose what was typed.
    fn send(self, root: &Element, event: &ev::SubmitEvent) {
        let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form else { return };
        if self.passing.get_value() {
            self.passing.set_value(false);
            return;
        }
        let waits = self.flying.get_value() || (!is_own(&form) && self.keeps.get_value() && self.dirty.get_value());
        clear(self.pause);
        if !waits {
            return;
        }
        event.prevent_default();
        // Nobody further out may think that it was sent.
        event.stop_propagation();
        mark(&form, NEXT);
        if let Some(button) = event.submitter() {
            mark(&button, PRESSED);
        }
        if !self.flying.get_value() {
            self.keep(root);
        }
    }

    /// Sends the form that waited; that of something else only where the text is kept, which its page would not bring back.
    fn go(self, root: &Element, is_kept: bool) {
        let button = marked::<HtmlElement>(root, PRESSED);
        if let Some(form) = marked::<HtmlFormElement>(root, NEXT).filter(|form| is_kept || is_own(form)) {
            self.passing.set_value(true);
            // A browser that cannot, sends it at the next press.
            let _ = form.request_submit_with_submitter(button.as_ref());
        }
    }
}

/// Whether it is the form of the article.
fn is_own(form: &Element) -> bool {
    form.query_selector("[name=body]").ok().flatten().is_some()
}

/// Does something after a while in which nothing happens.
fn again(timer: StoredValue<Option<TimeoutHandle>>, pause: Duration, then: impl FnOnce() + 'static) {
    clear(timer);
    timer.set_value(set_timeout_with_handle(then, pause).ok());
}

fn clear(timer: StoredValue<Option<TimeoutHandle>>) {
    if let Some(earlier) = timer.get_value() {
        earlier.clear();
    }
    timer.set_value(None);
}

fn mark(element: &Element, with: &str) {
    // The name of an attribute that is a literal of ours is one.
    let _ = element.set_attribute(with, "");
}

/// The element that was marked so; it is no more.
fn marked<T: JsCast>(root: &Element, with: &str) -> Option<T> {
    let element = root.query_selector(&format!("[{with}]")).ok().flatten()?;
    let _ = element.remove_attribute(with);
    element.dyn_into().ok()
}

fn say(root: &Element, words: &str) {
    if let Ok(Some(place)) = root.query_selector("[data-said]") {
        place.set_text_content(Some(words));
    }
}

fn field(root: &Element, name: &str) -> Option<HtmlInputElement> {
    root.query_selector(&format!("[name={name}]")).ok().flatten()?.dyn_into().ok()
}

/// Whether the text is another one than the page came with.
fn differs(root: &Element) -> bool {
    let text = root.query_selector("[name=body]").ok().flatten().and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok());
    text.is_some_and(|text| text.default_value().is_ok_and(|own| own != text.value()))
}

fn value(root: &Element, name: &str) -> String {
    fields(root).into_iter().find(|(known, _)| known == name).map(|(_, value)| value).unwrap_or_default()
}

/// What stands in the form now.
fn fields(root: &Element) -> Vec<(String, String)> {
    let form = root.query_selector("[name=body]").ok().flatten().and_then(|field| field.closest("form").ok().flatten());
    let data = form.and_then(|form| FormData::new_with_form(form.unchecked_ref::<HtmlFormElement>()).ok());
    let Some(data) = data else { return Vec::new() };
    FIELDS.iter().filter_map(|name| Some(((*name).to_owned(), data.get(name).as_string()?))).collect()
}
