//! `/risk/{score}`: a score's form and what it says. Two statements beside the session's, and those only for patients.

use super::{WhatIf, answers::read};
use crate::{
    ctx::{Ctx, ctx, load},
    path,
    ui::{Banner, Button, Buttons, Filter, LinkButton, Look, Measure, Page, Radios, Section, Slide, Tone, time},
};
use domain::{
    Problems, RecordId,
    patient::{self, Patient, Sex},
    record::score::{self as from, Answered},
    risk::{Answer, Field, Kind, Score, ScoreId, assess},
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What stands in fields before anything was sent.
type Known = BTreeMap<&'static str, String>;

/// `/risk/{score}`
#[component]
pub fn ScorePage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let id: ScoreId = ctx.param("score")?;
        let score = id.score();
        let own = ctx.patient().await;
        let country = ctx.country().to_owned();
        let mut known = known(score, &ctx, own.as_ref());
        let told = if own.is_some() { told(score, &ctx).await } else { Told::default() };
        known.extend(told.values.iter().map(|one| (one.field.id, one.answered.value.clone())));
        let query = &ctx.viewer.query;
        let sent = score.fields.iter().any(|field| query.has(field.id));
        let said = |id: &str| if sent { query.text(id).to_owned() } else { known.get(id).cloned().unwrap_or_default() };
        let problems = if sent { assess(id, &read(score, said)).err().unwrap_or_default() } else { Problems::default() };
        let given: Vec<(String, String)> = score.fields.iter().map(|field| (field.id.to_owned(), said(field.id))).collect();
        let from_profile = !sent && own.is_some() && ["age", "sex"].iter().any(|id| known.contains_key(id));
        Ok(view! {
            <Page title=score.topic bare=true wide=true>
                {head(score)}
                {(!sent).then(|| from_record(&told, &ctx))}
                <WhatIf score=id given=given sent=sent country=country>
                    {form(score, known, problems, from_profile)}
                </WhatIf>
                <Section title="Where this comes from">
                    <p class="max-w-prose">{score.citation}</p>
                </Section>
            </Page>
        })
    })
}

fn head(score: &'static Score) -> impl IntoView {
    view! {
        <header class="space-y-2">
            <p class="text-sm"><a class="link" href="/risk">"All health scores"</a></p>
            <h1 class="text-2xl font-semibold text-balance">{score.topic} <span class="font-normal text-muted">" · "{score.name}</span></h1>
            <p class="max-w-prose text-lg text-muted">{score.about}</p>
            <p class="max-w-prose text-sm"><strong>"For whom: "</strong>{score.for_whom}</p>
        </header>
    }
}

/// A value of the record that answers a field.
struct Taken {
    field: &'static Field,
    answered: Answered,
    record: RecordId,
}

/// What the record tells of a score.
#[derive(Default)]
struct Told {
    values: Vec<Taken>,
    /// What it could tell and does not.
    missing: Vec<&'static str>,
}

/// What is newest in the person's own record. A score is worked out without it as well.
async fn told(score: &'static Score, ctx: &Ctx) -> Told {
    let asked = || score.fields.iter().filter(|field| from::is_measured(field.id));
    if asked().next().is_none() {
        return Told::default();
    }
    let known = service::record::known(&ctx.services, &ctx.caller()).await.unwrap_or_default();
    let find = |code: &str| known.iter().find(|known| known.one.code == code);
    let mut told = Told::default();
    for field in asked() {
        match from::answer(score.id, field, ctx.now(), |code| find(code).map(|known| (known.one.value, known.at))) {
            Some(answered) => {
                let record = answered.from.first().and_then(|code| find(code)).map(|known| known.record);
                told.values.extend(record.map(|record| Taken { field, answered, record }));
            }
            None => told.missing.push(field.label),
        }
    }
    told
}

/// Where what is filled in already comes from, and what the record lacks.
fn from_record(told: &Told, ctx: &Ctx) -> impl IntoView + use<> {
    let zone = ctx.zone();
    let rows: Vec<_> = told
        .values
        .iter()
        .map(|Taken { field, answered, record }| {
            let value = format!("{}: {} {}", field.label, answered.value, field.unit);
            let worked_out = (answered.from.len() > 1).then_some(", worked out from weight and height");
            let at = time::date(time::date_in(answered.at, zone));
            view! { <li>{value}{worked_out}" · "<a class="link" href=path::record(*record)>{at}</a></li> }
        })
        .collect();
    let missing = (!told.missing.is_empty()).then(|| format!("Not in your record, or too long ago: {}.", told.missing.join(", ")));
    (!rows.is_empty()).then(|| {
        view! {
            <Banner tone=Tone::Info title="Filled in from your health record">
                <ul class="space-y-1">{rows}</ul>
                {missing.map(|missing| view! { <p>{missing}</p> })}
            </Banner>
        }
    })
}

