//! Numbers as people type them.

use std::borrow::Cow;

/// "38.5", "38,5", "1,234.5": a number with a point or a comma before its decimals.
///
/// Errors: what is no number; one comma before three digits, which is a thousand to some and decimals to others.
pub fn decimal(raw: &str) -> Result<f64, Cow<'static, str>> {
    let wrong = || Cow::Borrowed("Please write a number.");
    let raw = raw.trim();
    let parts: Vec<&str> = raw.split(',').collect();
    let digits = |part: &str, least: usize, most: usize| (least..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    let first = parts[0].trim_start_matches(['+', '-']);
    let (last, between) = parts[1..].split_last().map_or(("", &[][..]), |(last, between)| (*last, between));
    let whole = last.split('.').next().unwrap_or_default();
    let are_thousands = digits(first, 1, 3) && first != "0" && digits(whole, 3, 3) && between.iter().all(|part| digits(part, 3, 3));
    let plain = match parts.len() {
        1 => raw.to_owned(),
        2 if are_thousands && !last.contains('.') => {
            let (small, large) = (format!("{}.{last}", parts[0]), parts.concat());
            return Err(format!("Is that {small} or {large}? Please write it without a comma.").into());
        }
        _ if are_thousands => parts.concat(),
        2 if !raw.contains('.') => parts.join("."),
        _ => return Err(wrong()),
    };
    plain.parse().ok().filter(|value: &f64| value.is_finite()).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn a_comma_is_read_where_it_can_mean_one_thing_only() {
        for (raw, value) in [
            ("38.5", 38.5),
            ("38,5", 38.5),
            ("-1,25", -1.25),
            ("0,125", 0.125),
            ("1,234.5", 1234.5),
            ("1,234,567", 1_234_567.0),
            ("12,3456", 12.3456),
            (" 7 ", 7.0),
        ] {
            assert_eq!(decimal(raw), Ok(value), "{raw}");
        }
        for raw in ["", "x", "1,200", "12,000", "1,2,3", "1.2.3", "1,23.4", "1e400", ",", "--1"] {
            assert!(decimal(raw).is_err(), "{raw}");
        }
        assert!(decimal("1,200").is_err_and(|message| message.contains("1.200 or 1200")));
    }
}
