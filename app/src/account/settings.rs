//! `/settings`: profile and look.

use super::profile;
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load, read},
    fields::Fields,
    notice::Notice,
    ui::{LinkButton, Look, Page, Section},
    viewer::Theme,
};
use domain::Caller;
use leptos::prelude::*;
use service::{Error, doctor, patient};

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
            <Page title="Settings" lead=email>
                {profile}
                {look(ctx.viewer.theme)}
                {account()}
                {second_step()}
                {passkeys()}
                {programs()}
                {data()}
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

fn account() -> impl IntoView {
    view! {
        <Section title="Account" lead="E-mail address, password, and the devices where you are signed in.">
            <p><LinkButton href="/account" look=Look::Quiet>"Account"</LinkButton></p>
        </Section>
    }
}

fn second_step() -> impl IntoView {
    view! {
        <Section title="Two-step sign-in" lead="A code of your phone beside the password: who learns your password cannot get in with it.">
            <LinkButton href="/settings/second-factor" look=Look::Quiet>"Second step"</LinkButton>
        </Section>
    }
}

fn passkeys() -> impl IntoView {
    view! {
        <Section title="Passkeys" lead="Your phone or computer opens your account, without a password.">
            <LinkButton href="/settings/passkeys" look=Look::Quiet>"Passkeys"</LinkButton>
        </Section>
    }
}

fn programs() -> impl IntoView {
    view! {
        <Section title="Programs" lead="Scripts and apps can act for you with a token of their own.">
            <LinkButton href="/settings/tokens" look=Look::Quiet>"Personal tokens"</LinkButton>
        </Section>
    }
}

fn data() -> impl IntoView {
    view! {
        <Section title="Your data" lead="A copy of everything, what you agreed to, and the end of your account.">
            <LinkButton href="/settings/privacy" look=Look::Quiet>"Your data"</LinkButton>
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
