//! From what a form says to answers, alike on the server and in the browser.

use domain::risk::{Answer, Answers, Field, Score};
use std::borrow::Cow;

/// The answers of a form; what is empty is no answer. `said` tells what stands in a field.
pub(super) fn read(score: &Score, said: impl Fn(&str) -> String) -> Answers {
    let answer = |field: &Field| {
        let text = said(field.id);
        let text = text.trim();
        (!text.is_empty()).then(|| (Cow::Borrowed(field.id), Answer::Text(plain(field, text))))
    };
    score.fields.iter().filter_map(answer).collect()
}

/// A number with a point, as the rules read it: many keyboards have only a comma.
pub(super) fn plain(field: &Field, text: &str) -> String {
    let is_decimal = field.range().is_some() && text.matches(',').count() == 1 && !text.contains('.');
    if is_decimal { text.replace(',', ".") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::risk::ScoreId;

    #[test]
    fn empty_fields_are_no_answers_and_a_comma_is_a_point() {
        let said = |id: &str| match id {
            "weight_kg" => " 72,5 ".to_owned(),
            "height_cm" => "1,700.5".to_owned(),
            "age" => "  ".to_owned(),
            _ => String::new(),
        };
        let answers = read(ScoreId::Bmi.score(), said);
        assert_eq!(answers.get("weight_kg"), Some(&Answer::Text("72.5".into())));
        assert_eq!(answers.get("height_cm"), Some(&Answer::Text("1,700.5".into())), "what is unclear is not guessed");
        assert_eq!(answers.len(), 2);
    }
}
