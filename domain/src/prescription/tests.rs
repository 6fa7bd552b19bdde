use super::*;
use crate::patient::Allergy;

fn list() -> Formulary {
    let raw = serde_json::json!({
        "version": "1", "date": "2026-11-29", "sources": ["a test"],
        "class": [{ "code": "penicillin", "name": "penicillins", "also": ["penicillin"], "duplicate": true, "allergy": true }],
        "medicine": [
            { "name": "amoxicillin", "atc": "J01CA04", "classes": ["penicillin"], "also": ["amoxycillin"], "max_day": "6 g" },
            { "name": "ampicillin", "atc": "J01CA01", "classes": ["penicillin"] },
            { "name": "warfarin", "atc": "B01AA03" },
        ],
        "pair": [{ "id": "p", "a": ["warfarin"], "b": ["penicillin"], "what": "Bleeding.", "advice": "Watch.", "source": "a test" }],
        "cross": [],
    });
    serde_json::from_value::<Formulary>(raw).map_err(|e| e.to_string()).and_then(Formulary::ready).expect("a list")
}

fn one(name: &str, dose: Quantity, frequency: Frequency) -> Medication {
    Medication {
        name: name.to_owned(),
        code: None,
        dose,
        strength: None,
        form: Form::Tablet,
        route: Route::Oral,
        frequency,
        days: Some(7),
        quantity: None,
        refills: 0,
        instructions: None,
    }
}

const fn mg(value: f64) -> Quantity {
    Quantity { value, unit: Unit::Milligram }
}

#[test]
fn an_issued_prescription_can_only_end_and_an_ended_one_stays() {
    for status in Status::ALL {
        for act in [Act::Edit, Act::Issue, Act::Cancel, Act::Complete] {
            let expected = match (status, act) {
                (Status::Draft, Act::Edit) => Some(Status::Draft),
                (Status::Draft, Act::Issue) => Some(Status::Active),
                (Status::Draft | Status::Active, Act::Cancel) => Some(Status::Cancelled),
                (Status::Active, Act::Complete) => Some(Status::Completed),
                _ => None,
            };
            assert_eq!(status.after(act).ok(), expected, "{status:?} {act:?}");
        }
        assert_eq!(Status::of(status.code()), Some(status));
    }
}

#[test]
fn every_code_reads_back_and_is_what_serde_writes() {
    for unit in Unit::ALL {
        assert_eq!((Unit::of(unit.code()), serde_json::to_value(unit).unwrap()), (Some(unit), unit.code().into()));
    }
    for form in Form::ALL {
        assert_eq!((Form::of(form.code()), serde_json::to_value(form).unwrap()), (Some(*form), form.code().into()));
    }
    for route in Route::ALL {
        assert_eq!((Route::of(route.code()), serde_json::to_value(route).unwrap()), (Some(*route), route.code().into()));
    }
    for period in ["h", "d", "wk", "mo"] {
        assert_eq!(Period::of(period).map(Period::code), Some(period));
    }
}

#[test]
fn how_often_is_said_in_words_and_counted_at_its_most() {
    for (code, words, day, week) in [
        ("1/1d", "once a day", 1.0, 7.0),
        ("3/1d", "3 times a day", 3.0, 21.0),
        ("1/8h", "every 8 hours", 3.0, 21.0),
        ("1/5h", "every 5 hours", 5.0, 33.6),
        ("1/1h", "once an hour", 24.0, 168.0),
        ("1/1wk", "once a week", 1.0, 1.0),
        ("2/1wk", "twice a week", 1.0, 2.0),
        ("1/2d", "every 2 days", 1.0, 3.5),
    ] {
        let often = Frequency::of(code).expect("a frequency");
        assert_eq!((often.words().as_str(), often.code().as_str(), often.per_day()), (words, code, day));
        assert!((often.per_week() - week).abs() < 1e-9, "{code}");
    }
    for wrong in ["", "0/1d", "1/0d", "25/1d", "1/1y", "x/1d", "1/d", "1"] {
        assert_eq!(Frequency::of(wrong), None, "{wrong}");
    }
}

#[test]
fn numbers_of_a_dose_are_read_and_written_without_zeros_that_mislead() {
    for (raw, words) in [("500", "500 mg"), ("0,5", "0.5 mg"), (" 1.50 ", "1.5 mg"), ("5.0", "5 mg"), (".25", "0.25 mg")] {
        assert_eq!(Quantity::read(raw, Unit::Milligram).map(Quantity::words), Ok(words.to_owned()), "{raw}");
    }
    for raw in ["", "0", "-1", "1e3", "NaN", "inf", "2000000", "0.00001", "1 mg", "1.2.3"] {
        assert!(Quantity::read(raw, Unit::Milligram).is_err(), "{raw}");
    }
    assert_eq!(Quantity { value: 2.0, unit: Unit::Tablet }.words(), "2 tablets");
    assert_eq!(Quantity { value: 100.0, unit: Unit::Microgram }.words(), "100 micrograms");
}

