//! Built-in default, file, environment: which value holds, and where it comes from.

use super::table::{SETTINGS, Setting};
use std::collections::BTreeMap;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Nobody said anything.
    Default,
    /// `Leptos.toml`.
    File,
    /// The environment.
    Environment,
}

/// The value that holds for each setting, as text.
#[derive(Clone)]
pub struct Layers {
    values: BTreeMap<(&'static str, &'static str), (String, Source)>,
}

impl Layers {
    /// Puts `file` (the text of `Leptos.toml`) over the defaults and the environment over both. What is wrong goes to `errors`.
    pub fn stack(file: &str, environment: impl Fn(&str) -> Option<String>, errors: &mut Vec<String>) -> Self {
        let written = read(file, errors);
        let values = SETTINGS
            .iter()
            .map(|s| {
                let found = environment(s.variable)
                    .filter(|v| !v.trim().is_empty())
                    .map(|v| (v.trim().to_owned(), Source::Environment))
                    .or_else(|| written.get(&(s.table, s.key)).map(|v| (v.clone(), Source::File)));
                ((s.table, s.key), found.unwrap_or_else(|| (s.default.to_owned(), Source::Default)))
            })
            .collect();
        Self { values }
    }

    /// The value of `[table] key`; empty where nothing was said and there is no fixed default.
    pub fn get(&self, table: &str, key: &str) -> &str {
        self.entry(table, key).map_or("", |(value, _)| value)
    }

    /// Where the value of a setting comes from.
    pub fn source(&self, setting: &Setting) -> Source {
        self.entry(setting.table, setting.key).map_or(Source::Default, |(_, source)| *source)
    }

    fn entry(&self, table: &str, key: &str) -> Option<&(String, Source)> {
        self.values.iter().find(|((t, k), _)| *t == table && *k == key).map(|(_, entry)| entry)
    }
}

/// Our tables of the file; unknown tables and keys are errors, so that a misspelt one is noticed.
fn read(file: &str, errors: &mut Vec<String>) -> BTreeMap<(&'static str, &'static str), String> {
    let mut found = BTreeMap::new();
    let parsed: toml::Table = match file.parse() {
        Ok(table) => table,
        Err(error) => {
            errors.push(format!("Leptos.toml cannot be read: {error}"));
            return found;
        }
    };
    for (table, entries) in parsed.iter().filter(|(name, _)| *name != "workspace") {
        let Some(entries) = entries.as_table() else {
            errors.push(format!("Leptos.toml: {table} stands outside of a table"));
            continue;
        };
        for (key, value) in entries {
            match SETTINGS.iter().find(|s| s.table == table && s.key == key) {
                Some(s) if s.secret => errors.push(format!("Leptos.toml: [{table}] {key} is secret: use {}", s.variable)),
                Some(s) => drop(found.insert((s.table, s.key), as_text(value))),
                None => errors.push(format!("Leptos.toml: [{table}] {key} is not a setting (shs --help lists them)")),
            }
        }
    }
    found
}

fn as_text(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(items) => items.iter().map(as_text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
