//! What mailed links lead to. Opening one changes nothing – programs that look through mails open links too –, the button on its page does.

use crate::{
    act::Done,
    ctx::{Ctx, ctx},
    fields::{Fields, Submitted},
    notice::Notice,
    password::PasswordMeter,
    path,
    ui::{Button, Field, Form, Hidden, Kind, Page},
};
use leptos::prelude::*;
use service::{Error, account};

/// The token of the address, or of the form that is shown again.
fn token() -> String {
    let sent = use_context::<Submitted>().map(|sent| sent.fields.text("token").to_owned());
    sent.unwrap_or_else(|| ctx().query("token").to_owned())
}

/// `/account/verify`
#[component]
pub fn VerifyPage() -> impl IntoView {
    let token = token();
    view! {
        <Page title="Confirm your e-mail address" lead="One click, and we know that our mails reach you." narrow=true>
            <Form>
                <Hidden name="token" value=token.clone()/>
                <Button wide=true>"Confirm my address"</Button>
            </Form>
            <p>"Does the link not work any more? " <a class="link" href="/account">"Send another one"</a></p>
        </Page>
    }
}

/// Marks the address as theirs.
pub async fn verify(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    account::verify_email(&ctx.services, fields.text("token")).await?;
    Ok(home(&ctx).saying(Notice::EmailVerified))
}

/// `/account/email`
#[component]
pub fn NewEmailPage() -> impl IntoView {
    let token = token();
    view! {
        <Page title="Confirm your new e-mail address" lead="From then on you sign in with it. Other devices are signed out." narrow=true>
            <Form>
                <Hidden name="token" value=token.clone()/>
                <Button wide=true>"Use this address"</Button>
            </Form>
            <p>"Does the link not work any more? " <a class="link" href="/account">"Ask for another one"</a></p>
        </Page>
    }
}

/// Gives the account its new address.
pub async fn change_email(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    account::change_email(&ctx.services, fields.text("token"), ctx.session.fingerprint().as_deref()).await?;
    Ok(home(&ctx).saying(Notice::EmailChanged))
}

fn home(ctx: &Ctx) -> Done {
    if ctx.caller().is_signed_in() { Done::to("/account") } else { Done::to(path::login("")) }
}

/// `/account/forgot`
#[component]
pub fn ForgotPage() -> impl IntoView {
    view! {
        <Page title="Forgot your password?" lead="It happens. We send you a link with which you choose a new one." narrow=true>
            <Form>
                <Field name="email" kind=Kind::Email label="E-mail" autocomplete="username" required=true/>
                <Button wide=true>"Send me a link"</Button>
            </Form>
            <p>"You remember it? " <a class="link" href=path::login("")>"Sign in"</a></p>
        </Page>
    }
}

/// Sends a link. The answer is the same for an unknown address.
pub async fn ask_reset(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    account::ask_reset(&ctx.services, fields.text("email"), ctx.ip).await?;
    Ok(Done::to(path::login("")).saying(Notice::ResetAsked))
}

/// `/account/reset`
#[component]
pub fn ResetPage() -> impl IntoView {
    let token = token();
    view! {
        <Page title="Choose a new password" lead="You are then signed out on all your devices." narrow=true>
            <Form>
                <Hidden name="token" value=token.clone()/>
                <PasswordMeter about=Vec::new()>
                    <Field name="password" kind=Kind::NewPassword label="New password" hint="At least 10 characters. A few words work well." required=true/>
                </PasswordMeter>
                <Button wide=true>"Save the password"</Button>
            </Form>
            <p>"Does the link not work any more? " <a class="link" href="/account/forgot">"Ask for another one"</a></p>
        </Page>
    }
}

/// Sets the new password. From this device its owner then gets in, whatever strangers try meanwhile.
pub async fn reset(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let user = account::reset_password(&ctx.services, fields.text("token"), fields.text("password")).await?;
    ctx.session.introduce(user).await?;
    ctx.session.sign_out().await?;
    Ok(Done::to(path::login("")).saying(Notice::PasswordReset))
}
