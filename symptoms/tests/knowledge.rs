//! The knowledge base and what the engine promises about its answers.

use domain::{
    assessment::{Assessment, Complaint},
    triage::Triage,
};
use proptest::prelude::*;
use std::{collections::HashSet, sync::LazyLock};
use symptoms::{Engine, Knowledge, RedFlagRule, Vectors, VectorsError, WIDTH};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    Engine::lexicon_only(Knowledge::built_in().expect("the base that is compiled in can be read")).expect("the weights can be read")
});

fn assess(complaint: &Complaint) -> Assessment {
    ENGINE.assess(&ENGINE.prepare(complaint), &[]).expect("no embedding is asked for")
}

fn level(texts: &[&str]) -> Option<Triage> {
    assess(&Complaint { text: texts.join(".\n"), age: Some(45.0), sex: None, ..Complaint::default() }).triage.map(|t| t.level)
}

#[test]
fn the_knowledge_base_has_no_fault() {
    let faults = ENGINE.knowledge().check();
    assert!(faults.is_empty(), "{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
}

#[test]
fn no_text_that_the_engine_is_judged_on_is_among_those_it_learns_from() {
    let plain = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let learnt: HashSet<String> = ENGINE.knowledge().sentences().iter().map(|text| plain(text)).collect();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("evaluation");
    for (file, least) in [("cases.jsonl", 500), ("out_of_scope.jsonl", 200), ("negation_pairs.jsonl", 60)] {
        let lines = std::fs::read_to_string(folder.join(file)).expect("the validation set lies beside the knowledge");
        let texts = lines.lines().flat_map(|line| {
            let case: serde_json::Value = serde_json::from_str(line).expect("JSON");
            ["text", "text_present", "text_absent"].map(|key| case[key].as_str().map(plain)).into_iter().flatten().collect::<Vec<_>>()
        });
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        assert!(texts.len() >= least, "{file}: {} texts", texts.len());
        let known: Vec<&String> = texts.iter().filter(|text| learnt.contains(*text)).collect();
        assert!(known.is_empty(), "{file}: {} are known", known.len());
    }
}

#[test]
fn the_same_question_has_the_same_answer_bit_for_bit() {
    let again = Engine::lexicon_only(Knowledge::built_in().expect("read")).expect("weights");
    for condition in ENGINE.knowledge().conditions().iter().step_by(7) {
        let complaint = Complaint { text: condition.descriptions[0].clone(), age: Some(30.0), sex: None, ..Complaint::default() };
        let (one, two) = (assess(&complaint), again.assess(&again.prepare(&complaint), &[]).expect("answers"));
        assert_eq!(serde_json::to_string(&one).expect("json"), serde_json::to_string(&two).expect("json"));
    }
}

#[test]
fn probabilities_leave_a_share_for_none_of_these() {
    for condition in ENGINE.knowledge().conditions() {
        let answer = assess(&Complaint { text: condition.descriptions[1].clone(), age: None, sex: None, ..Complaint::default() });
        let sum: f32 = answer.conditions.iter().map(|c| c.probability).sum();
        assert!(sum < 1.0 && answer.conditions.iter().all(|c| c.probability > 0.0), "{sum}");
    }
}

#[test]
fn vectors_of_another_base_are_refused() {
    let knowledge = ENGINE.knowledge();
    let unit = |batch: &[&str]| Ok::<_, VectorsError>(batch.iter().map(|_| vec![1.0 / (WIDTH as f32).sqrt(); WIDTH]).collect());
    let bytes = Vectors::build(knowledge, "test", unit).expect("built").to_bytes();
    let read = Vectors::from_bytes(&bytes, knowledge).expect("read back");
    assert!(read.check_encoder("test").is_ok() && read.check_encoder("other").is_err());
    assert_eq!(read.to_bytes(), bytes);
    let other = Knowledge::from_files(&[]).expect("an empty base");
    assert_eq!(Vectors::from_bytes(&bytes, &other), Err(VectorsError::Stale));
    assert_eq!(Vectors::from_bytes(&bytes[..bytes.len() - 1], knowledge), Err(VectorsError::NotVectors));
    assert_eq!(Vectors::from_bytes(b"nonsense", knowledge), Err(VectorsError::NotVectors));
}

fn rule() -> impl Strategy<Value = &'static RedFlagRule> {
    (0..ENGINE.knowledge().red_flags().len()).prop_map(|at| &ENGINE.knowledge().red_flags()[at])
}

fn phrases() -> impl Strategy<Value = Vec<&'static str>> {
    let one = (0..ENGINE.knowledge().findings().len()).prop_map(|at| ENGINE.knowledge().findings()[at].phrases[0].as_str());
    prop::collection::vec(one, 0..6)
}

proptest! {
    #[test]
    fn a_red_flag_in_the_text_is_never_outvoted(rule in rule(), around in phrases()) {
        let alone = assess(&Complaint { text: rule.test.clone(), age: rule.test_age.or(Some(45.0)), sex: rule.sex, ..Complaint::default() });
        let up = |a: &Assessment| a.triage.iter().flat_map(|t| &t.red_flags).map(|f| f.id.clone()).collect::<Vec<_>>();
        if up(&alone).contains(&rule.id) {
            let text = format!("{}\n{}", around.join(".\n"), rule.test);
            let more = assess(&Complaint { text, age: rule.test_age.or(Some(45.0)), sex: rule.sex, ..Complaint::default() });
            if up(&more).contains(&rule.id) {
                prop_assert!(more.triage.is_some_and(|t| t.level >= rule.level));
            }
        }
    }

    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,200}") {
        let _ = assess(&Complaint { text, age: None, sex: None, ..Complaint::default() });
    }

    #[test]
    fn an_emergency_flag_makes_an_emergency(rule in rule()) {
        let answer = assess(&Complaint { text: rule.test.clone(), age: rule.test_age.or(Some(45.0)), sex: rule.sex, ..Complaint::default() });
        if let Some(triage) = answer.triage {
            prop_assert!(triage.red_flags.iter().all(|f| triage.level >= f.level));
        }
    }
}

#[test]
fn thoughts_of_suicide_put_the_crisis_line_first() {
    let answer =
        assess(&Complaint { text: "I want to kill myself, by the way my dog is ill".into(), age: None, sex: None, ..Complaint::default() });
    assert!(answer.crisis && answer.triage.is_some_and(|t| t.level.is_emergency()));
    let bereaved = assess(&Complaint { text: "Since my wife died I want to die".into(), age: None, sex: None, ..Complaint::default() });
    assert!(bereaved.crisis, "what is said of oneself beside a relative counts: {:?}", bereaved.findings);
    assert!(level(&["my knee hurts"]).is_some_and(|l| !l.is_emergency()));
}
