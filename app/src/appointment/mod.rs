//! A patient's appointments: the list, one of them, moving it.

pub(crate) mod days;
mod detail;
mod list;
mod parts;
mod reschedule;

pub use detail::{AppointmentPage, cancel, check_in, report_line};
pub use list::AppointmentsPage;
pub use parts::{PostSlots, Refused, mode_words, start};
pub use reschedule::{ReschedulePage, reschedule};
