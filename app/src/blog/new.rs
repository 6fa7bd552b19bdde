//! `/dashboard/blog/new`: a title, and the desk follows.

use super::parts;
use crate::{
    act::Done,
    ctx::Ctx,
    fields::Fields,
    path,
    ui::{Button, Field, Form, Page},
};
use domain::Problems;
use domain::blog::{PostEdit, TITLE_MAX};
use leptos::prelude::*;
use service::{Error, blog};

/// `/dashboard/blog/new`
#[component]
pub fn NewPage() -> impl IntoView {
    let lead = "Begin with a title; it can be changed until readers see it. Nobody sees the article before another doctor has approved it.";
    view! {
        <Page title="A new article" narrow=true lead=lead>
            <Form>
                <Field name="title" label="Title" max=TITLE_MAX required=true autocomplete="off" hint="What somebody would look for, like “When is a cough serious?”"/>
                <Button>"Begin"</Button>
            </Form>
            {parts::back("/dashboard/blog", "All your articles")}
        </Page>
    }
}

/// Begins it.
pub async fn begin(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let title = fields.text("title").to_owned();
    if title.trim().is_empty() {
        return Err(Problems::one("title", "Please give it a title.").into());
    }
    let made = blog::create(&ctx.services, &ctx.caller(), &PostEdit { title, ..PostEdit::default() }).await?;
    Ok(Done::to(path::draft(made.id)))
}
