//! What is checked before a prescription is issued. Whatever cannot be checked is told as loudly as what was found: nothing found is not
//! the same as nothing looked for.

mod allergy;
mod dose;
mod pairs;

use super::formulary::Found;
use super::{Formulary, ListInfo, Medication, Medicine};
use crate::patient::Allergy;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PrescriptionCheck))]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// Allergies of the patient.
    Allergy,
    /// The same twice.
    Duplicate,
    /// More than the highest dose.
    Dose,
    /// What does not go together.
    Interaction,
}

impl Check {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Allergy, Self::Interaction, Self::Duplicate, Self::Dose];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Allergy => "Allergies",
            Self::Duplicate => "Duplicates",
            Self::Dose => "Dose",
            Self::Interaction => "Interactions",
        }
    }
}

/// How loudly it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = WarningSeverity))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// To be known.
    Note,
    /// To be weighed: going on needs a reason.
    Serious,
    /// To be stopped at: going on needs a reason, and it stands before everything else.
    Interrupt,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PrescriptionWarning))]
pub struct Warning {
    /// Names it, as long as the medicines are the same: what a reason refers to.
    pub id: String,
    /// What was looked for.
    pub check: Check,
    /// How loudly.
    pub severity: Severity,
    /// In a few words.
    pub title: String,
    /// What happens, and what to do.
    pub text: String,
    /// Who says so.
    pub source: String,
}

/// Something that could not be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = PrescriptionGap))]
pub struct Gap {
    /// What a reason refers to.
    pub id: String,
    /// What could not be looked for.
    pub checks: Vec<Check>,
    /// Why, in a sentence.
    pub why: String,
    /// Whether going on needs a reason.
    pub needs_reason: bool,
}

/// Why a doctor goes on, by the id of a warning or gap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = OverrideReason))]
#[serde(deny_unknown_fields)]
pub struct Kept {
    /// Id of a warning or gap.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// What the checks say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The list that was asked; none where it cannot be used.
    pub list: Option<ListInfo>,
    /// What was found, the loudest first.
    pub warnings: Vec<Warning>,
    /// What could not be checked.
    pub gaps: Vec<Gap>,
}

impl Checked {
    /// Says that nothing was compared with where nothing is known: an empty record is not one without allergies.
    pub fn with_unrecorded(mut self, allergies: &[Allergy], taken: &[Taken]) -> Self {
        let mut gap = |id: &str, checks: Vec<Check>, why: &str| {
            self.gaps.push(Gap { id: id.to_owned(), checks, why: why.to_owned(), needs_reason: false });
        };
        if allergies.is_empty() {
            gap("allergies-untold", vec![Check::Allergy], "No allergies are recorded, so none were compared. Please ask.");
        }
        if taken.is_empty() {
            let why = "Nothing is recorded that the patient takes, so only what stands here was compared. Please ask.";
            gap("taken-untold", vec![Check::Interaction, Check::Duplicate], why);
        }
        self
    }

    /// Whether this was looked for without anything left out, and nothing was found. Only then may anybody say so.
    pub fn is_clear(&self, check: Check) -> bool {
        self.list.is_some() && !self.warnings.iter().any(|w| w.check == check) && !self.gaps.iter().any(|gap| gap.checks.contains(&check))
    }

    /// Ids of all that needs a reason, with what it is about.
    pub fn needs(&self) -> impl Iterator<Item = (&str, &str)> {
        let warnings = self.warnings.iter().filter(|w| w.severity > Severity::Note).map(|w| (&*w.id, &*w.title));
        warnings.chain(self.gaps.iter().filter(|gap| gap.needs_reason).map(|gap| (&*gap.id, &*gap.why)))
    }

    /// What needs a reason and has none.
    pub fn unanswered<'a>(&'a self, reasons: &'a [Kept]) -> impl Iterator<Item = (&'a str, &'a str)> {
        let is_answered = |id: &str| reasons.iter().any(|kept| kept.id == id && kept.reason.trim().chars().count() >= super::REASON_MIN);
        self.needs().filter(move |(id, _)| !is_answered(id))
    }
}

/// Where it is known from that the patient takes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From an active prescription, issued on this day.
    Prescribed(NaiveDate),
    /// The patient told it.
    Told,
}

/// Something that the patient takes already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// In whoever's words.
    pub words: String,
    /// Where it is known from.
    pub origin: Origin,
}

