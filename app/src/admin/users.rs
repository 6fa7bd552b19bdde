//! Accounts: found, kept out, let in.

use super::here;
use crate::{
    act::Done,
    ctx::Ctx,
    fields::Fields,
    notice::Notice,
    ui::{Badge, Button, Empty, Entry, Field, Filter, Kind, Look, More, PostButton, Rows, Section, Tone, When},
};
use domain::{UserId, account::UserType};
use leptos::prelude::*;
use service::{
    Error,
    admin::{self, UserRow},
};

pub(super) fn users(all: Vec<UserRow>, more: Option<String>, here: &str, me: Option<UserId>) -> impl IntoView + use<> {
    let here = here.to_owned();
    let list = if all.is_empty() {
        view! {
            <Empty title="No account matches" icon=icondata_hi::HiUsersOutlineLg><p><a class="link" href=super::ADDRESS>"Show all accounts"</a></p></Empty>
        }
        .into_any()
    } else {
        let rows = all.into_iter().map(move |one| user(one, here.clone(), me)).collect_view();
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    view! {
        <Section title="Accounts" lead="Newest first.">
            <Filter to=super::ADDRESS label="Find an account">
                <div class="flex flex-wrap items-end gap-3">
                    <Field name="text" label="Part of the e-mail address" kind=Kind::Search/>
                    <Button look=Look::Quiet>"Find"</Button>
                </div>
            </Filter>
            {list}
            <More href=more label="Show more accounts"/>
        </Section>
    }
}

fn kind(of: UserType) -> &'static str {
    match of {
        UserType::Patient => "Patient",
        UserType::Doctor => "Doctor",
        UserType::Admin => "Administrator",
    }
}

fn user(one: UserRow, here: String, me: Option<UserId>) -> impl IntoView {
    let state = if one.is_active {
        view! { <Badge tone=Tone::Done>"Active"</Badge> }
    } else {
        view! { <Badge tone=Tone::Attention>"Kept out"</Badge> }
    };
    let second = one.second_factor.then(|| view! { " " <Badge tone=Tone::Info>"Two steps"</Badge> });
    let hold =
        view! { <a class="link" href=super::hold::path(one.id)>"Hold data"<span class="sr-only">{format!(" of {}", one.email)}</span></a> };
    let reset = (one.second_factor && me != Some(one.id)).then(|| reset(&one, here.clone()));
    let button = if me == Some(one.id) { view! { <span class="text-muted">"This is you"</span> }.into_any() } else { switch(&one, here) };
    view! {
        <Entry deeds=view! { <div class="flex flex-wrap items-center gap-3">{hold} {reset} {button}</div> }.into_any()>
            <p class="flex flex-wrap items-center gap-2"><strong class="break-all">{one.email}</strong> {state}{second}</p>
            <p class="text-muted">{kind(one.user_type)}" · since "<When at=one.created_at/></p>
        </Entry>
    }
}

fn switch(one: &UserRow, here: String) -> AnyView {
    let fields = vec![("user", one.id.to_string())];
    let whom = format!(" {}", one.email);
    if one.is_active {
        let consequence = "They are signed out everywhere at once and cannot sign in. Their appointments stay. You can let them in again.";
        view! {
            <PostButton to=here act="deactivate" fields=fields look=Look::Danger confirm=consequence>
                "Keep out"<span class="sr-only">{whom.clone()}</span>
            </PostButton>
        }
        .into_any()
    } else {
        view! { <PostButton to=here act="activate" fields=fields>"Let in"<span class="sr-only">{whom.clone()}</span></PostButton> }
            .into_any()
    }
}

fn reset(one: &UserRow, here: String) -> impl IntoView + use<> {
    let whom = format!(" of {}", one.email);
    let consequence = "Only where you are sure who asks. They are signed out everywhere and sign in with their password alone.";
    view! {
        <PostButton to=here act="reset-second-factor" fields=vec![("user", one.id.to_string())] look=Look::Danger confirm=consequence>
            "Reset second step"<span class="sr-only">{whom.clone()}</span>
        </PostButton>
    }
}

/// Takes somebody's second factor away.
pub async fn reset_second_factor(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let user = fields.text("user").parse().map_err(|_| Error::NOT_FOUND)?;
    service::second_factor::reset(&ctx.services, &ctx.caller(), user).await?;
    Ok(Done::to(here(&ctx)).saying(Notice::SecondFactorReset))
}

/// Lets an account in or keeps it out.
pub async fn set_active(active: bool, ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let user = fields.text("user").parse().map_err(|_| Error::NOT_FOUND)?;
    admin::set_active(&ctx.services, &ctx.caller(), user, active).await?;
    Ok(Done::to(here(&ctx)).saying(if active { Notice::Activated } else { Notice::Deactivated }))
}
