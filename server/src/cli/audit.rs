//! `shs audit …`

use crate::settings::Settings;
use crate::start::Error;
use clap::{Subcommand, ValueEnum};
use service::Services;
use service::audit::{self, Anchor, Found, Kind};
use std::io::Write;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Checks the whole chain; ends with 1 and names the first broken entry when somebody changed it.
    Verify {
        /// NUMBER:CODE of an entry, as an earlier verification printed it: shows an older state of the whole database that was put back.
        #[arg(long, value_parser = anchor)]
        anchor: Option<Anchor>,
    },
    /// Writes every entry to standard output, oldest first.
    Export {
        /// How.
        #[arg(long, value_enum, default_value_t = Format::Csv)]
        format: Format,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Format {
    /// RFC 4180 with a line of names.
    Csv,
    /// A JSON object a line.
    Jsonl,
}

pub(super) async fn run(settings: Settings, command: Command) -> Result<(), Error> {
    super::with_services(&settings, ai::Worker::off(), async |services| done(services, command).await).await
}

async fn done(services: &Services, command: Command) -> Result<(), Error> {
    match command {
        Command::Verify { anchor } => said(&audit::verify(services, anchor).await?),
        Command::Export { format } => {
            let format = match format {
                Format::Csv => audit::Format::Csv,
                Format::Jsonl => audit::Format::JsonLines,
            };
            let mut out = std::io::BufWriter::new(std::io::stdout());
            audit::export(services, format, &mut out).await?;
            Ok(())
        }
    }
}

fn said(found: &Found) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    match found.broken {
        None => {
            let code: String = found.last.iter().map(|byte| format!("{byte:02x}")).collect();
            writeln!(out, "{} entries, all as they were written. Anchor to keep elsewhere: {}:{code}", found.good, found.good)?;
            Ok(())
        }
        Some(broken) => Err(std::io::Error::other(format!("entry {}: {}", broken.seq, words(broken.kind))).into()),
    }
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Changed => "it was changed",
        Kind::Removed => "it was removed",
        Kind::Inserted => "nobody wrote it; it was put in",
        Kind::Reordered => "entries changed places from here on",
        Kind::Truncated => "the audit was cut off before it",
        Kind::Forked => "it belongs to another life of this database",
        Kind::HeadForged => "the mark of the audit's end is missing, changed or of another time",
        Kind::KeyMissing => "the key that it was coded with is not among the secret keys",
        Kind::WrongKey => "nothing fits; these are not the secret keys that the audit was written with",
        Kind::NotAnchored => "it is not the entry of the anchor; another state of the database was put in the place of this one",
    }
}

fn anchor(raw: &str) -> Result<Anchor, String> {
    let wrong = || "write it as NUMBER:64 hexadecimal digits".to_owned();
    let (seq, code) = raw.split_once(':').filter(|(_, code)| code.len() == 64 && code.is_ascii()).ok_or_else(wrong)?;
    let mut mac = [0; 32];
    for (byte, at) in mac.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&code[at..at + 2], 16).map_err(|_| wrong())?;
    }
    Ok(Anchor { seq: seq.parse().map_err(|_| wrong())?, mac })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_read_as_it_is_printed() {
        let read = anchor(&format!("12:{}0a", "00".repeat(31)));
        assert_eq!(read.map(|anchor| (anchor.seq, anchor.mac[31])), Ok((12, 10)));
        for wrong in ["", "12", "12:00", &format!("x:{}", "0".repeat(64)), &format!("1:{}", "g".repeat(64))] {
            assert!(anchor(wrong).is_err(), "{wrong}");
        }
    }
}
