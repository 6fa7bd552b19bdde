//! What holds for every risk score: how answers are read, refused and kept.

use domain::risk::{Answer, Answers, Field, Kind, RiskInput, RiskResult, ScoreId, assess, assess_values, is_crisis};
use proptest::prelude::*;
use std::{borrow::Cow, collections::BTreeMap};

/// The numbers with which a form opens.
fn defaults(score: ScoreId) -> BTreeMap<String, f64> {
    score.score().fields.iter().map(|field| (field.id.to_owned(), field.default)).collect()
}

/// Some number that the field takes.
fn valid(field: &Field) -> BoxedStrategy<f64> {
    match field.kind {
        Kind::Number { min, max, whole, .. } => (0.0..=1.0)
            .prop_map(move |at: f64| {
                let value = (min + at * (max - min)).clamp(min, max);
                if whole { value.round() } else { value }
            })
            .boxed(),
        Kind::Choice { choices } => (0..choices.len()).prop_map(|index| index as f64).boxed(),
        Kind::YesNo => any::<bool>().prop_map(|yes| f64::from(u8::from(yes))).boxed(),
        Kind::Only { valid, .. } => Just(f64::from(u8::from(valid))).boxed(),
    }
}

fn any_score() -> impl Strategy<Value = ScoreId> {
    proptest::sample::select(ScoreId::ALL.to_vec())
}

/// A score with answers that it takes.
fn answered() -> impl Strategy<Value = (ScoreId, BTreeMap<String, f64>)> {
    any_score().prop_flat_map(|score| {
        let (ids, values): (Vec<_>, Vec<_>) = score.score().fields.iter().map(|f| (f.id.to_owned(), valid(f))).unzip();
        values.prop_map(move |values| (score, ids.iter().cloned().zip(values).collect()))
    })
}

#[test]
fn codes_are_the_same_in_json_in_text_and_in_the_table() {
    for id in ScoreId::ALL {
        assert_eq!(serde_json::to_value(id).expect("json"), id.code());
        assert_eq!(id.code().parse(), Ok(id));
        assert_eq!(id.score().id, id);
        assert!(id.score().for_whom.ends_with('.') && !id.score().topic.is_empty());
    }
    assert!("tarot".parse::<ScoreId>().is_err());
}

#[test]
fn every_table_has_the_fields_its_formula_reads() {
    for id in ScoreId::ALL {
        let result = assess(id, &id.score().defaults()).unwrap_or_else(|wrong| panic!("{id}: {wrong:?}"));
        assert_eq!(result, assess_values(id, &defaults(id)).expect("the same by number"));
        assert!(!result.recommendations.is_empty() && !result.meaning.is_empty() && !result.citation.is_empty());
    }
}

