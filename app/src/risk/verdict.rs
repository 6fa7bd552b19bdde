//! What a score says, alike on the server and in the browser.

use super::change::{change, figure, number, unit};
use crate::ui::{Badge, Banner, Fact, Facts, Icon, LinkButton, Look, Tone};
use domain::{
    FieldProblem, Problems,
    risk::{Answers, Band, Concern, Reading, RiskResult, Score},
    triage::EmergencyNumbers,
};
use leptos::prelude::*;
use std::borrow::Cow;

/// The figure, its band, and how it differs from the first one.
pub(super) fn headline(result: &RiskResult, first: Option<&RiskResult>) -> impl IntoView + use<> {
    let value = number(result, result.value);
    let behind = format!(" {}", unit(result, result.value));
    let (band, tone) = (result.band.name.clone(), tone(result.band.concern));
    let tried = first.filter(|first| first.inputs != result.inputs);
    let differs = tried.map(|first| {
        view! {
            <div class="flex items-center justify-between gap-4">
                <p class="text-sm">{change(first, result)}</p>
                <button type="reset" form="score" class="btn btn-quiet">"Undo"<span class="sr-only">" and go back to my first answers"</span></button>
            </div>
        }
    });
    view! {
        <div class="figure space-y-2" data-figure>
            <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
                <p class="text-2xl font-semibold tabular-nums">{value}<span class="text-base font-normal text-muted">{behind}</span></p>
                <Badge tone=tone>{band}</Badge>
            </div>
            {differs}
        </div>
    }
}

/// The same in one sentence, to be read out.
pub(super) fn sentence(result: &RiskResult, first: Option<&RiskResult>) -> String {
    let differs = first.filter(|first| first.inputs != result.inputs).map(|first| change(first, result)).unwrap_or_default();
    format!("{}, {}. {differs}", figure(result), result.band.name)
}

fn tone(concern: Concern) -> Tone {
    match concern {
        Concern::Low => Tone::Info,
        Concern::Raised | Concern::High => Tone::Attention,
        Concern::Emergency => Tone::Emergency,
    }
}

/// What stays the same while the figure moves within its band.
#[derive(Clone, PartialEq)]
pub(super) struct Meaning {
    band: Band,
    words: String,
    advice: Vec<Cow<'static, str>>,
    further: Vec<Reading>,
    decimals: usize,
}

impl Meaning {
    pub(super) fn of(result: RiskResult) -> Self {
        let decimals = usize::from(result.score.score().decimals);
        Self { band: result.band, words: result.meaning, advice: result.recommendations, further: result.further, decimals }
    }

    /// What it means and what to do.
    pub(super) fn view(self, numbers: EmergencyNumbers) -> impl IntoView + use<> {
        let Self { band, words, advice, further, decimals } = self;
        let facts = further.into_iter().map(|reading| {
            let told = format!("{:.decimals$} {}", reading.value, reading.unit);
            view! { <Fact label=reading.name.into_owned()><span class="tabular-nums">{told}</span></Fact> }
        });
        let facts = facts.collect::<Vec<_>>();
        let facts = (!facts.is_empty()).then(|| view! { <Facts>{facts}</Facts> });
        view! {
            <div class="space-y-4">
                {(band.concern == Concern::Emergency).then(|| emergency(numbers))}
                <p class="text-lg">{words}</p>
                {facts}
                <div class="space-y-2">
                    <h3 class="font-semibold">"What you can do"</h3>
                    <ul class="list-disc space-y-1 ps-5">{advice.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                </div>
                {matches!(band.concern, Concern::Raised | Concern::High).then(|| view! {
                    <p><LinkButton href="/doctors" look=Look::Quiet icon=Some(icondata_hi::HiMagnifyingGlassOutlineLg)>"Find a doctor"</LinkButton></p>
                })}
                <p class="text-sm text-muted">"A score tells of many people like you and not of you alone. It is no diagnosis."</p>
            </div>
        }
    }
}

fn emergency(numbers: EmergencyNumbers) -> impl IntoView {
    view! {
        <Banner tone=Tone::Emergency title="This may be an emergency">
            <p><a class="btn btn-call" href=format!("tel:{}", numbers.ambulance)><Icon icon=icondata_hi::HiPhoneOutlineLg/> {format!("Call {}", numbers.ambulance)}</a></p>
        </Banner>
    }
}

/// What stands where a result will be: how much is missing, and what was given and cannot be used.
///
/// `all` – whether what is missing is listed as well, as after sending.
pub(super) fn wanting(score: &Score, given: &Answers, problems: &Problems, all: bool) -> impl IntoView + use<> {
    let is_missing = |field: &str| !given.contains_key(field);
    let missing = problems.0.iter().filter(|problem| is_missing(&problem.field)).count();
    let listed: Vec<_> = problems.0.iter().filter(|problem| all || !is_missing(&problem.field)).cloned().collect();
    let lines: Vec<_> = listed.into_iter().map(|problem| line(score, &problem, is_missing(&problem.field))).collect();
    let rest = match missing {
        0 => None,
        n if given.is_empty() || n == score.fields.len() => Some("Answer the questions, and your result appears here.".to_owned()),
        1 => Some("One answer is still missing.".to_owned()),
        n => Some(format!("{n} answers are still missing.")),
    };
    let list = (!lines.is_empty()).then(|| {
        view! {
            <Banner tone=Tone::Attention title="There is no result yet">
                <ul class="space-y-2">{lines}</ul>
            </Banner>
        }
    });
    view! { <div class="space-y-4">{rest.map(|rest| view! { <p class="text-muted">{rest}</p> })} {list}</div> }
}

/// A field and what is wrong with it; of a missing one, that it is listed says enough.
fn line(score: &Score, problem: &FieldProblem, missing: bool) -> impl IntoView + use<> {
    let label = score.field(&problem.field).map_or_else(|| problem.field.to_string(), |field| field.label.to_owned());
    let message = (!missing).then(|| format!(": {}", problem.message));
    view! { <li><a class="link" href=format!("#{}", problem.field)>{label}</a>{message}</li> }
}
