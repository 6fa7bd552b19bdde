//! What this is and is not.

mod engine;

pub use engine::EnginePage;

use crate::ui::{Banner, Page, Section, Tone};
use domain::triage::emergency_numbers;
use leptos::prelude::*;

/// `/about`
#[component]
pub fn AboutPage() -> impl IntoView {
    let number = emergency_numbers(&crate::viewer::viewer().country).ambulance;
    view! {
        <Page title="What this is, and what it is not">
            <Banner tone=Tone::Attention title="Not for emergencies">
                <p>"If somebody may be in danger, call " <a class="link font-semibold" href=format!("tel:{number}")>{number}</a> " now. Do not wait for a website."</p>
            </Banner>
            <Section title="What it does">
                <p class="max-w-prose">"You describe what bothers you in your own words. Smart Health reads which symptoms you have and which you do not, compares them with a medical knowledge base, and tells you how urgent it looks, what it may be, and which kind of doctor looks after it. Then it shows doctors who have time soon enough, and you can book one."</p>
            </Section>
            <Section title="What it does not do">
                <p class="max-w-prose">"It does not diagnose, and it does not treat. It cannot examine you, and it knows only what you write. It can be wrong, in both directions. If you feel that something is not right, see a doctor, whatever a computer says."</p>
            </Section>
            <Section title="How it decides">
                <p class="max-w-prose">"A small language model turns your words into numbers and finds the symptoms in them. Rules that people wrote and can check weigh those symptoms, with warning signs first: one of them is enough for an emergency, whatever else is likely. Every result shows what was read, what speaks for and against each explanation, and how sure it is. "<a class="link" href="/about/ai">"How it works, how often it is right, and where it fails"</a></p>
            </Section>
            <Section title="Who sees what you write">
                <p class="max-w-prose">"It is read on our own server and sent to no other company. Without an account, only those who have the result's address can open it. With one, only you can, and the doctor with whom you book. "<a class="link" href="/privacy">"All that is stored, and for how long"</a></p>
            </Section>
        </Page>
    }
}
