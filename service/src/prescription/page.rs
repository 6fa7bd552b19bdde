//! The page to print: tagged, with a code that says whether it holds, and signed as a file.

use super::{list::open, sign};
use crate::{Error, Services};
use chrono::{DateTime, Datelike, Timelike, Utc};
use document::{Document, Made, Squares, Table};
use domain::{
    Caller, Code, PrescriptionId,
    prescription::{Prescription, Status},
};
use entity::prescription;
use qrcode::{Color, EcLevel, QrCode};
use sea_orm::EntityTrait;

/// A page, ready to be taken away.
#[derive(Clone, PartialEq, Eq)]
pub struct Printed {
    /// Its name as a file.
    pub name: String,
    /// PDF, signed.
    pub pdf: Vec<u8>,
}

/// Never what is on it.
impl std::fmt::Debug for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printed").field("name", &self.name).field("bytes", &self.pdf.len()).finish()
    }
}

/// The page of an issued prescription.
///
/// Errors: `NOT_FOUND` for one that is not the caller's to see; `ILLEGAL_MOVE` for a draft.
pub async fn pdf(services: &Services, caller: &Caller, id: PrescriptionId) -> Result<Printed, Error> {
    let tx = services.begin(caller).await?;
    let (found, _) = open(&tx, services, caller, id, "prescription.print").await?;
    let row = prescription::Entity::find_by_id(id.0).one(&tx).await?.ok_or(Error::NOT_FOUND)?;
    let (Some(issued), Some(signature), Some(key)) = (found.issued_at, row.signature, row.key_id) else {
        // Nothing is printed, so nothing is noted.
        return Err(Code::IllegalMove.into());
    };
    tx.commit().await?;
    let key = u32::try_from(key).map_err(|e| Error::corrupt("prescription", e))?;
    let link = format!("{}/verify/{}", services.base().trim_end_matches('/'), sign::code(id, key, &signature));
    let keys = services.keys().clone();
    let work = move || {
        let pdf = lay_out(&found, issued, &link)?.pdf().map_err(|e| Error::Internal(e.to_string()))?;
        sign::signed_file(&keys, pdf)
    };
    let pdf = tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(e.to_string()))??;
    Ok(Printed { name: format!("prescription-{}.pdf", issued.format("%Y-%m-%d")), pdf })
}

fn lay_out(of: &Prescription, issued: DateTime<Utc>, link: &str) -> Result<Document, Error> {
    let mut table = Table::new(&[("Medicine", 4), ("How it is taken", 6), ("Handed out", 3)]);
    for one in &of.sheet.medications {
        let name = match &one.code {
            Some(code) => format!("{}\n{} · {code}", one.name, one.form.words()),
            None => format!("{}\n{}", one.name, one.form.words()),
        };
        let how = [Some(one.how()), one.instructions.clone()].into_iter().flatten().collect::<Vec<_>>().join("\n");
        table.push([name, how, one.handed_out()]);
    }
    let born = of.patient.date_of_birth.map_or_else(|| "not known".to_owned(), |born| born.format("%-d %B %Y").to_string());
    let state = match of.status {
        Status::Cancelled => Some("This prescription is cancelled. It must not be dispensed."),
        Status::Completed => Some("This prescription is completed. It must not be dispensed again."),
        Status::Draft | Status::Active => None,
    };
    let mut page = Document::new("Prescription", "en").made(made(issued)).foot(format!("Prescription {}", of.id));
    if let Some(state) = state {
        page = page.heading(state);
    }
    page = page
        .rows([("Patient", of.patient.name.clone()), ("Date of birth", born)])
        .rows([
            ("Doctor", of.doctor.name.clone()),
            ("Licence", of.doctor.license.clone()),
            ("Clinic", of.doctor.clinic.clone()),
            ("Issued", issued.format("%-d %B %Y, %H:%M UTC").to_string()),
        ])
        .heading("Medicines")
        .table(table);
    if let Some(notes) = &of.sheet.notes {
        page = page.heading("Notes").paragraph(notes.clone());
    }
    Ok(page
        .heading("Is this prescription valid?")
        .paragraph("Scan the code, or open its address. The page says whether the prescription is valid, cancelled or completed, and nothing else.")
        .squares(squares(link)?, 150.0, "A code to scan, which opens the page that says whether this prescription is valid")
        .paragraph(format!("Its address: {link}"))
        .paragraph(format!("Signed electronically (Ed25519) by {}.", of.doctor.name)))
}

fn squares(link: &str) -> Result<Squares, Error> {
    let code = QrCode::with_error_correction_level(link, EcLevel::M).map_err(|e| Error::Internal(format!("a code to scan: {e}")))?;
    let side = code.width();
    Ok(Squares { side, dark: code.to_colors().into_iter().map(|color| color == Color::Dark).collect() })
}

fn made(at: DateTime<Utc>) -> Made {
    Made {
        year: u16::try_from(at.year()).unwrap_or_default(),
        month: u8::try_from(at.month()).unwrap_or(1),
        day: u8::try_from(at.day()).unwrap_or(1),
        hour: u8::try_from(at.hour()).unwrap_or_default(),
        minute: u8::try_from(at.minute()).unwrap_or_default(),
    }
}
