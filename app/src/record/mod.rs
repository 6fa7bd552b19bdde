//! Health records: the timeline, values as charts, one entry, and what is written into them. The same parts show a patient their own record and a
//! doctor that of a patient.

mod add;
mod charts;
mod detail;
pub(crate) mod form;
mod import;
mod parts;
mod timeline;

pub use add::{AddPage, PatientAddPage, add};
pub use charts::{LabsPage, PatientLabsPage, PatientVitalsPage, VitalsPage, log};
pub use detail::{RecordPage, attach, correct, retract};
pub use import::{ImportPage, look, take};
pub use timeline::{PatientRecordsPage, RecordsPage, export};

use crate::ctx::Ctx;
use domain::PatientId;
use service::Error;

/// Whose record the address is about: none for one's own.
fn whose(ctx: &Ctx) -> Result<Option<PatientId>, Error> {
    if ctx.params.iter().any(|(name, _)| name == "patient") { ctx.param("patient").map(Some) } else { Ok(None) }
}
