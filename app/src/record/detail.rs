//! `/records/{record}`: one entry, its files, and what can be done about it.

use super::{form, parts};
use crate::{
    act::Done,
    ctx::{Ctx, ctx, load},
    fields::Fields,
    notice::Notice,
    path,
    ui::{Banner, Button, Card, Fact, Facts, FileField, Form, Look, Page, Rows, Section, TextArea, Tone, When, time},
};
use domain::record::{Attachment, FILE_MAX, Media, Record, refused};
use domain::{Caller, Problems};
use leptos::prelude::*;
use service::{Error, record};

/// `/records/{record}`
#[component]
pub fn RecordPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let caller = ctx.caller();
        let id = form::entry(&ctx)?;
        let found = record::get(&ctx.services, &caller, id).await?;
        let files = if found.files > 0 { record::attachments_of(&ctx.services, &caller, &found).await? } else { Vec::new() };
        let own = matches!(caller, Caller::Patient { .. });
        let may_change = may_change(&caller, &found);
        let back = if own { path::records(None) } else { path::records(Some(found.patient)) };
        let (title, born) = parts::whose(&ctx, &found.content.title, (!own).then_some(found.patient)).await?;
        let (facts, standing) = (facts(&ctx, &found, own), standing(&found));
        let values = (!found.content.results.is_empty()).then(|| parts::values(&found.content.results));
        let text = found.content.text.clone().map(|text| view! { <p class="max-w-prose whitespace-pre-line">{text}</p> });
        let changes = may_change.then(|| changes(&ctx, &found));
        Ok(view! {
            <Page title=title lead=born>
                {standing}
                <Card>{facts}</Card>
                {values}
                {text}
                {attachments(files, may_change)}
                {changes}
                <p><a class="link" href=back>"Back to the record"</a></p>
            </Page>
        })
    })
}

/// Patients change what they wrote; doctors are told by the use case whether they may.
fn may_change(caller: &Caller, found: &Record) -> bool {
    let is_mine = caller.user() == Some(found.author) && found.record_type.is_patients();
    found.counts() && (is_mine || caller.doctor().is_some())
}

/// What has become of the entry.
fn standing(found: &Record) -> impl IntoView + use<> {
    let (title, other, words) = match (found.retracted, found.corrected_by, found.corrects) {
        (true, _, Some(old)) => ("An entry was taken back", old, "It was made in error. What it said is kept."),
        (_, Some(new), _) => ("This was corrected", new, "What counts now is in the newer entry."),
        (_, _, Some(old)) => ("This corrects an earlier entry", old, "What was written before is kept."),
        _ => return ().into_any(),
    };
    let (href, link) = (path::record(other), if found.corrected_by.is_some() { "See the newer entry" } else { "See the earlier entry" });
    view! { <Banner tone=Tone::Attention title=title><p>{words}" "<a class="link" href=href>{link}</a></p></Banner> }.into_any()
}

fn facts(ctx: &Ctx, found: &Record, own: bool) -> impl IntoView + use<> {
    let coding = found.content.coding.clone().map(|coding| format!("{} {}", coding.system, coding.code));
    let (kind, author, zone) = (found.record_type.words(), parts::author(found, own), ctx.zone());
    let created = found.created_at;
    let when = parts::when(found, zone);
    view! {
        <Facts columns=true>
            <Fact label="When">{when}</Fact>
            <Fact label="Kind">{kind}</Fact>
            <Fact label="Written by">{author}</Fact>
            <Fact label="Written down"><When at=created dated=true/></Fact>
            {coding.map(|coding| view! { <Fact label="Code">{coding}</Fact> })}
        </Facts>
    }
}

fn attachments(files: Vec<Attachment>, may_change: bool) -> impl IntoView {
    let is_empty = files.is_empty();
    let rows: Vec<_> = files.into_iter().map(one_file).collect();
    (may_change || !is_empty).then(|| {
        view! {
            <Section title="Files" id="files">
                {(!is_empty).then(|| view! { <Rows>{rows}</Rows> })}
                {may_change.then(upload)}
            </Section>
        }
    })
}

