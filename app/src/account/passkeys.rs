//! `/settings/passkeys`: keys of devices that open the account; and the button with which they do.

use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    ui::{Button, Empty, Entry, Field, Form, Hidden, Kind, Look, Page, PostButton, Rows, Section, When},
};
use domain::passkey::{NAME_MAX, Passkey};
use domain::{PasskeyId, Problems};
use leptos::{nonce::use_nonce, prelude::*};
use serde::de::DeserializeOwned;
use service::{Error, passkey, second_factor};

const ADDRESS: &str = "/settings/passkeys";

/// `/settings/passkeys`
#[component]
pub fn PasskeysPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let keys = passkey::list(&ctx.services, &ctx.caller()).await?;
        let code = second_factor::asks(&ctx.services, &ctx.caller()).await?;
        // Everything else is closed to who must have a second factor first.
        let (back, to) =
            if ctx.viewer.must_enrol { ("/settings/second-factor", "Back to two-step sign-in") } else { ("/settings", "Back to settings") };
        Ok::<_, Error>(view! {
            <Page title="Passkeys" lead="Your phone or computer opens your account: with your finger, your face or its PIN, and without a password.">
                <Section title="Your passkeys">{list(keys)}</Section>
                {new(code)}
                <p><a class="link" href=back>{to}</a></p>
            </Page>
        })
    })
}

fn list(keys: Vec<Passkey>) -> AnyView {
    if keys.is_empty() {
        return view! {
            <Empty title="You have no passkeys" icon=icondata_hi::HiFingerPrintOutlineLg><p>"Your password opens your account."</p></Empty>
        }
        .into_any();
    }
    let rows = keys.into_iter().map(one).collect_view();
    view! { <Rows>{rows}</Rows> }.into_any()
}

fn one(key: Passkey) -> impl IntoView {
    let kept = if key.synced { "copied to your other devices" } else { "on one device" };
    let whom = format!(" {}", key.name);
    let remove = view! {
        <PostButton
            to=ADDRESS
            act="remove"
            fields=vec![("passkey", key.id.to_string())]
            look=Look::Danger
            confirm="It opens your account no more. Your password still does. Remove it on the device, too."
        >
            "Remove"<span class="sr-only">{whom.clone()}</span>
        </PostButton>
    };
    view! {
        <Entry deeds=remove.into_any()>
            <p><strong class="break-words">{key.name}</strong></p>
            <p class="text-muted">{kept}" · since "<When at=key.created_at/>" · "{super::used(key.last_used_at)}</p>
        </Entry>
    }
}

fn new(code: bool) -> impl IntoView {
    let code = move || {
        code.then(|| {
            view! {
                <Field name="code" label="Code" hint="Of your app, or a recovery code." autocomplete="one-time-code" required=true max=32/>
            }
        })
    };
    view! {
        <Section title="New passkey" lead="You are told by mail when one is added.">
            {unable()}
            <Device ceremony="create">
                <Form act="add" label="New passkey">
                    {answer()}
                    <Field name="name" label="What do you call the device?" hint="So that you know later which one this is." max=NAME_MAX required=true/>
                    <Field name="password" kind=Kind::Password label="Your password" required=true/>
                    {code()}
                    <Button>"Make a passkey"</Button>
                </Form>
            </Device>
        </Section>
    }
}

/// The button on the page where one signs in; there only where the browser can do it.
pub(super) fn sign_in_button(to: String) -> impl IntoView {
    view! {
        <Device ceremony="get">
            <Form to=to act="passkey" label="Sign in with a passkey">
                {answer()}
                <Button look=Look::Quiet wide=true>"Use a passkey"</Button>
            </Form>
        </Device>
    }
}

/// A form that the browser's device fills in; not shown where there is none. What goes wrong there is said above it.
#[component]
fn Device(ceremony: &'static str, children: Children) -> impl IntoView {
    view! {
        <div data-passkey=ceremony hidden class="space-y-4">
            <p role="alert" class="font-semibold text-attention empty:hidden"></p>
            {children()}
        </div>
        <script src="/passkey.js" defer nonce=use_nonce()></script>
    }
}

/// What the script fills in.
fn answer() -> impl IntoView {
    view! { <Hidden name="question" value=""/> <Hidden name="credential" value=""/> }
}

fn unable() -> impl IntoView {
    view! { <p data-no-passkey class="text-muted">"This browser cannot make passkeys here: it needs JavaScript, and an address with a name that begins with https."</p> }
}

/// Keeps the key that the device has made; who has just shown it has shown two factors.
pub async fn add_passkey(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let answer = read(&fields)?;
    let added = passkey::add(&ctx.services, &ctx.caller(), fields.text("question"), fields.text("name"), &answer).await;
    added.map_err(without_field)?;
    ctx.session.strengthen().await?;
    Ok(Done::to(ADDRESS).saying(Notice::PasskeyAdded))
}

/// Takes a key away.
pub async fn remove_passkey(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let id: PasskeyId = fields.text("passkey").parse().map_err(|_| Error::NOT_FOUND)?;
    passkey::remove(&ctx.services, &ctx.caller(), id, !ctx.viewer.must_enrol).await?;
    Ok(Done::to(ADDRESS).saying(Notice::PasskeyRemoved))
}

/// Signs in with a key.
pub async fn passkey_login(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let answer = read(&fields)?;
    let proven = passkey::sign_in(&ctx.services, fields.text("question"), &answer).await.map_err(without_field)?;
    super::login::go_on(ctx, proven).await
}

fn read<T: DeserializeOwned>(fields: &Fields) -> Result<T, Error> {
    let none = |_| Problems::one("", "Your device did not answer. Please try again.");
    Ok(serde_json::from_str(fields.text("credential")).map_err(none)?)
}

/// What the device answered stands in no field that one sees.
fn without_field(error: Error) -> Error {
    match error {
        Error::Invalid(problems) => match problems.of("credential") {
            Some(why) => Problems::one("", why.to_owned()).into(),
            None => Error::Invalid(problems),
        },
        other => other,
    }
}
