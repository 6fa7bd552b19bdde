//! How the symptom check works and how well. Every figure is a measured one; see `service::evaluation`.

use crate::{
    ctx::{ctx, load},
    ui::{Banner, Page, Section, Tone, time},
};
use domain::{
    Specialty,
    evaluation::{Evaluation, Figures, Share},
    triage::Triage,
};
use leptos::prelude::*;
use service::Error;

/// Fewest cases of a specialty that say something about it.
const ENOUGH: u32 = 10;
/// Specialties named among the weakest.
const WEAKEST: usize = 3;

/// `/about/ai`
#[component]
pub fn EnginePage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let measured = service::evaluation::measured()?;
        let set = |name: &str| measured.set(name).ok_or_else(|| Error::Internal(format!("{name} was not measured")));
        let (cases, scope, pairs) = (set("cases")?, set("out_of_scope")?, set("negation_pairs")?);
        let runs = ctx.services.engine().version().map(str::to_owned);
        Ok(view! {
            <Page
                title="How the symptom check works, and how well"
                lead="It is a computer program that can be wrong. Here is what it does with your words, how often it is right, and where it fails."
            >
                {steps(measured)}
                {version(measured, runs)}
                {well(cases, scope, pairs)}
                {fails(cases, scope, pairs)}
                {all(cases, scope, pairs)}
                {levels(cases)}
                {calibration(cases)}
                {limits(cases)}
            </Page>
        })
    })
}

fn steps(measured: &Evaluation) -> impl IntoView + use<> {
    let known = measured.extent;
    let count = time::number;
    let steps = [
        (
            "It reads",
            "Your text is cut into clauses. What you deny, what is over, and what is about somebody else is set aside.".to_owned(),
        ),
        (
            "It recognises symptoms",
            format!(
                "It knows {} symptoms and findings, each in many everyday words and in medical ones. A small language model, which runs on \
                 our own server, hears your text as a whole.",
                count(known.findings)
            ),
        ),
        (
            "It looks for warning signs",
            format!(
                "{} rules that people wrote. One that applies is enough for an emergency; nothing else can lower it.",
                count(known.red_flags)
            ),
        ),
        (
            "It weighs",
            format!(
                "{} conditions: what speaks for and against each, how common it is, your age and sex. What is left over counts as \u{201c}something else\u{201d}.",
                count(known.conditions)
            ),
        ),
        ("It asks", "Where an answer would change how urgent it is or who can help, it asks a few questions, and says why.".to_owned()),
    ];
    let steps = steps.into_iter().enumerate().map(|(n, (title, text))| {
        view! {
            <li class="flex gap-4">
                <span class="step shrink-0" aria-hidden="true">{n + 1}</span>
                <div class="max-w-prose"><h3 class="font-semibold">{title}</h3> <p>{text}</p></div>
            </li>
        }
    });
    view! { <Section title="What happens with your words"><ol class="space-y-4">{steps.collect_view()}</ol></Section> }
}

/// Which version runs, and whether it is the one that was measured.
fn version(measured: &Evaluation, runs: Option<String>) -> impl IntoView + use<> {
    let of = measured.engine.clone();
    match runs {
        Some(runs) if runs == of => view! {
            <p class="text-sm text-muted">"The figures below were measured with version " <code>{of}</code> " of the engine, which is the one that runs here now."</p>
        }
        .into_any(),
        Some(runs) => view! {
            <Banner tone=Tone::Attention title="Measured with another version">
                <p>"Version " <code>{runs}</code> " of the engine runs here now. The figures below were measured with version " <code>{of}</code> "; those of the running one may be better or worse."</p>
            </Banner>
        }
        .into_any(),
        None => view! {
            <Banner tone=Tone::Attention title="The engine does not run at the moment">
                <p>"The figures below were measured with version " <code>{of}</code> "."</p>
            </Banner>
        }
        .into_any(),
    }
}

fn well(cases: &Figures, scope: &Figures, pairs: &Figures) -> impl IntoView + use<> {
    let lines = [
        format!("Of {} people with an emergency, {} were told that it is one.", cases.emergencies_seen.of, cases.emergencies_seen.hits),
        format!(
            "The right kind of doctor came first for {}, and was among the first three for {}.",
            part(cases.specialty[0]),
            part(cases.specialty[1])
        ),
        format!(
            "The right condition was named first for {}, and among the first five for {}.",
            part(cases.diagnosis[0]),
            part(cases.diagnosis[2])
        ),
        format!(
            "Of {} texts that tell of no symptom, it refused {} instead of guessing.",
            scope.refused_rightly.of, scope.refused_rightly.hits
        ),
        format!(
            "A symptom that it hears when it is told was not taken for a present one when it was denied (\u{201c}no fever\u{201d}) in {}.",
            part(pairs.denied_of_told)
        ),
    ];
    bullets("What it does well", lines.into_iter())
}

