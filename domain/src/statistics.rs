//! What became of a doctor's visits, month by month.

use chrono::{Datelike, Months, NaiveDate};

/// Months that are looked back on, the running one included.
pub const MONTHS: u32 = 12;

/// What became of the visits of some time.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Visits that took place.
    pub visits: u32,
    /// Visits to which nobody came.
    pub no_shows: u32,
    /// Visits that were called off.
    pub cancelled: u32,
    /// Minutes from check-in to being called in, the median; `None` where no visit has both.
    pub waited_minutes: Option<f64>,
    /// Visits that have both.
    pub waited_visits: u32,
    /// Days from booking to the visit, the median over visits that took place.
    pub lead_days: Option<f64>,
}

/// A month and what became of its visits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Month {
    /// Its first day.
    pub first: NaiveDate,
    /// What became of its visits.
    pub tally: Tally,
}

/// The last [`MONTHS`], by the doctor's own clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Statistics {
    /// Oldest first; each month is there, whether it had visits or not.
    pub months: Vec<Month>,
    /// All of them together.
    pub all: Tally,
}

impl Tally {
    /// The share of visits to which nobody came, of those that were not called off; `None` where there were none.
    pub fn no_show_rate(&self) -> Option<f64> {
        let due = self.visits + self.no_shows;
        (due > 0).then(|| f64::from(self.no_shows) / f64::from(due))
    }

    /// How many there were.
    pub fn total(&self) -> u32 {
        self.visits + self.no_shows + self.cancelled
    }
}

/// The first days of the last [`MONTHS`], oldest first.
pub fn months(today: NaiveDate) -> Vec<NaiveDate> {
    let this = today.with_day(1).unwrap_or(today);
    (0..MONTHS).rev().filter_map(|back| this.checked_sub_months(Months::new(back))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_months_end_with_the_running_one_also_on_the_last_day_of_a_long_one() {
        for today in ["2026-03-31", "2026-03-01", "2026-01-15"] {
            let today: NaiveDate = today.parse().unwrap();
            let all = months(today);
            assert_eq!((all.len(), all[11]), (12, today.with_day(1).unwrap()));
            assert!(all.windows(2).all(|pair| pair[0] + Months::new(1) == pair[1] && pair[0].day() == 1));
        }
    }

    #[test]
    fn the_share_of_missed_visits_leaves_out_what_was_called_off() {
        let tally = Tally { visits: 3, no_shows: 1, cancelled: 96, ..Tally::default() };
        assert_eq!((tally.no_show_rate(), tally.total()), (Some(0.25), 100));
        assert_eq!(Tally { cancelled: 2, ..Tally::default() }.no_show_rate(), None);
    }
}
