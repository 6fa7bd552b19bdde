//! What this is and is not.

use crate::ui::Page;
use leptos::prelude::*;

/// `/about`
#[component]
pub fn AboutPage() -> impl IntoView {
    view! { <Page title="What this is, and what it is not"><p>"…"</p></Page> }
}
