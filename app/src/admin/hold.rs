//! `/admin/users/{user}/hold`: data that nobody may delete, for as long as somebody has a reason.

use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    ui::{Banner, Button, Buttons, Form, LinkButton, Look, Page, PostButton, TextArea, Tone, When},
};
use domain::{UserId, text::REASON_MAX};
use leptos::prelude::*;
use service::{
    Error,
    privacy::deletion::{self, Hold},
};

/// The address of one account's page.
pub(super) fn path(user: UserId) -> String {
    format!("{}/users/{user}/hold", super::ADDRESS)
}

/// `/admin/users/{user}/hold`
#[component]
pub fn HoldPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let user: UserId = ctx.param("user")?;
        let held = deletion::held(&ctx.services, &ctx.caller(), user).await?;
        let lead = "While data are held, neither their owner nor the end of a retention period deletes anything of them.";
        let body = match held.hold {
            Some(hold) => letting_go(hold, user).into_any(),
            None => holding().into_any(),
        };
        Ok(view! {
            <Page title=format!("Hold the data of {}", held.email) narrow=true lead=lead>
                {body}
                <p><a class="link" href=super::ADDRESS>"Back to the accounts"</a></p>
            </Page>
        })
    })
}

fn letting_go(hold: Hold, user: UserId) -> impl IntoView {
    let consequence = "What was to be deleted meanwhile is deleted at the next clearing.";
    view! {
        <Banner tone=Tone::Attention title="These data are held">
            <p class="whitespace-pre-line">{hold.reason}</p>
            <p class="text-muted">"Since "<When at=hold.set_at/></p>
        </Banner>
        <p><PostButton to=path(user) act="let-go" look=Look::Danger confirm=consequence>"Let go"</PostButton></p>
    }
}

fn holding() -> impl IntoView {
    view! {
        <Form act="hold" label="Hold these data">
            <TextArea name="reason" label="Why" hint="For instance the case number of a court. Only administrators read it." max=REASON_MAX/>
            <Buttons><Button>"Hold"</Button><LinkButton href=super::ADDRESS look=Look::Quiet>"Back"</LinkButton></Buttons>
        </Form>
    }
}

/// Holds the data.
pub async fn hold(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    set(ctx, Some(fields.text("reason")), Notice::DataHeld).await
}

/// Lets them go.
pub async fn let_go(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    set(ctx, None, Notice::DataLetGo).await
}

async fn set(ctx: Ctx, reason: Option<&str>, notice: Notice) -> Result<Done, Error> {
    let user: UserId = ctx.param("user")?;
    deletion::hold(&ctx.services, &ctx.caller(), user, reason).await?;
    Ok(Done::to(path(user)).saying(notice))
}