/// What the profile tells, and what counts where an optional field is left out.
fn known(score: &Score, ctx: &Ctx, own: Option<&Patient>) -> Known {
    let optional = score.fields.iter().filter(|field| field.optional);
    let mut known: Known = optional.filter_map(|field| Some((field.id, written(&field.answer(field.default)?)))).collect();
    let age = own.and_then(|own| own.date_of_birth).map(|born| patient::age(born, ctx.today()).to_string());
    // The formulas know two.
    let sex = own.and_then(|own| own.sex).filter(|sex| *sex != Sex::Other).map(|sex| sex.code().to_owned());
    for (id, value) in [("age", age), ("sex", sex)] {
        if let Some(value) = value.filter(|_| score.field(id).is_some()) {
            known.insert(id, value);
        }
    }
    known
}

/// An answer as a form writes it.
fn written(answer: &Answer) -> String {
    match answer {
        Answer::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Answer::Number(value) => value.to_string(),
        Answer::Text(text) => text.clone(),
    }
}

fn form(score: &'static Score, known: Known, problems: Problems, from_profile: bool) -> impl IntoView {
    let to = format!("{}#result", path::risk(score.id));
    let shared = shared_help(score);
    view! {
        <Filter id="score" to=to label=score.name problems=problems plain=true>
            {from_profile.then(|| view! { <p class="text-sm text-muted">"What we know already comes from your profile. You can change it here; the profile stays as it is."</p> })}
            {shared.map(|help| view! { <p class="font-semibold">{help}</p> })}
            {score.fields.iter().map(|field| question(field, known.get(field.id), shared.is_some())).collect_view()}
            <Buttons>
                <Button>"Work it out"</Button>
                <LinkButton href=path::risk(score.id) look=Look::Plain>"Start afresh"</LinkButton>
            </Buttons>
            <p class="max-w-prose text-sm text-muted">
                "Nothing is stored. Your answers stand in the address of the result, so that you can keep it: whoever has that address, "
                "or looks into this browser's history, can see them."
            </p>
        </Filter>
    }
}

/// The help that all questions of a questionnaire share: it is said once.
fn shared_help(score: &Score) -> Option<&'static str> {
    let help = score.fields.first()?.help;
    let is_shared = score.fields.len() > 1 && score.fields.iter().all(|field| field.help == help);
    (is_shared && !help.is_empty()).then_some(help)
}

fn question(field: &'static Field, known: Option<&String>, help_is_said: bool) -> AnyView {
    let value = known.cloned().unwrap_or_default();
    let options = match field.kind {
        Kind::Number { min, max, step, .. } => {
            let hint = [field.help, &format!("{min} to {max} {}.", field.unit)].join(" ").trim().to_owned();
            let at = value.parse().unwrap_or(field.default);
            let (from, to) = field.window(at).unwrap_or((min, max));
            let slide = Slide { from, to, step, at };
            return view! { <Measure name=field.id label=field.label unit=field.unit hint=hint value=value slide=slide/> }.into_any();
        }
        Kind::Choice { choices } => choices.iter().map(|choice| (choice.code.to_owned(), choice.label.to_owned())).collect(),
        Kind::YesNo | Kind::Only { .. } => crate::ui::options([("yes", "Yes"), ("no", "No")]),
    };
    if field.help.is_empty() || help_is_said {
        view! { <Radios name=field.id legend=field.label options=options value=value/> }.into_any()
    } else {
        view! { <Radios name=field.id legend=field.label options=options value=value hint=field.help/> }.into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_questionnaire_says_once_what_all_its_questions_share() {
        assert!(shared_help(ScoreId::Phq9.score()).is_some_and(|help| help.contains("two weeks")));
        assert_eq!(shared_help(ScoreId::Bmi.score()), None);
    }

    #[test]
    fn an_answer_is_written_as_its_form_sends_it() {
        for id in ScoreId::ALL {
            for field in id.score().fields {
                let sent = field.answer(field.default).map(|answer| Answer::Text(written(&answer)));
                assert!(sent.and_then(|answer| field.shown(&answer)).is_some(), "{id} {}", field.id);
            }
        }
    }
}
