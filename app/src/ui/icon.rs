//! Heroicons.

use icondata_core::IconData;
use leptos::prelude::*;

/// An outline icon, as tall as a capital letter with its line. Readers do not hear it: words stand beside it.
#[component]
pub fn Icon(
    /// One of `icondata_hi::Hi…OutlineLg`.
    icon: &'static IconData,
    /// Twice the size, for empty states and steps.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = if large { super::cx("size-8 shrink-0") } else { super::cx("size-5 shrink-0") };
    view! {
        <svg
            class=class
            viewBox=icon.view_box.unwrap_or("0 0 24 24")
            fill="none"
            stroke="currentColor"
            stroke-width="1.75"
            aria-hidden="true"
            focusable="false"
            inner_html=icon.data
        />
    }
}
