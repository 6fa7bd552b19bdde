//! A figure in words, and how it differs from the first one.

use domain::risk::RiskResult;

/// "24.2 kg/m²", "1 point", "6.3 %".
pub(super) fn figure(result: &RiskResult) -> String {
    format!("{} {}", number(result, result.value), unit(result, result.value))
}

/// The value to the score's decimals.
pub(super) fn number(result: &RiskResult, value: f64) -> String {
    format!("{value:.*}", usize::from(result.score.score().decimals))
}

/// The unit as it stands behind a value.
pub(super) fn unit(result: &RiskResult, value: f64) -> &str {
    if result.unit == "points" && value == 1.0 { "point" } else { &result.unit }
}

/// How a result differs from the one with the answers as they were first given.
pub(super) fn change(first: &RiskResult, now: &RiskResult) -> String {
    let by = (now.value - first.value).abs();
    let before = format!("{}, {}", number(first, first.value), first.band.name);
    // Decimals that are not shown make no difference.
    if number(now, by) == number(now, 0.0) {
        return match now.band == first.band {
            true => "The same as with your first answers.".to_owned(),
            false => format!("The same figure as with your first answers ({before})."),
        };
    }
    let is_counted = now.unit == "points";
    let word = match (now.value > first.value, is_counted) {
        (true, _) => "more",
        (false, true) => "fewer",
        (false, false) => "less",
    };
    // "4 % less" could be read as a share of the first figure.
    let unit = if now.unit == "%" { "percentage points" } else { unit(now, by) };
    format!("{} {unit} {word} than with your first answers ({before}).", number(now, by))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::risk::{ScoreId, assess_values};

    fn result(score: ScoreId, changed: &[(&str, f64)]) -> RiskResult {
        let mut values: std::collections::BTreeMap<String, f64> =
            score.score().fields.iter().map(|field| (field.id.to_owned(), field.default)).collect();
        values.extend(changed.iter().map(|(id, value)| ((*id).to_owned(), *value)));
        assess_values(score, &values).expect("a result")
    }

    #[test]
    fn a_change_is_told_in_the_units_of_the_score() {
        let bmi = |weight| result(ScoreId::Bmi, &[("weight_kg", weight)]);
        assert_eq!(change(&bmi(80.0), &bmi(70.0)), "3.5 kg/m² less than with your first answers (27.7, Overweight).");
        assert_eq!(change(&bmi(70.0), &bmi(70.0)), "The same as with your first answers.");
        let points = |active: f64| result(ScoreId::Findrisc, &[("active_daily", active), ("vegetables_daily", 1.0)]);
        assert!(change(&points(0.0), &points(1.0)).starts_with("2 points fewer than"));
        let risk = |smoker: f64| result(ScoreId::Score2, &[("smoker", smoker)]);
        assert!(change(&risk(0.0), &risk(1.0)).contains(" percentage points more than"));
    }

    #[test]
    fn one_point_is_one_point() {
        let one = result(ScoreId::Gad7, &[("worry", 1.0)]);
        assert_eq!(figure(&one), "1 point");
        assert!(change(&result(ScoreId::Gad7, &[]), &one).starts_with("1 point more than"));
    }
}
