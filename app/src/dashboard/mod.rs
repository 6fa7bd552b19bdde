//! A doctor's pages: the day, the hours, the numbers.

mod availability;
mod licence;
mod statistics;
mod today;

pub use availability::{AvailabilityPage, save};
pub use licence::unchecked;
pub use statistics::StatisticsPage;
pub use today::{TodayPage, take};

pub(crate) use today::near;
