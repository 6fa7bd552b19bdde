//! Prescriptions: write, check, issue, end; what doctors write often; the signed page.

mod act;
mod favourite;
mod issue;
mod list;
mod medicines;
mod page;
mod row;
mod sign;
mod situation;
mod write;

pub use act::{cancel, complete};
pub use favourite::{favour, favourites, unfavour};
pub use issue::{as_issued, issue};
pub use list::{List, at_work, get, list, open};
pub use medicines::Medicines;
pub use page::{Printed, pdf};
pub use sign::{Unsigned, verify, verify_file};
pub use situation::{Situation, check, situation};
pub use write::{NewDraft, correct, draft, edit, repeat};

pub(crate) use row::{all_of, forget_names};

use crate::{Error, Meant};
use domain::{
    Caller, DoctorId, PrescriptionId,
    prescription::{Checked, Prescriber, Recipient, Sheet},
};
use serde::{Deserialize, Serialize};

/// A prescription that is to change, and for which version of it the change was thought out.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Which.
    pub id: PrescriptionId,
    /// For which version.
    pub meant: Meant<'a, i32>,
}

impl From<PrescriptionId> for Target<'_> {
    fn from(id: PrescriptionId) -> Self {
        Self { id, meant: Meant::any() }
    }
}

/// What is sealed of a prescription.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// What it says.
    pub sheet: Sheet,
    /// What the checks found when it was issued.
    pub checked: Option<Checked>,
    /// The patient as they were called when it was issued.
    pub patient: Option<Recipient>,
    /// The doctor who issued it, as they were then.
    pub doctor: Option<Prescriber>,
}

/// The doctor, or the reason why the caller cannot prescribe.
fn doctor(caller: &Caller) -> Result<DoctorId, Error> {
    match caller {
        Caller::Anonymous => Err(Error::UNAUTHENTICATED),
        other => other.doctor().ok_or(Error::FORBIDDEN),
    }
}
