//! `shs keys …`

use crate::settings::Settings;
use crate::start::Error;
use clap::Subcommand;
use service::Services;
use service::keys::KeyId;
use service::sealed::{self, Line, Uses};
use std::collections::BTreeMap;
use std::io::Write;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Prints a new key as SHS_KEYS and the file of keys take it.
    New {
        /// Its number; the highest that is not marked with ~ is in use.
        #[arg(long, default_value_t = 1)]
        number: u32,
    },
    /// Prints the fingerprint of each key and what it is needed for.
    Status,
    /// Seals everything anew with the key in use, beside a running server, and says which older keys can be left out. Cut off, it is
    /// started again.
    Reseal,
}

pub(super) async fn run(settings: Settings, command: Command) -> Result<(), Error> {
    super::with_services(&settings, ai::Worker::off(), async |services| done(services, command).await).await
}

async fn done(services: &Services, command: Command) -> Result<(), Error> {
    let keys = services.keys();
    let mut out = std::io::stdout().lock();
    match command {
        Command::New { .. } => Ok(()),
        Command::Status => {
            let uses = sealed::uses(services).await?;
            Ok(write!(out, "{}", told(&uses, keys))?)
        }
        Command::Reseal => {
            let report = sealed::reseal(services).await?;
            report.lines.iter().try_for_each(|line| writeln!(out, "{}", words(line)))?;
            write!(out, "{}", told(&report.uses, keys))?;
            for id in &report.retired {
                writeln!(out, "No sealed value and no signature needs key {id} any more: it can be left out of the ring.")?;
            }
            let (damaged, busy) = report.lines.iter().fold((0, 0), |(damaged, busy), line| (damaged + line.damaged, busy + line.busy));
            match (damaged, busy) {
                (0, 0) => Ok(()),
                (0, _) => Err(std::io::Error::other(format!("{busy} values were held by somebody else; run it again")).into()),
                _ => Err(std::io::Error::other(format!("{damaged} values do not open; the log names their rows")).into()),
            }
        }
    }
}

fn words(line: &Line) -> String {
    format!("{}.{}: {} sealed anew, {} damaged, {} held by others", line.table, line.column, line.resealed, line.damaged, line.busy)
}

fn told(uses: &BTreeMap<KeyId, Uses>, keys: &service::Keys) -> String {
    let line = |(id, uses): (&KeyId, &Uses)| {
        let print = keys.fingerprint(*id).unwrap_or_else(|| "not in the ring".to_owned());
        let current = if *id == keys.current() { ", in use" } else { "" };
        let Uses { sealed, audited, codes, signed } = uses;
        format!(
            "key {id} ({print}{current}): {sealed} sealed values, {audited} entries of the audit, {codes} unused recovery codes, {signed} \
             signed prescriptions\n"
        )
    };
    uses.iter().map(line).collect()
}
