//! What is said first to somebody who has thoughts of death or self-harm.

use super::Icon;
use domain::triage::EmergencyNumbers;
use leptos::prelude::*;

/// The crisis line and the emergency number, with nothing before them.
#[component]
pub fn Crisis(
    /// Whom to call.
    numbers: EmergencyNumbers,
    /// The page's `<h1>`; else an `<h2>`.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let words = "You do not have to go through this alone";
    let heading = if first {
        view! { <h1 class="text-2xl font-bold text-balance">{words}</h1> }.into_any()
    } else {
        view! { <h2 class="text-2xl font-bold text-balance">{words}</h2> }.into_any()
    };
    let digits: String =
        numbers.crisis.chars().take_while(|c| c.is_ascii_digit() || *c == ' ' || *c == '-').filter(char::is_ascii_digit).collect();
    let call = (!digits.is_empty()).then(|| view! { <a class="btn btn-call" href=format!("tel:{digits}")><Icon icon=icondata_hi::HiPhoneOutlineLg/> "Call " {numbers.crisis}</a> });
    let link = digits.is_empty().then(|| {
        view! { <a class="btn btn-call" href="https://findahelpline.com" rel="noreferrer"><Icon icon=icondata_hi::HiPhoneOutlineLg/> "Find a crisis line near you"</a> }
    });
    view! {
        <section class="space-y-4 rounded-card bg-alarm-fill p-6 text-on-alarm forced-colors:border" role="alert">
            {heading}
            <p class="max-w-prose text-lg">"Please talk to someone now. People who listen are there day and night, and it costs nothing."</p>
            <p>{call} {link}</p>
            <p class="max-w-prose">
                "If you have hurt yourself or are about to, call " <a class="font-bold underline" href=format!("tel:{}", numbers.ambulance)>{numbers.ambulance}</a>
                ". If you can, go to somebody and stay with them."
            </p>
        </section>
    }
}
