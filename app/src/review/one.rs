//! `/reviews/{review}`: one review, for its author, its doctor and administrators.

use super::{list_path, path_of, shown, write_path};
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    ui::{Banner, Button, Card, Form, LinkButton, Look, Page, PostButton, Section, TextArea, Tone},
};
use domain::{
    Caller, ReviewId,
    review::{REASON_MAX, Review, TEXT_MAX},
};
use leptos::prelude::*;
use service::{Error, review};

/// `/reviews/{review}`
#[component]
pub fn ReviewPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let caller = ctx.caller();
        let found = review::get(&ctx.services, &caller, ctx.param("review")?).await?;
        let hidden = found.hidden_why.clone().map(|why| {
            view! { <Banner tone=Tone::Attention title="Out of sight"><p class="whitespace-pre-line">{why}</p></Banner> }
        });
        let act = match caller {
            Caller::Doctor { .. } => answering(&found).into_any(),
            Caller::Admin { .. } => moderating(&found).into_any(),
            _ => view! { <p><LinkButton href=write_path(found.doctor) look=Look::Quiet>"Change it"</LinkButton></p> }.into_any(),
        };
        let (words, all) = (shown(&found), list_path(found.doctor));
        Ok(view! {
            <Page title="A review">
                {hidden}
                <Card><div class="space-y-2">{words}</div></Card>
                {act}
                <p><a class="link" href=all>"All reviews of this doctor"</a></p>
            </Page>
        })
    })
}

fn answering(review: &Review) -> impl IntoView + use<> {
    let answer = review.answer.clone().unwrap_or_default();
    view! {
        <Section title="Your answer" lead="Everybody can read it. Say nothing that tells who the patient is. An empty answer takes it back.">
            <Form act="answer" label="Your answer">
                <TextArea name="answer" label="Answer" max=TEXT_MAX value=answer.clone() optional=true/>
                <Button>"Answer"</Button>
            </Form>
        </Section>
    }
}

fn moderating(review: &Review) -> impl IntoView + use<> {
    if review.hidden_why.is_some() {
        return view! { <p><PostButton to=path_of(review.id) act="show">"Show it again"</PostButton></p> }.into_any();
    }
    view! {
        <Section title="Take it out of sight" lead="For insults, names, and what tells about somebody's health. Its author reads the reason.">
            <Form act="hide" label="Take it out of sight">
                <TextArea name="why" label="Reason" max=REASON_MAX/>
                <Button look=Look::Quiet>"Take it out of sight"</Button>
            </Form>
        </Section>
    }
    .into_any()
}

fn id(ctx: &Ctx) -> Result<ReviewId, Error> {
    ctx.param("review")
}

/// The doctor's answer.
pub async fn answer(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let done = review::answer(&ctx.services, &ctx.caller(), id(&ctx)?, fields.text("answer")).await?;
    Ok(Done::to(path_of(done.id)).saying(Notice::Saved))
}

/// Takes it out of sight.
pub async fn hide(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let done = review::hide(&ctx.services, &ctx.caller(), id(&ctx)?, Some(fields.text("why"))).await?;
    Ok(Done::to(path_of(done.id)).saying(Notice::Saved))
}

/// Shows it again.
pub async fn show(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let done = review::hide(&ctx.services, &ctx.caller(), id(&ctx)?, None).await?;
    Ok(Done::to(path_of(done.id)).saying(Notice::Saved))
}
