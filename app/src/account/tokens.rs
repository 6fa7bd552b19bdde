//! `/settings/tokens`: personal tokens, for scripts.

use crate::{
    act::{Done, Once},
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    ui::{
        Banner, Button, Checks, Empty, Entry, Field, Form, Kind, Look, Page, PostButton, Rows, Section, Select, TextField, Tone, When,
        options,
    },
};
use domain::token::{NewToken, Scope, Scopes};
use leptos::prelude::*;
use service::{
    Error,
    token::{self, PersonalToken},
};

const ADDRESS: &str = "/settings/tokens";

/// `/settings/tokens`
#[component]
pub fn TokensPage() -> impl IntoView {
    let ctx = ctx();
    let made = use_context::<Once>();
    load(async move {
        let tokens = token::list(&ctx.services, &ctx.caller()).await?;
        Ok(view! {
            <Page title="Personal tokens" lead="A script that sends one acts in your name. Treat it like a password.">
                {made.map(just_made)}
                <Section title="Your tokens">{list(tokens)}</Section>
                {form()}
                <p><a class="link" href="/settings">"Back to settings"</a> " · " <a class="link" href="/api/docs">"What the API can do"</a></p>
            </Page>
        })
    })
}

fn just_made(Once(secrets): Once) -> impl IntoView {
    let text = secrets.into_iter().next().unwrap_or_default();
    view! {
        <Banner tone=Tone::Done title="Copy your new token now">
            <p>"It is not shown again."</p>
            <p class="break-all"><code id="token">{text}</code></p>
        </Banner>
    }
}

fn list(tokens: Vec<PersonalToken>) -> AnyView {
    if tokens.is_empty() {
        return view! { <Empty title="You have no tokens" icon=icondata_hi::HiKeyOutlineLg><p>"You need one only for programs of your own."</p></Empty> }.into_any();
    }
    let rows = tokens.into_iter().map(one).collect_view();
    view! { <Rows>{rows}</Rows> }.into_any()
}

fn may(scopes: Scopes) -> &'static str {
    match (scopes.allow(Scope::Read), scopes.allow(Scope::Write)) {
        (true, true) => "May look and change",
        (_, true) => "May change",
        _ => "May look",
    }
}

fn one(token: PersonalToken) -> impl IntoView {
    let whom = format!(" {}", token.name);
    let revoke = view! {
        <PostButton
            to=ADDRESS
            act="revoke"
            fields=vec![("token", token.id.to_string())]
            look=Look::Danger
            confirm="Whatever uses this token can do nothing more, at once. A revoked token does not come back."
        >
            "Revoke"<span class="sr-only">{whom.clone()}</span>
        </PostButton>
    };
    view! {
        <Entry deeds=revoke.into_any()>
            <p><strong class="break-words">{token.name}</strong></p>
            <p class="text-muted">{may(token.scopes)}" · until "<When at=token.expires_at/>" · "{super::used(token.last_used_at)}</p>
        </Entry>
    }
}

fn form() -> impl IntoView {
    let scopes = options([("read", "Look at what I can see"), ("write", "Change what I can change")]);
    let days = options([("7", "A week"), ("30", "A month"), ("90", "Three months"), ("365", "A year")]);
    view! {
        <Section title="New token">
            <Form act="create" label="New token">
                <TextField name="name" label="What is it for?" hint="So that you know later which one you can revoke." required=true/>
                <Checks name="scope" legend="What may it do?" options=scopes.clone() values=vec!["read".to_owned()]/>
                <Select name="days" label="For how long?" options=days.clone() value="90"/>
                <Field name="password" kind=Kind::Password label="Your password" required=true/>
                <Button>"Make token"</Button>
            </Form>
        </Section>
    }
}

/// Makes a token and shows it, once.
pub async fn create_token(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let scope = fields.all("scope").collect::<Vec<_>>().join(" ");
    let new = NewToken { name: fields.text("name").to_owned(), scope, days: fields.text("days").to_owned() };
    let (_, text) = token::create(&ctx.services, &ctx.caller(), &new, fields.text("password"), ctx.viewer.second_factor).await?;
    Ok(Done::here(vec![text]))
}

/// Ends a token.
pub async fn revoke_token(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let token = fields.text("token").parse().map_err(|_| Error::NOT_FOUND)?;
    token::revoke_own(&ctx.services, &ctx.caller(), token).await?;
    Ok(Done::to(ADDRESS).saying(Notice::TokenRevoked))
}
