//! The checks with the list of medicines that comes with the program: one table, each row with what is written, what the patient takes and is
//! allergic to, and exactly what has to be found.

use domain::patient::Allergy;
use domain::prescription::{Check, Checked, Form, Frequency, Medication, Origin, Quantity, Route, Severity, Taken, Unit, check};
use service::prescription::Medicines;

use Check::{Allergy as A, Dose as D, Duplicate as U, Interaction as I};
use Severity::{Interrupt, Note, Serious};

/// New medicines as "name dose unit often", taken, allergies, and what has to be found, loudest first.
type Case = (&'static [&'static str], &'static [&'static str], &'static [&'static str], &'static [(Check, Severity, &'static str)]);

#[rustfmt::skip]
const CASES: &[Case] = &[
    // The fifteen pairs of the ONC list, each in one order or the other, on one sheet or against what is taken.
    (&["dexamfetamine"], &["phenelzine"], &[], &[(I, Interrupt, "onc-amphetamine-maoi")]),
    (&["tranylcypromine", "methylphenidate"], &[], &[], &[(I, Interrupt, "onc-amphetamine-maoi")]),
    (&["omeprazole"], &["atazanavir 300 mg"], &[], &[(I, Interrupt, "onc-atazanavir-ppi")]),
    (&["febuxostat"], &["azathioprine 50 mg daily"], &[], &[(I, Interrupt, "onc-febuxostat-thiopurine")]),
    (&["mercaptopurine", "febuxostat"], &[], &[], &[(I, Interrupt, "onc-febuxostat-thiopurine")]),
    (&["sertraline"], &["phenelzine"], &[], &[(I, Interrupt, "onc-ssri-maoi")]),
    (&["moclobemide"], &["fluoxetine 20 mg"], &[], &[(I, Interrupt, "onc-ssri-maoi")]),
    (&["irinotecan"], &["ketoconazole"], &[], &[(I, Interrupt, "onc-irinotecan-cyp3a4")]),
    (&["tramadol"], &["tranylcypromine"], &[], &[(I, Interrupt, "onc-opioid-maoi")]),
    (&["morphine", "selegiline"], &[], &[], &[(I, Interrupt, "onc-opioid-maoi")]),
    (&["amitriptyline"], &["isocarboxazid"], &[], &[(I, Interrupt, "onc-tricyclic-maoi")]),
    (&["amiodarone"], &["sotalol"], &[], &[(I, Interrupt, "onc-qt-qt")]),
    (&["moxifloxacin", "haloperidol"], &[], &[], &[(I, Interrupt, "onc-qt-qt")]),
    (&["ramelteon"], &["fluvoxamine"], &[], &[(I, Interrupt, "onc-ramelteon-cyp1a2")]),
    (&["rifampicin"], &["darunavir"], &[], &[(I, Interrupt, "onc-inducer-protease")]),
    (&["simvastatin"], &["clarithromycin"], &[], &[(I, Interrupt, "onc-statin-cyp3a4")]),
    (&["lovastatin", "darunavir"], &[], &[], &[(I, Interrupt, "onc-statin-cyp3a4")]),
    (&["ergotamine"], &["ritonavir"], &[], &[(I, Interrupt, "onc-ergot-cyp3a4")]),
    (&["tizanidine"], &["ciprofloxacin"], &[], &[(I, Interrupt, "onc-tizanidine-cyp1a2")]),
    (&["procarbazine"], &["tranylcypromine"], &[], &[(I, Interrupt, "onc-tranylcypromine-procarbazine")]),
    (&["sumatriptan"], &["phenelzine"], &[], &[(I, Interrupt, "onc-triptan-maoi")]),
    // Near the pairs, and not in them.
    (&["rosuvastatin"], &["clarithromycin"], &[], &[]),
    (&["pantoprazole"], &["darunavir"], &[], &[]),
    (&["allopurinol"], &["paracetamol"], &[], &[]),
    (&["sertraline"], &["bupropion"], &[], &[]),
    // Other well-known ones.
    (&["sildenafil"], &["isosorbide mononitrate"], &[], &[(I, Serious, "nitrate-pde5")]),
    (&["ibuprofen"], &["warfarin 5 mg"], &[], &[(I, Serious, "vka-nsaid")]),
    (&["co-trimoxazole"], &["warfarin"], &[], &[(I, Serious, "vka-antibiotic")]),
    (&["ibuprofen"], &["apixaban"], &[], &[(I, Serious, "vka-nsaid")]),
    (&["spironolactone"], &["lisinopril"], &[], &[(I, Serious, "raas-potassium")]),
    (&["trimethoprim"], &["methotrexate 15 mg weekly"], &[], &[(I, Serious, "methotrexate-trimethoprim")]),
    (&["allopurinol"], &["azathioprine"], &[], &[(I, Serious, "allopurinol-thiopurine")]),
    (&["naproxen"], &["lithium carbonate"], &[], &[(I, Serious, "lithium-nsaid")]),
    (&["omeprazole"], &["clopidogrel"], &[], &[(I, Serious, "clopidogrel-omeprazole")]),
    (&["verapamil"], &["bisoprolol"], &[], &[(I, Serious, "rate-beta")]),
    (&["oxycodone"], &["diazepam"], &[], &[(I, Serious, "opioid-depressant")]),
    (&["lamotrigine"], &["sodium valproate"], &[], &[(I, Serious, "valproate-lamotrigine")]),
    (&["carbamazepine"], &["levonorgestrel"], &[], &[(I, Serious, "contraceptive-inducer")]),
    (&["linezolid"], &["citalopram"], &[], &[(I, Serious, "linezolid-serotonergic")]),
    (&["st john's wort"], &["sertraline"], &[], &[(I, Serious, "st-johns-wort-serotonergic")]),
    (&["sumatriptan"], &["sertraline"], &[], &[(I, Note, "triptan-antidepressant")]),
    (&["ibuprofen"], &["sertraline"], &[], &[(I, Note, "ssri-nsaid")]),
    (&["candesartan"], &["ramipril"], &[], &[(I, Serious, "ace-arb")]),
    (&["digoxin 250 ug 1/1d"], &["amiodarone"], &[], &[(I, Serious, "digoxin-level")]),
    (&["sumatriptan"], &["ergotamine"], &[], &[(I, Serious, "triptan-ergot")]),
    (&["nirmatrelvir/ritonavir"], &["rifampicin"], &[], &[(I, Serious, "nirmatrelvir-inducer")]),
    (&["nirmatrelvir/ritonavir"], &["st john's wort"], &[], &[(I, Serious, "nirmatrelvir-inducer")]),
    (&["trimethoprim"], &["spironolactone"], &[], &[(I, Serious, "potassium-potassium")]),
    (&["furosemide"], &["lithium carbonate"], &[], &[(I, Serious, "lithium-diuretic")]),
    // Allergies: the substance, its class, a class that cross-reacts, others.
    (&["amoxicillin"], &[], &["amoxicillin"], &[(A, Interrupt, "allergy-amoxicillin")]),
    (&["amoxicillin"], &[], &["Penicillin – rash (moderate)"], &[(A, Interrupt, "allergy-amoxicillin")]),
    (&["co-amoxiclav"], &[], &["PCN"], &[(A, Interrupt, "allergy-amoxicillin-and-clavulanic-acid")]),
    (&["flucloxacillin"], &[], &["amoxicillin – hives"], &[(A, Interrupt, "allergy-flucloxacillin")]),
    (&["cefuroxime"], &[], &["penicillin – hives (severe)"], &[(A, Serious, "allergy-cefuroxime")]),
    (&["cefalexin"], &[], &["penicillin – rash (mild)"], &[(A, Note, "allergy-cefalexin")]),
    (&["amoxicillin"], &[], &["cephalosporins"], &[(A, Serious, "allergy-amoxicillin")]),
    (&["meropenem"], &[], &["penicillin"], &[(A, Serious, "allergy-meropenem")]),
    (&["co-trimoxazole"], &[], &["sulfa – blisters (severe)"], &[(A, Interrupt, "allergy-sulfamethoxazole-and-trimethoprim")]),
    (&["trimethoprim"], &[], &["sulfa"], &[]),
    (&["ibuprofen"], &[], &["aspirin – wheezing (severe)"], &[(A, Interrupt, "allergy-ibuprofen")]),
    (&["paracetamol"], &[], &["NSAIDs"], &[]),
    (&["azithromycin"], &[], &["penicillin (severe)"], &[]),
    (&["clarithromycin"], &[], &["erythromycin"], &[(A, Interrupt, "allergy-clarithromycin")]),
    (&["paracetamol"], &[], &["acetaminophen"], &[(A, Interrupt, "allergy-paracetamol")]),
    (&["enalapril"], &[], &["lisinopril – swelling (severe)"], &[(A, Interrupt, "allergy-enalapril")]),
    (&["losartan"], &[], &["ACE inhibitors – swelling (severe)"], &[(A, Serious, "allergy-losartan")]),
    // A part of a fixed combination, either way round.
    (&["co-trimoxazole"], &[], &["trimethoprim (severe)"], &[(A, Interrupt, "allergy-sulfamethoxazole-and-trimethoprim")]),
    (&["sacubitril/valsartan"], &[], &["valsartan"], &[(A, Interrupt, "allergy-sacubitril-and-valsartan")]),
    (&["lopinavir/ritonavir"], &[], &["ritonavir"], &[(A, Interrupt, "allergy-lopinavir-and-ritonavir")]),
    (&["ethinylestradiol/levonorgestrel"], &[], &["levonorgestrel"], &[(A, Interrupt, "allergy-ethinylestradiol-and-levonorgestrel")]),
    (&["trimethoprim"], &[], &["co-trimoxazole"], &[(A, Interrupt, "allergy-trimethoprim")]),
    (&["co-trimoxazole"], &["!trimethoprim"], &[], &[(U, Serious, "duplicate-sulfamethoxazole-and-trimethoprim-trimethoprim")]),
    (&["lopinavir/ritonavir"], &["ritonavir"], &[], &[(U, Note, "duplicate-lopinavir-and-ritonavir-ritonavir")]),
    // The same twice.
    (&["sertraline", "sertraline"], &[], &[], &[(U, Serious, "duplicate-sertraline-sertraline")]),
    (&["ibuprofen", "naproxen"], &[], &[], &[(U, Serious, "duplicate-ibuprofen-naproxen")]),
    (&["omeprazole"], &["pantoprazole 20 mg"], &[], &[(U, Note, "duplicate-omeprazole-pantoprazole")]),
    (&["paracetamol"], &["acetaminophen 500 mg when needed"], &[], &[(U, Note, "duplicate-paracetamol-paracetamol")]),
    (&["metoprolol"], &["!bisoprolol"], &[], &[(U, Serious, "duplicate-bisoprolol-metoprolol")]),
    (&["metformin"], &["!metformin"], &[], &[(U, Serious, "duplicate-metformin-metformin")]),
    (&["metformin", "gliclazide"], &["sitagliptin"], &[], &[]),
    (&["amlodipine", "ramipril"], &["hydrochlorothiazide"], &[], &[]),
    // Doses.
    (&["paracetamol 1 g 4/1d"], &[], &[], &[]),
    (&["paracetamol 1 g 5/1d"], &[], &[], &[(D, Serious, "dose-paracetamol-a-day")]),
    (&["paracetamol 1 g 1/3h"], &[], &[], &[(D, Interrupt, "dose-paracetamol-a-day")]),
    (&["ibuprofen 800 mg 4/1d"], &[], &[], &[]),
    (&["ibuprofen 800 mg 1/4h"], &[], &[], &[(D, Serious, "dose-ibuprofen-a-day")]),
    (&["levothyroxine 100 ug 1/1d"], &[], &[], &[]),
    (&["levothyroxine 100 mg 1/1d"], &[], &[], &[(D, Interrupt, "dose-levothyroxine-a-day")]),
    (&["digoxin 0.125 mg 1/1d"], &[], &[], &[]),
    (&["digoxin 2.5 mg 1/1d"], &[], &[], &[(D, Interrupt, "dose-digoxin-a-day")]),
    (&["methotrexate 15 mg 1/1wk"], &[], &[], &[]),
    (&["methotrexate 15 mg 1/1d"], &[], &[], &[(D, Interrupt, "dose-methotrexate-a-week"), (D, Interrupt, "weekly-methotrexate")]),
    (&["methotrexate 2.5 mg 1/1d"], &[], &[], &[(D, Interrupt, "weekly-methotrexate")]),
    (&["alendronic acid 70 mg 1/1wk"], &[], &[], &[]),
    (&["citalopram 60 mg 1/1d"], &[], &[], &[(D, Serious, "dose-citalopram-a-day")]),
    (&["metformin 1 g 3/1d"], &[], &[], &[]),
    (&["zopiclone 15 mg 1/1d"], &[], &[], &[(D, Interrupt, "dose-zopiclone-a-day")]),
    (&["paracetamol 1 g 2/1d", "paracetamol 500 mg 4/1d"], &[], &[], &[(U, Serious, "duplicate-paracetamol-paracetamol")]),
    (&["paracetamol 1 g 4/1d", "paracetamol 1 g 4/1d"], &[], &[],
        &[(D, Interrupt, "dose-paracetamol-a-day"), (U, Serious, "duplicate-paracetamol-paracetamol")]),
    // Several at once: the loudest first.
    (&["amoxicillin 1 g 3/1d", "ibuprofen 1 g 4/1d"], &["warfarin"], &["penicillin"],
        &[(A, Interrupt, "allergy-amoxicillin"), (D, Serious, "dose-ibuprofen-a-day"), (I, Serious, "vka-nsaid")]),
];

