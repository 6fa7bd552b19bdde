//! Prescriptions: a patient's list, a doctor's, the sheet that is written with its checks beside it, and the public page of a code.

mod api;
mod checks;
mod found;

#[cfg(feature = "ssr")]
mod detail;
#[cfg(feature = "ssr")]
mod draft;
#[cfg(feature = "ssr")]
mod editor;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod new;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod sheet;
#[cfg(feature = "ssr")]
mod verify;

pub use api::prescription_check;
pub use checks::Checks;

#[cfg(feature = "ssr")]
pub use detail::{correct, favour, print, repeat};
#[cfg(feature = "ssr")]
pub use draft::{DoctorPrescriptionPage, cancel, complete, save};
#[cfg(feature = "ssr")]
pub use list::{DoctorPrescriptionsPage, PatientPrescriptionsPage, PrescriptionsPage};
#[cfg(feature = "ssr")]
pub use new::{NewPrescriptionPage, begin, begin_here, inline, unfavour};
#[cfg(feature = "ssr")]
pub use own::{PrescriptionPage, take};
#[cfg(feature = "ssr")]
pub use verify::VerifyPage;
