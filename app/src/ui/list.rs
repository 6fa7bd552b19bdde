//! Long lists.

use leptos::prelude::*;

/// The link to the next page of a list; nothing on the last one.
#[component]
pub fn More(
    /// The address of the next page.
    href: Option<String>,
    /// What there is more of.
    #[prop(default = "Show more")]
    label: &'static str,
) -> impl IntoView {
    href.map(|href| view! { <p class="text-center"><a href=href class="btn btn-quiet" rel="next">{label}</a></p> })
}

/// Rows with lines between them: `<li>`s, or [`Entry`]s.
#[component]
pub fn Rows(children: Children) -> impl IntoView {
    view! { <ul class="divide-y divide-line border-y border-line">{children()}</ul> }
}

/// A row with what can be done about it beside it, or below on a phone.
#[component]
pub fn Entry(
    /// Buttons and links.
    deeds: AnyView,
    children: Children,
) -> impl IntoView {
    view! {
        <li class="flex flex-wrap items-center justify-between gap-3 py-3">
            <div class="min-w-0">{children()}</div>
            {deeds}
        </li>
    }
}