#[test]
fn everything_that_is_wrong_with_a_sheet_is_told_at_once() {
    let bad = Medication { days: Some(0), refills: 99, instructions: Some("x".repeat(400)), ..one(" ", mg(0.0), Frequency::daily(0)) };
    let wrong = Sheet { medications: vec![bad], ..Sheet::default() }.parse().expect_err("is wrong");
    let fields: Vec<&str> = wrong.0.iter().map(|p| &*p.field).collect();
    let at = |field: &str| format!("medications[0].{field}");
    assert_eq!(fields, ["name", "dose.value", "frequency", "days", "refills", "instructions"].map(at));
    assert!(Sheet::default().parse().is_err(), "a sheet without a medicine");
    assert!(Sheet { medications: vec![one("x", mg(1.0), Frequency::daily(1)); MOST + 1], ..Sheet::default() }.parse().is_err());
}

#[test]
fn without_a_list_nothing_is_clear_and_going_on_needs_a_reason() {
    let checked = without_list();
    assert!(Check::ALL.into_iter().all(|check| !checked.is_clear(check)));
    assert_eq!(checked.unanswered(&[]).count(), 1);
    let kept = |reason: &str| vec![Kept { id: "unavailable".into(), reason: reason.into() }];
    assert_eq!((checked.unanswered(&kept("  x ")).count(), checked.unanswered(&kept("looked it up")).count()), (1, 0));
}

#[test]
fn a_name_that_the_list_does_not_know_is_never_clear() {
    for name in ["wonderpill", "amoxicillin and wonderpill", "penicillin and warfarin"] {
        let checked = check(&list(), &[one(name, mg(1.0), Frequency::daily(1))], &[], &[], Some(40));
        assert!(Check::ALL.into_iter().all(|check| !checked.is_clear(check)), "{name}: {checked:?}");
        assert!(checked.gaps.iter().any(|gap| gap.needs_reason), "{name}");
    }
    let checked = check(&list(), &[one("Amoxycillin trihydrate", mg(500.0), Frequency::daily(3))], &[], &[], Some(40));
    assert!(Check::ALL.into_iter().all(|check| checked.is_clear(check)), "{checked:?}");
}

#[test]
fn what_the_patient_takes_or_is_allergic_to_in_words_that_nobody_knows_is_told() {
    let taken = [Taken { words: "the white ones".into(), origin: Origin::Told }];
    let allergy = Allergy { substance: "nuts".into(), reaction: String::new(), severity: String::new() };
    let checked = check(&list(), &[one("warfarin", mg(5.0), Frequency::daily(1))], &taken, &[allergy], Some(40));
    assert!(!checked.is_clear(Check::Allergy) && !checked.is_clear(Check::Interaction) && !checked.is_clear(Check::Duplicate));
    assert_eq!(checked.needs().count(), 0, "nothing that stops anybody");
}

#[test]
fn an_empty_record_is_not_called_one_without_allergies() {
    let new = [one("warfarin", mg(5.0), Frequency::daily(1))];
    let nothing = check(&list(), &new, &[], &[], Some(40)).with_unrecorded(&[], &[]);
    assert!(!nothing.is_clear(Check::Allergy) && !nothing.is_clear(Check::Interaction) && !nothing.is_clear(Check::Duplicate));
    assert_eq!(nothing.needs().count(), 0, "nothing that stops anybody");
    let taken = [Taken { words: "warfarin".into(), origin: Origin::Told }];
    let allergy = [Allergy { substance: "penicillin".into(), reaction: String::new(), severity: String::new() }];
    let known = check(&list(), &new, &taken, &allergy, Some(40)).with_unrecorded(&allergy, &taken);
    assert!(known.is_clear(Check::Allergy) && known.gaps.iter().all(|gap| gap.checks == [Check::Dose]), "{known:?}");
}

#[test]
fn the_loudest_comes_first_and_each_once() {
    let allergy = Allergy { substance: "Penicillin".into(), reaction: "rash".into(), severity: "severe".into() };
    let new = [one("warfarin", mg(5.0), Frequency::daily(1)), one("amoxicillin", mg(500.0), Frequency::daily(3))];
    let taken = [Taken { words: "warfarin 5 mg".into(), origin: Origin::Told }];
    let checked = check(&list(), &new, &taken, &[allergy], Some(40));
    let found: Vec<_> = checked.warnings.iter().map(|w| (w.severity, w.check)).collect();
    assert_eq!(
        found,
        [(Severity::Interrupt, Check::Allergy), (Severity::Serious, Check::Interaction), (Severity::Note, Check::Duplicate)],
        "{checked:?}"
    );
}
