//! Published examples of each risk score, and both sides of each of its bands.

use domain::risk::{Concern, RiskResult, ScoreId, assess, assess_values};
use std::collections::BTreeMap;

/// The score with its opening answers, but for these.
fn with(score: ScoreId, changed: &[(&str, f64)]) -> RiskResult {
    let mut values: BTreeMap<String, f64> = score.score().fields.iter().map(|f| (f.id.to_owned(), f.default)).collect();
    for (id, value) in changed {
        assert!(values.insert((*id).to_owned(), *value).is_some(), "{score} asks {id}");
    }
    assess_values(score, &values).unwrap_or_else(|wrong| panic!("{score}: {wrong:?}"))
}

const FEMALE: (&str, f64) = ("sex", 0.0);
const MALE: (&str, f64) = ("sex", 1.0);

fn band(score: ScoreId, changed: &[(&str, f64)]) -> String {
    with(score, changed).band.code.into_owned()
}

#[test]
fn bmi_bands_change_at_the_published_points() {
    // At a height of 1 m the weight in kilograms is the index.
    let at = |bmi: f64, cutoffs: f64| band(ScoreId::Bmi, &[("height_cm", 100.0), ("weight_kg", bmi), ("cutoffs", cutoffs)]);
    assert_eq!(at(20.0, 0.0), "normal");
    for (below, limit, code) in [
        ("normal", 25.0, "overweight"),
        ("overweight", 30.0, "obesity-1"),
        ("obesity-1", 35.0, "obesity-2"),
        ("obesity-2", 40.0, "obesity-3"),
    ] {
        assert_eq!((at(limit - 0.1, 0.0).as_str(), at(limit, 0.0).as_str()), (below, code));
    }
    for (below, limit, code) in [("normal", 23.0, "increased-risk"), ("increased-risk", 27.5, "high-risk")] {
        assert_eq!((at(limit - 0.1, 1.0).as_str(), at(limit, 1.0).as_str()), (below, code));
    }
    let thin = |kg: f64| band(ScoreId::Bmi, &[("height_cm", 200.0), ("weight_kg", kg * 4.0)]);
    for (below, limit, code) in
        [("severe-thinness", 16.0, "moderate-thinness"), ("moderate-thinness", 17.0, "mild-thinness"), ("mild-thinness", 18.5, "normal")]
    {
        assert_eq!((thin(limit - 0.1).as_str(), thin(limit).as_str()), (below, code));
    }
}

#[test]
fn bmi_tells_the_healthy_weight_for_the_height() {
    let result = with(ScoreId::Bmi, &[("height_cm", 180.0), ("weight_kg", 81.0)]);
    assert_eq!((result.value, result.unit.as_ref()), (25.0, "kg/m²"));
    assert_eq!(result.further.iter().map(|r| r.value).collect::<Vec<_>>(), [59.9, 80.7]);
}

/// Everything that gives FINDRISC no point.
const FIT: [(&str, f64); 6] =
    [("age", 44.0), ("sex", 0.0), ("bmi", 24.9), ("waist_cm", 79.0), ("active_daily", 1.0), ("vegetables_daily", 1.0)];

#[test]
fn findrisc_gives_the_published_points() {
    let points = |changed: &[(&str, f64)]| with(ScoreId::Findrisc, &[&FIT, changed].concat()).value;
    assert_eq!(points(&[]), 0.0);
    for (id, value, expected) in [
        ("age", 45.0, 2.0),
        ("age", 54.0, 2.0),
        ("age", 55.0, 3.0),
        ("age", 64.0, 3.0),
        ("age", 65.0, 4.0),
        ("bmi", 25.0, 1.0),
        ("bmi", 30.0, 1.0),
        ("bmi", 30.1, 3.0),
        ("waist_cm", 80.0, 3.0),
        ("waist_cm", 88.0, 3.0),
        ("waist_cm", 88.5, 4.0),
        ("active_daily", 0.0, 2.0),
        ("vegetables_daily", 0.0, 1.0),
        ("blood_pressure_medicine", 1.0, 2.0),
        ("high_glucose_ever", 1.0, 5.0),
        ("family_diabetes", 1.0, 3.0),
        ("family_diabetes", 2.0, 5.0),
    ] {
        assert_eq!(points(&[(id, value)]), expected, "{id} {value}");
    }
    for (waist_cm, expected) in [(93.5, 0.0), (94.0, 3.0), (102.0, 3.0), (102.5, 4.0)] {
        assert_eq!(points(&[MALE, ("waist_cm", waist_cm)]), expected);
    }
    let worst = [("age", 70.0), ("bmi", 35.0), ("waist_cm", 120.0), ("active_daily", 0.0), ("vegetables_daily", 0.0)];
    let worse = [("blood_pressure_medicine", 1.0), ("high_glucose_ever", 1.0), ("family_diabetes", 2.0)];
    assert_eq!(points(&[&worst[..], &worse].concat()), 26.0);
}

