//! `/settings`: profile, password, devices, the look.

use super::profile;
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load, read},
    fields::Fields,
    notice::Notice,
    path,
    ui::{Button, Field, Form, Kind, Look, Page, PostButton, Section},
    viewer::Theme,
};
use domain::{Caller, Problems};
use leptos::prelude::*;
use service::{Error, account, doctor, patient};

/// `/settings`
#[component]
pub fn SettingsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let caller = ctx.caller();
        let profile = match caller {
            Caller::Patient { .. } => profile::of_patient(patient::mine(&ctx.services, &caller).await?).into_any(),
            Caller::Doctor { .. } => profile::of_doctor(doctor::mine(&ctx.services, &caller).await?).into_any(),
            Caller::Admin { .. } | Caller::Anonymous => ().into_any(),
        };
        let email = ctx.viewer.account.as_ref().map(|account| account.email.clone()).unwrap_or_default();
        Ok(view! {
            <Page title="Settings" lead=email.clone()>
                {profile}
                {look(ctx.viewer.theme)}
                {password(email)}
                {devices()}
            </Page>
        })
    })
}

fn look(theme: Theme) -> impl IntoView {
    let choices = [(Theme::Auto, "As my device"), (Theme::Light, "Light"), (Theme::Dark, "Dark")].map(|(choice, words)| {
        let here = choice == theme;
        view! {
            <button type="submit" name="theme" value=choice.code() class="btn btn-quiet aria-pressed:border-action aria-pressed:bg-action-soft" aria-pressed=if here { "true" } else { "false" }>
                {words}
            </button>
        }
    });
    view! {
        <Section title="Look" id="look">
            <form method="post" action="/theme" class="flex flex-wrap gap-3" aria-label="Theme">
                <input type="hidden" name="next" value="/settings"/>
                {choices.collect_view()}
            </form>
        </Section>
    }
}

fn password(email: String) -> impl IntoView {
    view! {
        <Section title="Password" lead="Changing it signs you out on all your devices.">
            <Form act="password" label="Password">
                // Password managers need to know whose password it is.
                <input type="hidden" name="username" autocomplete="username" value=email.clone()/>
                <Field name="current_password" kind=Kind::Password label="Current password" required=true/>
                <Field name="password" kind=Kind::NewPassword label="New password" hint="At least 10 characters. A few words work well." required=true/>
                <Button look=Look::Quiet>"Change password"</Button>
            </Form>
        </Section>
    }
}

fn devices() -> impl IntoView {
    view! {
        <Section title="Devices" lead="Lost a phone, or signed in somewhere else?">
            <PostButton to="/settings" act="devices" confirm="You will be signed out everywhere, here too, and can sign in again at once.">
                "Sign out on all devices"
            </PostButton>
        </Section>
    }
}

/// Keeps the profile of a patient or a doctor.
pub async fn save_profile(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let caller = ctx.caller();
    match caller {
        Caller::Patient { .. } => patient::edit(&ctx.services, &caller, &read(&fields)?).await?,
        Caller::Doctor { .. } => doctor::edit(&ctx.services, &caller, &read(&fields)?).await?,
        Caller::Admin { .. } | Caller::Anonymous => return Err(Error::FORBIDDEN),
    }
    Ok(Done::to("/settings").saying(Notice::ProfileSaved))
}

/// Changes the password; every session ends, this one too.
pub async fn change_password(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    if fields.text("current_password").is_empty() {
        return Err(Problems::one("current_password", "Please write your current password.").into());
    }
    account::change_password(&ctx.services, &ctx.caller(), fields.text("current_password"), fields.text("password")).await?;
    ctx.session.sign_out().await?;
    Ok(Done::to(path::login("")).saying(Notice::PasswordChanged))
}

/// Ends every session.
pub async fn logout_everywhere(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    account::logout_everywhere(&ctx.services, &ctx.caller()).await?;
    ctx.session.sign_out().await?;
    Ok(Done::to("/").saying(Notice::SignedOutEverywhere))
}
