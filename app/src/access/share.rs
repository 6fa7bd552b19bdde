//! `/records/share/{doctor}`: what a doctor may see beyond the visits.

use super::ADDRESS;
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    ui::{Button, Buttons, Checks, Field, Form, Kind, LinkButton, Look, Page},
};
use domain::{DoctorId, Period, Problems, access::Category};
use leptos::prelude::*;
use service::{Error, access, doctor};

pub(super) fn path_of(doctor: DoctorId) -> String {
    format!("/records/share/{doctor}")
}

/// `/records/share/{doctor}`
#[component]
pub fn SharePage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let id: DoctorId = ctx.param("doctor")?;
        let now = ctx.now();
        let window = Period::new(now, now + chrono::TimeDelta::minutes(1)).map_err(|e| Error::Internal(e.to_string()))?;
        let profile = doctor::profile(&ctx.services, id, window).await?;
        let shares = access::shares(&ctx.services, &ctx.caller()).await?;
        let now = shares.into_iter().find(|share| share.doctor == id);
        let chosen: Vec<String> = now.iter().flat_map(|share| &share.categories).map(|c| c.code().to_owned()).collect();
        let until = now.and_then(|share| share.until).map(|until| (until - chrono::TimeDelta::seconds(1)).date_naive().to_string());
        let options: Vec<_> = Category::ALL.map(|category| (category.code().to_owned(), category.words().to_owned())).into();
        let name = profile.card.name;
        let lead = "The doctor can look at it and cannot change it. You can stop it at any time, and you see every look.";
        Ok(view! {
            <Page title=format!("Share your record with {name}") lead=lead narrow=true>
                <Form>
                    <Checks name="categories" legend="What to share" options=options.clone() values=chosen.clone() listed=true/>
                    <Field name="until" kind=Kind::Date label="Last day" value=until.clone().unwrap_or_default() optional=true
                        hint="Without one it lasts until you stop it."/>
                    <Buttons><Button>"Share"</Button><LinkButton href=ADDRESS look=Look::Quiet>"Back"</LinkButton></Buttons>
                </Form>
            </Page>
        })
    })
}

/// Shares what was chosen.
pub async fn share(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let mut wrong = Problems::default();
    let categories: Vec<Category> = fields.all("categories").filter_map(Category::of).collect();
    let until = match fields.text("until").trim() {
        "" => None,
        raw => wrong.take("until", raw.parse::<chrono::NaiveDate>().map_err(|_| "Please choose a date.")),
    };
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    access::share(&ctx.services, &ctx.caller(), ctx.param("doctor")?, &categories, until).await?;
    Ok(Done::to(ADDRESS).saying(Notice::Shared))
}

/// Stops sharing.
pub async fn stop(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    access::stop(&ctx.services, &ctx.caller(), ctx.param("doctor")?).await?;
    Ok(Done::to(ADDRESS).saying(Notice::SharingStopped))
}
