//! Every class that a screen names has a rule in the stylesheet, and no screen names a class in a way that this test cannot see.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Class names and where they stand.
type Found = BTreeMap<String, String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a directory of screens") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// Code without its comment lines.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn classes() -> Found {
    let mut files = Vec::new();
    sources(&root().join("app/src"), &mut files);
    let mut found = Found::new();
    for file in files {
        let text = code(&file);
        for opening in ["class=\"", "cx(\""] {
            for part in text.split(opening).skip(1) {
                let literal = part.split('"').next().unwrap_or_default();
                for class in literal.split_whitespace() {
                    found.entry(class.to_owned()).or_insert_with(|| file.display().to_string());
                }
            }
        }
    }
    found
}

/// The stylesheet: the file named by `SHS_STYLESHEET`, or what Tailwind makes now.
fn stylesheet() -> String {
    if let Some(file) = env::var_os("SHS_STYLESHEET") {
        return fs::read_to_string(&file).unwrap_or_else(|e| panic!("SHS_STYLESHEET={}: {e}", file.display()));
    }
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("classes.css");
    let (program, modules) = tailwind();
    let mut command = Command::new(&program);
    command.current_dir(root()).args(["--input", "style/main.css", "--output"]).arg(&out);
    if let Some(modules) = modules {
        command.env("NODE_PATH", modules);
    }
    let done = command.output().unwrap_or_else(|e| {
        panic!(
            "{} cannot be run ({e}): `script/bootstrap site` installs Tailwind, or SHS_STYLESHEET names a built stylesheet",
            program.display()
        )
    });
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    fs::read_to_string(out).expect("the stylesheet that was just made")
}

/// Tailwind's program and its modules: where `script/bootstrap site` puts them, else the one in `PATH`.
fn tailwind() -> (PathBuf, Option<PathBuf>) {
    let home = |name: &str, rest: &str| env::var_os(name).map(|dir| PathBuf::from(dir).join(rest));
    let tools = home("SHS_TOOLS", "").or_else(|| home("XDG_CACHE_HOME", "smart-health")).or_else(|| home("HOME", ".cache/smart-health"));
    let entries = tools.and_then(|dir| fs::read_dir(dir).ok()).into_iter().flatten().flatten().map(|entry| entry.path());
    let ours = entries.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("style-")));
    let modules = ours.map(|path| path.join("node_modules")).find(|path| path.join(".bin/tailwindcss").exists());
    match modules {
        Some(modules) => (modules.join(".bin/tailwindcss"), Some(modules)),
        None => (PathBuf::from("tailwindcss"), None),
    }
}

/// The class as a selector writes it.
fn selector(class: &str) -> String {
    let escape = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c.to_string() } else { format!("\\{c}") };
    format!(".{}", class.chars().map(escape).collect::<String>())
}

fn has_rule(css: &str, class: &str) -> bool {
    let selector = selector(class);
    css.match_indices(&selector).any(|(at, _)| {
        let next = css[at + selector.len()..].chars().next();
        !next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '\\'))
    })
}

#[test]
fn every_class_has_a_rule() {
    let (css, classes) = (stylesheet(), classes());
    assert!(classes.len() > 100, "the search for classes finds too few: {}", classes.len());
    let missing: Vec<String> =
        classes.iter().filter(|(class, _)| !has_rule(&css, class)).map(|(class, file)| format!("{class} in {file}")).collect();
    assert!(missing.is_empty(), "no rule for:\n{}", missing.join("\n"));
}

#[test]
fn no_class_is_put_together_and_no_style_is_written_inline() {
    let mut files = Vec::new();
    sources(&root().join("app/src"), &mut files);
    for file in files {
        let text = code(&file);
        for forbidden in ["class=format!", "class=move", "style=", "cx(&"] {
            assert!(!text.contains(forbidden), "{forbidden} in {}", file.display());
        }
    }
}

#[test]
fn a_rule_is_found_by_its_whole_name() {
    let css = ".p-4{}.sm\\:p-6{}.btn-primary{}.w-1\\/2{}";
    for (class, found) in [("p-4", true), ("sm:p-6", true), ("w-1/2", true), ("btn", false), ("p", false)] {
        assert_eq!(has_rule(css, class), found, "{class}");
    }
}
