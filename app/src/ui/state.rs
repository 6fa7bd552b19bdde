//! What is shown where there is nothing, not yet anything, or an error.

use super::Icon;
use icondata_core::IconData;
use leptos::prelude::*;

/// Nothing here, and what to do next.
#[component]
pub fn Empty(
    /// In one line.
    #[prop(into)]
    title: String,
    /// Above it.
    icon: &'static IconData,
    /// What to do next.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="flex flex-col items-center gap-3 rounded-card border border-dashed border-line px-4 py-12 text-center">
            <span class="text-muted"><Icon icon=icon large=true/></span>
            <p class="text-lg font-semibold">{title}</p>
            <div class="max-w-prose space-y-4 text-muted">{children()}</div>
        </div>
    }
}

/// It did not work, and what can be done.
#[component]
pub fn Failed(
    /// What happened, in words for people.
    #[prop(into)]
    title: String,
    /// Where to try again.
    #[prop(optional, into)]
    retry: Option<String>,
    /// More to say or do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="flex flex-col items-center gap-4 px-4 py-12 text-center">
            <span class="text-muted"><Icon icon=icondata_hi::HiLifebuoyOutlineLg large=true/></span>
            <h1 class="max-w-prose text-2xl font-semibold text-balance">{title}</h1>
            {children.map(|children| view! { <div class="max-w-prose space-y-4 text-muted">{children()}</div> })}
            <div class="flex flex-wrap justify-center gap-3">
                {retry.map(|href| view! { <a href=href class="btn btn-primary">"Try again"</a> })}
                <a href="/" class="btn btn-quiet">"Go to the start page"</a>
            </div>
        </div>
    }
}

/// Lines that stand where text will be.
#[component]
pub fn Skeleton(
    /// How many.
    #[prop(default = 3)]
    lines: usize,
) -> impl IntoView {
    view! {
        <div class="space-y-3" aria-hidden="true">
            {(0..lines).map(|_| view! { <div class="h-5 rounded-card bg-sunken motion-safe:animate-pulse"></div> }).collect_view()}
        </div>
    }
}
