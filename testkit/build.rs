//! Names the schema that this build knows, so that a template database is made once for each.
#![allow(clippy::print_stdout, reason = "that is how a build script talks to cargo")]

use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

fn main() -> std::io::Result<()> {
    let migrations = Path::new("../migration/src");
    println!("cargo::rerun-if-changed={}", migrations.display());
    let mut files: Vec<_> = std::fs::read_dir(migrations)?.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    let mut digest = DefaultHasher::new();
    for file in files {
        digest.write(file.as_os_str().as_encoded_bytes());
        digest.write(&std::fs::read(file)?);
    }
    println!("cargo::rustc-env=SCHEMA_DIGEST={:016x}", digest.finish());
    Ok(())
}
