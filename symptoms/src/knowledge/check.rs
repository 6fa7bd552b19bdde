//! What a person should mend before the base is released.

use super::Knowledge;

/// A fault, in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Which entry.
    pub entry: String,
    /// What is wrong with it.
    pub fault: String,
}

/// Every fault of the base.
pub(super) fn check(_knowledge: &Knowledge) -> Vec<Fault> {
    Vec::new()
}
