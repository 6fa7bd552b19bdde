//! Who can help: the specialist, and doctors who have time soon enough.

use crate::{
    ctx::Ctx,
    doctor::{Reasons, doctor_card},
    path,
    ui::{Button, Empty, Field, Filter, Kind, LinkButton, Look, Section, Select, time},
};
use domain::{
    assessment::{RankedSpecialty, Recommended, SymptomReport},
    patient::LANGUAGES,
};
use leptos::prelude::*;

/// Specialist, filter, doctors.
///
/// `found` – the doctors, and the city asked for where none of them is in it.
pub(super) fn helpers(
    ctx: &Ctx,
    report: &SymptomReport,
    (doctors, elsewhere): (Vec<Recommended>, Option<String>),
) -> impl IntoView + use<> {
    let best = report.assessment.specialties.first().cloned();
    let named = !report.assessment.conditions.is_empty();
    let list = if doctors.is_empty() { nobody(best.as_ref()).into_any() } else { cards(ctx, report, doctors).into_any() };
    let suggested = best.map(|best| specialist(&best, &report.assessment.specialties, named));
    let filter = filter(ctx);
    view! {
        <Section title="Who can help" id="doctors">
            {suggested}
            {filter}
            {elsewhere.map(|city| view! { <p class="text-muted">{format!("We found no doctor in {city} who has time soon enough; these are elsewhere.")}</p> })}
            {list}
        </Section>
    }
}

fn specialist(best: &RankedSpecialty, all: &[RankedSpecialty], named: bool) -> impl IntoView + use<> {
    let others: Vec<String> = all.iter().skip(1).take(2).filter(|s| s.probability >= 0.1).map(|s| s.name.to_lowercase()).collect();
    let why = if named { ", because that is where the likely explanations above are treated" } else { "" };
    let others = if others.is_empty() { String::new() } else { format!(" It could also be a case for {}.", others.join(" or ")) };
    view! {
        <p class="max-w-prose">
            "We suggest " <strong>{best.name.clone()}</strong> " – " {best.code.cares_for()} {why} "." {others}
        </p>
    }
}

fn filter(ctx: &Ctx) -> impl IntoView + use<> {
    let languages: Vec<(String, String)> = LANGUAGES.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect();
    let used = ["city", "language", "date"].iter().any(|name| !ctx.query(name).is_empty());
    let today = ctx.today();
    view! {
        <details class="disclosure print:hidden" open=used>
            <summary class="opener">"City, language, date"</summary>
            <Filter label="Which doctors">
                <div class="grid gap-4 sm:grid-cols-3">
                    <Field name="city" label="City" autocomplete="address-level2"/>
                    <Select name="language" label="Language" empty="Any" options=languages.clone()/>
                    <Field name="date" kind=Kind::Date label="Date" hint=format!("From {} on", time::day(today))/>
                </div>
                <Button look=Look::Quiet>"Show these doctors"</Button>
            </Filter>
        </details>
    }
}

fn cards(ctx: &Ctx, report: &SymptomReport, doctors: Vec<Recommended>) -> impl IntoView + use<> {
    let (zone, id) = (ctx.viewer.zone(), report.id);
    let cards = doctors.into_iter().map(|found| {
        let reasons = Reasons { score: found.score, reasons: found.reasons };
        view! { <li>{doctor_card(found.doctor, zone, Some(id), Some(reasons))}</li> }
    });
    view! { <ul class="space-y-4">{cards.collect_view()}</ul> }
}

fn nobody(best: Option<&RankedSpecialty>) -> impl IntoView + use<> {
    let all = path::with("/doctors", &[("specialty", best.map_or("", |s| s.code.code()))]);
    view! {
        <Empty title="No doctor with a free time soon enough" icon=icondata_hi::HiCalendarDaysOutlineLg>
            <p>"Try another city or any language. If it cannot wait, a walk-in clinic or the out-of-hours service near you can help."</p>
            <LinkButton href=all look=Look::Quiet>"See all doctors"</LinkButton>
        </Empty>
    }
}
