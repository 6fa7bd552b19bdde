//! The sheet as a form, with what the checks say beside it.

use super::{
    Checks,
    sheet::{Draft, OFTEN, name},
};
use crate::{
    ctx::Ctx,
    error::Failure,
    fields::Fields,
    refusal::Refusal,
    ui::{Card, Fact, Facts, Icon, cx, time},
};
use domain::{
    PatientId, PrescriptionId, Problems,
    patient::Allergy,
    prescription::{Check, Checked, Form, Frequency, MOST, NOTES_MAX, Origin, Route, Sheet, Unit},
};
use leptos::prelude::*;
use service::{Error, Services, prescription::Situation};
use std::sync::Arc;

/// Everything that the form is made of.
pub(super) struct Editor {
    pub(super) patient: PatientId,
    pub(super) without: Option<PrescriptionId>,
    pub(super) draft: Draft,
    pub(super) checked: Option<Checked>,
    pub(super) names: Vec<String>,
}

/// The fields and the checks beside them; what stands around them is the page's.
pub(super) fn fields(editor: &Arc<Editor>) -> impl IntoView + use<> {
    let Editor { patient, without, draft, checked, names } = &**editor;
    let filled = draft.filled();
    let first = (0..filled.max(1)).map(|n| medicine(draft, n).into_any()).collect_view();
    let further = (filled.max(1) < MOST).then(|| {
        view! {
            <details class="disclosure">
                <summary class="btn btn-quiet">"Another medicine"</summary>
                <div class="pt-4">{medicine(draft, filled.max(1))}</div>
            </details>
        }
    });
    let names = names.iter().map(|name| view! { <option value=name.clone()></option> }).collect_view();
    let notes = notes(draft);
    let (patient, without) = (patient.to_string(), without.map(|id| id.to_string()).unwrap_or_default());
    let (checked, reasons, wrong) = (checked.clone(), draft.reasons(), draft.wrong_reasons());
    view! {
        <Checks patient=patient without=without checked=checked reasons=reasons wrong=wrong>
            <div class="min-w-0 space-y-8">
                <datalist id="medicines">{names}</datalist>
                {first}
                {further}
                {notes}
            </div>
        </Checks>
    }
}

fn medicine(draft: &Draft, n: usize) -> impl IntoView + use<> {
    let units = || Unit::ALL.map(|unit| (unit.code().to_owned(), unit.words(false).to_owned())).to_vec();
    let forms = Form::ALL.iter().map(|form| (form.code().to_owned(), form.words().to_owned())).collect();
    let routes = Route::ALL.iter().map(|route| (route.code().to_owned(), route.words().to_owned())).collect();
    let mut often: Vec<(String, String)> =
        OFTEN.iter().filter_map(|code| Some(((*code).to_owned(), Frequency::of(code)?.words()))).collect();
    let own = draft.text(&name(n, "often"));
    if let Some(words) = Frequency::of(&own).map(Frequency::words).filter(|_| !OFTEN.contains(&own.as_str())) {
        often.push((own, words));
    }
    let needed = name(n, "needed");
    let is_needed = !draft.text(&needed).is_empty();
    view! {
        <fieldset class="min-w-0 space-y-4 rounded-card border border-line p-4">
            <legend class="px-1 font-semibold">{format!("Medicine {}", n + 1)}</legend>
            {text(draft, n, "name", "Substance", "Its international name, like amoxicillin.", Some("medicines"))}
            <div class="grid gap-4 sm:grid-cols-2">
                {amount(draft, n, "dose", "Taken at once", units())}
                {amount(draft, n, "strength", "How much is in one tablet, mL or puff (optional)", units())}
            </div>
            <div class="grid gap-4 sm:grid-cols-2">
                {choice(draft, n, "often", "How often", often)}
                {text(draft, n, "days", "For how many days (optional)", "", None)}
            </div>
            <label class="flex items-center gap-2">
                <input type="checkbox" class="tick" id=needed.clone() name=needed value="yes" checked=is_needed/> <span>"Only when needed"</span>
            </label>
            <div class="grid gap-4 sm:grid-cols-2">
                {choice(draft, n, "form", "Form", forms)}
                {choice(draft, n, "route", "How it is given", routes)}
            </div>
            <div class="grid gap-4 sm:grid-cols-2">
                {amount(draft, n, "quantity", "Handed out (optional)", units())}
                {text(draft, n, "refills", "Repeats (optional)", "How many more times it may be handed out.", None)}
            </div>
            {text(draft, n, "instructions", "For the patient (optional)", "", None)}
        </fieldset>
    }
}

