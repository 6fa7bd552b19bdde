//! Prescriptions as lists: a patient's own, a doctor's own, and those of one patient.

use super::detail::badge;
use crate::{
    ctx::{Ctx, ctx, load},
    path,
    ui::{Card, Empty, LinkButton, More, Page, When},
};
use domain::{
    PatientId,
    page::Page as Rows,
    prescription::{Prescription, Status},
};
use leptos::prelude::*;
use service::{
    Error,
    prescription::{self, List},
};

const ROWS: u16 = 10;

async fn rows(ctx: &Ctx, patient: Option<PatientId>) -> Result<Rows<Prescription>, Error> {
    let after = ctx.cursor("after")?;
    let status = patient.and_then(|_| Status::of(ctx.query("status")));
    prescription::list(&ctx.services, &ctx.caller(), &List { patient, status, after, limit: ROWS }).await
}

/// Everything of a patient, or only what waits to be issued.
fn chips(base: &str, now: Option<Status>) -> impl IntoView + use<> {
    let all = [(None, "Everything"), (Some(Status::Draft), "Drafts")];
    let links = all.map(|(status, words)| {
        let href = path::with(base, &[("status", status.map(Status::code).unwrap_or_default())]);
        let current = (status == now).then_some("page");
        view! { <li><a class="chip chip-link" href=href aria-current=current>{words}</a></li> }
    });
    view! { <nav aria-label="Which prescriptions" class="print:hidden"><ul class="flex flex-wrap gap-2">{links.into_iter().collect_view()}</ul></nav> }
}

/// `/prescriptions?after=…`
#[component]
pub fn PrescriptionsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let page = rows(&ctx, None).await?;
        let list = list(page, "/prescriptions", None, |one| (path::prescription(one.id), one.doctor.name.clone()));
        let list = list.unwrap_or_else(|| {
            view! {
                <Empty title="You have no prescriptions" icon=icondata_hi::HiDocumentTextOutlineLg>
                    <p>"What a doctor prescribes to you appears here, to be read and printed."</p>
                    <LinkButton href="/appointments">"Your appointments"</LinkButton>
                </Empty>
            }
            .into_any()
        });
        Ok(view! { <Page title="Your prescriptions">{list}</Page> })
    })
}

/// `/dashboard/prescriptions?after=…`
#[component]
pub fn DoctorPrescriptionsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let page = rows(&ctx, None).await?;
        let list = list(page, "/dashboard/prescriptions", None, |one| (path::written(one.id), one.patient.name.clone()));
        let list = list.unwrap_or_else(|| {
            view! {
                <Empty title="You have written no prescriptions" icon=icondata_hi::HiDocumentTextOutlineLg>
                    <p>"Begin one from the patient who is with you."</p>
                    <LinkButton href="/dashboard">"Today"</LinkButton>
                </Empty>
            }
            .into_any()
        });
        Ok(view! { <Page title="Prescriptions" lead="Those that you wrote, newest first.">{list}</Page> })
    })
}

/// `/patients/{patient}/prescriptions?after=…`
#[component]
pub fn PatientPrescriptionsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let patient: PatientId = ctx.param("patient")?;
        let page = rows(&ctx, Some(patient)).await?;
        let title = match page.items.first() {
            Some(one) => format!("Prescriptions of {}", one.patient.name),
            None => "Prescriptions".to_owned(),
        };
        let (base, status) = (path::prescriptions_of(patient), Status::of(ctx.query("status")));
        let nothing = if status.is_some() { "There are no drafts" } else { "Nothing was prescribed yet" };
        let list = list(page, &base, status, |one| (path::written(one.id), one.doctor.name.clone()));
        let list = list.unwrap_or_else(|| {
            view! {
                <Empty title=nothing icon=icondata_hi::HiDocumentTextOutlineLg>
                    <p>"Drafts of all the patient's doctors appear here, and what was issued."</p>
                </Empty>
            }
            .into_any()
        });
        let new = path::prescribe(patient);
        Ok(view! {
            <Page title=title>
                <div><LinkButton href=new>"New prescription"</LinkButton></div>
                {chips(&base, status)}
                {list}
            </Page>
        })
    })
}

/// The rows, each with where it leads and whom it names; none where there are none.
fn list(page: Rows<Prescription>, here: &str, status: Option<Status>, row: impl Fn(&Prescription) -> (String, String)) -> Option<AnyView> {
    if page.items.is_empty() {
        return None;
    }
    let more =
        page.next.clone().map(|after| path::with(here, &[("status", status.map(Status::code).unwrap_or_default()), ("after", &after)]));
    let rows = page.items.iter().map(|one| {
        let status = one.status;
        let (href, who) = row(one);
        let names = one.sheet.medications.iter().map(|medicine| medicine.name.clone()).collect::<Vec<_>>().join(", ");
        let how = one.sheet.medications.iter().map(|medicine| view! { <li>{medicine.how()}</li> }).collect_view();
        let at = one.issued_at.unwrap_or(one.created_at);
        let label = format!("Details: {names}");
        view! {
            <li>
                <Card>
                    <div class="flex flex-wrap items-start justify-between gap-3">
                        <div class="min-w-0 space-y-1">
                            <h2 class="text-lg font-semibold">{names.clone()}</h2>
                            <ul>{how}</ul>
                            <p class="text-muted">{who}" · "<When at=at dated=true/></p>
                            <p>{badge(status)}</p>
                        </div>
                        <a class="btn btn-quiet" href=href aria-label=label>"Details"</a>
                    </div>
                </Card>
            </li>
        }
    });
    let rows: Vec<_> = rows.map(IntoAny::into_any).collect();
    Some(view! { <ul class="space-y-4">{rows}</ul> <More href=more label="Show more prescriptions"/> }.into_any())
}
