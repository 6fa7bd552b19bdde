//! `shs admin …`

use crate::settings::Settings;
use crate::start::Error;
use clap::Subcommand;
use service::Services;
use std::io::{BufRead, IsTerminal, Write};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Creates an administrator. The password comes from SHS_ADMIN_PASSWORD, or a line on standard input; where there is neither, one
    /// is made and printed once.
    Create {
        /// Address to sign in with.
        #[arg(long)]
        email: String,
    },
}

pub(super) async fn run(settings: Settings, command: Command) -> Result<(), Error> {
    let Command::Create { email } = command;
    let (password, is_made) = password()?;
    super::with_services(&settings, ai::Worker::off(), async |services| create(services, &email, &password).await).await?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "Created the administrator {email}.")?;
    if is_made {
        writeln!(out, "Password (shown only now): {password}")?;
    }
    Ok(())
}

async fn create(services: &Services, email: &str, password: &str) -> Result<(), Error> {
    match service::account::create_admin(services, email, password).await {
        Ok(_) => Ok(()),
        Err(service::Error::Invalid(problems)) => {
            let words: Vec<String> = problems.0.iter().map(|p| format!("{}: {}", p.field, p.message)).collect();
            Err(std::io::Error::other(words.join("\n")).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// The password, and whether it was made here.
fn password() -> Result<(String, bool), Error> {
    if let Some(given) = std::env::var("SHS_ADMIN_PASSWORD").ok().filter(|p| !p.is_empty()) {
        return Ok((given, false));
    }
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        writeln!(std::io::stderr(), "Password (it will be visible; empty makes one): ")?;
    }
    let mut line = String::new();
    stdin.lock().read_line(&mut line)?;
    match line.trim_end_matches(['\r', '\n']) {
        "" => Ok((made()?, true)),
        given => Ok((given.to_owned(), false)),
    }
}

/// 100 random bits in letters that are easily told apart.
fn made() -> Result<String, Error> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0u8; 20];
    getrandom::fill(&mut bytes).map_err(|e| std::io::Error::other(e.to_string()))?;
    let letters: Vec<char> = bytes.iter().map(|b| char::from(LETTERS[usize::from(b % 32)])).collect();
    Ok(letters.chunks(5).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}
