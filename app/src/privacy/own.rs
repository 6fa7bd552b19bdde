//! `/settings/privacy`: a copy of everything, consents, the end of the account.

use crate::{
    act::{Content, Done, File},
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    ui::{Badge, Banner, Button, Field, Form, Kind as Input, Look, Page, PostButton, Rows, Section, Tone, When},
};
use domain::consent::{Act, Kind};
use leptos::prelude::*;
use service::{
    Error,
    privacy::{
        self,
        consent::{self, Consent},
        deletion::{self, Deletion},
    },
};

const ADDRESS: &str = "/settings/privacy";

/// `/settings/privacy`
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let caller = ctx.caller();
        let history = consent::history(&ctx.services, &caller).await?;
        let deletion = deletion::state(&ctx.services, &caller).await?;
        let grace = ctx.services.retention().grace;
        let ending = deletion.map(ending);
        Ok(view! {
            <Page title="Your data" lead="What is stored about you is yours.">
                {ending}
                {copy()}
                {consents(&history)}
                {deletion.is_none().then(|| end(grace))}
                <p><a class="link" href="/settings">"Back to settings"</a> " · " <a class="link" href="/privacy">"What is stored, and for how long"</a></p>
            </Page>
        })
    })
}

fn ending(deletion: Deletion) -> impl IntoView {
    view! {
        <Banner tone=Tone::Attention title="Your account is going to be deleted">
            <p>"On "<When at=deletion.due_at/>". Until then one click keeps it."</p>
            <PostButton to=ADDRESS act="keep">"Keep my account"</PostButton>
        </Banner>
    }
}

fn copy() -> impl IntoView {
    view! {
        <Section title="A copy of everything" lead="A ZIP with a summary to read, your appointments as a calendar, all data for programs, and the files of your health record. Keep it safe: it holds what doctors know of you.">
            <Form act="export" label="A copy of everything">
                <Field name="password" kind=Input::Password label="Your password" required=true/>
                <Button look=Look::Quiet>"Make the copy"</Button>
            </Form>
        </Section>
    }
}

fn consents(history: &[Consent]) -> impl IntoView + use<> {
    let rows: Vec<_> = consent::latest(history).into_iter().map(|(kind, last)| row(kind, last.cloned())).collect();
    view! {
        <Section title="What you agreed to" id="consents">
            <Rows>{rows}</Rows>
        </Section>
    }
}

fn row(kind: Kind, last: Option<Consent>) -> impl IntoView {
    let is_given = last.as_ref().is_some_and(|consent| consent.act == Act::Given);
    let state = match last {
        Some(Consent { act: Act::Given, at, version, .. }) => {
            view! { <p class="text-muted">"Agreed "<When at=at/>" · version of "{version}</p> }.into_any()
        }
        Some(Consent { act: Act::Withdrawn, at, .. }) => view! { <p class="text-muted">"Taken back "<When at=at/></p> }.into_any(),
        None if kind.is_free() => view! { <p class="text-muted">"Not agreed to"</p> }.into_any(),
        None => view! { <p class="text-muted">"From before agreements were kept"</p> }.into_any(),
    };
    let fields = vec![("kind", kind.code().to_owned())];
    let about = format!(": {}", kind.words());
    let button = match (kind.is_free(), is_given) {
        (false, _) => view! { <Badge tone=Tone::Info>"Comes with the account"</Badge> }.into_any(),
        (true, true) => view! { <PostButton to=ADDRESS act="withdraw" fields=fields>"Take back"<span class="sr-only">{about.clone()}</span></PostButton> }.into_any(),
        (true, false) => view! { <PostButton to=ADDRESS act="give" fields=fields>"Agree"<span class="sr-only">{about.clone()}</span></PostButton> }.into_any(),
    };
    view! {
        <li class="flex flex-wrap items-center justify-between gap-3 py-3">
            <div class="min-w-0"><p><strong>{kind.words()}</strong></p>{state}</div>
            {button}
        </li>
    }
}

fn end(grace: u32) -> impl IntoView {
    let lead = format!(
        "You are signed out at once. For {grace} days you can sign in and keep the account; then your personal data are deleted and cannot come \
         back. Visits that are agreed are called off. What doctors must keep of visits stays without your name."
    );
    view! {
        <Section title="Delete the account" lead=lead id="delete">
            <Form act="delete" label="Delete the account">
                <Field name="password" kind=Input::Password label="Your password" required=true/>
                <Button look=Look::Danger>"Delete my account"</Button>
            </Form>
        </Section>
    }
}

/// Makes a copy and gives it.
pub async fn take_copy(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let copy = privacy::export(&ctx.services, &ctx.caller(), fields.text("password")).await?;
    Ok(Done::file(File { name: copy.name, kind: "application/zip", bytes: Content::Coming(copy.zip) }))
}

fn kind(fields: &Fields) -> Result<Kind, Error> {
    Kind::of(fields.text("kind")).ok_or_else(|| domain::Problems::one("kind", "Please choose one of the list.").into())
}

/// Gives a consent.
pub async fn give(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    consent::give(&ctx.services, &ctx.caller(), kind(&fields)?).await?;
    Ok(Done::to("/settings/privacy#consents").saying(Notice::ConsentNoted))
}

/// Takes a consent back.
pub async fn withdraw(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    consent::withdraw(&ctx.services, &ctx.caller(), kind(&fields)?).await?;
    Ok(Done::to("/settings/privacy#consents").saying(Notice::ConsentNoted))
}

/// Asks for the end of the account; signed out everywhere.
pub async fn ask_deletion(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    deletion::ask(&ctx.services, &ctx.caller(), fields.text("password")).await?;
    ctx.session.sign_out().await?;
    Ok(Done::to("/").saying(Notice::DeletionAsked))
}

/// Keeps the account.
pub async fn cancel_deletion(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    deletion::cancel(&ctx.services, &ctx.caller()).await?;
    Ok(Done::to(ADDRESS).saying(Notice::DeletionCancelled))
}
