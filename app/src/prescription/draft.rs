//! A doctor's view of one prescription: a draft is written and issued here, what was issued is looked at and ended.

use super::{
    detail,
    editor::{self, Editor},
    sheet::Draft,
};
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::{Fields, Submitted},
    notice::Notice,
    path,
    ui::{Banner, Button, Buttons, Form, Hidden, LinkButton, Look, Page, PostButton, Tone},
};
use domain::{
    Code, PrescriptionId, Problems,
    prescription::{Kept, Medication, Prescription, Status},
};
use leptos::prelude::*;
use service::{
    Error, Meant,
    prescription::{self, Target},
};
use std::sync::Arc;

/// Which button of the form was pressed.
const THEN: &str = "then";

/// `/dashboard/prescriptions/{prescription}`
#[component]
pub fn DoctorPrescriptionPage() -> impl IntoView {
    let ctx = ctx();
    let sent = use_context::<Submitted>();
    load(async move {
        let (found, known) = prescription::at_work(&ctx.services, &ctx.caller(), ctx.param("prescription")?).await?;
        let Some(known) = known.filter(|_| found.status == Status::Draft) else {
            return Ok(detail::of_doctor(&ctx, &found).into_any());
        };
        let sent = sent.filter(|sent| sent.act.is_empty());
        let lost = sent.as_ref().filter(|sent| sent.code == Code::PreconditionFailed).map(|sent| sent.fields.clone());
        let draft = match sent {
            Some(sent) => Draft { fields: sent.fields, problems: sent.problems },
            None => Draft::of(&found.sheet),
        };
        let checked = editor::weigh(&ctx.services, &known, &draft);
        let names = ctx.services.medicines().names();
        let editor = Arc::new(Editor { patient: found.patient.id, without: found.replaces, draft, checked, names });
        let (here, version, head) = (path::written(found.id), found.version.to_string(), editor::patient(&known));
        let difference = lost.map(|typed| difference(&found, typed));
        let corrects = found.replaces.map(corrects);
        let back = path::prescriptions_of(found.patient.id);
        let throw = "The draft goes, and cannot be brought back. The patient has not seen it.";
        Ok(view! {
            <Page title=format!("Draft for {}", found.patient.name) lead="The patient does not see it before you issue it." wide=true>
                {difference}
                {corrects}
                {head}
                <Form to=here.clone() label="Prescription" guard=true>
                    <Hidden name="version" value=version.clone()/>
                    {editor::fields(&editor)}
                    <Buttons>
                        <Button look=Look::Quiet name=THEN value="save">"Save and check"</Button>
                        <Button name=THEN value="issue">"Sign and issue"</Button>
                    </Buttons>
                    <p class="text-muted">"Once it is issued it never changes. A correction cancels it and takes its place."</p>
                </Form>
                <Buttons>
                    <PostButton to=here.clone() act="cancel" look=Look::Danger confirm=throw>"Throw the draft away"</PostButton>
                    <LinkButton href=back look=Look::Plain>"All prescriptions of this patient"</LinkButton>
                </Buttons>
            </Page>
        }
        .into_any())
    })
}

fn corrects(before: PrescriptionId) -> impl IntoView {
    view! {
        <Banner tone=Tone::Info title="This draft corrects an active prescription">
            <p>"When you issue it, "<a class="link" href=path::written(before)>"the one before"</a>" is cancelled at the same moment."</p>
        </Banner>
    }
}

