//! What questionnaires about the last two weeks share: four answers, worth 0 to 3 points.

use super::{Choice, Field, field::Checked};

/// The codes are the points, so that a bare number answers as well.
const HOW_OFTEN: &[Choice] = &[
    Choice { code: "0", label: "Not at all" },
    Choice { code: "1", label: "Several days" },
    Choice { code: "2", label: "More than half the days" },
    Choice { code: "3", label: "Nearly every day" },
];

/// An item: over the last two weeks, how often have you been bothered by this?
pub(super) const fn item(id: &'static str, label: &'static str) -> Field {
    Field::choice(id, label, HOW_OFTEN).help("How often did this bother you over the last two weeks?")
}

/// Points of all items together.
pub(super) fn sum(items: &[Field], checked: &Checked) -> Option<f64> {
    items.iter().map(|item| checked.number(item.id)).sum()
}
