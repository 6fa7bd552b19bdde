//! The list of medicines behind one handle: the one that comes with the program, or an operator's own.

use domain::prescription::{Checked, Formulary, Medication, without_list};
use std::sync::Arc;

const OWN: &str = include_str!("../../data/medicines.toml");

/// The list, or the reason why there is none. Without it nothing is checked, and everybody is told so.
#[derive(Debug, Clone)]
pub struct Medicines(Result<Arc<Formulary>, Arc<str>>);

impl Medicines {
    /// The one that comes with the program.
    pub fn own() -> Self {
        Self::read(OWN)
    }

    /// A list as its file is written. One that cannot be used is logged.
    pub fn read(text: &str) -> Self {
        match toml::from_str::<Formulary>(text).map_err(|e| e.to_string()).and_then(Formulary::ready) {
            Ok(list) => Self(Ok(Arc::new(list))),
            Err(reason) => Self::off(reason),
        }
    }

    /// None, and why.
    pub fn off(reason: impl Into<String>) -> Self {
        let reason = reason.into();
        tracing::error!(reason, "prescriptions are not checked: the list of medicines cannot be used");
        Self(Err(reason.into()))
    }

    /// The list; `Err` says why there is none, for operators.
    pub fn list(&self) -> Result<&Formulary, &str> {
        self.0.as_ref().map(|list| &**list).map_err(|reason| &**reason)
    }

    /// The names of all medicines, to choose from.
    pub fn names(&self) -> Vec<String> {
        let names = self.list().map(|list| list.medicines().iter().map(|one| one.name.clone()).collect());
        let mut names: Vec<String> = names.unwrap_or_default();
        names.sort();
        names
    }

    /// The same medications with the codes of those that the list knows.
    pub(super) fn coded(&self, medications: &mut [Medication]) {
        for one in medications {
            one.code = self.list().ok().and_then(|list| list.exactly(&one.name)).map(|medicine| medicine.atc.clone());
        }
    }

    /// What `checks` find in the list; without one, that nothing was checked.
    pub(super) fn ask(&self, checks: impl FnOnce(&Formulary) -> Checked) -> Checked {
        self.list().map_or_else(|_| without_list(), checks)
    }
}
