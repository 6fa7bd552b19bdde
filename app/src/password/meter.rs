//! How good a password is, while it is typed.

use domain::password::{Strength, strength, weakness};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{Element, FormData, HtmlFormElement};

/// The field of a new password, and under it what the rules say of it: the same that are applied when it is sent. What is typed stays in
/// the browser. Without script there is only the field.
#[island(lazy)]
pub fn PasswordMeter(
    /// What is known of its owner beside what stands in the form: address, name.
    about: Vec<String>,
    /// The field; its name is `password`.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let typed = RwSignal::new(None::<(Strength, &'static str)>);
    let about = StoredValue::new(about);
    let look = move |root: &Element| typed.set(about.with_value(|about| judge(root, about)));
    // Fast people have typed before this woke up.
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            look(&root);
        }
    });
    let on_input = move |_| {
        if let Some(root) = root.get_untracked() {
            look(&root);
        }
    };
    let words = move || typed.get().map_or("", |(_, words)| words);
    let bar = move || {
        typed.get().map(|(strength, _)| {
            let (width, colour) = bar_of(strength);
            view! { <div class="h-1 rounded-full bg-sunken" aria-hidden="true"><div class=[width, colour].join(" ")></div></div> }
        })
    };
    view! {
        <div node_ref=root on:input=on_input class="space-y-2">
            {children()}
            {bar}
            <p class="text-sm text-muted empty:hidden" role="status">{words}</p>
        </div>
    }
}

/// What the form around says, and what the rules say of it; nothing while nothing is typed.
fn judge(root: &Element, about: &[String]) -> Option<(Strength, &'static str)> {
    let form = root.closest("form").ok().flatten()?.dyn_into::<HtmlFormElement>().ok()?;
    let form = FormData::new_with_form(&form).ok()?;
    let text = |name: &str| form.get(name).as_string().unwrap_or_default();
    let (password, email, name) = (text("password"), text("email"), text("name"));
    let about: Vec<&str> = about.iter().map(String::as_str).chain([email.as_str(), name.as_str()]).collect();
    if password.is_empty() {
        return None;
    }
    let strength = strength(&password, &about);
    Some((strength, weakness(&password, &about).unwrap_or(said(strength))))
}

fn said(strength: Strength) -> &'static str {
    match strength {
        Strength::Refused => "",
        Strength::Fair => "You can use it. One more word would make it much better.",
        Strength::Good => "A good password.",
        Strength::Strong => "A strong password.",
    }
}

fn bar_of(strength: Strength) -> (&'static str, &'static str) {
    use crate::ui::cx;
    match strength {
        Strength::Refused => (cx("h-1 rounded-full w-1/12"), cx("bg-attention")),
        Strength::Fair => (cx("h-1 rounded-full w-1/3"), cx("bg-attention")),
        Strength::Good => (cx("h-1 rounded-full w-2/3"), cx("bg-done")),
        Strength::Strong => (cx("h-1 rounded-full w-full"), cx("bg-done")),
    }
}