fn one_file(file: Attachment) -> impl IntoView {
    let about = format!("{}, {}", file.media.words(), size(file.size));
    view! {
        <li class="space-y-1 py-3">
            <p><a class="link break-all" href=path::attachment(file.id) download=file.name.clone()>{file.name.clone()}</a></p>
            <p class="text-sm text-muted">{about}" · "<When at=file.created_at dated=true/></p>
        </li>
    }
}

/// "48 kB", "2.1 MB"
fn size(bytes: u64) -> String {
    match bytes {
        0..=999 => time::count(bytes, "byte", "bytes"),
        1_000..=999_999 => format!("{} kB", bytes / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn upload() -> impl IntoView {
    let hint = format!("A PDF or a picture (PNG, JPEG, WebP) of at most {}.", domain::text::size(FILE_MAX));
    view! {
        <div class="print:hidden">
            <Form act="attach" label="Add a file" file=true>
                <FileField name="file" label="Add a file" hint=hint.clone() accept="application/pdf,image/png,image/jpeg,image/webp" most=FILE_MAX/>
                <Button look=Look::Quiet>"Upload"</Button>
            </Form>
        </div>
    }
}

fn changes(ctx: &Ctx, found: &Record) -> impl IntoView + use<> {
    let (zone, old) = (ctx.zone(), found.clone());
    let kind = found.record_type;
    let text = found.content.text.clone().unwrap_or_default();
    let body = move || {
        if kind.is_measured() {
            let text = text.clone();
            view! {
                {form::value_fields(kind, Some(&old))}
                <TextArea name="text" label="Note" max=500 rows=2 value=text optional=true/>
            }
            .into_any()
        } else {
            form::word_fields(kind, Some(&old)).into_any()
        }
    };
    let at = found.recorded_at;
    view! {
        <section class="space-y-4 print:hidden">
            <details class="disclosure">
                <summary class="opener">"Correct this entry"</summary>
                <Form act="correct" label="Correct this entry">
                    {form::when_fields(at, zone)}
                    {body()}
                    <Button>"Save the correction"</Button>
                </Form>
            </details>
            <details class="disclosure">
                <summary class="opener">"This was entered in error"</summary>
                <Form act="retract" label="Take this entry back">
                    <TextArea name="reason" label="What is wrong with it?" max=500 rows=2 required=true/>
                    <Button look=Look::Danger>"Mark it as made in error"</Button>
                </Form>
            </details>
        </section>
    }
}

/// Corrects the entry.
pub async fn correct(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let id = form::entry(&ctx)?;
    let old = record::get(&ctx.services, &ctx.caller(), id).await?;
    let filled = form::read(&fields, old.record_type, ctx.zone(), Some(&old))?;
    let new = record::correct(&ctx.services, &ctx.caller(), id, &filled.new).await.map_err(|error| filled.place(error))?;
    Ok(Done::to(path::record(new.id)).saying(Notice::EntryCorrected))
}

/// Takes the entry back.
pub async fn retract(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let id = form::entry(&ctx)?;
    record::retract(&ctx.services, &ctx.caller(), id, fields.text("reason")).await?;
    Ok(Done::to(path::record(id)).saying(Notice::EntryRetracted))
}

/// Adds a file to the entry.
pub async fn attach(ctx: Ctx, _: Fields) -> Result<Done, Error> {
    let id = form::entry(&ctx)?;
    let Some(upload) = ctx.take_upload() else {
        // Who may not see the entry is not told that a file was missing.
        record::get(&ctx.services, &ctx.caller(), id).await?;
        return Err(Problems::one("file", "Please choose a file.").into());
    };
    record::attach(&ctx.services, &ctx.caller(), id, &upload.name, upload.bytes)
        .await
        .map_err(|error| refused(error.code(), &Media::ALL, FILE_MAX).map_or(error, |words| Problems::one("file", words).into()))?;
    Ok(Done::to(format!("{}#files", path::record(id))).saying(Notice::FileStored))
}