fn medication(words: &str) -> Medication {
    let pieces: Vec<&str> = words.split(' ').collect();
    let dosed = match pieces.as_slice() {
        [name @ .., value, unit, often] => Frequency::of(often).zip(Unit::of(unit)).map(|(often, unit)| {
            let value = value.parse().expect("a number");
            (name.join(" "), Quantity { value, unit }, often)
        }),
        _ => None,
    };
    let small = || (words.to_owned(), Quantity { value: 1.0, unit: Unit::Microgram }, Frequency::daily(1));
    let (name, dose, frequency) = dosed.unwrap_or_else(small);
    Medication {
        name,
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

/// `substance – reaction (severity)`
fn allergy(line: &str) -> Allergy {
    let (rest, severity) = line.strip_suffix(')').and_then(|line| line.rsplit_once(" (")).unwrap_or((line, ""));
    let (substance, reaction) = rest.split_once(" – ").unwrap_or((rest, ""));
    Allergy { substance: substance.into(), reaction: reaction.into(), severity: severity.into() }
}

fn taken(words: &&str) -> Taken {
    match words.strip_prefix('!') {
        Some(words) => Taken { words: words.to_owned(), origin: Origin::Prescribed(chrono::NaiveDate::default()) },
        None => Taken { words: (*words).to_owned(), origin: Origin::Told },
    }
}

fn checked((new, takes, allergies, _): &Case) -> Checked {
    let medicines = Medicines::own();
    let new: Vec<_> = new.iter().map(|words| medication(words)).collect();
    let (takes, allergies): (Vec<_>, Vec<_>) = (takes.iter().map(taken).collect(), allergies.iter().map(|line| allergy(line)).collect());
    check(medicines.list().expect("the list"), &new, &takes, &allergies, Some(50))
}

#[test]
fn every_case_of_the_table_is_found_and_nothing_else() {
    assert!(CASES.len() >= 60, "{} cases", CASES.len());
    let mut wrong = Vec::new();
    for case in CASES {
        let found = checked(case);
        let told: Vec<_> = found.warnings.iter().map(|w| (w.check, w.severity, w.id.as_str())).collect();
        let is_right = told.len() == case.3.len() && told.iter().zip(case.3).all(|(t, e)| t.0 == e.0 && t.1 == e.1 && t.2.starts_with(e.2));
        if !is_right {
            wrong.push(format!("{:?} with {:?}, allergic to {:?}: {told:?}", case.0, case.1, case.2));
        }
        assert!(found.warnings.iter().all(|w| !w.title.is_empty() && !w.text.is_empty() && !w.source.is_empty()), "{found:?}");
        for kind in [A, I, U] {
            assert!(found.gaps.iter().all(|gap| !gap.checks.contains(&kind)), "{:?}: {:?}", case.0, found.gaps);
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
    eprintln!("{} cases, none of them wrong", CASES.len());
}

#[test]
fn the_list_has_the_fifteen_pairs_of_the_onc_list_and_every_class_of_them_has_members() {
    let medicines = Medicines::own();
    let list = medicines.list().expect("the list");
    assert_eq!(list.pairs().iter().filter(|pair| pair.high_priority).count(), 15);
    assert!(list.medicines().len() >= 300 && !list.sources().is_empty());
    for pair in list.pairs() {
        for side in pair.a.iter().chain(&pair.b) {
            let has_members = list.medicines().iter().any(|one| one.name == *side || one.classes.contains(side));
            assert!(has_members, "{side} of {} has nobody in it", pair.id);
        }
    }
}

#[test]
fn a_list_that_cannot_be_used_never_passes_for_one_that_found_nothing() {
    for text in ["", "no list", "version = 1", &include_str!("../../data/medicines.toml").replace("\"maoi\"]", "\"nobody\"]")] {
        let medicines = Medicines::read(text);
        assert!(medicines.list().is_err(), "{}", text.len());
        assert!(medicines.names().is_empty());
    }
}

#[test]
fn a_dose_that_cannot_be_compared_is_told() {
    let medicines = Medicines::own();
    let list = medicines.list().expect("the list");
    let tablets =
        |strength| Medication { dose: Quantity { value: 2.0, unit: Unit::Tablet }, strength, ..medication("paracetamol 1 g 4/1d") };
    let of = |one: Medication, age| check(list, &[one], &[], &[], age);
    let gram = Some(Quantity { value: 1.0, unit: Unit::Gram });
    assert_eq!(of(tablets(gram), Some(50)).warnings.len(), 1, "two tablets of a gram four times a day");
    for (one, age) in [
        (tablets(None), Some(50)),
        (medication("paracetamol 500 mg 4/1d"), Some(9)),
        (medication("paracetamol 500 mg 4/1d"), None),
        (medication("warfarin 5 mg 1/1d"), Some(50)),
        (Medication { route: Route::Topical, ..medication("diclofenac 1 g 3/1d") }, Some(50)),
    ] {
        let found = of(one.clone(), age);
        assert!(!found.is_clear(D) && found.warnings.is_empty(), "{} {age:?}: {found:?}", one.name);
    }
    let asks = |one: Medication, age| of(one, age).gaps.iter().any(|gap| gap.checks.contains(&D) && gap.needs_reason);
    assert!(asks(tablets(None), Some(50)), "the list has a highest dose, and the prescription does not say enough to compare it");
    assert!(asks(medication("paracetamol 500 mg 4/1d"), Some(9)), "a child");
    assert!(!asks(medication("warfarin 5 mg 1/1d"), Some(50)), "the list has none");
}

#[test]
fn what_is_too_much_for_an_adult_stops_the_hand_for_a_child() {
    let medicines = Medicines::own();
    let list = medicines.list().expect("the list");
    let of = |text: &str, age| check(list, &[medication(text)], &[], &[], Some(age));
    assert_eq!(of("paracetamol 50 g 24/1d", 2).warnings.iter().map(|one| one.severity).collect::<Vec<_>>(), [Interrupt]);
    assert_eq!(of("paracetamol 1 g 5/1d", 2).warnings.iter().map(|one| one.severity).collect::<Vec<_>>(), [Interrupt]);
    assert_eq!(of("paracetamol 1 g 5/1d", 40).warnings.iter().map(|one| one.severity).collect::<Vec<_>>(), [Serious]);
}
