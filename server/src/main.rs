//! The server's program; see `shs --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
