//! The copy as a file: JSON for programs, a calendar, and pages to read.

use super::export::Everything;
use crate::Error;
use chrono::{Datelike, Timelike};
use document::{Document, Made, Table};
use domain::appointment::{Appointment, Status};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};
use serde_json::Value;
use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Most bytes of all files together, before they are packed.
const MOST: usize = 64 << 20;

fn failed(error: impl std::fmt::Display) -> Error {
    Error::Internal(format!("an export could not be made: {error}"))
}

/// Packs it. Takes a while: not for a thread that others wait for.
pub(super) fn pack(all: &Everything) -> Result<Vec<u8>, Error> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
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
    Ok(zip.finish().map_err(failed)?.into_inner())
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