#[test]
fn every_field_is_described_once_and_opens_with_an_answer_it_takes() {
    for id in ScoreId::ALL {
        for (index, field) in id.score().fields.iter().enumerate() {
            assert!(id.score().fields[..index].iter().all(|f| f.id != field.id), "{id}: {}", field.id);
            assert!(field.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{}", field.id);
            assert!(!field.label.is_empty());
            if let Kind::Number { min, max, step, whole } = field.kind {
                assert!(min < max && (min..=max).contains(&field.default) && step > 0.0, "{}", field.id);
                assert!(!whole || [min, max, step].iter().all(|v| v.fract() == 0.0), "{}", field.id);
                assert!(!field.unit.is_empty(), "{}", field.id);
            }
            let answer = field.answer(field.default).expect("an answer");
            assert!(field.shown(&answer).is_some());
        }
    }
}

#[test]
fn a_field_is_one_flat_object_in_json() {
    let field = |id| serde_json::to_value(ScoreId::Bmi.score().field(id).expect("a field")).expect("json");
    let height = field("height_cm");
    assert_eq!(
        (&height["kind"], &height["min"], &height["max"], &height["unit"]),
        (&"number".into(), &100.0.into(), &250.0.into(), &"cm".into())
    );
    assert_eq!(field("cutoffs")["choices"][1]["code"], "asian");
    assert_eq!(field("pregnant")["kind"], "only");
    assert_eq!(ScoreId::Bmi.score().field("height_cm").and_then(Field::range), Some((100.0, 250.0, 0.5)));
}

#[test]
fn a_slider_offers_the_neighbourhood_of_a_value_within_the_range() {
    let window = |score: ScoreId, id: &str, value: f64| score.score().field(id).and_then(|field| field.window(value)).expect("a number");
    assert_eq!(window(ScoreId::Bmi, "weight_kg", 70.0), (35.0, 105.0));
    assert_eq!(window(ScoreId::Bmi, "weight_kg", 900.0), (200.0, 400.0));
    assert_eq!(window(ScoreId::CkdEpi2021, "creatinine_mg_dl", 0.9), (0.45, 1.35));
    assert_eq!(window(ScoreId::News2, "respiration_rate", 0.0), (0.0, 10.0));
    for id in ScoreId::ALL {
        for field in id.score().fields {
            let Some((min, max, _)) = field.range() else { continue };
            for value in [min, field.default, max] {
                let (from, to) = field.window(value).expect("a number");
                assert!((min..=value).contains(&from) && (value..=max).contains(&to) && from < to, "{id} {}: {from}–{to}", field.id);
            }
        }
    }
}

#[test]
fn outside_each_range_the_field_is_named_with_the_reason_and_there_is_no_number() {
    for id in ScoreId::ALL {
        for field in id.score().fields {
            let outside = match field.kind {
                Kind::Number { min, max, whole, .. } => {
                    let step = if whole { 1.0 } else { 0.001 };
                    vec![min - step, max + step]
                }
                Kind::Only { valid, .. } => vec![f64::from(u8::from(!valid))],
                _ => continue,
            };
            for value in outside {
                let mut values = defaults(id);
                values.insert(field.id.to_owned(), value);
                let wrong = assess_values(id, &values).expect_err("outside");
                assert_eq!(wrong.0.len(), 1, "{id} {}: {wrong:?}", field.id);
                assert!(wrong.of(field.id).is_some_and(|m| m.contains("is not valid for you because")), "{id} {}: {wrong:?}", field.id);
            }
        }
    }
}

#[test]
fn both_ends_of_each_range_are_valid() {
    for id in ScoreId::ALL {
        for field in id.score().fields {
            if let Kind::Number { min, max, .. } = field.kind {
                for value in [min, max] {
                    let mut values = defaults(id);
                    values.insert(field.id.to_owned(), value);
                    assert!(assess_values(id, &values).is_ok_and(|r| r.value.is_finite()), "{id} {} {value}", field.id);
                }
            }
        }
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let wrong = assess_values(
        ScoreId::Score2,
        &[("age", 75.0), ("sex", 2.0), ("smoker", 0.5), ("systolic_mmhg", 120.5), ("diabetes", 1.0), ("shoe_size", 42.0)]
            .map(|(id, value)| (id.to_owned(), value))
            .into(),
    )
    .expect_err("wrong");
    assert_eq!(wrong.of("age"), Some("SCORE2 is not valid for you because it covers only 40 to 69 years; you gave 75."));
    assert_eq!(wrong.of("sex"), Some("Please choose from the list."));
    assert_eq!(wrong.of("smoker"), Some("Please answer yes or no."));
    assert_eq!(wrong.of("systolic_mmhg"), Some("Please give a whole number."));
    assert!(wrong.of("diabetes").is_some_and(|m| m.contains("not valid for you because it was made for people without diabetes")));
    assert_eq!(wrong.of("shoe_size"), Some("SCORE2 has no such field."));
    for missing in ["region", "total_cholesterol_mmol_l", "hdl_mmol_l", "cardiovascular_disease"] {
        assert_eq!(wrong.of(missing), Some("Please fill this in."));
    }
    assert_eq!(wrong.0.len(), 10);
}

#[test]
fn a_sex_that_the_formula_does_not_know_is_told_why() {
    let mut answers = ScoreId::CkdEpi2021.score().defaults();
    answers.insert("sex".into(), Answer::Text("other".into()));
    let wrong = assess(ScoreId::CkdEpi2021, &answers).expect_err("refused");
    assert!(wrong.of("sex").is_some_and(|m| m.contains("not valid for you because")));
}

#[test]
fn json_and_forms_are_read_alike() {
    let json = r#"{"score":"ckd-epi-2021","inputs":{"age":50,"sex":"female","creatinine_mg_dl":1.0}}"#;
    let form = r#"{"score":"ckd-epi-2021","inputs":{"age":" 50 ","sex":"female","creatinine_mg_dl":"1.0","pregnant":""}}"#;
    let read = |text| serde_json::from_str::<RiskInput>(text).expect("json");
    let program = read(json).assess().expect("valid");
    let RiskInput { score, inputs } = read(form);
    assert_eq!(program, assess(score, &inputs).expect("valid"));
    assert_eq!(program.value, 69.0);
}

#[test]
fn a_program_sends_numbers_as_numbers_and_all_that_is_wrong_is_told_at_once() {
    let text = r#"{"score":"ckd-epi-2021","inputs":{"age":"50","sex":"female","pregnant":"no","colour":1}}"#;
    let wrong = serde_json::from_str::<RiskInput>(text).expect("json").assess().expect_err("refused");
    for field in ["age", "pregnant", "creatinine_mg_dl", "colour"] {
        assert_eq!(wrong.0.iter().filter(|problem| problem.field == field).count(), 1, "{field}: {wrong:?}");
    }
    assert!(wrong.of("age").is_some_and(|m| m.contains("quotation marks")));
}

#[test]
fn an_input_with_unknown_members_is_refused() {
    let wrong = serde_json::from_str::<RiskInput>(r#"{"score":"bmi","inputs":{},"patient":1}"#).expect_err("refused");
    assert!(wrong.to_string().contains("`patient`"));
}

#[test]
fn what_is_not_a_number_is_no_number() {
    for raw in ["NaN", "inf", "-inf", "1,5", "ten"] {
        let mut answers = ScoreId::Bmi.score().defaults();
        answers.insert("weight_kg".into(), Answer::Text(raw.into()));
        assert_eq!(assess(ScoreId::Bmi, &answers).expect_err("refused").of("weight_kg"), Some("Please give a number."));
    }
}

#[test]
fn the_crisis_line_does_not_wait_for_the_other_answers() {
    let told = |answer| is_crisis(ScoreId::Phq9, &Answers::from([(Cow::Borrowed("self_harm"), answer)]));
    assert!(told(Answer::Number(1.0)) && told(Answer::Text("3".into())) && told(Answer::Number(9.0)));
    assert!(!told(Answer::Number(0.0)) && !told(Answer::Text("0".into())) && !told(Answer::Text(String::new())));
    assert!(!is_crisis(ScoreId::Phq9, &Answers::new()));
    assert!(!is_crisis(ScoreId::Gad7, &Answers::from([(Cow::Borrowed("self_harm"), Answer::Number(1.0))])));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_valid_answer_gives_a_finite_value_in_a_named_band((score, values) in answered()) {
        let result = assess_values(score, &values).expect("valid");
        prop_assert!(result.value.is_finite() && result.value >= 0.0);
        prop_assert!(result.further.iter().all(|reading| reading.value.is_finite() && reading.value >= 0.0));
        if result.unit == "%" {
            prop_assert!(result.value <= 100.0);
        }
        prop_assert!(!result.band.code.is_empty() && !result.band.name.is_empty());
        prop_assert_eq!(result.crisis, score == ScoreId::Phq9 && values["self_harm"] > 0.0);
    }

    #[test]
    fn the_kept_answers_give_the_same_result_again((score, values) in answered()) {
        let result = assess_values(score, &values).expect("valid");
        prop_assert_eq!(&assess(score, &result.inputs).expect("valid again"), &result);
        let text = serde_json::to_string(&result).expect("json");
        let kept: RiskResult = serde_json::from_str(&text).expect("json");
        prop_assert_eq!(assess(score, &kept.inputs).map(|r| r.band), Ok(result.band));
    }

    #[test]
    fn the_value_has_no_more_decimals_than_promised((score, values) in answered()) {
        let value = assess_values(score, &values).expect("valid").value;
        let scaled = value * 10_f64.powi(score.score().decimals.into());
        prop_assert!((scaled - scaled.round()).abs() < 1e-6);
    }

    #[test]
    fn no_input_at_all_makes_it_panic(score in any_score(), values in proptest::collection::btree_map("[a-z_]{0,12}|age|sex|bmi", any::<f64>(), 0..6)) {
        prop_assert!(assess_values(score, &values).is_err());
    }
}

/// How the value moves when a field's number grows.
const MONOTONE: [(ScoreId, &[&str], &[&str]); 9] = [
    (ScoreId::Bmi, &["weight_kg"], &["height_cm"]),
    (
        ScoreId::Findrisc,
        &["age", "bmi", "waist_cm", "blood_pressure_medicine", "high_glucose_ever", "family_diabetes"],
        &["active_daily", "vegetables_daily"],
    ),
    (ScoreId::Score2, &["age", "smoker", "systolic_mmhg", "total_cholesterol_mmol_l"], &["hdl_mmol_l"]),
    // Not age: its interactions with failing kidneys and high pressure outweigh it at the far ends of the published ranges.
    (ScoreId::Prevent, &["diabetes", "smoker"], &["egfr"]),
    (
        ScoreId::Framingham2008,
        &["age", "total_cholesterol_mg_dl", "systolic_mmhg", "blood_pressure_medicine", "smoker", "diabetes"],
        &["hdl_mg_dl"],
    ),
    (ScoreId::Cha2ds2Vasc, &["age", "heart_failure", "hypertension", "diabetes", "stroke", "vascular_disease"], &["sex"]),
    (ScoreId::CkdEpi2021, &[], &["age", "creatinine_mg_dl"]),
    (ScoreId::Phq9, &["interest", "mood", "sleep", "energy", "appetite", "self_worth", "concentration", "movement", "self_harm"], &[]),
    (ScoreId::Gad7, &["nervous", "uncontrolled_worry", "worry", "relaxing", "restless", "irritable", "afraid"], &[]),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn scores_rise_and_fall_with_what_they_are_made_of(
        (score, values) in answered(),
        pick in any::<proptest::sample::Index>(),
        (low, high) in (0.0..=1.0, 0.0..=1.0).prop_map(|(a, b): (f64, f64)| (a.min(b), a.max(b))),
    ) {
        let Some((_, rising, falling)) = MONOTONE.iter().find(|(id, ..)| *id == score) else { return Ok(()) };
        let index = pick.index(rising.len() + falling.len());
        let id = rising.iter().chain(*falling).nth(index).expect("a field");
        let at = |share: f64| {
            let value = match score.score().field(id).expect("a field").kind {
                Kind::Number { min, max, whole, .. } => {
                    let value = (min + share * (max - min)).clamp(min, max);
                    if whole { value.round() } else { value }
                }
                Kind::Choice { choices } => (share * (choices.len() - 1) as f64).round(),
                _ => share.round(),
            };
            let mut values = values.clone();
            values.insert((*id).to_owned(), value);
            assess_values(score, &values).expect("valid").value
        };
        let (low, high) = if index < rising.len() { (at(low), at(high)) } else { (at(high), at(low)) };
        prop_assert!(low <= high, "{} {}: {} then {}", score, id, low, high);
    }
}
