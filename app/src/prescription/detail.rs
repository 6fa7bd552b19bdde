//! What was issued, as its doctor and the patient's other doctors see it.

use super::found;
use crate::{
    act::{Done, File},
    appointment::Refused,
    ctx::Ctx,
    fields::Fields,
    notice::Notice,
    path,
    ui::{Badge, Banner, Buttons, Card, Fact, Facts, LinkButton, Look, Page, PostButton, Rows, Section, Tone, When},
};
use domain::{
    PrescriptionId,
    prescription::{Checked, Kept, Medication, Prescription, Status},
};
use leptos::prelude::*;
use service::{Error, prescription};

/// Where it stands.
pub(super) fn badge(status: Status) -> impl IntoView {
    let tone = match status {
        Status::Draft => Tone::Attention,
        Status::Active => Tone::Info,
        Status::Completed => Tone::Done,
        Status::Cancelled => Tone::Attention,
    };
    view! { <Badge tone=tone>{status.label()}</Badge> }
}

/// What an ended one means, where it is not plain.
pub(super) fn state(status: Status) -> Option<impl IntoView> {
    let (title, more) = match status {
        Status::Cancelled => ("This prescription is cancelled", "It must not be dispensed any more. The code on its page says so."),
        Status::Completed => ("This prescription is completed", "It must not be dispensed again. The code on its page says so."),
        Status::Draft | Status::Active => return None,
    };
    Some(view! { <Banner tone=Tone::Attention title=title><p>{more}</p></Banner> })
}

/// The medicines; `more` – what can be done with each.
pub(super) fn medicines<F: Fn(usize, &Medication) -> AnyView>(all: &[Medication], more: F) -> impl IntoView + use<F> {
    let rows = all.iter().enumerate().map(|(n, one)| {
        let code = one.code.as_ref().map(|code| view! { <span class="text-muted">{format!(" · {code}")}</span> });
        let instructions = one.instructions.clone().map(|words| view! { <p>{words}</p> });
        view! {
            <li class="space-y-1 py-4">
                <h3 class="text-lg font-semibold">{one.name.clone()}</h3>
                <p>{one.how()}</p>
                <p class="text-muted">{one.form.words()}{code}{format!(" · handed out: {}", one.handed_out())}</p>
                {instructions}
                {more(n, one)}
            </li>
        }
    });
    let rows = rows.collect_view();
    view! { <Rows>{rows}</Rows> }
}

/// The page of a doctor.
pub(super) fn of_doctor(ctx: &Ctx, of: &Prescription) -> impl IntoView + use<> {
    let here = path::written(of.id);
    let own = ctx.caller().doctor() == Some(of.doctor.id);
    let keep = {
        let here = here.clone();
        move |n: usize, one: &Medication| {
            let (fields, about) = (vec![("medicine", n.to_string())], format!(": {}", one.name));
            view! {
                <PostButton to=here.clone() act="favour" fields=fields look=Look::Plain>
                    "Keep as a favourite"<span class="sr-only">{about.clone()}</span>
                </PostButton>
            }
            .into_any()
        }
    };
    let notes = of.sheet.notes.clone().map(|notes| view! { <Fact label="Notes">{notes}</Fact> });
    let replaces =
        of.replaces.map(|id| view! { <Fact label="Corrects"><a class="link" href=path::written(id)>"an earlier one"</a></Fact> });
    let ended = of.ended_at.map(|at| view! { <Fact label="Ended"><When at=at dated=true/></Fact> });
    let issued = of.issued_at.map(|at| view! { <Fact label="Issued"><When at=at dated=true/></Fact> });
    let weighed = of.checked.as_ref().map(|checked| weighed(checked, &of.sheet.reasons));
    let (patient, doctor) = (of.patient.name.clone(), of.doctor.name.clone());
    let back = path::prescriptions_of(of.patient.id);
    let (title, status) = (format!("Prescription for {}", of.patient.name), of.status);
    let (medicines, actions) = (medicines(&of.sheet.medications, keep), actions(of, own));
    view! {
        <Page title=title>
            <Refused/>
            {state(status)}
            <Card>
                <Facts columns=true>
                    <Fact label="Patient">{patient}</Fact>
                    <Fact label="Doctor">{doctor}</Fact>
                    <Fact label="Status">{badge(status)}</Fact>
                    {issued}{ended}{replaces}{notes}
                </Facts>
            </Card>
            <Section title="Medicines">{medicines}</Section>
            {actions}
            {weighed}
            <p><a class="link" href=back>"All prescriptions of this patient"</a></p>
        </Page>
    }
}

