//! What the forms on a patient's page do. Each comes back to that page.

use crate::{act::Done, ctx::Ctx, fields::Fields, notice::Notice, path, prescription as rx, record::form};
use domain::{
    PatientId, Problems,
    note::Words,
    record::{NewRecord, RecordType, TITLE_MAX},
};
use service::{
    Error,
    note::{self, Kept},
    record,
};

/// Puts a note into the record, keeps it as a draft, or throws the draft away.
pub async fn note(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let patient: PatientId = ctx.param("patient")?;
    let from: i32 = fields.text("from").parse().unwrap_or_default();
    let words = Words { title: fields.text("title").to_owned(), text: fields.text("text").to_owned() };
    let notice = match fields.text("how") {
        "keep" => keep(&ctx, patient, from, &words).await?,
        "throw" => throw(&ctx, patient, from).await?,
        _ => {
            let (title, text) = (title(&words), words.text);
            let new =
                NewRecord { record_type: RecordType::ClinicalNote, recorded_at: ctx.now(), title, text, coding: None, results: Vec::new() };
            note::finish(&ctx.services, &ctx.caller(), patient, from, &new).await?;
            Notice::NoteWritten
        }
    };
    Ok(Done::to(path::patient(patient)).saying(notice))
}

async fn keep(ctx: &Ctx, patient: PatientId, from: i32, words: &Words) -> Result<Notice, Error> {
    match note::keep(&ctx.services, &ctx.caller(), patient, from, words).await? {
        Kept::Saved(_) => Ok(Notice::NoteKept),
        Kept::Other(_) => {
            Err(Problems::one("text", "Another text of this note was kept meanwhile. Both are on this page; nothing is lost.").into())
        }
    }
}

async fn throw(ctx: &Ctx, patient: PatientId, from: i32) -> Result<Notice, Error> {
    if note::throw(&ctx.services, &ctx.caller(), patient, from).await? {
        Ok(Notice::DraftThrown)
    } else {
        Err(Problems::one("text", "Another text of this note was kept meanwhile, and stays. Nothing was thrown away.").into())
    }
}

/// What was given, else the beginning of the first line.
fn title(words: &Words) -> String {
    let given = words.title.trim();
    if !given.is_empty() {
        return given.to_owned();
    }
    let first = words.text.trim().lines().next().unwrap_or_default().trim();
    if first.chars().count() <= TITLE_MAX / 2 {
        return first.to_owned();
    }
    let cut: String = first.chars().take(TITLE_MAX / 2).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

/// Adds an entry of another kind.
pub async fn entry(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let patient: PatientId = ctx.param("patient")?;
    let kind: RecordType = fields.text("type").parse().unwrap_or(RecordType::VitalSigns);
    // Who may not see the record is told nothing else.
    record::writable(&ctx.services, &ctx.caller(), Some(patient)).await?;
    let filled = form::read(&fields, kind, ctx.zone(), None)?;
    record::create(&ctx.services, &ctx.caller(), Some(patient), &filled.new).await.map_err(|error| filled.place(error))?;
    Ok(Done::to(path::patient(patient)).saying(Notice::EntryAdded))
}

/// Begins a prescription, which then waits above to be checked and issued.
pub async fn prescribe(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let patient: PatientId = ctx.param("patient")?;
    rx::begin_here(&ctx, patient, fields).await?;
    Ok(Done::to(path::patient(patient)).saying(Notice::DraftSaved))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_without_a_title_is_called_by_its_beginning() {
        let of = |title: &str, text: &str| super::title(&Words { title: title.into(), text: text.into() });
        assert_eq!(of(" Cough ", "x"), "Cough");
        assert_eq!(of("", "Coughs for a week.\nNo fever."), "Coughs for a week.");
        let long = of("", &"word ".repeat(40));
        assert!(long.chars().count() <= TITLE_MAX && long.ends_with("word …"), "{long}");
        assert_eq!(of("", &"x".repeat(200)).chars().count(), TITLE_MAX / 2 + 2);
    }
}
