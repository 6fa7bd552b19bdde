//! The keys of a patient's page.

use crate::keys::Keys;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// What each key opens.
const KEYS: [(&str, &str); 4] = [("n", "write a note"), ("e", "write an entry"), ("p", "prescribe"), ("s", "back to the summary")];

/// Opens what is written on the page with one key each. Without script they are opened by their own lines.
#[island(lazy)]
pub fn Desk() -> impl IntoView {
    view! { <Keys all=KEYS.to_vec() lead="One key goes to what is written here. In a field, keys only write; Escape leaves it." press=press/> }
}

/// Opens what belongs to a key and goes to its first field.
fn press(event: &KeyboardEvent) {
    let page = document();
    let Ok(Some(part)) = page.query_selector(&format!("[data-key='{}']", key(event))) else { return };
    event.prevent_default();
    if part.tag_name() == "DETAILS" {
        let _ = part.set_attribute("open", "");
    }
    let first = part.query_selector("input:not([type=hidden]), textarea, select").ok().flatten();
    if let Some(to) = first.unwrap_or(part).dyn_ref::<HtmlElement>() {
        let _ = to.focus();
        to.scroll_into_view();
    }
}

/// The key, where it is a single letter: anything else must not end up in a selector.
fn key(event: &KeyboardEvent) -> String {
    let key = event.key();
    if key.len() == 1 && key.bytes().all(|b| b.is_ascii_lowercase()) { key } else { String::new() }
}