#[test]
fn findrisc_bands_change_after_6_11_14_and_20() {
    let of = |changed: &[(&str, f64)]| {
        let result = with(ScoreId::Findrisc, &[&FIT, changed].concat());
        (result.value, result.band.code.into_owned())
    };
    let (family, glucose, treated) = (("family_diabetes", 2.0), ("high_glucose_ever", 1.0), ("blood_pressure_medicine", 1.0));
    let (lazy, no_greens, old) = (("active_daily", 0.0), ("vegetables_daily", 0.0), ("age", 65.0));
    assert_eq!(of(&[family, no_greens]), (6.0, "low".into()));
    assert_eq!(of(&[family, treated]), (7.0, "slightly-elevated".into()));
    assert_eq!(of(&[family, glucose, no_greens]), (11.0, "slightly-elevated".into()));
    assert_eq!(of(&[family, glucose, lazy]), (12.0, "moderate".into()));
    assert_eq!(of(&[family, glucose, old]), (14.0, "moderate".into()));
    assert_eq!(of(&[family, glucose, old, no_greens]), (15.0, "high".into()));
    assert_eq!(of(&[family, glucose, old, lazy, treated, ("bmi", 28.0), no_greens]), (20.0, "high".into()));
    assert_eq!(of(&[family, glucose, old, lazy, treated, ("waist_cm", 85.0)]), (21.0, "very-high".into()));
}

#[test]
fn news2_gives_the_points_of_the_chart() {
    let points = |changed: &[(&str, f64)]| with(ScoreId::News2, changed).value;
    assert_eq!(points(&[]), 0.0);
    let chart: [(&str, &[(f64, f64)]); 6] = [
        ("respiration_rate", &[(8.0, 3.0), (9.0, 1.0), (11.0, 1.0), (12.0, 0.0), (20.0, 0.0), (21.0, 2.0), (24.0, 2.0), (25.0, 3.0)]),
        ("oxygen_saturation", &[(91.0, 3.0), (92.0, 2.0), (93.0, 2.0), (94.0, 1.0), (95.0, 1.0), (96.0, 0.0), (100.0, 0.0)]),
        ("systolic_mmhg", &[(90.0, 3.0), (91.0, 2.0), (100.0, 2.0), (101.0, 1.0), (110.0, 1.0), (111.0, 0.0), (219.0, 0.0), (220.0, 3.0)]),
        (
            "pulse",
            &[
                (40.0, 3.0),
                (41.0, 1.0),
                (50.0, 1.0),
                (51.0, 0.0),
                (90.0, 0.0),
                (91.0, 1.0),
                (110.0, 1.0),
                (111.0, 2.0),
                (130.0, 2.0),
                (131.0, 3.0),
            ],
        ),
        (
            "temperature_c",
            &[(35.0, 3.0), (35.04, 3.0), (35.1, 1.0), (36.0, 1.0), (36.1, 0.0), (38.0, 0.0), (38.1, 1.0), (39.0, 1.0), (39.1, 2.0)],
        ),
        ("consciousness", &[(0.0, 0.0), (1.0, 3.0), (2.0, 3.0), (3.0, 3.0), (4.0, 3.0)]),
    ];
    for (id, rows) in chart {
        for (value, expected) in rows {
            assert_eq!(points(&[(id, *value)]), *expected, "{id} {value}");
        }
    }
    assert_eq!(points(&[("supplemental_oxygen", 1.0)]), 2.0);
}

