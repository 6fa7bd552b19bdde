//! What is wrong with a patient, what they take, and what was measured last.

use crate::{
    path,
    ui::{Badge, Banner, Fact, Facts, LinkButton, Look, Rows, Section, Spark, Tone, When, time},
};
use chrono_tz::Tz;
use domain::{
    access::Category,
    patient::Allergy,
    prescription::Status,
    record::{Interpretation, Series},
};
use leptos::prelude::*;
use service::{
    patient::{Diagnosis, Note, Prescribed, Summary},
    sealed::Health,
};

/// In red: what must not be overlooked.
pub(super) fn allergies(of: &Summary) -> impl IntoView + use<> {
    let Some(health) = &of.health else {
        return view! { <p class="text-muted">"Allergies, conditions and medicines are not open to you."</p> }.into_any();
    };
    if health.allergies.is_empty() {
        return view! { <p><strong>"Allergies: "</strong>"the patient has named none."</p> }.into_any();
    }
    let rows = health.allergies.iter().cloned().map(|Allergy { substance, reaction, severity }| {
        let severity = (!severity.is_empty()).then(|| view! { " " <Badge tone=Tone::Emergency>{severity}</Badge> });
        let reaction = (!reaction.is_empty()).then(|| format!(" – {reaction}"));
        view! { <li><strong>{substance}</strong>{reaction}{severity}</li> }
    });
    let rows = rows.collect_view();
    view! { <Banner tone=Tone::Emergency title="Allergies"><ul class="space-y-1">{rows}</ul></Banner> }.into_any()
}

/// Diagnoses of the record, and what the patient says of themselves.
pub(super) fn problems(of: &Summary, zone: Tz) -> Option<impl IntoView + use<>> {
    let is_open = of.basis(Category::Condition).is_some() || of.health.is_some();
    let told: Vec<String> = of.health.iter().flat_map(|health| health.conditions.clone()).collect();
    let diagnoses = of.diagnoses.iter().map(|one| diagnosis(one, zone)).collect_view();
    let is_empty = told.is_empty() && of.diagnoses.is_empty();
    let told =
        told.into_iter().map(|words| view! { <li class="py-2">{words}<span class="text-muted">" · as the patient says"</span></li> });
    let told = told.collect_view();
    is_open.then(|| {
        let list = if is_empty {
            view! { <p class="text-muted">"None are known."</p> }.into_any()
        } else {
            view! { <Rows>{diagnoses}{told}</Rows> }.into_any()
        };
        view! { <Section title="Problems">{list}</Section> }
    })
}

fn diagnosis(of: &Diagnosis, zone: Tz) -> impl IntoView + use<> {
    let code = of.coding.as_ref().map(|coding| format!(" ({} {})", coding.system, coding.code));
    let (title, href, since) = (of.title.clone(), path::record(of.record), time::date(time::date_in(of.at, zone)));
    view! { <li class="py-2"><a class="link" href=href>{title}</a>{code}<span class="text-muted">" · "{since}</span></li> }
}

/// What holds of what was prescribed, drafts that wait, and what the patient takes besides.
pub(super) fn medication(of: &Summary, zone: Tz) -> Option<impl IntoView + use<>> {
    let is_open = of.basis(Category::Prescription).is_some();
    if !is_open && of.health.is_none() {
        return None;
    }
    let all = is_open.then(|| path::prescriptions_of(of.id));
    let told: Vec<String> = of.health.iter().flat_map(|health| health.medications.clone()).collect();
    let is_empty = told.is_empty() && of.prescriptions.is_empty();
    let rows = of.prescriptions.iter().map(|one| prescribed(one, zone)).collect_view();
    let told =
        told.into_iter().map(|words| view! { <li class="py-2">{words}<span class="text-muted">" · as the patient says"</span></li> });
    let told = told.collect_view();
    let list = if is_empty {
        view! { <p class="text-muted">"None is known."</p> }.into_any()
    } else {
        view! { <Rows>{rows}{told}</Rows> }.into_any()
    };
    Some(view! {
        <Section title="Medication">
            {list}
            {all.map(|to| view! { <p><a class="link" href=to>"All prescriptions"</a></p> })}
        </Section>
    })
}

