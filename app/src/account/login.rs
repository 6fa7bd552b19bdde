//! `/login`, and what ends a visit.

use crate::{
    act::Done,
    ctx::{Ctx, ctx},
    fields::Fields,
    notice::Notice,
    path,
    ui::{Button, Field, Form, Kind, LinkButton, Look, Page},
    viewer::Theme,
};
use domain::{Code, Problems, account::UserType};
use leptos::prelude::*;
use service::{
    Error,
    account::{self, Whence},
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
    let already = ctx.viewer.account.as_ref().map(|account| {
        view! { <p>"You are signed in as " <strong>{account.name.clone()}</strong> ". " <a class="link" href=home(account.user_type)>"Go on"</a></p> }
    });
    view! {
        <Page title="Sign in" lead=lead narrow=true>
            {already}
            <Form to=to>
                <Field name="email" kind=Kind::Email label="E-mail" autocomplete="username" required=true/>
                <Field name="password" kind=Kind::Password label="Password" required=true/>
                <Button wide=true>"Sign in"</Button>
            </Form>
            <p><a class="link" href="/account/forgot">"Forgot your password?"</a></p>
            <div class="space-y-3 border-t border-line pt-6">
                <p>"New here?"</p>
                <LinkButton href=register look=Look::Quiet>"Create an account"</LinkButton>
            </div>
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
    let signed_in = account::login_from(&ctx.services, fields.text("email"), fields.text("password"), &from).await;
    let account = signed_in.map_err(|error| match error.code() {
        // Which of the two is wrong is nobody's business.
        Code::Unauthenticated => Problems::one("", "The e-mail address or the password is not right.").into(),
        _ => error,
    })?;
    let to = path::local(ctx.query("next"), home(account.user_type)).to_owned();
    ctx.session.sign_in(account).await?;
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
