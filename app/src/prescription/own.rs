//! One prescription, as its patient sees it.

use super::detail::{badge, medicines, state};
use crate::{
    act::{Done, File},
    appointment::Refused,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    path,
    ui::{Card, Fact, Facts, Look, Page, PostButton, Section, When},
};
use leptos::prelude::*;
use service::{Error, prescription};

/// `/prescriptions/{prescription}`
#[component]
pub fn PrescriptionPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let of = prescription::get(&ctx.services, &ctx.caller(), ctx.param("prescription")?).await?;
        let here = path::prescription(of.id);
        let issued = of.issued_at.map(|at| view! { <Fact label="Issued"><When at=at dated=true/></Fact> });
        let ended = of.ended_at.map(|at| view! { <Fact label="Ended"><When at=at dated=true/></Fact> });
        let notes = of.sheet.notes.clone().map(|notes| view! { <Fact label="Notes">{notes}</Fact> });
        Ok(view! {
            <Page title="Your prescription">
                <Refused/>
                {state(of.status)}
                <Card>
                    <Facts columns=true>
                        <Fact label="Doctor">{of.doctor.name.clone()}</Fact>
                        <Fact label="Clinic">{of.doctor.clinic.clone()}</Fact>
                        <Fact label="Status">{badge(of.status)}</Fact>
                        {issued}{ended}{notes}
                    </Facts>
                </Card>
                <Section title="Medicines">{medicines(&of.sheet.medications, |_, _| ().into_any())}</Section>
                <div class="print:hidden">
                    <PostButton to=here act="print" look=Look::Primary>"Page to print (PDF)"</PostButton>
                </div>
                <p class="text-muted">
                    "The page bears a code. Who scans it learns whether the prescription is valid, cancelled or completed, and nothing about you."
                </p>
                <p class="print:hidden"><a class="link" href="/prescriptions">"All your prescriptions"</a></p>
            </Page>
        })
    })
}

/// Gives the page to print.
pub async fn take(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let printed = prescription::pdf(&ctx.services, &ctx.caller(), ctx.param("prescription")?).await?;
    Ok(Done::file(File { name: printed.name, kind: "application/pdf", bytes: printed.pdf.into() }))
}
