//! `/risk`: which scores there are.

use crate::{
    path,
    ui::{LinkButton, Look, Page},
};
use domain::risk::{Score, ScoreId};
use leptos::prelude::*;

/// `/risk`
#[component]
pub fn RiskPage() -> impl IntoView {
    let scores = ScoreId::ALL.into_iter().map(|id| item(id.score())).collect_view();
    view! {
        <Page
            title="Health scores"
            lead="What is my risk of diabetes, a heart attack, a stroke? Ten published scores that doctors use, and what would change them."
            wide=true
        >
            <ul class="grid gap-4 md:grid-cols-2">{scores}</ul>
            <p class="max-w-prose text-muted">
                "Nothing that you enter is stored. A score says how many people like you fall ill; it does not say who. "
                "If something bothers you now, do not look for a score: " <a class="link" href="/symptoms">"describe it"</a> "."
            </p>
        </Page>
    }
}

fn item(score: &'static Score) -> impl IntoView {
    view! {
        <li class="flex flex-col gap-3 rounded-card border border-line bg-surface p-4 sm:p-6">
            <div>
                <h2 class="text-lg font-semibold">{score.topic}</h2>
                <p class="text-sm text-muted">{score.name}</p>
            </div>
            <p>{score.about}</p>
            <p class="text-sm"><strong>"For whom: "</strong>{score.for_whom}</p>
            <p class="mt-auto pt-1">
                <LinkButton href=path::risk(score.id) look=Look::Quiet>"Work it out"<span class="sr-only">": "{score.topic}</span></LinkButton>
            </p>
        </li>
    }
}
