//! Lists the files of `knowledge/` so that they are compiled in: the crate reads no file at run time.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("knowledge");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut code = String::from("/// Path and content of every file of the knowledge base, in the order of their paths.\n");
    code.push_str("pub(crate) static FILES: &[(&str, &str)] = &[\n");
    for folder in ["cases", "conditions", "courses", "findings", "red_flags", "scope"] {
        let dir = root.join(folder);
        println!("cargo:rerun-if-changed={}", dir.display());
        let mut names = Vec::new();
        // A folder without files is not in a clone.
        let Ok(entries) = fs::read_dir(&dir) else { continue };
        for entry in entries {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".toml") {
                names.push(name);
            }
        }
        names.sort();
        for name in names {
            let path = dir.join(&name);
            println!("cargo:rerun-if-changed={}", path.display());
            writeln!(code, "    ({:?}, include_str!({:?})),", format!("{folder}/{name}"), path.display().to_string())?;
        }
    }
    code.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("files.rs"), code)?;
    Ok(())
}
