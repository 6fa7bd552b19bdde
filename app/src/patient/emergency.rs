//! `/patients/emergency`: opening the record of somebody who cannot be asked.

use super::ADDRESS;
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    path,
    ui::{Banner, Button, Buttons, Field, Form, Kind, LinkButton, Look, Page, TextArea, Tone},
};
use domain::access::REASON_MAX;
use leptos::prelude::*;
use service::{
    Error,
    access::{self, Emergency},
};

/// `/patients/emergency`
#[component]
pub fn EmergencyPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let caller = ctx.caller();
        caller.doctor().ok_or(Error::FORBIDDEN)?;
        Ok(view! {
            <Page title="Open a record in an emergency" narrow=true lead="For a patient who cannot be asked. It opens the whole record to you for 24 hours.">
                <Banner tone=Tone::Attention title="The patient is told at once">
                    <p>"Your name, the time, your reason and everything you look at stand in their record and in the audit."</p>
                </Banner>
                <Form>
                    <Field name="email" kind=Kind::Email label="The patient’s e-mail address" required=true/>
                    <Field name="date_of_birth" kind=Kind::Date label="The patient’s date of birth" required=true/>
                    <TextArea name="reason" label="Why it has to be now" max=REASON_MAX/>
                    <Buttons><Button>"Open the record"</Button><LinkButton href=ADDRESS look=Look::Quiet>"Back"</LinkButton></Buttons>
                </Form>
            </Page>
        })
    })
}

/// Opens it.
pub async fn open(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let emergency = Emergency {
        email: fields.text("email").to_owned(),
        date_of_birth: fields.text("date_of_birth").to_owned(),
        reason: fields.text("reason").to_owned(),
    };
    let patient = match access::break_glass(&ctx.services, &ctx.caller(), &emergency).await {
        Err(error) if error.code() == domain::Code::NotFound => {
            return Err(domain::Problems::one("email", "No patient has this address and this date of birth.").into());
        }
        other => other?,
    };
    Ok(Done::to(path::patient(patient)).saying(Notice::RecordOpened))
}
