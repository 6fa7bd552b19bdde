//! `shs prescription …`

use crate::keyring;
use crate::settings::Settings;
use clap::Subcommand;
use service::prescription::{Medicines, verify_file};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Says whether a PDF is, byte for byte, a page that was signed here; ends with 1 where it is not. Needs the secret keys and no database.
    Verify {
        /// The file.
        file: PathBuf,
    },
    /// Checks a list of medicines, without a file the one that comes with the program.
    Medicines {
        /// The file.
        file: Option<PathBuf>,
    },
}

pub(super) fn run(settings: &Settings, command: Command) -> Result<String, String> {
    let read = |file: &PathBuf| std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()));
    match command {
        Command::Verify { file } => {
            let keys = keyring::known(settings).map_err(|e| e.to_string())?;
            let key = verify_file(&keys, &read(&file)?).map_err(|e| format!("{}: {e}", file.display()))?;
            Ok(format!("{}: signed here with key {key}, and not changed since\n", file.display()))
        }
        Command::Medicines { file } => {
            let text = file.as_ref().map(read).transpose()?.map(String::from_utf8).transpose().map_err(|e| e.to_string())?;
            let medicines = text.map_or_else(Medicines::own, |text| Medicines::read(&text));
            let list = medicines.list()?;
            let info = list.info();
            Ok(format!("version {} of {}: {} medicines, {} pairs\n", info.version, info.date, list.medicines().len(), list.pairs().len()))
        }
    }
}
