//! `/patients/{patient}`: what a doctor needs to know before a visit, and what they write during it, on one page.

use super::{Desk, health, told, write};
use crate::{
    ctx::{ctx, load},
    path,
    ui::{Banner, LinkButton, Look, Page, Rows, Section, StatusBadge, Tone, When, time},
};
use domain::{
    PatientId,
    access::{Basis, Category},
    appointment::Appointment,
    patient::age,
    prescription::Status,
};
use leptos::prelude::*;
use service::patient::{self, Summary};

/// `/patients/{patient}?type=…`
#[component]
pub fn PatientPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let id: PatientId = ctx.param("patient")?;
        let found = patient::summary(&ctx.services, &ctx.caller(), id).await?;
        let zone = ctx.zone();
        let (title, who, why) = (found.name.clone(), who(&found, ctx.today()), why(&found));
        let report =
            found.report.as_ref().map(|report| told::report(report, found.basis(Category::SymptomReport) == Some(Basis::Appointment)));
        let besides = found.health.as_ref().map(health::besides);
        let (allergies, problems) = (health::allergies(&found), health::problems(&found, zone));
        let (medication, vitals, notes) = (health::medication(&found, zone), health::vitals(&found, zone), health::notes(&found));
        let desk = found.may_write().then(|| write::desk(&ctx, &found));
        Ok(view! {
            <Page title=title lead=who wide=true>
                {why}
                {ways(&found)}
                <div class="space-y-8" data-key="s" tabindex="-1">
                    {allergies}
                    <div class="grid gap-8 lg:grid-cols-2 lg:items-start lg:gap-12">
                        <div class="min-w-0 space-y-8">{problems}{medication}{besides}</div>
                        <div class="min-w-0 space-y-8">{vitals}{report}</div>
                    </div>
                </div>
                {desk}
                <div class="grid gap-8 lg:grid-cols-2 lg:items-start lg:gap-12">{notes}{visits(&found.visits)}</div>
                <p><a class="link" href=super::ADDRESS>"All your patients"</a></p>
                {found.may_write().then(|| view! { <Desk/> })}
            </Page>
        })
    })
}

/// Where to from here.
fn ways(found: &Summary) -> impl IntoView + use<> {
    let record = path::records(Some(found.id));
    let labs = found.basis(Category::Laboratory).map(|_| format!("{record}/labs"));
    let write = found.may_write();
    // What was begun, with a visit or without, for whoever may go on writing it.
    let drafts = found.basis(Category::Prescription).filter(|basis| basis.may_write());
    let drafts = drafts.map(|_| path::with(&path::prescriptions_of(found.id), &[("status", Status::Draft.code())]));
    view! {
        <nav aria-label="Parts of the page" class="flex flex-wrap gap-3 print:hidden">
            {write.then(|| view! {
                <LinkButton href="#note-text" look=Look::Quiet>"Write a note"</LinkButton>
                <LinkButton href="#entry" look=Look::Quiet>"Write an entry"</LinkButton>
                <LinkButton href="#prescribe" look=Look::Quiet>"Prescribe"</LinkButton>
            })}
            <LinkButton href=record look=Look::Quiet>"Health record"</LinkButton>
            {labs.map(|to| view! { <LinkButton href=to look=Look::Quiet>"Laboratory"</LinkButton> })}
            {drafts.map(|to| view! { <LinkButton href=to look=Look::Quiet>"Drafts of prescriptions"</LinkButton> })}
        </nav>
    }
}

fn who(found: &Summary, today: chrono::NaiveDate) -> String {
    let years =
        found.date_of_birth.map(|born| format!("{}, born {}", time::count(age(born, today).into(), "year", "years"), time::date(born)));
    let sex = found.sex.map(|sex| sex.code().to_owned());
    let language = Some(format!("speaks {}", found.language)).filter(|_| found.language != "en");
    [years, sex, language].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What opens the record, where it is not a visit.
fn why(found: &Summary) -> Option<impl IntoView + use<>> {
    let by = |basis: Basis| found.open.iter().filter(move |(_, b)| *b == basis).map(|(category, _)| category.words()).collect::<Vec<_>>();
    let (shared, urgent) = (by(Basis::Consent), by(Basis::BreakGlass));
    if !urgent.is_empty() {
        return Some(
            view! {
                <Banner tone=Tone::Attention title="Opened in an emergency">
                    <p>"It is open for 24 hours. The patient was told, and sees everything that you look at."</p>
                </Banner>
            }
            .into_any(),
        );
    }
    let is_part = !shared.is_empty() && found.basis(Category::Profile) != Some(Basis::Appointment);
    is_part.then(|| {
        view! { <Banner tone=Tone::Info title="The patient shares a part with you"><p>{shared.join(", ")}</p></Banner> }.into_any()
    })
}

fn visits(all: &[Appointment]) -> impl IntoView + use<> {
    let rows = all.iter().cloned().map(|visit| {
        let report = visit.report.as_ref().map(|report| {
            view! { <p><a class="link" href=path::report(report.id)>"What they told us before the visit"</a></p> }
        });
        view! {
            <li class="space-y-1 py-3">
                <p class="flex flex-wrap items-center gap-2"><strong><When at=visit.period.start() dated=true/></strong> <StatusBadge status=visit.status/></p>
                {visit.reason.map(|reason| view! { <p class="whitespace-pre-line">{reason}</p> })}
                {report}
            </li>
        }
    });
    let list = if all.is_empty() {
        view! { <p class="text-muted">"None with you."</p> }.into_any()
    } else {
        let rows = rows.collect_view();
        view! { <Rows>{rows}</Rows> }.into_any()
    };
    view! { <Section title="Visits with you" lead="The latest ten.">{list}</Section> }
}