fn fails(cases: &Figures, scope: &Figures, pairs: &Figures) -> impl IntoView + use<> {
    let missed = |share: Share| share.of - share.hits;
    let lines = [
        format!(
            "It missed {} of {} emergencies; {} of them it told to wait longer than a day, {} to care for it at home.",
            missed(cases.emergencies_seen),
            cases.emergencies_seen.of,
            cases.emergencies_below_24.hits,
            cases.emergencies_sent_home.hits
        ),
        format!("It called for more care than needed in {}, and for less in {}.", part(cases.triage_over), part(cases.triage_under)),
        format!("It sounded an alarm for {} who had no emergency.", part(cases.false_alarms)),
        format!("{} had something that it does not know at all.", part(cases.unknown)),
        format!(
            "It answered {} of {} texts that tell of no symptom, many of them figures of speech.",
            missed(scope.refused_rightly),
            scope.refused_rightly.of
        ),
        format!("It took a denied symptom for a present one in {} of {} sentences.", missed(pairs.denied), pairs.denied.of),
    ];
    bullets("Where it fails", lines.into_iter().chain(weakest(cases)))
}

/// The specialties whose conditions are named first least often.
fn weakest(cases: &Figures) -> Option<String> {
    let mut all: Vec<(&str, Share)> =
        cases.by_specialty.iter().filter(|(_, share)| share.of >= ENOUGH).map(|(code, share)| (&**code, *share)).collect();
    all.sort_by(|a, b| a.1.percent().total_cmp(&b.1.percent()));
    let name = |code: &str| code.parse::<Specialty>().map_or_else(|_| code.to_owned(), |specialty| specialty.name().to_lowercase());
    let named: Vec<String> =
        all.into_iter().take(WEAKEST).map(|(code, share)| format!("{} ({} of {})", name(code), share.hits, share.of)).collect();
    (!named.is_empty()).then(|| format!("It named the right condition first least often in {}.", named.join(", ")))
}

fn bullets(title: &'static str, lines: impl Iterator<Item = String>) -> impl IntoView {
    let lines = lines.map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
    view! { <Section title=title><ul class="max-w-prose list-disc space-y-2 ps-5">{lines}</ul></Section> }
}

/// "92.6 %".
fn percent(value: f64) -> String {
    format!("{value:.1} %")
}

/// "529 of 571 (92.6 %)".
fn part(share: Share) -> String {
    format!("{} of {} ({})", share.hits, share.of, percent(share.percent()))
}

fn all(cases: &Figures, scope: &Figures, pairs: &Figures) -> impl IntoView + use<> {
    let rows = [
        ("Right condition named first", cases.diagnosis[0]),
        ("… among the first three", cases.diagnosis[1]),
        ("… among the first five", cases.diagnosis[2]),
        ("Condition not known to it", cases.unknown),
        ("Urgency right, on four levels", cases.triage_exact),
        ("Urgency too low", cases.triage_under),
        ("Urgency too high", cases.triage_over),
        ("Emergencies told to be one", cases.emergencies_seen),
        ("Emergencies told to wait longer than a day", cases.emergencies_below_24),
        ("Others told that it is an emergency", cases.false_alarms),
        ("Right specialty first", cases.specialty[0]),
        ("… among the first three", cases.specialty[1]),
        ("Symptoms that it refused to assess", cases.refused_wrongly),
        ("Texts without a symptom that it refused", scope.refused_rightly),
        ("Denied symptoms not taken for present", pairs.denied),
        ("The same symptoms heard, under the same name, where they are told", pairs.told),
        ("Of those heard: not taken for present where denied", pairs.denied_of_told),
    ];
    let rows = rows.into_iter().filter(|(_, share)| share.of > 0).map(|(name, share)| {
        let (low, high) = share.interval();
        view! {
            <tr class="border-t border-line">
                <th scope="row" class="py-2 pe-3 text-start font-normal">{name}</th>
                <td class="py-2 pe-3 text-end font-semibold whitespace-nowrap">{percent(share.percent())}</td>
                <td class="py-2 pe-3 text-end whitespace-nowrap text-muted">{format!("{low:.1}–{high:.1}")}</td>
                <td class="hidden py-2 text-end whitespace-nowrap text-muted sm:table-cell">{format!("{} of {}", share.hits, share.of)}</td>
            </tr>
        }
    });
    view! {
        <Section title="All figures" lead=format!("Measured on {} described cases, {} texts without a symptom and {} pairs of sentences.", cases.cases, scope.cases, pairs.denied.of)>
            <table class="w-full tabular-nums">
                <caption class="sr-only">"How often the symptom check was right"</caption>
                <thead>
                    <tr class="text-sm text-muted">
                        <th scope="col" class="pe-3 text-start font-normal">"What was looked at"</th>
                        <th scope="col" class="pe-3 text-end font-normal">"Share"</th>
                        <th scope="col" class="pe-3 text-end font-normal">"95 % sure"</th>
                        <th scope="col" class="hidden text-end font-normal sm:table-cell">"Counted"</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </Section>
    }
}

