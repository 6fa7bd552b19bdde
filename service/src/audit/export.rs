//! The audit as a file.

use super::Noted;
use crate::{Error, Services, context::System};
use chrono::SecondsFormat;
use entity::audit::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::io::Write;

/// Rows read at once.
const BATCH: u64 = 5_000;

/// How a row is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180 with a line of names.
    Csv,
    /// A JSON object a line.
    JsonLines,
}

/// Writes every entry, oldest first; how many. For the command line alone.
pub async fn export(services: &Services, format: Format, out: &mut (impl Write + Send)) -> Result<u64, Error> {
    let failed = |e: std::io::Error| Error::Internal(format!("the export could not be written: {e}"));
    if format == Format::Csv {
        out.write_all(b"seq,at,user,patient,action,object,why\r\n").map_err(failed)?;
    }
    let (mut last, mut count) = (0, 0);
    loop {
        let query = Entity::find().filter(Column::Seq.gt(last)).order_by_asc(Column::Seq).limit(BATCH);
        let rows = query.all(&services.read_as(System::Audit)).await?;
        let Some(end) = rows.last().map(|row| row.seq) else { break };
        (last, count) = (end, count + rows.len() as u64);
        for row in rows.into_iter().map(Noted::from) {
            out.write_all(line(format, &row)?.as_bytes()).map_err(failed)?;
        }
    }
    out.flush().map_err(failed)?;
    Ok(count)
}

fn line(format: Format, row: &Noted) -> Result<String, Error> {
    if format == Format::JsonLines {
        let json = serde_json::to_string(row).map_err(|e| Error::Internal(e.to_string()))?;
        return Ok(json + "\n");
    }
    let fields = [
        row.seq.to_string(),
        row.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        row.user.map(|id| id.to_string()).unwrap_or_default(),
        row.patient.map(|id| id.to_string()).unwrap_or_default(),
        cell(&row.action),
        cell(&row.object),
        cell(row.why.as_deref().unwrap_or_default()),
    ];
    Ok(fields.join(",") + "\r\n")
}

/// A quoted cell. What a spreadsheet would take for a formula gets an apostrophe before it.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_never_ends_early() {
        assert_eq!(cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
    }
}
