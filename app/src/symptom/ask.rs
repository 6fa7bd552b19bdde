//! `/symptoms`: what is bothering you?

use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    path,
    ui::{Button, Chip, Field, Form, Icon, Kind, Page, Radios, TextArea, options},
};
use domain::{Caller, Problems, assessment::NewAssessment, patient, text::SYMPTOM_TEXT_MAX};
use leptos::prelude::*;
use service::Error;

/// What people may write, to show what helps.
const EXAMPLES: [(&str, &str); 3] = [
    ("Headache for three days", "I have had a dull headache on both sides for three days. Light does not bother me and I have no fever."),
    ("Burning when I pee", "Since yesterday it burns when I pee and I have to go every half hour. No fever, no back pain."),
    ("My knee after a fall", "I fell on my left knee two days ago. It is swollen and hurts on the stairs, but I can walk on it."),
];

/// The box's examples; each is a link that fills the box at `to`.
pub fn examples(to: &'static str) -> impl IntoView {
    let chips = EXAMPLES.into_iter().map(|(words, text)| {
        let href = format!("{}#text", path::with(to, &[("text", text)]));
        view! { <li><Chip href=href>{words}</Chip></li> }
    });
    view! {
        <div class="space-y-2">
            <p class="text-sm text-muted">"For example"</p>
            <ul class="flex flex-wrap gap-2">{chips.collect_view()}</ul>
        </div>
    }
}

/// Who sees what is written.
pub fn box_note() -> impl IntoView {
    view! {
        <p class="flex items-start gap-2 text-sm text-muted">
            <Icon icon=icondata_hi::HiLockClosedOutlineLg/>
            "Private: it is read by a model on our own server, sent to nobody else, and shown to a doctor only if you book with it."
        </p>
    }
}

/// `/symptoms`
#[component]
pub fn AskPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let clinics = service::doctor::clinics(&ctx.services).await?;
        let mut cities: Vec<String> = clinics.into_iter().map(|clinic| clinic.city).collect();
        cities.dedup();
        let (age, sex) = about(&ctx).await;
        let text = ctx.query("text").to_owned();
        Ok(view! {
            <Page title="What is bothering you?" lead="Write it as you would tell a friend: what you feel, where, since when, and what you do not have.">
                <Form>
                    <TextArea name="text" label="What is bothering you?" value=text.clone() max=SYMPTOM_TEXT_MAX rows=7 hero=true/>
                    {box_note()}
                    {examples("/symptoms")}
                    <div class="grid gap-6 sm:grid-cols-2">
                        <Field name="age" kind=Kind::Number label="Age in years" optional=true value=age.clone() hint="For a baby, a part of a year: 0.5"/>
                        <Field name="city" label="City" optional=true hint="Where you would see a doctor" autocomplete="address-level2" suggestions=cities.clone()/>
                    </div>
                    <Radios
                        name="sex"
                        legend="Sex"
                        hint="Some conditions depend on it."
                        options=options([("female", "Female"), ("male", "Male"), ("", "Other, or prefer not to say")])
                        value=sex.clone()
                    />
                    <Button>"See what it may be"</Button>
                </Form>
            </Page>
        })
    })
}

/// Age and sex that we know already.
async fn about(ctx: &Ctx) -> (String, String) {
    let caller = ctx.caller();
    if !matches!(caller, Caller::Patient { .. }) {
        return Default::default();
    }
    let Ok(patient) = service::patient::mine(&ctx.services, &caller).await else { return Default::default() };
    let age = patient.date_of_birth.map(|born| patient::age(born, ctx.today()).to_string()).unwrap_or_default();
    (age, patient.sex.map(|sex| sex.code().to_owned()).unwrap_or_default())
}

/// Reads the description, keeps the report and leads to it.
pub async fn assess(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let known = if fields.has("age") { Default::default() } else { about(&ctx).await };
    let new = read(&fields, known)?;
    let city = fields.text("city").trim().to_owned();
    let kept = service::symptom::keep(&ctx.services, &ctx.caller(), &new).await?;
    let to = if kept.more { super::questions_path(kept.report) } else { path::report(kept.report) };
    Ok(Done { country: country_of(&ctx, &city).await, ..Done::to(path::with(&to, &[("city", &city)])) })
}

/// The country of the city that was typed, for the emergency numbers of those whose profile names none. Whatever goes wrong here must
/// not stand between somebody and their result.
async fn country_of(ctx: &Ctx, city: &str) -> Option<String> {
    let known = ctx.viewer.account.as_ref().is_some_and(|account| account.country.is_some());
    if known || city.is_empty() {
        return None;
    }
    service::doctor::country_of(&ctx.services, city).await.ok().flatten()
}

fn read(fields: &Fields, (age, sex): (String, String)) -> Result<NewAssessment, Error> {
    let mut wrong = Problems::default();
    let or = |name: &str, known: String| if fields.has(name) { fields.text(name).to_owned() } else { known };
    let age = or("age", age).trim().replace(',', ".");
    let age = if age.is_empty() { Ok(None) } else { age.parse().map(Some).map_err(|_| "Please write the age as a number of years.") };
    let age = wrong.take("age", age).flatten();
    let sex = wrong.take("sex", patient::sex(&or("sex", sex))).flatten();
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    // Browsers send line breaks as two characters; places in the text are counted in one.
    Ok(NewAssessment { text: fields.text("text").replace("\r\n", "\n"), age, sex, ..NewAssessment::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn an_age_may_have_a_comma_and_a_word_is_refused_beside_its_field() {
        let new = read(&fields(&[("text", "a\r\nb"), ("age", "0,5"), ("sex", "female")]), Default::default()).expect("is read");
        assert_eq!((new.text.as_str(), new.age), ("a\nb", Some(0.5)));
        let Err(Error::Invalid(problems)) = read(&fields(&[("age", "old")]), Default::default()) else { panic!("was accepted") };
        assert!(problems.of("age").is_some());
    }

    #[test]
    fn what_the_profile_says_counts_where_nothing_was_asked() {
        let new = read(&fields(&[("text", "a")]), ("34".into(), "male".into())).expect("is read");
        assert_eq!((new.age, new.sex), (Some(34.0), Some(patient::Sex::Male)));
    }
}
