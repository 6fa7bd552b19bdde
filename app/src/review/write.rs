//! `/doctors/{doctor}/review`: saying how a visit was.

use super::list_path;
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    path,
    ui::{Banner, Button, Buttons, Form, LinkButton, Look, Page, Radios, TextArea, Tone},
};
use domain::{
    DoctorId,
    review::{ReviewEdit, TEXT_MAX},
};
use leptos::prelude::*;
use service::{Error, review};

const STARS: [(&str, &str); 5] = [("5", "5 – very good"), ("4", "4 – good"), ("3", "3 – fair"), ("2", "2 – poor"), ("1", "1 – very poor")];

/// `/doctors/{doctor}/review`
#[component]
pub fn WritePage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let doctor: DoctorId = ctx.param("doctor")?;
        let name = service::doctor::name(&ctx.services, doctor).await?;
        let now = review::of(&ctx.services, &ctx.caller(), doctor).await?;
        let hidden = now.as_ref().and_then(|review| review.hidden_why.clone()).map(|why| {
            view! { <Banner tone=Tone::Attention title="Your review is out of sight"><p class="whitespace-pre-line">{why}</p></Banner> }
        });
        let lead = match hidden {
            Some(_) => "You, the doctor and the administration see it, nobody else.",
            None => "Everybody can read it; your name is not shown. You can change it later.",
        };
        let (rating, text) = now.map(|review| (review.rating.to_string(), review.text)).unwrap_or_default();
        let options: Vec<_> = STARS.map(|(code, words)| (code.to_owned(), words.to_owned())).into();
        Ok::<_, Error>(view! {
            <Page title=format!("How was your visit with {name}?") narrow=true lead=lead>
                {hidden}
                <Form>
                    <Radios name="rating" legend="On the whole" options=options.clone() value=rating.clone()/>
                    <TextArea name="text" label="In your words" max=TEXT_MAX value=text.clone() optional=true/>
                    <Buttons><Button>"Save"</Button><LinkButton href=path::doctor(doctor) look=Look::Quiet>"Back"</LinkButton></Buttons>
                </Form>
            </Page>
        })
    })
}

/// Saves it.
pub async fn save(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let edit = ReviewEdit { rating: fields.text("rating").to_owned(), text: fields.text("text").to_owned() };
    let review = review::write(&ctx.services, &ctx.caller(), ctx.param("doctor")?, &edit).await?;
    Ok(Done::to(list_path(review.doctor)).saying(Notice::ReviewSaved))
}