fn actions(of: &Prescription, own: bool) -> impl IntoView + use<> {
    let here = path::written(of.id);
    let is_active = of.status == Status::Active;
    let (ends, printed) = (is_active && own, of.issued_at.is_some());
    let corrects = "A draft that says the same is begun. When you issue it, this one is cancelled at the same moment.";
    let cancels = "It must not be dispensed any more, and the patient sees it. This cannot be undone.";
    let completes = "It must not be dispensed again, and the patient sees it. This cannot be undone.";
    let new = path::prescribe(of.patient.id);
    view! {
        <Buttons>
            {printed.then(|| view! { <PostButton to=here.clone() act="print" look=Look::Primary>"Page to print (PDF)"</PostButton> })}
            {printed.then(|| view! { <PostButton to=here.clone() act="repeat">"Prescribe again"</PostButton> })}
            {ends.then(|| view! { <PostButton to=here.clone() act="correct" confirm=corrects>"Correct it"</PostButton> })}
            {ends.then(|| view! { <PostButton to=here.clone() act="complete" confirm=completes>"It is done with"</PostButton> })}
            {ends.then(|| view! { <PostButton to=here.clone() act="cancel" look=Look::Danger confirm=cancels>"Cancel it"</PostButton> })}
            {(!printed).then(|| view! { <LinkButton href=new>"New prescription"</LinkButton> })}
        </Buttons>
    }
}

/// What was found when it was issued, and why the doctor went on.
fn weighed(checked: &Checked, reasons: &[Kept]) -> impl IntoView + use<> {
    let reason = |id: &str| {
        let kept = reasons.iter().find(|kept| kept.id == id).map(|kept| kept.reason.clone());
        kept.map(|reason| view! { <p><strong>"Why the doctor went on: "</strong>{reason}</p> }).into_any()
    };
    let warnings: Vec<_> = checked.warnings.iter().map(|of| found::warning(of.clone(), reason(&of.id))).collect();
    let gaps: Vec<_> = checked.gaps.iter().map(|of| found::gap(of.clone(), reason(&of.id))).collect();
    let (lines, list) = (found::lines(checked), found::by_list(checked));
    view! {
        <Section title="What was checked when it was issued" lead="For doctors; the patient does not see this part.">
            <div class="space-y-4">{lines} {warnings} {gaps} {list}</div>
        </Section>
    }
}

fn id(ctx: &Ctx) -> Result<PrescriptionId, Error> {
    ctx.param("prescription")
}

/// Gives the page to print.
pub async fn print(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let printed = prescription::pdf(&ctx.services, &ctx.caller(), id(&ctx)?).await?;
    Ok(Done::file(File { name: printed.name, kind: "application/pdf", bytes: printed.pdf.into() }))
}

/// Begins a draft that says the same.
pub async fn repeat(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let made = prescription::repeat(&ctx.services, &ctx.caller(), id(&ctx)?).await?;
    Ok(Done::to(path::written(made.id)).saying(Notice::DraftSaved))
}

/// Begins a draft that takes its place.
pub async fn correct(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let made = prescription::correct(&ctx.services, &ctx.caller(), id(&ctx)?).await?;
    Ok(Done::to(path::written(made.id)).saying(Notice::DraftSaved))
}

/// Keeps a medicine of it as a favourite.
pub async fn favour(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let found = prescription::get(&ctx.services, &ctx.caller(), id(&ctx)?).await?;
    let at: Option<usize> = fields.text("medicine").parse().ok();
    let one =
        at.and_then(|at| found.sheet.medications.get(at)).ok_or_else(|| domain::Problems::one("medicine", "Please choose a medicine."))?;
    prescription::favour(&ctx.services, &ctx.caller(), one.clone()).await?;
    Ok(Done::to(path::written(found.id)).saying(Notice::FavouriteKept))
}
