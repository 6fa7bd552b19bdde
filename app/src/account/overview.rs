//! `/account`: how an account is reached and kept safe: address, password, devices.

use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::{Fields, Submitted},
    notice::Notice,
    password::PasswordMeter,
    ui::{Badge, Banner, Button, Entry, Field, Form, Kind, LinkButton, Look, Page, PostButton, Rows, Section, Tone, When},
};
use domain::Problems;
use leptos::prelude::*;
use service::{
    Error,
    account::{
        self, Contact,
        sessions::{self, Session},
    },
};

const ADDRESS: &str = "/account";

/// `/account`
#[component]
pub fn AccountPage() -> impl IntoView {
    let ctx = ctx();
    // What was wrong with the form is shown inside of what is opened.
    let open = use_context::<Submitted>().is_some_and(|sent| sent.act == "email");
    load(async move {
        let caller = ctx.caller();
        let name = ctx.viewer.account.as_ref().map(|account| account.name.clone()).unwrap_or_default();
        let contact = account::contact(&ctx.services, &caller).await?;
        let sessions = sessions::list(&ctx.services, &caller, ctx.session.fingerprint().as_deref()).await?;
        Ok(view! {
            <Page title="Account" lead=contact.email.clone()>
                {(!contact.verified).then(unverified)}
                {address(&contact, open)}
                {password(contact.email, name)}
                {devices(sessions)}
                <p><LinkButton href="/settings" look=Look::Plain>"Profile and look"</LinkButton></p>
            </Page>
        })
    })
}

fn unverified() -> impl IntoView {
    view! {
        <Banner tone=Tone::Attention title="Please confirm your e-mail address">
            <p>"We sent you a link. Were there a mistake in the address, we could not help you should you forget your password. Meanwhile you can use everything."</p>
            <PostButton to=ADDRESS act="resend">"Send the link again"</PostButton>
        </Banner>
    }
}

fn address(contact: &Contact, open: bool) -> impl IntoView + use<> {
    let email = contact.email.clone();
    let state = contact.verified.then(|| view! { " " <Badge tone=Tone::Done>"Confirmed"</Badge> });
    view! {
        <Section title="E-mail address" id="email">
            <p><strong class="break-all">{email.clone()}</strong> {state}</p>
            <details class="disclosure" open=open>
                <summary class="btn btn-quiet">"Change the address"</summary>
                <div class="mt-3 rounded-card border border-line bg-surface p-4">{change_address()}</div>
            </details>
        </Section>
    }
}

fn change_address() -> impl IntoView {
    view! {
        <Form act="email" label="E-mail address">
            <Field name="email" kind=Kind::Email label="New e-mail address" hint="It changes when you follow the link that we send there." required=true/>
            <Field name="current_password" kind=Kind::Password label="Your password" required=true/>
            <Button look=Look::Quiet>"Send the link"</Button>
        </Form>
    }
}

fn password(email: String, name: String) -> impl IntoView {
    let about = vec![email.clone(), name];
    view! {
        <Section title="Password" lead="Changing it signs you out on your other devices." id="password">
            <Form act="password" label="Password">
                // Password managers need to know whose password it is.
                <input type="hidden" name="username" autocomplete="username" value=email.clone()/>
                <Field name="current_password" kind=Kind::Password label="Current password" required=true/>
                <PasswordMeter about=about.clone()>
                    <Field name="password" kind=Kind::NewPassword label="New password" hint="At least 10 characters. A few words work well." required=true/>
                </PasswordMeter>
                <Button look=Look::Quiet>"Change password"</Button>
            </Form>
        </Section>
    }
}

fn devices(all: Vec<Session>) -> impl IntoView {
    let rows = all.into_iter().map(device).collect_view();
    view! {
        <Section title="Devices" lead="Where you are signed in. Do you miss one, or not know one? Sign it out." id="devices">
            <Rows>{rows}</Rows>
            <div class="space-y-3">
                // Also with one device: programs that are signed in stand in no list.
                <PostButton to=ADDRESS act="others" confirm="You stay signed in here only: programs that signed in to your account are signed out, too.">
                    "Sign out on all other devices"
                </PostButton>
                <PostButton to=ADDRESS act="everywhere" confirm="You will be signed out everywhere, here too, and can sign in again at once.">
                    "Sign out on all devices"
                </PostButton>
            </div>
        </Section>
    }
}

fn device(one: Session) -> impl IntoView {
    let end = if one.is_this {
        view! { <Badge tone=Tone::Info>"This device"</Badge> }.into_any()
    } else {
        let which = format!(" {}", one.device);
        view! {
            <PostButton to=ADDRESS act="end" fields=vec![("session", one.id.to_string())]>
                "Sign out"<span class="sr-only">{which.clone()}</span>
            </PostButton>
        }
        .into_any()
    };
    view! {
        <Entry deeds=end>
            <p><strong>{one.device}</strong></p>
            <p class="text-muted">"Since "<When at=one.since/>" · last used "<When at=one.last_seen/></p>
        </Entry>
    }
}

/// Sends the link that confirms the address once more.
pub async fn resend(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    account::ask_again(&ctx.services, &ctx.caller()).await?;
    Ok(Done::to(ADDRESS).saying(Notice::LinkSent))
}

/// Asks for another address.
pub async fn ask_email(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    current(&fields)?;
    account::ask_email(&ctx.services, &ctx.caller(), fields.text("current_password"), fields.text("email")).await?;
    Ok(Done::to(ADDRESS).saying(Notice::LinkSent))
}

/// Changes the password; every other session ends.
pub async fn change_password(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    current(&fields)?;
    let epoch = account::change_password(&ctx.services, &ctx.caller(), fields.text("current_password"), fields.text("password")).await?;
    ctx.session.renew(epoch).await?;
    Ok(Done::to(ADDRESS).saying(Notice::PasswordChanged))
}

fn current(fields: &Fields) -> Result<(), Error> {
    match fields.text("current_password") {
        "" => Err(Problems::one("current_password", "Please write your current password.").into()),
        _ => Ok(()),
    }
}

/// Ends one session.
pub async fn end(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let id = fields.text("session").parse().map_err(|_| Error::NOT_FOUND)?;
    sessions::end(&ctx.services, &ctx.caller(), id).await?;
    Ok(Done::to("/account#devices").saying(Notice::DeviceSignedOut))
}

/// Ends every session but this one.
pub async fn end_others(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    sessions::end_others(&ctx.services, &ctx.caller(), ctx.session.fingerprint().as_deref(), None).await?;
    Ok(Done::to("/account#devices").saying(Notice::OthersSignedOut))
}

/// Ends every session.
pub async fn logout_everywhere(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    account::logout_everywhere(&ctx.services, &ctx.caller()).await?;
    ctx.session.sign_out().await?;
    Ok(Done::to("/").saying(Notice::SignedOutEverywhere))
}
