//! Separate things and lists of facts.

use super::cx;
use leptos::prelude::*;

/// A thing of its own: a doctor, an appointment.
#[component]
pub fn Card(
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! { <div class="rounded-card border border-line bg-surface p-4 sm:p-6">{children()}</div> }
}

/// A part of a page under its own heading.
#[component]
pub fn Section(
    /// The `<h2>`.
    #[prop(into)]
    title: String,
    /// One sentence under it.
    #[prop(optional, into)]
    lead: Option<String>,
    /// Where links can point to.
    #[prop(optional)]
    id: Option<&'static str>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="space-y-4" id=id>
            <div class="space-y-1">
                <h2 class="text-xl font-semibold">{title}</h2>
                {lead.map(|lead| view! { <p class="text-muted">{lead}</p> })}
            </div>
            {children()}
        </section>
    }
}

/// A definition list; holds [`Fact`]s.
#[component]
pub fn Facts(
    /// Two columns where there is room.
    #[prop(optional)]
    columns: bool,
    /// The facts.
    children: Children,
) -> impl IntoView {
    let class = if columns { cx("grid gap-4 sm:grid-cols-2") } else { cx("grid gap-4") };
    view! { <dl class=class>{children()}</dl> }
}

/// One fact.
#[component]
pub fn Fact(
    /// What it is.
    #[prop(into)]
    label: String,
    /// How it is.
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <dt class="text-sm text-muted">{label}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