/// Short names of the four levels, least urgent first, with the places where a narrow column may part them.
const LEVELS: [(&str, Triage); 4] = [
    ("At home", Triage::SelfCare),
    ("Appoint\u{ad}ment", Triage::Consultation),
    ("Within a day", Triage::Consultation24),
    ("Emer\u{ad}gency", Triage::Emergency),
];

fn levels(cases: &Figures) -> impl IntoView + use<> {
    let rows = LEVELS.into_iter().zip(cases.levels).enumerate().map(|(right, ((name, _), given))| {
        let cells = given.into_iter().enumerate().map(|(at, n)| {
            let class = if at == right { crate::ui::cx("py-2 text-end font-semibold") } else { crate::ui::cx("py-2 text-end text-muted") };
            view! { <td class=class>{n}</td> }
        });
        view! { <tr class="border-t border-line"><th scope="row" class="py-2 text-start font-normal">{name}</th> {cells.collect_view()}</tr> }
    });
    let heads = LEVELS.map(|(name, _)| name).into_iter().chain(["Refused"]);
    let heads = heads.map(|name| view! { <th scope="col" class="ps-2 text-end align-bottom font-normal">{name}</th> });
    view! {
        <Section title="How urgent, case by case" lead="Each row is what was right, each column what the symptom check said. Left of the bold figures it was too low, right of them too high.">
            <table class="w-full text-sm tabular-nums">
                <caption class="sr-only">"Right urgency against the urgency that was said"</caption>
                <thead><tr class="text-muted"><th scope="col" class="text-start align-bottom font-normal">"Right"</th> {heads.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </Section>
    }
}

fn calibration(cases: &Figures) -> impl IntoView + use<> {
    let rows = cases.calibration.iter().map(|bin| {
        view! {
            <tr class="border-t border-line">
                <th scope="row" class="py-2 text-start font-normal">{percent(bin.said * 100.0)}</th>
                <td class="py-2 text-end font-semibold">{percent(bin.right.percent())}</td>
                <td class="py-2 text-end text-muted">{format!("{} of {}", bin.right.hits, bin.right.of)}</td>
            </tr>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    let lead = format!(
        "When it gives the first condition 80 %, it should be right eight times in ten. On average it is {:.1} percentage points off.",
        cases.calibration_error * 100.0
    );
    view! {
        <Section title="Can its percentages be believed?" lead=lead>
            <table class="w-full tabular-nums">
                <caption class="sr-only">"Said probability against how often it was right"</caption>
                <thead>
                    <tr class="text-sm text-muted">
                        <th scope="col" class="text-start font-normal">"It said, on average"</th>
                        <th scope="col" class="text-end font-normal">"It was right"</th>
                        <th scope="col" class="text-end font-normal">"Counted"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Section>
    }
}

/// What no figure tells.
fn limits(cases: &Figures) -> impl IntoView + use<> {
    let lines = [
        format!(
            "The {} cases were made up for this purpose and kept away from training. They are not records of patients, and real people write differently.",
            cases.cases
        ),
        "One author judged what is right about each case. No doctor has reviewed these judgements, or what the engine knows, yet."
            .to_owned(),
        "It reads English only, and refuses other languages.".to_owned(),
        "It knows nothing that you do not write, and it cannot examine you. If you feel that something is not right, see a doctor."
            .to_owned(),
    ];
    bullets("What these figures do not tell", lines.into_iter())
}
