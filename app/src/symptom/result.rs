//! `/symptoms/{report}`: how urgent it is, what it may be, who can help.

use super::{condition, helpers, reading, urgency};
use crate::{
    blog,
    ctx::{Ctx, ctx, load},
    ui::{Banner, Button, Field, Form, Hidden, Kind, Look, Page, Radios, Section, TextArea, Tone, options, time},
};
use domain::{
    assessment::{Recommended, SymptomReport},
    blog::PostCard,
    text::SYMPTOM_TEXT_MAX,
    triage::{EmergencyNumbers, Triage, emergency_numbers},
};
use futures::future::join;
use leptos::{either::Either, prelude::*};
use service::{
    Error,
    symptom::{self, Wish},
};

/// `/symptoms/{report}`
#[component]
pub fn ResultPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let report = symptom::report(&ctx.services, &ctx.caller(), ctx.param("report")?).await?;
        let numbers = emergency_numbers(ctx.country());
        let wish = wish(&ctx);
        let (doctors, articles) = join(doctors(&ctx, &report, &wish), articles(&ctx, &report)).await;
        let doctors = doctors?;
        let elsewhere = symptom::elsewhere(&wish, &doctors).map(str::to_owned);
        Ok(view! {
            <Page title="Your result" bare=true>
                {urgency::first(&report.assessment, numbers)}
                {if report.assessment.assessable {
                    Either::Left(assessed(&ctx, report, (doctors, elsewhere), &articles, numbers))
                } else {
                    Either::Right(again(report, numbers))
                }}
            </Page>
        })
    })
}

/// Doctors with slots that are free now; none where the level offers no appointment.
async fn doctors(ctx: &Ctx, report: &SymptomReport, wish: &Wish) -> Result<Vec<Recommended>, Error> {
    if !report.assessment.assessable || urgency::is_emergency(&report.assessment) {
        return Ok(Vec::new());
    }
    symptom::doctors_for(&ctx.services, report, wish).await
}

/// What doctors wrote on it; nobody reads in an emergency.
async fn articles(ctx: &Ctx, report: &SymptomReport) -> Vec<PostCard> {
    let assessment = &report.assessment;
    let calm = assessment.assessable && !assessment.crisis && !urgency::is_emergency(assessment);
    if calm { blog::related(ctx, assessment).await } else { Vec::new() }
}

fn wish(ctx: &Ctx) -> Wish {
    let word = |name: &str| Some(ctx.query(name).trim().to_owned()).filter(|word| !word.is_empty());
    Wish { city: word("city"), country: super::country(ctx), date: ctx.query("date").parse().ok(), language: word("language") }
}

/// `found` – the doctors, and the city asked for where none of them is in it.
fn assessed(
    ctx: &Ctx,
    report: SymptomReport,
    found: (Vec<Recommended>, Option<String>),
    articles: &[PostCard],
    numbers: EmergencyNumbers,
) -> impl IntoView + use<> {
    let assessment = &report.assessment;
    let calm = !urgency::is_emergency(assessment);
    let helpers = calm.then(|| helpers::helpers(ctx, &report, found));
    let at_home = assessment.triage.as_ref().is_some_and(|triage| triage.level == Triage::SelfCare);
    // In a crisis names and numbers help nobody.
    let conditions = (!assessment.crisis).then(|| condition::conditions(&assessment.conditions, at_home));
    view! {
        {reading::reading(&report)}
        {conditions}
        {helpers}
        {blog::related_shown(articles)}
        {calm.then(|| more_precise(&report))}
        {honest(&report, numbers)}
    }
}

/// Age and sex, where they are missing, change what is likely.
fn more_precise(report: &SymptomReport) -> impl IntoView + use<> {
    let missing = report.age.is_none() || report.sex.is_none();
    let text = report.text.clone();
    let age = report.age.map(|age| age.to_string()).unwrap_or_default();
    let sex = report.sex.map(|sex| sex.code()).unwrap_or_default();
    missing.then(|| {
        view! {
            <div class="print:hidden">
                <Section title="Make it more precise" lead="Some conditions depend on age and sex.">
                    <Form to="/symptoms" label="Age and sex">
                        <Hidden name="text" value=text.clone()/>
                        <Field name="age" kind=Kind::Number label="Age in years" optional=true value=age.clone()/>
                        <Radios name="sex" legend="Sex" options=options([("female", "Female"), ("male", "Male"), ("", "Other, or prefer not to say")]) value=sex/>
                        <Button look=Look::Quiet>"Look again"</Button>
                    </Form>
                </Section>
            </div>
        }
    })
}

/// What can be done with a text that says too little.
fn again(report: SymptomReport, numbers: EmergencyNumbers) -> impl IntoView {
    let age = report.age.map(|age| age.to_string()).unwrap_or_default();
    let sex = report.sex.map(|sex| sex.code()).unwrap_or_default();
    view! {
        <Form to="/symptoms" label="Try again">
            <TextArea name="text" label="What is bothering you?" value=report.text.clone() max=SYMPTOM_TEXT_MAX rows=5 hero=true/>
            <Hidden name="age" value=age.clone()/>
            <Hidden name="sex" value=sex/>
            <Button>"Try again"</Button>
        </Form>
        <p>
            "If it could be an emergency, do not wait for this site: call "
            <a class="link font-semibold" href=format!("tel:{}", numbers.ambulance)>{numbers.ambulance}</a> "."
        </p>
        <p class="text-muted">
            "You can also go straight to a doctor. " <a class="link" href="/doctors?specialty=general-practice">"Find a general practitioner"</a>
        </p>
    }
}

/// What made this answer, and what it cannot know.
fn honest(report: &SymptomReport, numbers: EmergencyNumbers) -> impl IntoView + use<> {
    let (model, date) = (report.assessment.model.clone(), time::date(report.created_at.date_naive()));
    view! {
        <Banner tone=Tone::Info title="This is not a diagnosis" icon=icondata_hi::HiSparklesOutlineLg>
            <p>
                "A language model read your words and a medical knowledge base weighed them. It knows only what you wrote, cannot examine you, and can be wrong. "
                "If you feel worse, or if something worries you, see a doctor, whatever this page says. In an emergency call "
                <a class="link font-semibold" href=format!("tel:{}", numbers.ambulance)>{numbers.ambulance}</a> "."
            </p>
            <p class="text-sm text-muted">{format!("Made on {date} by model and knowledge version {model}.")}</p>
            <p><a class="link" href="/symptoms">"Describe something else"</a></p>
        </Banner>
    }
}
