//! The copy as a file: JSON for programs, a calendar, and pages to read.

use super::export::Everything;
use crate::record::{Outgoing, Own};
use crate::{Error, Services};
use bytes::Bytes;
use chrono::{Datelike, Timelike};
use document::{Document, Made, Table};
use domain::appointment::{Appointment, Status};
use domain::record::Attachment;
use futures::stream::{StreamExt, TryStreamExt, try_unfold};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};
use serde_json::Value;
use std::collections::VecDeque;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// Most bytes of all files together, before they are packed.
const MOST: usize = 64 << 20;

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("an export could not be made: {error}"))
}

/// What is packed and not yet taken.
#[derive(Clone, Default)]
struct Shelf(Arc<Mutex<Vec<u8>>>);

impl Shelf {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Shelf {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A copy with all but the files of the record in it.
pub(super) struct Begun {
    zip: ZipWriter<StreamWriter<Shelf>>,
    shelf: Shelf,
}

/// Where a file lies in the copy: names can be the same.
fn place(of: &Attachment) -> String {
    format!("files/{}/{}", of.id, of.name)
}

/// What `files.json` says of a file.
pub(super) fn told(of: &Attachment) -> Result<Value, Error> {
    let mut told = serde_json::to_value(of).map_err(failed)?;
    told["file"] = place(of).into();
    Ok(told)
}

/// Packs what is no file. Takes a while: not for a thread that others wait for.
pub(super) fn pack(all: &Everything) -> Result<Begun, Error> {
    let shelf = Shelf::default();
    let mut zip = ZipWriter::new_stream(shelf.clone());
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut written = 0;
    let mut put = |name: &str, bytes: &[u8]| -> Result<(), Error> {
        written += bytes.len();
        if written > MOST {
            return Err(Error::Unavailable("an export is larger than one can be".to_owned()));
        }
        zip.start_file(name, options).map_err(failed)?;
        zip.write_all(bytes).map_err(failed)
    };
    for (name, value) in &all.files {
        put(name, &serde_json::to_vec_pretty(value).map_err(failed)?)?;
    }
    put("appointments.ics", calendar(all).as_bytes())?;
    put("summary.pdf", &summary(all).pdf().map_err(failed)?)?;
    Ok(Begun { zip, shelf })
}

/// The whole copy, piece by piece as it is taken; at no time is more than a piece of a file in memory. A file that cannot be read any more is
/// named in the copy: it must not keep its owner from all the others.
pub(super) fn with_files(Begun { zip, shelf }: Begun, services: Services, files: Vec<Own>) -> Outgoing {
    let packing = Packing { zip: Some(zip), shelf, services, files: files.into(), open: None, lost: Vec::new() };
    try_unfold(packing, Packing::next).boxed()
}

struct Packing {
    /// Until it has its end.
    zip: Option<ZipWriter<StreamWriter<Shelf>>>,
    shelf: Shelf,
    services: Services,
    files: VecDeque<Own>,
    open: Option<Outgoing>,
    lost: Vec<String>,
}

impl Packing {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, Error> {
        loop {
            let ready = self.shelf.take();
            if !ready.is_empty() {
                return Ok(Some((ready.into(), self)));
            }
            if self.zip.is_none() {
                return Ok(None);
            }
            self.step().await?;
        }
    }

