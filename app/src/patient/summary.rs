//! `/patients/{patient}`: what a doctor needs to know before a visit, on one page.

use crate::{
    ctx::{ctx, load},
    path,
    ui::{Badge, Banner, Fact, Facts, LinkButton, Look, Page, Section, StatusBadge, Tone, When, time},
};
use domain::{
    PatientId,
    access::{Basis, Category},
    appointment::Appointment,
    patient::{Allergy, age},
};
use leptos::prelude::*;
use service::{
    patient::{self, Summary},
    sealed::Health,
};

/// `/patients/{patient}`
#[component]
pub fn PatientPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let id: PatientId = ctx.param("patient")?;
        let found = patient::summary(&ctx.services, &ctx.caller(), id).await?;
        let title = found.name.clone();
        let prescriptions = found.basis(Category::Prescription).map(|_| path::prescriptions_of(found.id));
        let (who, why, visits) = (who(&found, ctx.today()), why(&found), visits(&found.visits));
        let health = match &found.health {
            Some(health) => profile(health).into_any(),
            None => view! { <p class="text-muted">"Allergies, conditions and medicines are not open to you."</p> }.into_any(),
        };
        Ok(view! {
            <Page title=title lead=who wide=true>
                {why}
                <p class="flex flex-wrap gap-3">
                    <LinkButton href=path::records(Some(id)) look=Look::Quiet>"Health record"</LinkButton>
                    <LinkButton href=format!("{}/vitals", path::records(Some(id))) look=Look::Quiet>"Vital signs"</LinkButton>
                    <LinkButton href=format!("{}/labs", path::records(Some(id))) look=Look::Quiet>"Laboratory"</LinkButton>
                </p>
                <div class="grid gap-8 lg:grid-cols-2 lg:items-start lg:gap-12">
                    <div class="space-y-8">{health}</div>
                    {visits}
                </div>
                <p>
                    {prescriptions.map(|to| view! { <a class="link" href=to>"Prescriptions"</a> " · " })}
                    <a class="link" href=super::ADDRESS>"All your patients"</a>
                </p>
            </Page>
        })
    })
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

fn profile(health: &Health) -> impl IntoView + use<> {
    let lines = |all: &[String]| if all.is_empty() { "None given".to_owned() } else { all.join(", ") };
    let (conditions, medicines) = (lines(&health.conditions), lines(&health.medications));
    let blood = health.blood_group.clone().unwrap_or_else(|| "Not given".into());
    let contact = health.emergency_contact.clone().unwrap_or_else(|| "Not given".into());
    view! {
        {allergies(&health.allergies)}
        <Section title="In short">
            <Facts>
                <Fact label="Conditions">{conditions}</Fact>
                <Fact label="Medicines, as the patient says">{medicines}</Fact>
                <Fact label="Blood group">{blood}</Fact>
                <Fact label="Emergency contact"><span class="whitespace-pre-line">{contact}</span></Fact>
            </Facts>
        </Section>
    }
}

/// In red: what must not be overlooked.
fn allergies(all: &[Allergy]) -> impl IntoView + use<> {
    if all.is_empty() {
        return view! { <Section title="Allergies"><p>"The patient has named none."</p></Section> }.into_any();
    }
    let rows = all.iter().cloned().map(|one| {
        let severity = (!one.severity.is_empty()).then(|| view! { " " <Badge tone=Tone::Emergency>{one.severity}</Badge> });
        let reaction = (!one.reaction.is_empty()).then(|| format!(" – {}", one.reaction));
        view! { <li><strong>{one.substance}</strong>{reaction}{severity}</li> }
    });
    let rows = rows.collect_view();
    view! { <Banner tone=Tone::Emergency title="Allergies"><ul class="space-y-1">{rows}</ul></Banner> }.into_any()
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
        view! { <ul class="divide-y divide-line border-y border-line">{rows.collect_view()}</ul> }.into_any()
    };
    view! { <Section title="Visits with you" lead="The latest ten.">{list}</Section> }
}
