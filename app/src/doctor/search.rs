//! `/doctors`: the search. Its state lives in the URL.

use super::doctor_card;
use crate::{
    ctx::{Ctx, ctx, load},
    path,
    ui::{Button, Buttons, Checkbox, Empty, Field, Filter, Kind, LinkButton, Look, More, Page, Select},
};
use domain::{
    Problems, Specialty,
    doctor::{DoctorCard, DoctorQuery, DoctorSearch},
    page,
    patient::LANGUAGES,
};
use http::StatusCode;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use service::Error;

/// What the filter asks, as it stands in the URL.
const ASKED: [&str; 6] = ["text", "specialty", "city", "language", "free_on", "telehealth"];

/// `/doctors`
#[component]
pub fn DoctorsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let clinics = service::doctor::clinics(&ctx.services).await?;
        let mut cities: Vec<String> = clinics.into_iter().map(|clinic| clinic.city).collect();
        cities.dedup();
        let (problems, found) = match query(&ctx).parse() {
            Ok(search) => (Problems::default(), Some(search_from(&ctx, search).await?)),
            Err(problems) => {
                expect_context::<ResponseOptions>().set_status(StatusCode::BAD_REQUEST);
                (problems, None)
            }
        };
        Ok(view! {
            <Page title="Find a doctor" wide=true>
                <div class="grid gap-8 lg:grid-cols-[20rem_minmax(0,1fr)] lg:items-start lg:gap-12">
                    {filter(&ctx, cities, problems)}
                    {found.map(|found| results(&ctx, found))}
                </div>
            </Page>
        })
    })
}

/// What is found; from the beginning where the place in the list is none, as in an address from an older page.
async fn search_from(ctx: &Ctx, search: DoctorSearch) -> Result<page::Page<DoctorCard>, Error> {
    match service::doctor::search(&ctx.services, &search).await {
        Err(Error::Invalid(problems)) if problems.of("after").is_some() => {
            service::doctor::search(&ctx.services, &DoctorSearch { after: None, ..search }).await
        }
        other => other,
    }
}

fn query(ctx: &Ctx) -> DoctorQuery {
    let word = |name: &str| ctx.query(name).to_owned();
    DoctorQuery {
        specialty: word("specialty"),
        city: word("city"),
        language: word("language"),
        telehealth: word("telehealth"),
        free_on: word("free_on"),
        text: word("text"),
        after: word("after"),
        limit: word("limit"),
    }
}

/// The address of the same search, from another place in its list on.
fn from(ctx: &Ctx, after: &str) -> String {
    let mut pairs: Vec<(&str, &str)> = ASKED.iter().map(|name| (*name, ctx.query(name))).collect();
    pairs.push(("after", after));
    path::with("/doctors", &pairs)
}

fn filter(ctx: &Ctx, cities: Vec<String>, problems: Problems) -> impl IntoView + use<> {
    let specialties: Vec<(String, String)> =
        Specialty::bookable().map(|s| (s.code().to_owned(), format!("{} – {}", s.name(), s.cares_for()))).collect();
    let languages: Vec<(String, String)> = LANGUAGES.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect();
    let cities: Vec<(String, String)> = cities.into_iter().map(|city| (city.clone(), city)).collect();
    let narrowed = ["language", "free_on", "telehealth"].iter().any(|name| !ctx.query(name).is_empty());
    view! {
        <Filter label="Doctors" problems=problems>
            <div class="grid gap-4 sm:grid-cols-2 lg:grid-cols-1">
                <Select name="specialty" label="For" empty="Any specialty" options=specialties.clone()/>
                <Select name="city" label="City" empty="Any city" options=cities.clone()/>
            </div>
            <Field name="text" kind=Kind::Search label="Name, clinic or words" max=100/>
            <details class="disclosure" open=narrowed>
                <summary class="opener">"Language, date, video"</summary>
                <div class="grid gap-4 sm:grid-cols-2 lg:grid-cols-1">
                    <Select name="language" label="Language" empty="Any language" options=languages.clone()/>
                    <Field name="free_on" kind=Kind::Date label="Free on"/>
                </div>
                <Checkbox name="telehealth" label="Offers video visits"/>
            </details>
            <Buttons><Button icon=icondata_hi::HiMagnifyingGlassOutlineLg>"Search"</Button></Buttons>
        </Filter>
    }
}

fn results(ctx: &Ctx, found: page::Page<DoctorCard>) -> impl IntoView + use<> {
    if found.items.is_empty() {
        return view! {
            <Empty title="No doctor fits all of this" icon=icondata_hi::HiMagnifyingGlassOutlineLg>
                <p>"Take one wish away: another city, any language, no date."</p>
                <LinkButton href="/doctors" look=Look::Quiet>"Show all doctors"</LinkButton>
            </Empty>
        }
        .into_any();
    }
    let zone = ctx.viewer.zone();
    let next = found.next.as_deref().map(|after| from(ctx, after));
    let cards = found.items.into_iter().map(|card| view! { <li>{doctor_card(card, zone, None, None)}</li> }).collect_view();
    view! {
        <section class="space-y-4" aria-label="Doctors found">
            <h2 class="sr-only">"Doctors found"</h2>
            <ul class="space-y-4">{cards}</ul>
            <More href=next label="Show more doctors"/>
        </section>
    }
    .into_any()
}
