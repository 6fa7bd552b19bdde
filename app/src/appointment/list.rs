//! A patient's appointments: those to come, those that are over.

use super::mode_words;
use crate::{
    ctx::{ctx, load},
    path,
    ui::{Card, Empty, LinkButton, Look, More, Page, StatusBadge, When, cx},
};
use domain::appointment::{Appointment, Status};
use leptos::prelude::*;
use service::appointment as visits;

const ADDRESS: &str = "/appointments";
const ROWS: u16 = 10;

/// `/appointments?when=upcoming|past&after=…`
#[component]
pub fn AppointmentsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let when = if ctx.query("when") == "past" { visits::When::Past } else { visits::When::Upcoming };
        let after = ctx.cursor("after")?;
        let page = visits::list(&ctx.services, &ctx.caller(), &visits::List { when, after: after.clone(), limit: ROWS }).await?;
        let more = page.next.map(|after| path::with(ADDRESS, &[("when", code(when)), ("after", &after)]));
        let rows = page.items;
        Ok(view! {
            <Page title="Your appointments">
                {tabs(when)}
                {if rows.is_empty() {
                    nothing(when, after.is_some()).into_any()
                } else {
                    view! { <ul class="space-y-4">{rows.into_iter().map(row).collect_view()}</ul> }.into_any()
                }}
                <More href=more label="Show more appointments"/>
            </Page>
        })
    })
}

fn code(when: visits::When) -> &'static str {
    match when {
        visits::When::Upcoming => "upcoming",
        visits::When::Past => "past",
    }
}

fn tabs(now: visits::When) -> impl IntoView {
    let all = [(visits::When::Upcoming, "To come"), (visits::When::Past, "Past and cancelled")];
    let links = all.into_iter().map(|(when, words)| {
        let current = (when == now).then_some("page");
        view! { <li><a class=cx("nav-link") href=path::with(ADDRESS, &[("when", code(when))]) aria-current=current>{words}</a></li> }
    });
    view! { <nav aria-label="Which appointments"><ul class="flex flex-wrap gap-1 border-b border-line">{links.collect_view()}</ul></nav> }
}

fn row(visit: Appointment) -> impl IntoView {
    let held = visit.status == Status::Proposed;
    let href = if held { path_of_hold(&visit) } else { path::appointment(visit.id) };
    let words = if held { "Finish booking" } else { "Details" };
    let label = format!("{words}: {}", visit.doctor.name);
    view! {
        <li>
            <Card>
                <div class="flex flex-wrap items-start justify-between gap-3">
                    <div class="min-w-0 space-y-1">
                        <h2 class="text-lg font-semibold"><When at=visit.period.start() clinic=visit.doctor.zone/></h2>
                        <p>{visit.doctor.name} <span class="text-muted">" · "{visit.doctor.specialty.name()}</span></p>
                        <p class="text-muted">{mode_words(visit.mode)}" · "{visit.doctor.clinic}", "{visit.doctor.city}</p>
                        <p><StatusBadge status=visit.status/></p>
                    </div>
                    <a class="btn btn-quiet" href=href aria-label=label>{words}</a>
                </div>
            </Card>
        </li>
    }
}

fn path_of_hold(visit: &Appointment) -> String {
    crate::booking::hold_path(visit.id)
}

fn nothing(when: visits::When, later: bool) -> impl IntoView {
    let title = match (when, later) {
        (_, true) => "That was all",
        (visits::When::Upcoming, _) => "You have no appointments to come",
        (visits::When::Past, _) => "You have no past appointments",
    };
    view! {
        <Empty title=title icon=icondata_hi::HiCalendarDaysOutlineLg>
            <p>"Tell us what bothers you and we find the right doctor, or look for a doctor yourself."</p>
            <div class="flex flex-wrap justify-center gap-3">
                <LinkButton href="/symptoms">"Describe symptoms"</LinkButton>
                <LinkButton href="/doctors" look=Look::Quiet>"Find a doctor"</LinkButton>
            </div>
        </Empty>
    }
}