/// What was saved meanwhile, and what was typed here.
fn difference(saved: &Prescription, typed: Fields) -> impl IntoView + use<> {
    let theirs = lines(&saved.sheet.medications, saved.sheet.notes.as_deref().unwrap_or_default(), &saved.sheet.reasons);
    let reasons = typed.names().into_iter().filter_map(|name| {
        let (id, reason) = (name.strip_prefix("reason-")?.to_owned(), typed.text(name).trim().to_owned());
        (!reason.is_empty()).then_some(Kept { id, reason })
    });
    let (notes, reasons): (_, Vec<Kept>) = (typed.text("notes").trim().to_owned(), reasons.collect());
    let mine = lines(&Draft { fields: typed, problems: Problems::default() }.so_far().0, &notes, &reasons);
    let row = |line: &String, others: &[String]| {
        let is_new = !others.contains(line);
        let mark = is_new.then(|| view! { <span class="text-muted">" – only here"</span> });
        view! { <li><span class:font-semibold=is_new>{line.clone()}</span>{mark}</li> }
    };
    let (left, right) =
        (theirs.iter().map(|line| row(line, &mine)).collect_view(), mine.iter().map(|line| row(line, &theirs)).collect_view());
    view! {
        <div role="alert">
            <Banner tone=Tone::Attention title="This draft was saved meanwhile, perhaps in another window">
                <p>"Nothing is lost: below is what you typed, not saved yet. Save again to put yours in place of what was saved."</p>
                <div class="grid gap-4 sm:grid-cols-2">
                    <div><h2 class="font-semibold">"Saved meanwhile"</h2><ul>{left}</ul></div>
                    <div><h2 class="font-semibold">"Typed by you"</h2><ul>{right}</ul></div>
                </div>
            </Banner>
        </div>
    }
}

/// Everything that a draft says, a line each.
fn lines(medications: &[Medication], notes: &str, reasons: &[Kept]) -> Vec<String> {
    let mut all = Vec::new();
    for one in medications {
        all.push(format!("{}, {}; {}, handed out: {}", one.name, one.how(), one.form.words(), one.handed_out()));
        all.extend(one.instructions.iter().map(|words| format!("{}: {words}", one.name)));
    }
    if !notes.is_empty() {
        all.push(format!("Notes: {notes}"));
    }
    all.extend(reasons.iter().map(|kept| format!("Reason ({}): {}", kept.id, kept.reason)));
    all
}

/// Keeps the draft as it was typed; with the other button, issues it.
pub async fn save(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let (caller, id) = (ctx.caller(), ctx.param("prescription")?);
    // Whether it is there for them comes before what is wrong with the form.
    let found = prescription::get(&ctx.services, &caller, id).await?;
    let (issues, version) = (fields.text(THEN) == "issue", fields.text("version").parse::<i32>().ok());
    if found.status == Status::Active && issues {
        // Pressed twice: it is issued.
        prescription::issue(&ctx.services, &caller, id).await?;
        return Ok(Done::to(path::written(id)).saying(Notice::PrescriptionIssued));
    }
    let sheet = Draft { fields, problems: Problems::default() }.sheet()?;
    let holds = move |now: &i32| Some(*now) == version;
    prescription::edit(&ctx.services, &caller, Target { id, meant: Meant::only(&holds) }, sheet).await?;
    if !issues {
        return Ok(Done::to(path::written(id)).saying(Notice::DraftSaved));
    }
    match prescription::issue(&ctx.services, &caller, id).await {
        Ok(_) => Ok(Done::to(path::written(id)).saying(Notice::PrescriptionIssued)),
        Err(Error::Invalid(problems)) => Err(Error::Invalid(for_form(problems))),
        Err(error) => Err(error),
    }
}

/// `reasons.<id>` of the rules is `reason-<id>` of the form.
fn for_form(Problems(all): Problems) -> Problems {
    let named = all.into_iter().map(|mut problem| {
        if let Some(id) = problem.field.strip_prefix("reasons.") {
            problem.field = format!("reason-{id}").into();
        }
        problem
    });
    Problems(named.collect())
}

/// Calls it off.
pub async fn cancel(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let ended = prescription::cancel(&ctx.services, &ctx.caller(), ctx.param::<PrescriptionId>("prescription")?).await?;
    let notice = if ended.issued_at.is_some() { Notice::PrescriptionCancelled } else { Notice::DraftThrown };
    Ok(Done::to(path::prescriptions_of(ended.patient.id)).saying(notice))
}

/// Notes that it is done with.
pub async fn complete(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let ended = prescription::complete(&ctx.services, &ctx.caller(), ctx.param::<PrescriptionId>("prescription")?).await?;
    Ok(Done::to(path::written(ended.id)).saying(Notice::PrescriptionCompleted))
}
