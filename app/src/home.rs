//! The start page: one big box, and for those who are signed in what comes next.

use crate::{
    ctx::{Ctx, ctx, load},
    path,
    symptom::{box_note, examples},
    ui::{Button, Card, Form, Icon, LinkButton, Look, Page, Section, StatusBadge, TextArea, When, time},
};
use domain::{Caller, appointment::Appointment, text::SYMPTOM_TEXT_MAX};
use leptos::prelude::*;

/// `/`
#[component]
pub fn HomePage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let caller = ctx.caller();
        let next = match caller {
            Caller::Patient { .. } => service::appointment::next(&ctx.services, &caller).await?,
            _ => None,
        };
        let text = ctx.query("text").to_owned();
        Ok(view! {
            <Page title="What is bothering you?" bare=true>
                {first(&ctx, next)}
                {hero(text)}
                {steps()}
            </Page>
        })
    })
}

/// What the signed-in person came for.
fn first(ctx: &Ctx, next: Option<Appointment>) -> impl IntoView + use<> {
    let name = ctx.viewer.account.as_ref().map(|account| account.name.clone()).unwrap_or_default();
    match ctx.caller() {
        Caller::Patient { .. } => next.map(|next| appointment(ctx, next)).into_any(),
        Caller::Doctor { .. } => go_on(name, "/dashboard", "Open today's agenda").into_any(),
        Caller::Admin { .. } => go_on(name, "/admin", "Open the administration").into_any(),
        Caller::Anonymous => ().into_any(),
    }
}

fn go_on(name: String, href: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <Card>
            <div class="flex flex-wrap items-center justify-between gap-4">
                <p class="text-lg">"Good to see you, " <strong>{name}</strong> "."</p>
                <LinkButton href=href>{words}</LinkButton>
            </div>
        </Card>
    }
}

fn appointment(ctx: &Ctx, next: Appointment) -> impl IntoView + use<> {
    let zone = ctx.viewer.zone().unwrap_or(next.doctor.zone);
    let when = time::from_today(time::date_in(next.period.start(), zone), ctx.today());
    let again = path::doctor(next.doctor.id);
    view! {
        <Card>
            <section class="space-y-4" aria-labelledby="next">
                <div class="flex flex-wrap items-center justify-between gap-2">
                    <h2 id="next" class="text-sm font-semibold text-muted">{format!("Your next appointment, {when}")}</h2>
                    <StatusBadge status=next.status/>
                </div>
                <div>
                    <p class="text-xl font-semibold"><When at=next.period.start() clinic=next.doctor.zone/></p>
                    <p>{next.doctor.name.clone()} ", " {next.doctor.specialty.name().to_lowercase()}</p>
                    <p class="text-muted">{next.doctor.clinic.clone()} ", " {next.doctor.address.clone()} ", " {next.doctor.city.clone()}</p>
                </div>
                <div class="flex flex-wrap gap-3">
                    <LinkButton href=path::appointment(next.id) look=Look::Quiet>"Details, move or cancel"</LinkButton>
                    <LinkButton href=again look=Look::Plain>"Book again"</LinkButton>
                </div>
            </section>
        </Card>
    }
}

fn hero(text: String) -> impl IntoView {
    view! {
        <section class="space-y-6 pt-2 sm:pt-8">
            <div class="space-y-3">
                <h1 class="text-3xl font-bold text-balance">"What is bothering you?"</h1>
                <p class="max-w-prose text-lg text-muted">"Say it in your own words. Learn how urgent it is, what it may be, and which doctor can help – with times you can book."</p>
            </div>
            <Form to="/symptoms" label="Symptoms">
                <TextArea
                    name="text"
                    label="What is bothering you?"
                    value=text.clone()
                    max=SYMPTOM_TEXT_MAX
                    rows=5
                    hero=true
                    placeholder="What do you feel, where, and since when?"
                />
                {box_note()}
                <Button>"See what it may be"</Button>
            </Form>
            {examples("/")}
        </section>
    }
}

fn steps() -> impl IntoView {
    let steps = [
        ("Describe it", "As you would tell a friend. No medical words needed, no account either."),
        ("See how urgent it is", "Emergencies first. Then what it may be, what speaks for it, and what you can do."),
        ("Book the right doctor", "Doctors who treat this, speak your language and have time soon enough."),
    ];
    let steps = steps.into_iter().enumerate().map(|(n, (title, text))| {
        view! {
            <li class="space-y-2">
                <span class="step" aria-hidden="true">{n + 1}</span>
                <h3 class="text-lg font-semibold">{title}</h3>
                <p class="text-muted">{text}</p>
            </li>
        }
    });
    view! {
        <div class="border-t border-line"></div>
        <Section title="How it works">
            <ol class="grid gap-8 sm:grid-cols-3">{steps.collect_view()}</ol>
            <p class="flex items-start gap-2 pt-4">
                <Icon icon=icondata_hi::HiMagnifyingGlassOutlineLg/>
                <span>"You know whom you need? " <a class="link" href="/doctors">"Search the doctors"</a></span>
            </p>
            <p class="flex items-start gap-2">
                <Icon icon=icondata_hi::HiScaleOutlineLg/>
                <span>"Nothing bothers you, but you wonder about diabetes, heart or mood? " <a class="link" href="/risk">"Work out your health scores"</a></span>
            </p>
        </Section>
    }
}
