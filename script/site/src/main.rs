//! The two steps of `script/build` that no ready-made command does: splitting the browser's wasm at its
//! lazy islands, and giving the site's files names that change with their content.
//!
//! `shs-site split IN.wasm MAIN.wasm PKG NAME` writes the main module for wasm-bindgen, and into PKG the
//! chunks, their loader and `__wasm_split_manifest.json`, named as cargo-leptos names them.
//!
//! `shs-site name PKG NAME HASHES` renames what lies in PKG and writes the file of hashes that leptos reads.
//! The loader, the script and the wasm modules name one another in a circle, so they share one digest over
//! all of them: a file that may be cached for ever never points at one that is gone.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Stands where the loader's digest will be; the wasm holds it too, so both have this length.
const PLACEHOLDER: &str = "______________________";
const MANIFEST: &str = "__wasm_split_manifest.json";

fn main() -> Outcome {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["split", input, main, pkg, name] => split(input.as_ref(), main.as_ref(), pkg.as_ref(), name),
        ["name", pkg, name, hashes] => rename(pkg.as_ref(), name, hashes.as_ref()),
        _ => Err("usage: shs-site split IN.wasm MAIN.wasm PKG NAME | name PKG NAME HASHES".into()),
    }
}

fn split(input: &Path, main: &Path, pkg: &Path, name: &str) -> Outcome {
    let wasm = fs::read(input).map_err(|e| format!("{}: {e}", input.display()))?;
    let script = format!("./{name}.js");
    let loader = format!("./__wasm_split.{PLACEHOLDER}.js");
    let mut options = wasm_split_cli_support::Options::new(&wasm);
    options.output_dir = pkg;
    options.main_out_path = main;
    options.main_module = &script;
    options.link_name = &loader;
    let parts = wasm_split_cli_support::transform(options)?;
    // Sorted, so that the same wasm gives the same bytes.
    let manifest: BTreeMap<_, _> = parts.prefetch_map.into_iter().collect();
    fs::write(pkg.join(MANIFEST), serde_json::to_vec(&manifest)?)?;
    println!("{} lazy chunks", parts.split_modules.len());
    Ok(())
}

fn rename(pkg: &Path, name: &str, hashes: &Path) -> Outcome {
    let style = format!("{name}.css");
    let mut linked = Vec::new();
    for entry in fs::read_dir(pkg)? {
        let path = entry?.path();
        let file = file_name(&path)?;
        if path.is_file() && (file == MANIFEST || file.ends_with(".js") || file.ends_with(".wasm")) {
            linked.push((file, fs::read(&path)?));
        }
    }
    linked.sort();

    let code = digest(linked.iter().flat_map(|(file, bytes)| [file.as_bytes(), bytes.as_slice()]));
    let names: Vec<(String, String)> = linked.iter().map(|(file, _)| (file.clone(), hashed(file, &code))).collect();
    for (file, mut bytes) in linked {
        if file.ends_with(".wasm") {
            replace(&mut bytes, PLACEHOLDER.as_bytes(), code.as_bytes());
        } else if file == MANIFEST {
            let mut manifest: BTreeMap<String, Vec<String>> = serde_json::from_slice(&bytes)?;
            for chunk in manifest.values_mut().flatten() {
                chunk.push_str(&format!(".{code}"));
            }
            bytes = serde_json::to_vec(&manifest)?;
        } else {
            let mut text = String::from_utf8(bytes)?;
            for (old, new) in &names {
                text = text.replace(&format!("./{old}"), &format!("./{new}"));
            }
            // The script's own fallback address, which leptos never uses: keep it true all the same.
            text = text.replace(&format!("{name}_bg.wasm"), &format!("{name}.{code}.wasm"));
            bytes = text.into_bytes();
        }
        fs::remove_file(pkg.join(&file))?;
        fs::write(pkg.join(hashed(&file, &code)), bytes)?;
    }

    let css = fs::read(pkg.join(&style))?;
    let look = digest([css.as_slice()]);
    fs::rename(pkg.join(&style), pkg.join(hashed(&style, &look)))?;
    let list = format!("js: {code}\nwasm: {code}\ncss: {look}\nmanifest: {code}\nsplit: {code}\n");
    fs::write(hashes, list)?;
    Ok(())
}

/// `app.js` becomes `app.<digest>.js`; the loader has its place for the digest already.
fn hashed(file: &str, digest: &str) -> String {
    if file.contains(PLACEHOLDER) {
        return file.replace(PLACEHOLDER, digest);
    }
    match file.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{digest}.{extension}"),
        None => format!("{file}.{digest}"),
    }
}

fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    let hex: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    hex[..PLACEHOLDER.len()].to_owned()
}

fn replace(bytes: &mut [u8], old: &[u8], new: &[u8]) {
    let loader = [b"__wasm_split.", old].concat();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(loader.len()).position(|window| window == loader) {
        let end = at + found + loader.len();
        bytes[end - old.len()..end].copy_from_slice(new);
        at = end;
    }
}

fn file_name(path: &Path) -> Outcome<String> {
    let name = PathBuf::from(path.file_name().ok_or("no file name")?);
    Ok(name.into_os_string().into_string().map_err(|_| "a file name that is not text")?)
}
