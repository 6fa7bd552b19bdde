//! What patients say of a doctor after a visit.

use crate::{DoctorId, Problems, ReviewId, text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Longest text of a review and of an answer, in characters.
pub const TEXT_MAX: usize = 2_000;
/// Longest reason for taking a review out of sight, in characters.
pub const REASON_MAX: usize = 500;

/// What all doctors get on the whole, and how many reviews that counts for: ratings of few say little.
const PRIOR: (f32, f32) = (4.0, 5.0);

/// The mean that is shown and ranked by, 1–5: as if five people more had given the overall mean of 4. `None` where nobody has said anything.
pub fn mean(sum: i32, count: i32) -> Option<f32> {
    #[expect(clippy::cast_precision_loss, reason = "stars of at most some millions")]
    let (given, people) = (sum as f32, count as f32);
    (count > 0).then(|| (PRIOR.0 * PRIOR.1 + given) / (PRIOR.1 + people))
}

/// What a doctor of whom nobody has said anything is ranked by.
pub const UNKNOWN: f32 = PRIOR.0;

/// A review as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewEdit {
    /// 1–5.
    pub rating: String,
    /// May be empty.
    pub text: String,
}

impl ReviewEdit {
    /// The stars and the words, with everything that is wrong at once.
    pub fn parse(&self) -> Result<(i16, String), Problems> {
        let mut wrong = Problems::default();
        let rating =
            wrong.take("rating", self.rating.trim().parse().ok().filter(|n| (1..=5).contains(n)).ok_or("Please choose one to five."));
        let text = wrong.take("text", text::bounded(&self.text, 0, TEXT_MAX));
        match (rating, text) {
            (Some(rating), Some(text)) => Ok((rating, text)),
            _ => Err(wrong),
        }
    }
}

/// A review, as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Id.
    pub id: ReviewId,
    /// Of whom.
    pub doctor: DoctorId,
    /// 1–5.
    pub rating: i16,
    /// What the patient says; may be empty.
    pub text: String,
    /// When it was written first.
    pub created_at: DateTime<Utc>,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
    /// What the doctor answers.
    pub answer: Option<String>,
    /// Why it is out of sight; `None` where it is shown.
    pub hidden_why: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn few_ratings_say_little() {
        assert_eq!(mean(0, 0), None);
        assert!((mean(5, 1).unwrap() - 25.0 / 6.0).abs() < 1e-6);
        assert!(mean(500, 100).unwrap() > 4.9);
    }

    proptest! {
        #[test]
        fn a_mean_stays_within_its_stars_and_one_more_good_word_never_harms(ratings in prop::collection::vec(1i32..=5, 1..200)) {
            let (sum, count) = (ratings.iter().sum::<i32>(), i32::try_from(ratings.len()).unwrap());
            let now = mean(sum, count).unwrap();
            prop_assert!((1.0..=5.0).contains(&now));
            prop_assert!(mean(sum + 5, count + 1).unwrap() >= now - 1e-6);
        }
    }

    #[test]
    fn what_is_wrong_is_told_at_once() {
        let long = "x".repeat(TEXT_MAX + 1);
        let wrong = ReviewEdit { rating: "6".into(), text: long }.parse().unwrap_err();
        assert!(wrong.of("rating").is_some() && wrong.of("text").is_some());
        assert_eq!(ReviewEdit { rating: "4".into(), text: " kind ".into() }.parse(), Ok((4, "kind".into())));
    }
}
