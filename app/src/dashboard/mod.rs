//! A doctor's pages: the day, the week, the hours.

mod availability;
mod today;
mod week;

pub use availability::{AvailabilityPage, save};
pub use today::{TodayPage, take};
pub use week::WeekPage;