fn prescribed(of: &Prescribed, zone: Tz) -> impl IntoView + use<> {
    let names = of.medications.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
    let how = of.medications.iter().map(|one| format!("{}: {}", one.name, one.how())).collect::<Vec<_>>().join("; ");
    let (href, by) = (path::written(of.id), format!("{}, {}", of.doctor, time::date(time::date_in(of.at, zone))));
    if of.status == Status::Draft {
        return view! {
            <li class="flex flex-wrap items-center gap-x-3 gap-y-2 py-2">
                <span>{names.clone()}</span> <Badge tone=Tone::Attention>"Draft"</Badge>
                <LinkButton href=href look=Look::Quiet>"Check and issue"<span class="sr-only">{format!(": {names}")}</span></LinkButton>
            </li>
        }
        .into_any();
    }
    view! {
        <li class="py-2">
            <p><a class="link" href=href>{names}</a></p>
            <p>{how}</p>
            <p class="text-sm text-muted">{by}</p>
        </li>
    }
    .into_any()
}

/// The newest value of each measure, how it stands, and how it went.
pub(super) fn vitals(of: &Summary, zone: Tz) -> Option<impl IntoView + use<>> {
    of.basis(Category::VitalSigns)?;
    let all = format!("{}/vitals", path::records(Some(of.id)));
    let list = if of.vitals.is_empty() {
        view! { <p class="text-muted">"Nothing was measured yet."</p> }.into_any()
    } else {
        let rows = of.vitals.iter().filter_map(|series| measured(series, zone)).collect_view();
        view! {
            <table class="values">
                <caption class="sr-only">"The newest value of each measure"</caption>
                <thead><tr><th scope="col">"What"</th><th scope="col">"Newest"</th><th scope="col">"Trend"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any()
    };
    Some(view! { <Section title="Vital signs">{list}<p><a class="link" href=all>"All vital signs"</a></p></Section> })
}

fn measured(series: &Series, zone: Tz) -> Option<impl IntoView + use<>> {
    let last = series.last()?;
    let measure = series.measure;
    let value = format!("{} {}", measure.number(last.value), measure.shown).trim_end().to_owned();
    let judged = last.interpretation.filter(|judged| *judged != Interpretation::N).map(|judged| {
        view! { <span class="font-semibold text-attention">{format!(" · {}", judged.words())}</span> }
    });
    let (at, series) = (time::dated(last.at, zone), series.clone());
    Some(view! {
        <tr>
            <th scope="row">{measure.name}</th>
            <td><strong>{value}</strong>{judged}<span class="block text-sm text-muted">{at}</span></td>
            <td><Spark series=series zone=zone/></td>
        </tr>
    })
}

/// What doctors wrote last.
pub(super) fn notes(of: &Summary) -> Option<impl IntoView + use<>> {
    of.basis(Category::ClinicalNote)?;
    if of.notes.is_empty() {
        return None;
    }
    let rows = of.notes.iter().cloned().map(|Note { record, at, title, text }| {
        view! {
            <li class="space-y-1 py-3">
                <p><a class="link" href=path::record(record)>{title}</a>" "<span class="text-muted"><When at=at dated=true/></span></p>
                <p class="line-clamp-4 whitespace-pre-line">{text}</p>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(view! { <Section title="Last notes"><Rows>{rows}</Rows></Section> })
}

/// What else is good to know.
pub(super) fn besides(health: &Health) -> impl IntoView + use<> {
    let blood = health.blood_group.clone().unwrap_or_else(|| "Not given".into());
    let contact = health.emergency_contact.clone().unwrap_or_else(|| "Not given".into());
    view! {
        <Facts columns=true>
            <Fact label="Blood group">{blood}</Fact>
            <Fact label="Emergency contact"><span class="whitespace-pre-line">{contact}</span></Fact>
        </Facts>
    }
}
