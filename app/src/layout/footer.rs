//! The foot of every page: what this is, what it is not, and whom to call.

use crate::{
    ui::{Button, Look},
    viewer::{Theme, viewer},
};
use domain::triage::emergency_numbers;
use leptos::prelude::*;

/// What this is, the emergency number, light and dark.
#[component]
pub fn Footer() -> impl IntoView {
    let viewer = viewer();
    let number = emergency_numbers(&viewer.country).ambulance;
    let themes = [(Theme::Auto, "As my device"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];
    let themes = themes.into_iter().filter(|(theme, _)| *theme != viewer.theme).map(|(theme, words)| {
        view! { <Button look=Look::Plain name="theme" value=theme.code()>{words}</Button> }
    });
    view! {
        <footer class="mt-auto border-t border-line bg-sunken print:hidden">
            <div class="column-x grid max-w-6xl gap-6 py-8 text-sm md:grid-cols-2">
                <div class="max-w-prose space-y-2">
                    <p>
                        <strong>"In an emergency, call "</strong>
                        <a class="link font-semibold" href=format!("tel:{number}")>{number}</a>
                        "; do not wait for this site."
                    </p>
                    <p class="text-muted">
                        "Smart Health helps you tell how urgent something is and find the right doctor. It does not diagnose and does not replace one. "
                        <a class="link" href="/about">"What it is and is not"</a>
                    </p>
                    <nav aria-label="More">
                        <ul class="flex flex-wrap gap-x-6">
                            <li><a class="link footer-link" href="/blog">"Health articles"</a></li>
                            <li><a class="link footer-link" href="/risk">"Health scores"</a></li>
                            <li><a class="link footer-link" href="/privacy">"Privacy"</a></li>
                            <li><a class="link footer-link" href="/about/ai">"How good the symptom check is"</a></li>
                        </ul>
                    </nav>
                </div>
                <form method="post" action="/theme" class="flex flex-wrap items-center gap-x-2 md:justify-end" aria-label="Light or dark">
                    <input type="hidden" name="next" value=viewer.path/>
                    <span class="text-muted">"Look:"</span>
                    {themes.collect_view()}
                </form>
            </div>
        </footer>
    }
}
