//! The frame of a page's content.

use super::{cx, raw::raw};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// What search engines say of a page that says nothing else of itself.
const ABOUT: &str = "Say what bothers you, learn how urgent it is, and book the right doctor.";

/// Column, heading and document title of a page.
#[component]
pub fn Page(
    /// The `<h1>` and the document's title.
    #[prop(into)]
    title: String,
    /// One sentence under the heading.
    #[prop(optional, into)]
    lead: Option<String>,
    /// Room for two columns or a table.
    #[prop(optional)]
    wide: bool,
    /// Room for one short form.
    #[prop(optional)]
    narrow: bool,
    /// The page draws its own `<h1>`.
    #[prop(optional)]
    bare: bool,
    /// What search engines say of it.
    #[prop(optional, into)]
    about: Option<String>,
    /// What the page holds.
    children: Children,
) -> impl IntoView {
    let class = match (wide, narrow) {
        (true, _) => cx("column max-w-6xl"),
        (_, true) => cx("column max-w-lg"),
        _ => cx("column max-w-3xl"),
    };
    let head = (!bare).then(|| {
        view! {
            <header class="space-y-2">
                <h1 class="text-2xl font-semibold text-balance">{title.clone()}</h1>
                {lead.filter(|lead| !lead.is_empty()).map(|lead| view! { <p class="max-w-prose text-lg text-muted">{lead}</p> })}
            </header>
        }
    });
    view! {
        <Title text=raw(&title)/>
        <Meta name="description" content=about.unwrap_or_else(|| ABOUT.to_owned())/>
        <div class=class>{head} {children()}</div>
    }
}
