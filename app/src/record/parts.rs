//! What several pages of a record share.

use crate::{
    ctx::Ctx,
    path,
    ui::{Badge, Tone, chart::range_words, time},
};
use chrono_tz::Tz;
use domain::PatientId;
use domain::record::{Interpretation, Measurement, Record, measure};
use leptos::prelude::*;
use service::Error;

/// The title of a page about a patient, with whom it is about, and the sentence with their date of birth; the title alone for one's own.
pub(super) async fn whose(ctx: &Ctx, title: &str, patient: Option<PatientId>) -> Result<(String, String), Error> {
    let Some(patient) = patient else { return Ok((title.to_owned(), String::new())) };
    let named = service::patient::named(&ctx.services, &ctx.caller(), patient).await?;
    let born = named.date_of_birth.map(|date| format!("Born {}. ", time::date(date))).unwrap_or_default();
    Ok((format!("{title}: {}", named.name), born))
}

/// The values of an entry in one line: "128/82 mmHg, Pulse 64 beats/min".
pub(super) fn summary(record: &Record) -> String {
    let results = &record.content.results;
    let of = |code: &str| results.iter().find(|one| one.code == code);
    let pressure = of("8480-6").zip(of("8462-4"));
    let first = pressure.map(|(systolic, diastolic)| format!("{}/{} mmHg", number(systolic), number(diastolic)));
    let is_pressure = |one: &&Measurement| pressure.is_some() && ["8480-6", "8462-4"].contains(&&*one.code);
    let alone = results.len() == 1;
    let rest =
        results.iter().filter(|one| !is_pressure(one)).map(|one| if alone { one.shown() } else { format!("{} {}", one.name, one.shown()) });
    let all: Vec<String> = first.into_iter().chain(rest).collect();
    match all.len() {
        0..=4 => all.join(", "),
        n => format!("{} and {} more", all[..3].join(", "), n - 3),
    }
}

fn number(one: &Measurement) -> String {
    measure(&one.code).map_or_else(|| one.value.to_string(), |known| known.number(one.value))
}

/// How many values lie outside of their range.
pub(super) fn outside(record: &Record) -> usize {
    record.content.results.iter().filter(|one| matches!(one.interpretation, Some(Interpretation::H | Interpretation::L))).count()
}

/// What has become of an entry, where something has.
pub(super) fn state(record: &Record) -> Option<impl IntoView + use<>> {
    let words = match (record.retracted, record.corrected_by, record.corrects) {
        (true, ..) => "Taken back",
        (_, Some(_), _) => "Corrected since",
        (_, _, Some(_)) => "Correction",
        _ => return None,
    };
    Some(view! { <Badge tone=Tone::Attention>{words}</Badge> })
}

/// Who wrote it.
pub(super) fn author(record: &Record, own: bool) -> String {
    match (&record.author_name, own) {
        (Some(name), _) => name.clone(),
        (None, true) => "You".to_owned(),
        (None, false) => "The patient".to_owned(),
    }
}

/// The values of an entry as a table.
pub(super) fn values(results: &[Measurement]) -> impl IntoView + use<> {
    let rows = results.iter().map(|one| {
        let range = one.reference.as_ref().map(|range| range_words(range, measure(&one.code).map_or(&one.unit, |known| known.shown)));
        let judged = one.interpretation.filter(|judged| *judged != Interpretation::N).map(|judged| {
            view! { <span class="font-semibold text-attention">{format!(" · {}", judged.words())}</span> }
        });
        let given = one.given.as_ref().map(|(value, unit)| {
            view! { <span class="block text-sm text-muted">{format!("given as {value} {unit}")}</span> }
        });
        let code = format!("LOINC {}", one.code);
        view! {
            <tr>
                <th scope="row">{one.name.clone()}<span class="block text-sm font-normal text-muted">{code}</span></th>
                <td>{one.shown()}{judged}{given}</td>
                <td>{range.unwrap_or_else(|| "–".to_owned())}</td>
            </tr>
        }
    });
    view! {
        <table class="values">
            <caption class="sr-only">"Values of this entry"</caption>
            <thead><tr><th scope="col">"What"</th><th scope="col">"Value"</th><th scope="col">"Reference range"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// The pages of a record beside each other.
pub(super) fn tabs(patient: Option<PatientId>, here: &'static str) -> impl IntoView {
    let base = path::records(patient);
    let all = [("", "Timeline"), ("/vitals", "Vital signs"), ("/labs", "Laboratory")];
    let links = all.into_iter().map(|(rest, words)| {
        let current = (rest == here).then_some("page");
        view! { <li><a class="nav-link" href=format!("{base}{rest}") aria-current=current>{words}</a></li> }
    });
    view! { <nav aria-label="Parts of the record"><ul class="flex flex-wrap gap-1 border-b border-line">{links.collect_view()}</ul></nav> }
}

/// "Tue 24 Nov 2026, 14:30" with the year, for what can be long ago.
pub(super) fn when(record: &Record, zone: Tz) -> impl IntoView + use<> {
    view! { <time class="tabular-nums" datetime=time::machine(record.recorded_at)>{time::dated(record.recorded_at, zone)}</time> }
}
