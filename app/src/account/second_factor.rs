//! `/settings/second-factor`: a code of a device beside the password.

use crate::{
    act::{Done, Once},
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    path,
    ui::{Banner, Button, Field, Form, Kind, LinkButton, Look, Page, PostButton, Section, Tone, When, time},
};
use leptos::prelude::*;
use qrcode::{Color, QrCode};
use service::{
    Error,
    second_factor::{self, Enrolment, State},
};

/// `/settings/second-factor`
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let ctx = ctx();
    let once = use_context::<Once>();
    load(async move {
        let state = second_factor::state(&ctx.services, &ctx.caller()).await?;
        let (enrolment, codes) = if state == State::Begun { (once.and_then(told), None) } else { (None, once) };
        let must = ctx.viewer.must_enrol && codes.is_none();
        let shown = ctx.viewer.second_factor || codes.is_some();
        let content = match state {
            State::Off => off().into_any(),
            State::Begun => begun(enrolment).into_any(),
            State::On { .. } if !shown => sign_in_again().into_any(),
            State::On { since, codes: left } => on(since, left).into_any(),
        };
        Ok(view! {
            <Page title="Two-step sign-in" lead="A code of your phone beside the password: who learns your password cannot get in with it.">
                {codes.map(recovery_codes)}
                {must.then(required)}
                {content}
                {(!must).then(|| view! { <p><a class="link" href="/settings">"Back to settings"</a></p> })}
            </Page>
        })
    })
}

fn required() -> impl IntoView {
    view! {
        <Banner tone=Tone::Attention title="Your account needs this">
            <p>"Everything else opens once it is set up, or once you have a passkey."</p>
            <LinkButton href="/settings/passkeys" look=Look::Quiet>"Use a passkey instead"</LinkButton>
        </Banner>
    }
}

fn off() -> impl IntoView {
    view! {
        <Section title="Set it up" lead="You need an app that makes codes (TOTP): most password managers can, and so can several free apps.">
            <Form act="begin" label="Set up two-step sign-in">
                <Field name="password" kind=Kind::Password label="Your password" required=true/>
                <Button>"Go on"</Button>
            </Form>
        </Section>
    }
}

/// The secret is shown where the password was just given for it, and never again; who has not kept it begins anew.
fn begun(enrolment: Option<Enrolment>) -> impl IntoView {
    let is_new = enrolment.is_some();
    view! {
        {enrolment.map(secret)}
        <Section title=if is_new { "2. Write what it shows" } else { "Write what your app shows" } lead="From then on signing in asks for a code.">
            <Form act="confirm" label="Confirm two-step sign-in">
                <Field name="code" label="Six digits" autocomplete="one-time-code" required=true max=16/>
                <Button>"Turn it on"</Button>
            </Form>
        </Section>
        {(!is_new).then(again)}
    }
}

fn secret(enrolment: Enrolment) -> impl IntoView {
    let grouped = enrolment.secret.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    view! {
        <Section title="1. Show this to your app" lead="It is shown this once.">
            {qr(&enrolment.uri)}
            <p>"Or type this in: " <code id="secret" class="break-words">{grouped}</code></p>
            <p><a class="link" href=enrolment.uri>"Open it in an app on this device"</a></p>
        </Section>
    }
}

fn again() -> impl IntoView {
    view! {
        <Section title="Your app does not have it?" lead="Then begin anew: what was drawn before is worth nothing any more.">
            <Form act="begin" label="Begin anew">
                <Field name="password" kind=Kind::Password label="Your password" required=true/>
                <Button look=Look::Quiet>"Show another code"</Button>
            </Form>
        </Section>
    }
}

fn told(Once(lines): Once) -> Option<Enrolment> {
    let [secret, uri] = lines.try_into().ok()?;
    Some(Enrolment { secret, uri })
}

fn on(since: chrono::DateTime<chrono::Utc>, left: u64) -> impl IntoView {
    view! {
        <Section title="It is on">
            <p>"Since "<When at=since/>". " {time::count(left, "recovery code is", "recovery codes are")} " left."</p>
        </Section>
        <Section title="New recovery codes" lead="The old ones are then good for nothing.">
            <Form act="renew" label="New recovery codes">
                <Field name="code" label="Code" autocomplete="one-time-code" required=true max=32/>
                <Button look=Look::Quiet>"Make new codes"</Button>
            </Form>
        </Section>
        <Section title="Turn it off" lead="You are then signed out on every device, and your password alone opens your account.">
            <Form act="remove" label="Turn two-step sign-in off">
                <Field name="password" kind=Kind::Password label="Your password" required=true/>
                <Field name="code" label="Code" autocomplete="one-time-code" required=true max=32/>
                <Button look=Look::Danger>"Turn it off"</Button>
            </Form>
        </Section>
    }
}

/// Set up on another device since this one signed in.
fn sign_in_again() -> impl IntoView {
    view! {
        <Section title="It is on" lead="Please sign in once more on this device, with a code.">
            <PostButton to="/logout">"Sign out"</PostButton>
        </Section>
    }
}

fn recovery_codes(Once(codes): Once) -> impl IntoView {
    let lines = codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view();
    view! {
        <Banner tone=Tone::Done title="Keep these recovery codes">
            <p>"Each opens your account once when you do not have your device. Print them or write them down: they are not shown again."</p>
            <ul id="recovery-codes" class="grid gap-2 sm:grid-cols-2">{lines}</ul>
        </Banner>
    }
}

/// A QR code, dark on light whatever the theme: cameras expect it so.
fn qr(text: &str) -> Option<impl IntoView + use<>> {
    const QUIET: usize = 4;
    let code = QrCode::new(text).ok()?;
    let (width, colours) = (code.width(), code.to_colors());
    let dark = colours.iter().enumerate().filter(|(_, colour)| **colour == Color::Dark);
    let path: String = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET)).collect();
    let all = width + 2 * QUIET;
    Some(view! {
        <svg viewBox=format!("0 0 {all} {all}") role="img" aria-label="QR code for your app" class="w-full max-w-60" shape-rendering="crispEdges">
            <rect width=all.to_string() height=all.to_string() fill="white"/>
            <path d=path fill="black"/>
        </svg>
    })
}

/// Draws a secret for an app.
pub async fn begin_second_factor(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let begun = second_factor::begin(&ctx.services, &ctx.caller(), fields.text("password"), !ctx.viewer.must_enrol).await?;
    Ok(Done::here(vec![begun.secret, begun.uri]))
}

/// Turns it on and shows the recovery codes, once.
pub async fn confirm_second_factor(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let codes = second_factor::confirm(&ctx.services, &ctx.caller(), fields.text("code")).await?;
    ctx.session.strengthen().await?;
    Ok(Done::here(codes))
}

/// Shows new recovery codes, once.
pub async fn renew_codes(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    Ok(Done::here(second_factor::renew(&ctx.services, &ctx.caller(), fields.text("code")).await?))
}

/// Turns it off; every session ends, this one too.
pub async fn remove_second_factor(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    second_factor::remove(&ctx.services, &ctx.caller(), fields.text("password"), fields.text("code")).await?;
    ctx.session.sign_out().await?;
    Ok(Done::to(path::login("")).saying(Notice::SecondFactorOff))
}