fn text(
    draft: &Draft,
    n: usize,
    field: &'static str,
    label: &'static str,
    hint: &'static str,
    list: Option<&'static str>,
) -> impl IntoView + use<> {
    let id = name(n, field);
    let is_number = ["days", "refills"].contains(&field);
    let (hint_id, has_hint) = (format!("{id}-hint"), !hint.is_empty());
    view! {
        <div class="space-y-1">
            <label for=id.clone() class="block font-semibold">{label}</label>
            {has_hint.then(|| view! { <p id=hint_id.clone() class="text-sm text-muted">{hint}</p> })}
            <input
                id=id.clone()
                class="control w-full"
                type="text"
                name=id.clone()
                value=draft.text(&id)
                inputmode=is_number.then_some("numeric")
                list=list
                maxlength="300"
                autocomplete="off"
                aria-invalid=draft.problems.of(&id).map(|_| "true")
                aria-describedby=described(draft, &id, has_hint)
            />
            {problem(draft, &id)}
        </div>
    }
}

/// A number with its unit.
fn amount(draft: &Draft, n: usize, field: &'static str, label: &'static str, units: Vec<(String, String)>) -> impl IntoView + use<> {
    let id = name(n, field);
    let unit = format!("{id}-unit");
    view! {
        <div class="min-w-0 space-y-1">
            <label for=id.clone() class="block font-semibold">{label}</label>
            <div class="flex gap-2">
                <input
                    id=id.clone()
                    class="control min-w-0 flex-1 tabular-nums"
                    type="text"
                    name=id.clone()
                    value=draft.text(&id)
                    inputmode="decimal"
                    maxlength="12"
                    autocomplete="off"
                    aria-invalid=draft.problems.of(&id).map(|_| "true")
                    aria-describedby=described(draft, &id, false)
                />
                <select id=unit.clone() class="control min-w-0 flex-1" name=unit.clone() aria-label=format!("{label}: unit")>
                    {options(units, &draft.text(&unit))}
                </select>
            </div>
            {problem(draft, &id)}
        </div>
    }
}

fn choice(draft: &Draft, n: usize, field: &'static str, label: &'static str, all: Vec<(String, String)>) -> impl IntoView + use<> {
    let id = name(n, field);
    view! {
        <div class="space-y-1">
            <label for=id.clone() class="block font-semibold">{label}</label>
            <select
                id=id.clone()
                class="control w-full"
                name=id.clone()
                aria-invalid=draft.problems.of(&id).map(|_| "true")
                aria-describedby=described(draft, &id, false)
            >
                {options(all, &draft.text(&id))}
            </select>
            {problem(draft, &id)}
        </div>
    }
}

fn options(all: Vec<(String, String)>, chosen: &str) -> impl IntoView + use<> {
    let chosen = chosen.to_owned();
    all.into_iter()
        .map(move |(code, words)| {
            let is_chosen = code == chosen;
            view! { <option value=code selected=is_chosen>{words}</option> }
        })
        .collect_view()
}

fn notes(draft: &Draft) -> impl IntoView + use<> {
    view! {
        <div class="space-y-1">
            <label for="notes" class="block font-semibold">"Notes for patient and pharmacy " <span class="font-normal text-muted">"(optional)"</span></label>
            <input
                id="notes"
                class="control w-full"
                type="text"
                name="notes"
                value=draft.text("notes")
                maxlength=NOTES_MAX.to_string()
                autocomplete="off"
                aria-invalid=draft.problems.of("notes").map(|_| "true")
                aria-describedby=described(draft, "notes", false)
            />
            {problem(draft, "notes")}
        </div>
    }
}