#[test]
fn news2_scale_2_takes_88_to_92_as_normal_and_warns_of_too_much_oxygen() {
    let points = |saturation, oxygen| {
        with(ScoreId::News2, &[("spo2_scale", 1.0), ("oxygen_saturation", saturation), ("supplemental_oxygen", oxygen)]).value
    };
    for (saturation, expected) in [(83.0, 3.0), (84.0, 2.0), (85.0, 2.0), (86.0, 1.0), (87.0, 1.0), (88.0, 0.0), (92.0, 0.0)] {
        assert_eq!(points(saturation, 0.0), expected, "{saturation} on air");
        assert_eq!(points(saturation, 1.0), expected + 2.0, "{saturation} on oxygen");
    }
    for (saturation, expected) in [(93.0, 1.0), (94.0, 1.0), (95.0, 2.0), (96.0, 2.0), (97.0, 3.0), (100.0, 3.0)] {
        assert_eq!(points(saturation, 0.0), 0.0, "{saturation} on air");
        assert_eq!(points(saturation, 1.0), expected + 2.0, "{saturation} on oxygen");
    }
}

#[test]
fn news2_bands_follow_the_sum_and_any_single_three() {
    let of = |changed: &[(&str, f64)]| {
        let result = with(ScoreId::News2, changed);
        (result.value, result.band.code.into_owned(), result.band.concern)
    };
    let (pulse_2, temperature_2, breaths_2, pressure_2) =
        (("pulse", 120.0), ("temperature_c", 39.5), ("respiration_rate", 22.0), ("systolic_mmhg", 95.0));
    assert_eq!(of(&[]), (0.0, "none".into(), Concern::Low));
    assert_eq!(of(&[("pulse", 100.0)]), (1.0, "low".into(), Concern::Raised));
    assert_eq!(of(&[pulse_2, temperature_2]), (4.0, "low".into(), Concern::Raised));
    assert_eq!(of(&[("consciousness", 1.0)]), (3.0, "low-medium".into(), Concern::High));
    assert_eq!(of(&[("consciousness", 1.0), ("pulse", 100.0)]), (4.0, "low-medium".into(), Concern::High));
    assert_eq!(of(&[("consciousness", 1.0), pulse_2]), (5.0, "medium".into(), Concern::Emergency));
    assert_eq!(of(&[pulse_2, temperature_2, breaths_2]), (6.0, "medium".into(), Concern::Emergency));
    assert_eq!(of(&[pulse_2, temperature_2, pressure_2, ("respiration_rate", 10.0)]), (7.0, "high".into(), Concern::Emergency));
    let worst = [("respiration_rate", 30.0), ("oxygen_saturation", 80.0), ("supplemental_oxygen", 1.0), ("systolic_mmhg", 70.0)];
    let worse = [("pulse", 150.0), ("consciousness", 4.0), ("temperature_c", 34.0)];
    assert_eq!(of(&[&worst[..], &worse].concat()), (20.0, "high".into(), Concern::Emergency));
}

#[test]
fn cha2ds2_vasc_counts_age_twice_from_75_and_bands_by_sex() {
    let of = |changed: &[(&str, f64)]| {
        let result = with(ScoreId::Cha2ds2Vasc, changed);
        (result.value, result.band.code.into_owned())
    };
    for (age, points, code) in [(64.0, 0.0, "low"), (65.0, 1.0, "intermediate"), (74.0, 1.0, "intermediate"), (75.0, 2.0, "high")] {
        assert_eq!(of(&[MALE, ("age", age)]), (points, code.into()));
        assert_eq!(of(&[FEMALE, ("age", age)]), (points + 1.0, code.into()));
    }
    for (id, points) in [("heart_failure", 1.0), ("hypertension", 1.0), ("diabetes", 1.0), ("stroke", 2.0), ("vascular_disease", 1.0)] {
        assert_eq!(of(&[MALE, ("age", 50.0), (id, 1.0)]).0, points, "{id}");
    }
    let all = [("heart_failure", 1.0), ("hypertension", 1.0), ("diabetes", 1.0), ("stroke", 1.0), ("vascular_disease", 1.0)];
    assert_eq!(of(&[&[FEMALE, ("age", 80.0)][..], &all].concat()), (9.0, "high".into()));
}

