//! `/login`, and what ends a visit.

use crate::{
    act::{Done, Once},
    ctx::{Ctx, ctx},
    fields::{Fields, Submitted},
    notice::Notice,
    path,
    ui::{Button, Field, Form, Hidden, Kind, LinkButton, Look, Page},
    viewer::Theme,
};
use domain::{Code, Problems, account::UserType};
use leptos::prelude::*;
use service::{
    Error,
    account::{Proven, Whence},
    sign_in::{self, Step},
};

/// `/login`
#[component]
pub fn LoginPage() -> impl IntoView {
    let ctx = ctx();
    let next = path::local(ctx.query("next"), "").to_owned();
    let to = path::with("/login", &[("next", &next)]);
    let register = path::with("/register", &[("next", &next)]);
    let booking = next.starts_with("/book/");
    let lead = if booking { "Then we go on with your booking." } else { "Good to see you again." };
    // The password was right: now, or before a code that was not.
    let pending = use_context::<Once>().and_then(|once| once.0.into_iter().next());
    let sent = use_context::<Submitted>().filter(|sent| sent.act == "code");
    if let Some(pending) = pending.or_else(|| sent.map(|sent| sent.fields.text("pending").to_owned())) {
        return code_form(to, pending).into_any();
    }
    let already = ctx.viewer.account.as_ref().map(|account| {
        view! { <p>"You are signed in as " <strong>{account.name.clone()}</strong> ". " <a class="link" href=home(account.user_type)>"Go on"</a></p> }
    });
    view! {
        <Page title="Sign in" lead=lead narrow=true>
            {already}
            <Form to=to.clone()>
                <Field name="email" kind=Kind::Email label="E-mail" autocomplete="username" required=true/>
                <Field name="password" kind=Kind::Password label="Password" required=true/>
                <Button wide=true>"Sign in"</Button>
            </Form>
            {super::passkeys::sign_in_button(to.clone())}
            <p><a class="link" href="/account/forgot">"Forgot your password?"</a></p>
            <div class="space-y-3 border-t border-line pt-6">
                <p>"New here?"</p>
                <LinkButton href=register look=Look::Quiet>"Create an account"</LinkButton>
            </div>
        </Page>
    }
    .into_any()
}

/// The second step.
fn code_form(to: String, pending: String) -> impl IntoView {
    let again = to.clone();
    view! {
        <Page title="One more step" lead="Your app shows six digits for Smart Health." narrow=true>
            <Form to=to act="code">
                <Hidden name="pending" value=pending.clone()/>
                <Field
                    name="code"
                    label="Code"
                    hint="Without your device, write one of your recovery codes."
                    autocomplete="one-time-code"
                    required=true
                    max=32
                />
                <Button wide=true>"Sign in"</Button>
            </Form>
            <p><a class="link" href=again>"Sign in as somebody else"</a></p>
        </Page>
    }
}

/// Where each kind of person begins.
fn home(kind: UserType) -> &'static str {
    match kind {
        UserType::Patient => "/",
        UserType::Doctor => "/dashboard",
        UserType::Admin => "/admin",
    }
}

/// Signs in, and goes on where the person wanted to go.
pub async fn login(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let device = ctx.session.device();
    let from = Whence { address: ctx.ip, device: device.as_deref() };
    let step = sign_in::password(&ctx.services, fields.text("email"), fields.text("password"), &from).await;
    let step = step.map_err(|error| match error.code() {
        // Which of the two is wrong is nobody's business.
        Code::Unauthenticated => Problems::one("", "The e-mail address or the password is not right.").into(),
        _ => error,
    })?;
    match step {
        Step::Done(proven) => go_on(ctx, proven).await,
        Step::Code(pending) => Ok(Done::here(vec![pending.0])),
    }
}

/// The second step: a code of the device, or a recovery code.
pub async fn second_step(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    match sign_in::code(&ctx.services, fields.text("pending"), fields.text("code")).await {
        Ok(proven) => go_on(ctx, proven).await,
        Err(Error::Refused(Code::Expired)) => Ok(Done::to(path::login(path::local(ctx.query("next"), ""))).saying(Notice::SignInExpired)),
        Err(error) => Err(error),
    }
}

/// Begins the session of somebody who has shown who they are.
pub(super) async fn go_on(ctx: Ctx, proven: Proven) -> Result<Done, Error> {
    // Whose account is about to end sees first how to keep it.
    let to = match service::privacy::deletion::state(&ctx.services, &proven.account.caller).await? {
        Some(_) => "/settings/privacy".to_owned(),
        None => path::local(ctx.query("next"), home(proven.account.user_type)).to_owned(),
    };
    ctx.session.sign_in(proven).await?;
    Ok(Done::to(to))
}

/// Signs out on this device.
pub async fn logout(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    ctx.session.sign_out().await?;
    Ok(Done::to("/").saying(Notice::SignedOut))
}

/// Remembers light or dark on this device.
pub async fn theme(_: Ctx, fields: Fields) -> Result<Done, Error> {
    let to = path::local(fields.text("next"), "/").to_owned();
    Ok(Done { theme: Some(Theme::of(fields.text("theme"))), ..Done::to(to) })
}
