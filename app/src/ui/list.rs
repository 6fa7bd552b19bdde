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
