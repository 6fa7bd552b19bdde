//! A doctor's pages: the day, the week, the hours.

mod availability;
mod licence;
mod today;
mod week;

pub use availability::{AvailabilityPage, save};
pub use licence::unchecked;
pub use today::{TodayPage, take};
pub use week::WeekPage;
