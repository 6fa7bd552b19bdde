//! The public page behind the code on a prescription. It says whether it holds, and nothing else.

use crate::{
    ctx::{ctx, load},
    ui::{Banner, Page, Tone},
};
use domain::prescription::Verdict;
use leptos::prelude::*;
use service::prescription;

/// `/verify/{token}`
#[component]
pub fn VerifyPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let code: String = ctx.param("token")?;
        let (tone, title, more) = match prescription::verify(&ctx.services, &code).await? {
            Verdict::Valid => (
                Tone::Done,
                "Valid",
                "This prescription was issued and signed here, and it holds. Please compare the page: this code belongs to one prescription alone.",
            ),
            Verdict::Cancelled => {
                (Tone::Attention, "Cancelled", "This prescription was issued here and has been cancelled. It must not be dispensed.")
            }
            Verdict::Completed => {
                (Tone::Attention, "Completed", "This prescription was issued here and is completed. It must not be dispensed again.")
            }
            Verdict::Unknown => (
                Tone::Attention,
                "Not one of ours",
                "This code was not signed here, or it was not read as a whole. Please scan it again; do not dispense on it.",
            ),
        };
        Ok(view! {
            <Page title="Is this prescription valid?" narrow=true>
                <Banner tone=tone title=title><p>{more}</p></Banner>
                <p class="text-muted">"This page tells nothing about the patient, the doctor or the medicine."</p>
            </Page>
        })
    })
}