fn described(draft: &Draft, id: &str, has_hint: bool) -> Option<String> {
    let hint = has_hint.then(|| format!("{id}-hint"));
    let wrong = draft.problems.of(id).map(|_| format!("{id}-wrong"));
    let both: Vec<String> = hint.into_iter().chain(wrong).collect();
    (!both.is_empty()).then(|| both.join(" "))
}

fn problem(draft: &Draft, id: &str) -> Option<impl IntoView + use<>> {
    let at = format!("{id}-wrong");
    draft.problems.of(id).map(str::to_owned).map(|message| {
        view! {
            <p id=at class="flex items-start gap-2 text-sm font-semibold text-attention">
                <Icon icon=icondata_hi::HiExclamationCircleOutlineLg/> {message}
            </p>
        }
    })
}

/// Whom it is for, as a prescriber has to know them.
pub(super) fn patient(of: &Situation) -> impl IntoView + use<> {
    let age = match (of.age, of.date_of_birth) {
        (Some(age), Some(born)) => format!("{} ({})", time::count(u64::from(age), "year", "years"), time::date(born)),
        _ => "Not known".to_owned(),
    };
    let allergies: Vec<String> = of.allergies.iter().map(Allergy::line).collect();
    let mut taken: Vec<String> = of
        .taken
        .iter()
        .map(|one| match one.origin {
            Origin::Prescribed(on) => format!("{} (prescribed {})", one.words, time::date(on)),
            Origin::Told => one.words.clone(),
        })
        .collect();
    taken.dedup();
    let name = of.name.clone();
    view! {
        <Card>
            <Facts columns=true>
                <Fact label="Patient">{name}</Fact>
                <Fact label="Age">{age}</Fact>
                <Fact label="Allergies">{listed(allergies, "None told")}</Fact>
                <Fact label="Takes already">{listed(taken, "Nothing told, nothing prescribed")}</Fact>
            </Facts>
        </Card>
    }
}

fn listed(all: Vec<String>, none: &'static str) -> impl IntoView {
    if all.is_empty() {
        return view! { <p class="text-muted">{none}</p> }.into_any();
    }
    view! { <ul>{all.into_iter().map(|one| view! { <li class=cx("break-words")>{one}</li> }).collect_view()}</ul> }.into_any()
}

/// What the checks say of what was typed so far; none before the first name.
pub(super) fn weigh(services: &Services, known: &Situation, draft: &Draft) -> Option<Checked> {
    let (medications, unfinished) = draft.so_far();
    if medications.is_empty() {
        return None;
    }
    let sheet = Sheet { medications, ..Sheet::default() };
    Some(still(known.weigh(services, &sheet), &unfinished))
}

/// Where the dose is still to be written, it says so instead of what was made of its absence.
fn still(mut checked: Checked, unfinished: &[String]) -> Checked {
    for gap in checked.gaps.iter_mut().filter(|gap| gap.checks == [Check::Dose]) {
        if let Some(name) = unfinished.iter().find(|name| gap.why.starts_with(&format!("The dose of {name} was"))) {
            gap.why = format!("The dose of {name} is still to be written.");
        }
    }
    checked
}

/// The answer to the sheet in the browser.
pub(super) async fn answer(patient: &str, without: &str, fields: Vec<(String, String)>) -> Result<Checked, Refusal> {
    let work = async {
        let ctx = use_context::<Ctx>().ok_or_else(|| Error::Internal("no request in the context of a server function".into()))?;
        let patient: PatientId = patient.parse().map_err(|_| Error::NOT_FOUND)?;
        let without: Option<PrescriptionId> = match without {
            "" => None,
            id => Some(id.parse().map_err(|_| Error::NOT_FOUND)?),
        };
        let (medications, unfinished) = Draft { fields: Fields(fields), problems: Problems::default() }.so_far();
        if medications.is_empty() {
            return Err(Problems::one("m0-name", "Please add a medicine.").into());
        }
        let sheet = Sheet { medications, ..Sheet::default() };
        let checked = service::prescription::check(&ctx.services, &ctx.caller(), patient, without, sheet).await?;
        Ok(still(checked, &unfinished))
    };
    work.await.map_err(|error: Error| {
        let Failure { code, message, .. } = Failure::of(&error);
        Refusal::new(code, message)
    })
}
