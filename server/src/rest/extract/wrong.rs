//! What serde could not read, told in our own words, and all of it at once.

use super::clean;
use crate::rest::problem::Problem;
use domain::{FieldProblem, Problems};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serde_path_to_error::{Path, Segment};

/// Most fields that one answer names.
const MOST: usize = 20;
/// Longest body that is looked through for further mistakes, in bytes: it is read again for each of them.
const LOOKED_THROUGH: usize = 32 * 1024;

/// Where something is wrong, and what.
pub(super) struct Wrong {
    place: Vec<Step>,
    problem: FieldProblem,
}

/// A step into a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Field(String),
    Item(usize),
}

impl From<Wrong> for Problems {
    fn from(wrong: Wrong) -> Self {
        Self(vec![wrong.problem])
    }
}

/// A field that serde could not read.
pub(super) fn wrong(path: &Path, said: &str) -> Wrong {
    let said = said.split(" at line ").next().unwrap_or_default();
    let mut place: Vec<Step> = path.iter().filter_map(step).collect();
    let named = said.split('`').nth(1).unwrap_or_default();
    let message = match said.split(' ').next().unwrap_or_default() {
        "missing" | "duplicate" if said.contains(" field `") => {
            place.push(Step::Field(named.to_owned()));
            if said.starts_with("missing") { "Please fill this in." } else { "Please send this once." }.to_owned()
        }
        _ => message(said),
    };
    Wrong { problem: FieldProblem { field: written(&place).into(), message: message.into() }, place }
}

fn step(segment: &Segment) -> Option<Step> {
    match segment {
        Segment::Map { key } => Some(Step::Field(key.clone())),
        Segment::Seq { index } => Some(Step::Item(*index)),
        Segment::Enum { .. } | Segment::Unknown => None,
    }
}

/// `list[1].number`
fn written(place: &[Step]) -> String {
    let mut out = String::new();
    for step in place {
        match step {
            Step::Field(name) if out.is_empty() => out.push_str(name),
            Step::Field(name) => out.push_str(&format!(".{name}")),
            Step::Item(index) => out.push_str(&format!("[{index}]")),
        }
    }
    clean(&out)
}

/// What to do about what serde said.
fn message(said: &str) -> String {
    if said.starts_with("Please ") {
        return clean(said);
    }
    if said.starts_with("unknown field") {
        return "There is no such field here.".to_owned();
    }
    if let Some(choices) = said.strip_prefix("unknown variant ").and_then(|said| said.split_once("expected ")) {
        let choices: Vec<&str> = choices.1.split('`').skip(1).step_by(2).collect();
        return format!("Please use one of these: {}.", choices.join(", "));
    }
    if said.to_lowercase().contains("uuid") {
        return "Please send an id as it was given, like 6f1c3b52-0d7e-4b0c-9a55-2f6f3a1f8e10.".to_owned();
    }
    let expected = said.rsplit_once("expected ").map_or("", |(_, expected)| expected);
    match expected.split(' ').next().unwrap_or_default() {
        "u8" | "u16" | "u32" | "u64" | "usize" => "Please send a whole number of fitting size, without a minus.",
        "i8" | "i16" | "i32" | "i64" | "isize" => "Please send a whole number of fitting size.",
        "f32" | "f64" => "Please send a number.",
        _ => kind(expected, said),
    }
    .to_owned()
}

fn kind(expected: &str, said: &str) -> &'static str {
    let is = |words: &[&str]| words.iter().any(|word| expected.contains(word));
    // chrono's words have no "expected".
    let calendar = ["input is", "premature end", "input contains", "trailing input"].iter().any(|words| said.starts_with(words));
    if calendar || is(&["date", "time"]) {
        "Please write a date like 2026-05-31, and a time like 2026-05-31T09:00:00Z."
    } else if said.contains("invalid digit") {
        "Please send a whole number."
    } else if is(&["string", "str"]) && !is(&["struct"]) {
        "Please send text."
    } else if is(&["boolean"]) {
        "Please send true or false."
    } else if is(&["sequence", "array", "list"]) {
        "Please send a list."
    } else if is(&["map", "struct"]) {
        "Please send an object with fields."
    } else {
        "Please check this; we cannot read it."
    }
}

/// Everything that is wrong with a body, beginning with what was found first.
///
/// Serde stops at the first mistake. So each is put right in a copy, by leaving it out or by a stand-in, and the rest is read again. The
/// copy is only asked for its mistakes: whatever comes of it, the body is refused.
pub(super) fn every<T: DeserializeOwned>(first: Wrong, bytes: &[u8]) -> Problem {
    let mut all = Problems(vec![first.problem.clone()]);
    let read = if bytes.len() <= LOOKED_THROUGH { serde_json::from_slice::<Value>(bytes).ok() } else { None };
    let Some(mut value) = read else { return all.into() };
    while let Some(next) = mistake::<T>(&value) {
        if all.of(&next.problem.field).is_none() {
            all.0.push(next.problem);
        }
        if all.0.len() == MOST || !mend::<T>(&mut value, &next.place) {
            break;
        }
    }
    all.into()
}

fn mistake<T: DeserializeOwned>(value: &Value) -> Option<Wrong> {
    serde_path_to_error::deserialize::<_, T>(value).err().map(|e| wrong(e.path(), &e.inner().to_string()))
}

/// Puts right what is wrong at `place`: whether it could be.
fn mend<T: DeserializeOwned>(value: &mut Value, place: &[Step]) -> bool {
    let choices = mistake::<T>(value).map(|wrong| wrong.problem.message.into_owned()).unwrap_or_default();
    let choice = choices.rsplit(": ").next().and_then(|all| all.split([',', '.']).next()).unwrap_or_default().to_owned();
    let stand_ins = [
        None,
        Some(json!(choice)),
        Some(json!("")),
        Some(json!(0)),
        Some(json!(false)),
        Some(json!([])),
        Some(json!({})),
        Some(json!(uuid::Uuid::nil())),
        Some(json!("2026-05-31")),
        Some(json!("2026-05-31T09:00:00Z")),
    ];
    stand_ins.into_iter().any(|stand_in| {
        set(value, place, stand_in);
        mistake::<T>(value).is_none_or(|next| !next.place.starts_with(place))
    })
}

/// Sets what is at `place`, or takes it away.
fn set(value: &mut Value, place: &[Step], to: Option<Value>) {
    let Some((last, way)) = place.split_last() else { return };
    let inside = way.iter().try_fold(value, |value, step| match step {
        Step::Field(name) => value.get_mut(name),
        Step::Item(index) => value.get_mut(index),
    });
    match (inside, last, to) {
        (Some(Value::Object(fields)), Step::Field(name), Some(to)) => drop(fields.insert(name.clone(), to)),
        (Some(Value::Object(fields)), Step::Field(name), None) => drop(fields.remove(name)),
        (Some(Value::Array(items)), Step::Item(index), Some(to)) => {
            if let Some(item) = items.get_mut(*index) {
                *item = to;
            }
        }
        _ => {}
    }
}
