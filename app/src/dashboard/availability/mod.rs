//! A doctor's hours: changed, looked at, saved.

mod draft;
mod form;
mod preview;

use super::licence;
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::{Fields, Submitted},
    notice::Notice,
    ui::{Banner, Page, Tone, time},
};
use draft::Draft;
use leptos::{context::Provider, prelude::*};
use service::{Error, availability};
use std::sync::Arc;

const ADDRESS: &str = "/dashboard/availability";
/// Sent by the button that only looks.
const PREVIEW: &str = "preview";

/// `/dashboard/availability`. With `?preview=` and the form's fields it shows what they would give; nothing is saved by looking.
#[component]
pub fn AvailabilityPage() -> impl IntoView {
    let ctx = ctx();
    let sent = use_context::<Submitted>();
    load(async move {
        let saved = availability::mine(&ctx.services, &ctx.caller()).await?;
        let zone = saved.zone;
        let licence = licence::note(&ctx).await?;
        let looks = sent.is_none() && ctx.viewer.query.has(PREVIEW);
        let draft = match &sent {
            Some(sent) => Draft { fields: sent.fields.clone(), problems: sent.problems.clone() },
            None if looks => Draft::read(ctx.viewer.query.clone(), zone),
            None => Draft::of(&saved),
        };
        let shown = looks.then(|| draft.calendar(zone).ok()).flatten();
        let slots = shown.map(|calendar| availability::preview(&ctx.services, &calendar, preview::DAYS)).transpose()?;
        let wrong = (looks && !draft.problems.is_empty()).then(|| refused(&draft)).or(sent);
        let draft = Arc::new(draft);
        let form = move || form::form(draft.clone());
        Ok(view! {
            <Page title="Your hours" lead=format!("In the clinic's time ({}). Every week the same, except on the dates below.", time::town(zone)) wide=true>
                {licence}
                <Banner tone=Tone::Info title="Booked appointments stay as they are">
                    <p>"New hours only decide which times can be booked from now on."</p>
                </Banner>
                {slots.map(|slots| preview::preview(&slots, zone))}
                {match wrong {
                    Some(wrong) => view! { <Provider value=wrong>{form()}</Provider> }.into_any(),
                    None => form().into_any(),
                }}
            </Page>
        })
    })
}

/// What is wrong with hours that were only looked at, told as if they had been sent.
fn refused(draft: &Draft) -> Submitted {
    Submitted {
        act: String::new(),
        fields: draft.fields.clone(),
        problems: draft.problems.clone(),
        message: None,
        code: domain::Code::ValidationError,
        wait: None,
        slots: Vec::new(),
    }
}

/// Saves the hours.
pub async fn save(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let caller = ctx.caller();
    let zone = availability::mine(&ctx.services, &caller).await?.zone;
    let calendar = Draft::read(fields, zone).calendar(zone)?;
    availability::set(&ctx.services, &caller, &calendar).await?;
    Ok(Done::to(ADDRESS).saying(Notice::Saved))
}