#[test]
fn score2_meets_the_published_examples_in_every_region() {
    // 50 years, smoker, 140 mmHg, total 5.5 and HDL 1.3 mmol/L. Published (Eur Heart J 2021;42:2439–2454): men low 5.9 and very high
    // 14.0, women low 4.2 and very high 13.7; the regions between were worked out independently.
    let person = [("age", 50.0), ("smoker", 1.0), ("systolic_mmhg", 140.0), ("total_cholesterol_mmol_l", 5.5), ("hdl_mmol_l", 1.3)];
    for (sex, expected) in [(MALE, [5.9, 7.6, 8.1, 14.0]), (FEMALE, [4.2, 5.1, 6.9, 13.7])] {
        for (region, expected) in expected.into_iter().enumerate() {
            assert_eq!(with(ScoreId::Score2, &[&person[..], &[sex, ("region", region as f64)]].concat()).value, expected);
        }
    }
}

#[test]
fn score2_bands_are_stricter_below_50() {
    let mut seen = BTreeMap::new();
    for age in [49.0, 50.0] {
        for (systolic, region, smoker) in
            (90..=200).flat_map(|s| (0..4).flat_map(move |r| [(f64::from(s), f64::from(r), 0.0), (f64::from(s), f64::from(r), 1.0)]))
        {
            let changed = [("age", age), ("systolic_mmhg", systolic), ("region", region), ("smoker", smoker)];
            let result = with(ScoreId::Score2, &changed);
            let (high, very_high) = if age < 50.0 { (2.5, 7.5) } else { (5.0, 10.0) };
            let expected = match result.value {
                v if v < high => "low-to-moderate",
                v if v < very_high => "high",
                _ => "very-high",
            };
            assert_eq!(result.band.code, expected, "{age}: {}", result.value);
            *seen.entry((age as u8, expected)).or_insert(0) += 1;
        }
    }
    assert_eq!(seen.len(), 6, "every band was met at both ages: {seen:?}");
}

/// 50 years, 160 mmHg treated, total 200 and HDL 45 mg/dL, diabetes, eGFR 90, BMI 35.
const PREVENT_EXAMPLE: [(&str, f64); 8] = [
    ("age", 50.0),
    ("systolic_mmhg", 160.0),
    ("blood_pressure_medicine", 1.0),
    ("total_cholesterol_mg_dl", 200.0),
    ("hdl_mg_dl", 45.0),
    ("diabetes", 1.0),
    ("egfr", 90.0),
    ("bmi", 35.0),
];

#[test]
fn prevent_meets_the_published_example() {
    // README of the R package `preventr`, for a woman: 0.147, 0.092, 0.081, 0.044, 0.054 and 0.530, 0.354, 0.390, 0.198, 0.221.
    let woman = with(ScoreId::Prevent, &[&PREVENT_EXAMPLE[..], &[FEMALE]].concat());
    assert_eq!((woman.value, woman.band.code.as_ref()), (14.7, "intermediate"));
    let further: Vec<_> = woman.further.iter().map(|r| (r.code.as_ref(), r.value)).collect();
    assert_eq!(
        further,
        [
            ("ascvd-10", 9.2),
            ("heart-failure-10", 8.1),
            ("chd-10", 4.4),
            ("stroke-10", 5.4),
            ("total-cvd-30", 53.0),
            ("ascvd-30", 35.4),
            ("heart-failure-30", 39.0),
            ("chd-30", 19.8),
            ("stroke-30", 22.1),
        ]
    );
}

