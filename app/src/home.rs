//! The start page.

use crate::ui::Page;
use leptos::prelude::*;

/// `/`
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <Page title="What is bothering you?"><p>"…"</p></Page> }
}
