//! Finding a doctor.

mod card;
mod profile;
mod search;

pub use card::{Reasons, doctor_card};
pub use profile::DoctorPage;
pub use search::DoctorsPage;