#[test]
fn prevent_gives_thirty_year_figures_up_to_59_only() {
    let at = |age| with(ScoreId::Prevent, &[("age", age)]);
    assert_eq!((at(59.0).further.len(), at(60.0).further.len()), (9, 4));
    assert!(!at(59.0).meaning.contains("not valid for you because"));
    assert!(at(60.0).meaning.contains("not valid for you because"));
}

#[test]
fn bands_of_prevent_and_framingham_change_at_their_limits() {
    let limits: [(ScoreId, &[(f64, &str)]); 2] = [
        (ScoreId::Prevent, &[(5.0, "low"), (7.5, "borderline"), (20.0, "intermediate"), (f64::INFINITY, "high")]),
        (ScoreId::Framingham2008, &[(10.0, "low"), (20.0, "intermediate"), (f64::INFINITY, "high")]),
    ];
    for (score, limits) in limits {
        let mut seen = BTreeMap::new();
        for (age, systolic, smoker) in (30..=74).flat_map(|a| (90..=180).flat_map(move |s| [(a, s, 0.0), (a, s, 1.0)])) {
            let result = with(score, &[("age", f64::from(age)), ("systolic_mmhg", f64::from(systolic)), ("smoker", smoker)]);
            let expected = limits.iter().find(|(limit, _)| result.value < *limit).expect("a band").1;
            assert_eq!(result.band.code, expected, "{score} {}", result.value);
            *seen.entry(expected).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), limits.len(), "{score}: {seen:?}");
    }
}

#[test]
fn ckd_epi_bands_are_those_of_kdigo() {
    let limits = [(15.0, "g5"), (30.0, "g4"), (45.0, "g3b"), (60.0, "g3a"), (90.0, "g2"), (f64::INFINITY, "g1")];
    let mut seen = BTreeMap::new();
    for thousandths in 200..=20_000 {
        let result = with(ScoreId::CkdEpi2021, &[MALE, ("creatinine_mg_dl", f64::from(thousandths) / 1000.0)]);
        let expected = limits.iter().find(|(limit, _)| result.value < *limit).expect("a band").1;
        assert_eq!(result.band.code, expected);
        seen.insert(result.value as u32, expected);
    }
    for edge in [15, 30, 45, 60, 90] {
        assert_ne!(seen[&(edge - 1)], seen[&edge], "both sides of {edge} were met");
    }
}

#[test]
fn questionnaires_change_band_every_five_points() {
    let filled = |score: ScoreId, points: u32| {
        let mut left = points;
        let answers: Vec<(&str, f64)> = score
            .score()
            .fields
            .iter()
            .map(|f| {
                let given = left.min(3);
                left -= given;
                (f.id, f64::from(given))
            })
            .collect();
        let result = with(score, &answers);
        assert_eq!(result.value, f64::from(points));
        result
    };
    for points in 0..=27 {
        let expected = ["minimal", "mild", "moderate", "moderately-severe", "severe", "severe"][points as usize / 5];
        let result = filled(ScoreId::Phq9, points);
        assert_eq!((result.band.code.as_ref(), result.crisis), (expected, points > 24));
    }
    for points in 0..=21 {
        let expected = ["minimal", "mild", "moderate", "severe", "severe"][points as usize / 5];
        assert_eq!(filled(ScoreId::Gad7, points).band.code, expected);
    }
}

#[test]
fn a_single_point_for_self_harm_is_a_crisis_whatever_the_sum() {
    for value in [1.0, 2.0, 3.0] {
        let result = with(ScoreId::Phq9, &[("self_harm", value)]);
        assert!(result.crisis && result.band.code == "minimal");
        assert!(result.recommendations[0].contains("talk to someone now"));
    }
    let everything_else: Vec<_> = ScoreId::Phq9.score().fields.iter().filter(|f| f.id != "self_harm").map(|f| (f.id, 3.0)).collect();
    assert!(!with(ScoreId::Phq9, &everything_else).crisis);
    assert!(assess(ScoreId::Phq9, &with(ScoreId::Phq9, &[("self_harm", 1.0)]).inputs).expect("valid").crisis);
}
