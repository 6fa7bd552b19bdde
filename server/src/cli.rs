//! What an operator can ask for.

mod admin;
mod audit;
mod keys;
mod prescription;

use crate::settings::{self, Settings};
use crate::start::{self, Error, Source};
use crate::{knowledge, log};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use service::Services;
use std::future::Future;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Smart Health Synchronizer: symptoms, the right doctor, a free time.
#[derive(Debug, Parser)]
#[command(name = "shs", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves pages and API (what `shs` alone does).
    Serve {
        /// Writes demonstration data first and prints its sign-ins.
        #[arg(long)]
        demo: bool,
    },
    /// Brings the database's schema up to date.
    Migrate,
    /// Writes data.
    Seed {
        /// Demonstration data: clinics, doctors, patients with known passwords. Never on a real system.
        #[arg(long, required = true)]
        demo: bool,
    },
    /// Administrators.
    #[command(subcommand)]
    Admin(admin::Command),
    /// The record of who touched whose data.
    #[command(subcommand)]
    Audit(audit::Command),
    /// The secret keys.
    #[command(subcommand)]
    Keys(keys::Command),
    /// Prescriptions.
    #[command(subcommand)]
    Prescription(prescription::Command),
    /// The configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// The medical knowledge.
    #[command(subcommand)]
    Knowledge(KnowledgeCommand),
    /// Prints the REST API's document (OpenAPI 3.1), as `/api/openapi.json` serves it.
    Openapi,
    /// Trains the symptom engine on the knowledge files of this checkout and writes what it learnt beside them.
    Train,
    /// Judges the symptom engine on labelled cases and prints one table.
    Evaluate {
        /// Files with one JSON object a line: text, and age, sex, codes (ICD-10), triage, specialty where they are known. A text without
        /// any of the last three counts as one that should be refused. Or text_present, text_absent and finding: one symptom, told and
        /// denied.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Writes the figures of each file into this one too; the page `/about/ai` shows those of symptoms/evaluation/results.json.
        #[arg(long, value_name = "FILE")]
        write: Option<PathBuf>,
    },
    /// Prints, for `shs evaluate`, what people who agreed to it wrote to the symptom check and what their doctor then found: a JSON object a line,
    /// without names. Their words are health data: keep them where such data may be.
    Consented,
    /// Interviews people drawn from the knowledge base and prints what the questions are worth beside the text alone.
    Simulate {
        /// How many people.
        #[arg(long, default_value_t = 500)]
        people: u64,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Prints what holds, secrets hidden; ends with 1 and every error when something is wrong.
    Check,
}

#[derive(Debug, Subcommand)]
enum KnowledgeCommand {
    /// Checks the knowledge files.
    Check,
}

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let parsed = Cli::command().after_long_help(settings::help()).after_help("`shs --help` explains every setting.").get_matches();
    let cli = match Cli::from_arg_matches(&parsed) {
        Ok(cli) => cli,
        Err(error) => error.exit(),
    };
    // It is the same whatever the settings are.
    if let Some(Command::Openapi) = cli.command {
        return told(Ok(crate::rest::document().text.clone()));
    }
    if let Some(Command::Keys(keys::Command::New { number })) = cli.command {
        return told(service::Keys::draw(number).map(|line| line + "\n").map_err(|e| e.to_string()));
    }
    let read = Settings::read();
    if let Some(Command::Config(ConfigCommand::Check)) = cli.command {
        let _ = write!(std::io::stdout(), "{}", read.table());
    }
    let settings = match read.settings {
        Ok(settings) => settings,
        Err(errors) => return refused(&errors),
    };
    log::start(&settings.log);
    match cli.command.unwrap_or(Command::Serve { demo: false }) {
        Command::Serve { demo } => wait_for(async move { start::serve(settings, demo, &mut std::io::stdout()).await }),
        Command::Migrate => wait_for(migrate(settings)),
        Command::Seed { .. } => wait_for(seed(settings)),
        Command::Admin(command) => wait_for(admin::run(settings, command)),
        Command::Audit(command) => wait_for(audit::run(settings, command)),
        Command::Keys(command) => wait_for(keys::run(settings, command)),
        Command::Prescription(command) => told(prescription::run(&settings, command)),
        Command::Consented => wait_for(consented(settings)),
        Command::Config(ConfigCommand::Check) | Command::Openapi => ExitCode::SUCCESS,
        Command::Knowledge(KnowledgeCommand::Check) => told(knowledge::check()),
        Command::Train => told(knowledge::train(&settings)),
        Command::Simulate { people } => told(knowledge::simulate(&settings, people)),
        Command::Evaluate { files, write } => told(knowledge::evaluate(&settings, &files, write.as_deref())),
    }
}

fn refused(errors: &[String]) -> ExitCode {
    let mut stderr = std::io::stderr().lock();
    let _ = writeln!(stderr, "The configuration has {} error(s):", errors.len());
    for error in errors {
        let _ = writeln!(stderr, "  {error}");
    }
    ExitCode::FAILURE
}

fn wait_for(work: impl Future<Output = Result<(), Error>>) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => {
            let done = runtime.block_on(work).map(|()| String::new()).map_err(|e| e.to_string());
            // A blocking task that hangs must not keep us from ending.
            runtime.shutdown_timeout(std::time::Duration::from_secs(1));
            done
        }
        Err(error) => Err(error.to_string()),
    };
    told(done)
}

fn told(done: Result<String, String>) -> ExitCode {
    match done {
        Ok(words) => {
            let _ = write!(std::io::stdout(), "{words}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

async fn migrate(settings: Settings) -> Result<(), Error> {
    let source = Source::open(&settings).await?;
    let done = migrate_in(&settings, &source).await;
    source.close().await;
    done
}

/// Brings the schema up to date before anything else is done.
async fn migrate_in(settings: &Settings, source: &Source) -> Result<(), Error> {
    let keys = crate::keyring::load(settings)?;
    Ok(crate::database::migrate(&source.schema(keys)).await?)
}

/// Opens the database, brings its schema up to date, does some work there and closes it again.
async fn with_services<T>(
    settings: &Settings,
    model: ai::Worker,
    work: impl AsyncFnOnce(&Services) -> Result<T, Error>,
) -> Result<T, Error> {
    let source = Source::open(settings).await?;
    let done = async {
        migrate_in(settings, &source).await?;
        work(&start::services(settings, source.db.clone(), model)?).await
    }
    .await;
    source.close().await;
    done
}

async fn consented(settings: Settings) -> Result<(), Error> {
    let cases = with_services(&settings, ai::Worker::off(), async |services| Ok(service::privacy::improve::cases(services).await?)).await?;
    let mut out = std::io::stdout().lock();
    for case in cases {
        writeln!(out, "{}", serde_json::to_string(&case).map_err(std::io::Error::from)?)?;
    }
    Ok(())
}

async fn seed(settings: Settings) -> Result<(), Error> {
    with_services(&settings, start::model(&settings), async |services| Ok(crate::seed::demo(services).await?)).await?;
    Ok(writeln!(std::io::stdout(), "{}", crate::seed::LOGINS)?)
}
