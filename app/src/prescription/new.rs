//! A new prescription for a patient whom the doctor treats.

use super::{
    editor::{self, Editor},
    sheet::Draft,
};
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::{Fields, Submitted},
    notice::Notice,
    path,
    ui::{Button, Buttons, Form, LinkButton, Look, Page, PostButton, Rows, Section},
};
use domain::{
    PatientId, Problems,
    prescription::{Favourite, Prescription, Sheet},
};
use leptos::prelude::*;
use service::{
    Error, Services,
    prescription::{self, NewDraft, Situation},
};
use std::sync::Arc;

/// `/patients/{patient}/prescriptions/new?favourite=…`
#[component]
pub fn NewPrescriptionPage() -> impl IntoView {
    let ctx = ctx();
    let sent = use_context::<Submitted>();
    load(async move {
        let patient: PatientId = ctx.param("patient")?;
        let known = prescription::situation(&ctx.services, &ctx.caller(), patient, None).await?;
        let favourites = &known.favourites;
        let chosen: Vec<&str> = ctx.viewer.query.all("favourite").collect();
        let draft = match sent.filter(|sent| sent.act.is_empty()) {
            Some(sent) => Draft { fields: sent.fields, problems: sent.problems },
            None => Draft::of(&of_favourites(favourites, &chosen)),
        };
        let checked = editor::weigh(&ctx.services, &known, &draft);
        let names = ctx.services.medicines().names();
        let here = path::prescribe(patient);
        let editor = Arc::new(Editor { patient, without: None, draft, checked, names });
        let (back, head, often) = (path::prescriptions_of(patient), editor::patient(&known), often(&here, favourites, &chosen));
        let title = format!("New prescription for {}", known.name);
        let form = move || {
            view! {
                <Form to=here.clone() label="Prescription" guard=true>
                    {editor::fields(&editor)}
                    {buttons(back.clone())}
                    <p class="text-muted">"Nothing is issued yet. You see what the checks say, and then issue it."</p>
                </Form>
            }
        };
        Ok(view! {
            <Page title=title wide=true>
                {head}
                {often}
                {form()}
            </Page>
        })
    })
}

fn buttons(back: String) -> impl IntoView {
    view! {
        <Buttons>
            <Button>"Save draft and check"</Button>
            <LinkButton href=back look=Look::Quiet>"Back without saving"</LinkButton>
        </Buttons>
    }
}

fn of_favourites(all: &[Favourite], chosen: &[&str]) -> Sheet {
    let medications = chosen.iter().filter_map(|id| all.iter().find(|one| one.id.to_string() == *id)).map(|one| one.medication.clone());
    Sheet { medications: medications.collect(), ..Sheet::default() }
}

/// What the doctor writes often, to be put on the sheet.
fn often(here: &str, all: &[Favourite], chosen: &[&str]) -> Option<impl IntoView + use<>> {
    if all.is_empty() {
        return None;
    }
    let rows = all.iter().map(|one| {
        let id = one.id.to_string();
        let query: Vec<(&str, &str)> = chosen.iter().copied().chain([id.as_str()]).map(|id| ("favourite", id)).collect();
        let (name, how) = (one.medication.name.clone(), one.medication.how());
        let about = format!(" {name}, {how}");
        let fields = vec![("favourite", id.clone())];
        let (add, gone) = (about.clone(), about);
        view! {
            <li class="flex flex-wrap items-center justify-between gap-3 py-2">
                <span class="min-w-0"><strong>{name}</strong>" "{how}</span>
                <span class="flex flex-wrap gap-2">
                    <LinkButton href=path::with(here, &query) look=Look::Quiet>"Put on the sheet"<span class="sr-only">{add}</span></LinkButton>
                    <PostButton to=here act="unfavour" fields=fields look=Look::Plain>"Forget"<span class="sr-only">{gone.clone()}</span></PostButton>
                </span>
            </li>
        }
    });
    let rows = rows.collect_view();
    Some(view! {
        <details class="disclosure" open=chosen.is_empty()>
            <summary class="opener">"Favourites"</summary>
            <Section title="What you write often" lead="Putting one on the sheet empties what you typed there.">
                <Rows>{rows}</Rows>
            </Section>
        </details>
    })
}

/// The form as a part of the patient's own page, where everything that a prescriber has to know stands already.
pub fn inline(services: &Services, patient: PatientId, known: &Situation, sent: Option<Submitted>) -> impl IntoView + use<> {
    let draft = sent.map(|sent| Draft { fields: sent.fields, problems: sent.problems }).unwrap_or_default();
    let checked = editor::weigh(services, known, &draft);
    let names = services.medicines().names();
    let editor = Arc::new(Editor { patient, without: None, draft, checked, names });
    let often = (!known.favourites.is_empty()).then(|| {
        view! { <p><a class="link" href=path::prescribe(patient)>"Begin with your favourites"</a></p> }
    });
    view! {
        {often}
        <Form label="Prescription" guard=true>
            {editor::fields(&editor)}
            <Buttons>
                <Button look=Look::Quiet>"Save draft and check"</Button>
            </Buttons>
            <p class="text-muted">"Nothing is issued yet. The draft then stands under “Medication” above, to be checked and issued."</p>
        </Form>
    }
}

/// Keeps the draft and shows it with what the checks say.
pub async fn begin(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let made = begin_here(&ctx, ctx.param("patient")?, fields).await?;
    Ok(Done::to(path::written(made.id)).saying(Notice::DraftSaved))
}

/// Keeps the draft that a form describes.
pub async fn begin_here(ctx: &Ctx, patient: PatientId, fields: Fields) -> Result<Prescription, Error> {
    // Whose patient it is comes before what is wrong with the form.
    prescription::situation(&ctx.services, &ctx.caller(), patient, None).await?;
    let sheet = Draft { fields, problems: Default::default() }.sheet()?;
    prescription::draft(&ctx.services, &ctx.caller(), NewDraft { patient, appointment: None, sheet }).await
}

/// Lets go of a favourite.
pub async fn unfavour(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let patient: PatientId = ctx.param("patient")?;
    let id = fields.text("favourite").parse().map_err(|_| Problems::one("favourite", "Please choose one of the list."))?;
    prescription::unfavour(&ctx.services, &ctx.caller(), id).await?;
    Ok(Done::to(path::prescribe(patient)).saying(Notice::FavouriteGone))
}
