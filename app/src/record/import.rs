//! `/records/import`: a table from a device or a program, looked at before it is taken.

use crate::{
    act::{Done, Once},
    ctx::{Ctx, ctx, load},
    fields::{Fields, Submitted},
    notice::Notice,
    ui::{Banner, Button, Buttons, FileField, Form, Hidden, LinkButton, Look, Page, Rows, Section, TextArea, Tone, time},
};
use domain::record::{CSV_MAX, Group, Import, RowError};
use leptos::prelude::*;
use service::{Error, record};

const ADDRESS: &str = "/records/import";
/// Entries that a look shows.
const SHOWN: usize = 20;

/// `/records/import`
#[component]
pub fn ImportPage() -> impl IntoView {
    let ctx = ctx();
    let sent = use_context::<Once>();
    load(async move {
        let looked = match sent.and_then(|Once(all)| all.into_iter().next()) {
            Some(csv) => Some((record::import(&ctx.services, &ctx.caller(), None, &csv, ctx.zone(), false).await?.import, csv)),
            None => None,
        };
        let zone = ctx.zone();
        let lead = "Vital signs from a device or another program. You see what was understood before anything is written.";
        Ok(view! {
            <Page title="Import a table" lead=lead>
                {looked.map(|(import, csv)| preview(import, csv, zone))}
                {forms()}
                {explained()}
                <p><a class="link" href="/records">"Back to the record"</a></p>
            </Page>
        })
    })
}

fn preview(import: Import, csv: String, zone: chrono_tz::Tz) -> impl IntoView {
    let (right, wrong) = (import.groups.len(), import.left_out);
    let untold = wrong.saturating_sub(import.errors.len());
    let title = format!("{} read: {}, {}", time::count(import.rows as u64, "row", "rows"), entries(right), left_out(wrong));
    let more = right.saturating_sub(SHOWN);
    let rows: Vec<_> = import.groups.into_iter().take(SHOWN).map(|group| entry(group, zone)).collect();
    let errors: Vec<_> = import.errors.into_iter().map(error).collect();
    let button = format!("Write {} into the record", entries(right));
    view! {
        <Section title="What was understood" id="preview">
            <Banner tone=if wrong == 0 { Tone::Info } else { Tone::Attention } title=title>
                <p>"Nothing is written yet. What an earlier table brought is not added again."</p>
            </Banner>
            {(wrong > 0).then(|| view! {
                <div class="space-y-2">
                    <h3 class="text-lg font-semibold">"Left out"</h3>
                    <Rows>{errors}</Rows>
                    {(untold > 0).then(|| view! { <p class="text-muted">{format!("and {untold} more")}</p> })}
                </div>
            })}
            {(right > 0).then(move || view! {
                <div class="space-y-2">
                    <h3 class="text-lg font-semibold">"To be written"</h3>
                    <table class="values">
                        <caption class="sr-only">"Entries to be written"</caption>
                        <thead><tr><th scope="col">"When"</th><th scope="col">"Values"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                    {(more > 0).then(|| view! { <p class="text-muted">{format!("and {more} more")}</p> })}
                </div>
                {write(csv, button)}
            })}
        </Section>
    }
}

fn write(csv: String, button: String) -> impl IntoView {
    view! {
        <Form act="take" label="Write into the record">
            <Hidden name="csv" value=csv.clone()/>
            {buttons(&button)}
        </Form>
    }
}

fn buttons(words: &str) -> impl IntoView + use<> {
    let words = words.to_owned();
    view! {
        <Buttons>
            <Button>{words}</Button>
            <LinkButton href=ADDRESS look=Look::Quiet>"Start afresh"</LinkButton>
        </Buttons>
    }
}

fn entries(n: usize) -> String {
    time::count(n as u64, "entry", "entries")
}

fn left_out(n: usize) -> String {
    if n == 0 { "nothing left out".to_owned() } else { format!("{} left out", time::count(n as u64, "row", "rows")) }
}

fn entry(group: Group, zone: chrono_tz::Tz) -> impl IntoView {
    let values: Vec<String> = group
        .new
        .results
        .iter()
        .map(|one| {
            let known = domain::record::measure(&one.code);
            let unit = if one.unit.is_empty() { known.map_or("", |known| known.shown) } else { &one.unit };
            format!("{} {} {unit}", known.map_or(&*one.code, |known| known.name), one.value).trim_end().to_owned()
        })
        .collect();
    view! {
        <tr>
            <td>{time::dated(group.new.recorded_at, zone)}</td>
            <td>{values.join(", ")}</td>
        </tr>
    }
}

fn error(RowError { line, message }: RowError) -> impl IntoView {
    view! { <li class="py-2"><strong>{format!("Line {line}: ")}</strong>{message}</li> }
}

fn forms() -> impl IntoView {
    let pasted = use_context::<Submitted>().is_some_and(|sent| sent.act == "look");
    let hint = format!("A CSV file of at most {}.", domain::text::size(CSV_MAX as u64));
    view! {
        <Form act="file" label="Choose a file" file=true>
            <FileField name="csv" label="Choose a file" hint=hint.clone() accept=".csv,text/csv,text/plain" most=CSV_MAX as u64/>
            <Button>"Look at the file"</Button>
        </Form>
        <details class="disclosure" open=pasted>
            <summary class="opener">"Paste a table instead"</summary>
            <Form act="look" label="Paste a table">
                // More than is taken can be pasted: a browser would cut it off without a word, within a number if need be.
                <TextArea name="csv" label="The table" max=2 * CSV_MAX rows=8 required=true/>
                <Button look=Look::Quiet>"Look at the table"</Button>
            </Form>
        </details>
    }
}

fn explained() -> impl IntoView {
    view! {
        <Section title="How the table must look">
            <p class="max-w-prose">
                "The first line names the columns: when it was measured, what, and the value. What is measured is named in English or by its LOINC "
                "code. A unit is needed where it is another than ours, and for laboratory values that are given in several. Fields are parted by commas, semicolons or tabs."
            </p>
            <pre class="overflow-x-auto rounded-card border border-line bg-surface p-4 text-sm" tabindex="0">
                "recorded_at,name,value,unit\n2026-05-31 08:00,Systolic blood pressure,128,mmHg\n2026-05-31 08:00,Diastolic blood pressure,82,mmHg\n2026-05-31 08:05,Weight,154,lb"
            </pre>
        </Section>
    }
}

/// Looks at what was pasted, or at the file.
pub async fn look(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let csv = match ctx.take_upload() {
        Some(upload) => record::text_of(upload.bytes, CSV_MAX, "csv").await?,
        None => fields.text("csv").to_owned(),
    };
    record::import(&ctx.services, &ctx.caller(), None, &csv, ctx.zone(), false).await?;
    Ok(Done::here(vec![csv]))
}

/// Takes what is right of it.
pub async fn take(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let taken = record::import(&ctx.services, &ctx.caller(), None, fields.text("csv"), ctx.zone(), true).await?;
    let said = match (taken.added, taken.import.left_out) {
        (0, _) => Notice::TableEmpty,
        (_, 0) => Notice::TableTaken,
        _ => Notice::TableTakenPartly,
    };
    Ok(Done::to("/records").saying(said))
}