    async fn step(&mut self) -> Result<(), Error> {
        let Some(zip) = &mut self.zip else { return Ok(()) };
        if let Some(file) = &mut self.open {
            match file.try_next().await? {
                Some(piece) => zip.write_all(&piece).map_err(failed)?,
                None => self.open = None,
            }
        } else if let Some(file) = self.files.pop_front() {
            match file.open(&self.services).await {
                Ok(content) => {
                    // Scans and pictures are packed as they are.
                    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
                    zip.start_file(place(&file.about), options).map_err(failed)?;
                    self.open = Some(content);
                }
                Err(error @ Error::Unreadable(_)) => {
                    tracing::error!(%error, "a file is missing from a copy");
                    self.lost.push(place(&file.about));
                }
                Err(error) => return Err(error),
            }
        } else {
            self.end()?;
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Error> {
        let Some(mut zip) = self.zip.take() else { return Ok(()) };
        if !self.lost.is_empty() {
            zip.start_file("files-that-cannot-be-read.json", SimpleFileOptions::default()).map_err(failed)?;
            zip.write_all(&serde_json::to_vec_pretty(&self.lost).map_err(failed)?).map_err(failed)?;
        }
        zip.finish().map(drop).map_err(failed)
    }
}

/// RFC 5545. Calendars are shown to others and synchronised to strangers' servers: where and when, not with whom and why.
fn calendar(all: &Everything) -> String {
    let mut calendar = Calendar::new();
    calendar.name("Smart Health");
    for visit in &all.appointments {
        let mut event = Event::new();
        event.uid(&format!("{}@smart-health", visit.id)).timestamp(all.at).starts(visit.period.start()).ends(visit.period.end());
        event.summary("Appointment").status(if visit.status == Status::Cancelled {
            EventStatus::Cancelled
        } else {
            EventStatus::Confirmed
        });
        event.location(&format!("{}, {}, {}", visit.doctor.clinic, visit.doctor.address, visit.doctor.city));
        calendar.push(event.done());
    }
    calendar.to_string()
}

fn summary(all: &Everything) -> Document {
    let made = Made {
        year: u16::try_from(all.at.year()).unwrap_or_default(),
        month: u8::try_from(all.at.month()).unwrap_or(1),
        day: u8::try_from(all.at.day()).unwrap_or(1),
        hour: u8::try_from(all.at.hour()).unwrap_or_default(),
        minute: u8::try_from(all.at.minute()).unwrap_or_default(),
    };
    let when = all.at.with_timezone(&all.zone).format("%-d %B %Y, %H:%M");
    let mut summary = Document::new(format!("What is stored about {}", all.name), "en")
        .made(made)
        .foot("Smart Health · a copy of your data")
        .paragraph(format!("Made on {when} ({}). The JSON files beside this one hold the same for programs, in full.", all.zone.name()));
    for (name, title) in [("account.json", "Account"), ("profile.json", "Profile")] {
        summary = summary.heading(title).rows(rows(of(all, name)));
    }
    summary
        .heading("Appointments")
        .table(visits(all))
        .heading("Prescriptions")
        .table(prescriptions(of(all, "prescriptions.json")))
        .heading("Symptom reports")
        .table(table(of(all, "symptom-reports.json"), &[("Date", 2, "created_at"), ("What you wrote", 6, "text")]))
        .heading("Health record")
        .table(table(of(all, "health-record.json"), &[("Date", 3, "recorded_at"), ("Kind", 2, "record_type"), ("What", 6, "content")]))
        .heading("Consents")
        .table(table(of(all, "consents.json"), &[("Date", 3, "at"), ("To what", 3, "kind"), ("", 2, "act"), ("Version", 2, "version")]))
        .heading("Who did what")
        .table(table(of(all, "who-did-what.json"), &[("Date", 3, "at"), ("By", 2, "by"), ("What", 3, "action"), ("Account", 4, "account")]))
        .heading("Mails")
        .table(table(of(all, "mails.json"), &[("Date", 3, "written_at"), ("Subject", 6, "subject")]))
}

fn of<'a>(all: &'a Everything, name: &str) -> &'a Value {
    all.files.iter().find(|(file, _)| *file == name).map_or(&Value::Null, |(_, value)| value)
}

fn visits(all: &Everything) -> Table {
    let mut table = Table::new(&[("When", 3), ("Doctor", 3), ("Where", 4), ("State", 2)]);
    for visit in &all.appointments {
        let Appointment { doctor, period, status, .. } = visit;
        let when = period.start().with_timezone(&all.zone).format("%-d %b %Y, %H:%M").to_string();
        table.push([when, doctor.name.clone(), format!("{}, {}", doctor.clinic, doctor.city), status.code().to_owned()]);
    }
    table
}

fn prescriptions(value: &Value) -> Table {
    let mut table = Table::new(&[("Issued", 3), ("Doctor", 3), ("Medicines", 5), ("State", 2)]);
    for one in value.as_array().into_iter().flatten() {
        let names = one["sheet"]["medications"].as_array().into_iter().flatten().map(|medicine| words(&medicine["name"]));
        let names = names.collect::<Vec<_>>().join(", ");
        table.push([words(&one["issued_at"]), words(&one["doctor"]["name"]), names, words(&one["status"])]);
    }
    table
}

fn rows(value: &Value) -> Vec<(String, String)> {
    let object = value.as_object().into_iter().flatten();
    object.map(|(name, value)| (name.replace('_', " "), words(value))).filter(|(_, value)| !value.is_empty()).collect()
}

fn table(value: &Value, columns: &[(&str, u16, &str)]) -> Table {
    let heads: Vec<(&str, u16)> = columns.iter().map(|(head, weight, _)| (*head, *weight)).collect();
    let mut table = Table::new(&heads);
    for row in value.as_array().into_iter().flatten() {
        table.push(columns.iter().map(|(_, _, key)| words(row.get(*key).unwrap_or(&Value::Null))));
    }
    table
}

/// A value as people read it.
fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(is) => if *is { "yes" } else { "no" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(words).collect::<Vec<_>>().join("; "),
        Value::Object(all) => all.values().map(words).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", "),
    }
}