/// What is said where the list of medicines cannot be used: nothing was checked.
pub fn without_list() -> Checked {
    let why =
        "The list of medicines is not there, so nothing was checked: neither allergies nor interactions, duplicates or doses.".to_owned();
    let gap = Gap { id: "unavailable".to_owned(), checks: Check::ALL.to_vec(), why, needs_reason: true };
    Checked { list: None, warnings: Vec::new(), gaps: vec![gap] }
}

/// A medicine of the new prescription or of those that are taken, as far as the list knows it.
struct Known<'a> {
    medicine: &'a Medicine,
    /// Its place on the new prescription; none where it is taken already.
    new: Option<usize>,
    origin: Option<Origin>,
}

impl Known<'_> {
    fn words(&self) -> String {
        let name = &self.medicine.name;
        match self.origin {
            None => name.clone(),
            Some(Origin::Prescribed(on)) => format!("{name} (prescribed on {})", on.format("%-d %b %Y")),
            Some(Origin::Told) => format!("{name} (which the patient says they take)"),
        }
    }
}

/// Checks new medicines against each other, against what is taken already, and against allergies.
///
/// * `age` – completed years; doses are compared for adults alone
pub fn check(list: &Formulary, new: &[Medication], taken: &[Taken], allergies: &[Allergy], age: Option<u16>) -> Checked {
    let mut checked = Checked { list: Some(list.info()), ..Checked::default() };
    let (mut known, mut lines) = (Vec::new(), Vec::new());
    for (n, medication) in new.iter().enumerate() {
        let found = list.find(&medication.name);
        if found.medicines.is_empty() {
            checked.gaps.push(unknown(&medication.name, "it is not in the list of medicines"));
        } else if !found.rest.is_empty() || !found.classes_only().is_empty() {
            checked.gaps.push(unknown(&medication.name, &format!("“{}” in its name is not in the list", found.rest_words())));
        }
        known.extend(found.medicines.iter().map(|medicine| Known { medicine, new: Some(n), origin: None }));
        lines.extend(dose::look(&found, medication, age, &mut checked));
    }
    dose::together(&lines, &mut checked);
    let mut left = Vec::new();
    for Taken { words, origin } in taken {
        let found = list.find(words);
        if found.medicines.is_empty() || !found.rest.is_empty() {
            left.push(words.as_str());
        }
        known.extend(found.medicines.iter().map(|medicine| Known { medicine, new: None, origin: Some(*origin) }));
    }
    if !left.is_empty() {
        let checks = vec![Check::Duplicate, Check::Interaction];
        let why = format!("Not compared with what the list does not know wholly: {}.", left.join("; "));
        checked.gaps.push(Gap { id: "taken".to_owned(), checks, why, needs_reason: false });
    }
    allergy::look(list, &known, allergies, &mut checked);
    pairs::duplicates(list, &known, &mut checked);
    pairs::interactions(list, &known, &mut checked);
    checked.warnings.sort_by(|a, b| b.severity.cmp(&a.severity).then(a.check.cmp(&b.check)).then(a.id.cmp(&b.id)));
    checked.warnings.dedup_by(|a, b| a.id == b.id);
    checked
}

fn unknown(name: &str, why: &str) -> Gap {
    let why = format!("{name} could not be checked: {why}.");
    Gap { id: format!("unknown-{}", slug(name)), checks: Check::ALL.to_vec(), why, needs_reason: true }
}

impl Found<'_> {
    /// Classes that were named where a substance should be.
    fn classes_only(&self) -> Vec<&str> {
        let of_medicine = |code: &str| self.medicines.iter().any(|m| m.name == code || m.classes.iter().any(|c| c == code));
        self.classes.iter().map(|class| class.code.as_str()).filter(|code| !of_medicine(code)).collect()
    }

    fn rest_words(&self) -> String {
        if self.rest.is_empty() { self.classes_only().join(" ") } else { self.rest.join(" ") }
    }
}

/// Letters and digits, parted by hyphens.
fn slug(name: &str) -> String {
    let name: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    name.split_whitespace().collect::<Vec<_>>().join("-")
}

/// The id of something about two medicines, whichever comes first.
fn id_of(kind: &str, a: &str, b: &str) -> String {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    format!("{kind}-{}-{}", slug(first), slug(second))
}

/// With a capital at its beginning.
fn begun(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
