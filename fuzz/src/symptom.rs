//! The symptom engine's reading of words, without a text model.

use domain::assessment::NewAssessment;
use domain::patient::Sex;
use std::sync::OnceLock;
use symptoms::{Engine, Knowledge};

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| Engine::lexicon_only(Knowledge::built_in().expect("knowledge")).expect("an engine"))
}

/// A byte for age and sex, then the words.
pub(crate) fn symptom(data: &[u8]) {
    let [who, rest @ ..] = data else { return };
    let text = String::from_utf8_lossy(rest).into_owned();
    let sex = [None, Some(Sex::Female), Some(Sex::Male)][usize::from(who % 3)];
    let told = NewAssessment { text, age: (who & 128 == 0).then(|| f32::from(*who)), sex, ..NewAssessment::default() };
    let Ok(complaint) = told.parse() else { return };
    let length = complaint.text.chars().count();
    let prepared = engine().prepare(&complaint);
    let interview = engine().interview(&complaint, &prepared, &[]).expect("an answer");
    let assessment = interview.assessment;
    for finding in &assessment.findings {
        assert!(finding.span.is_none_or(|(from, to)| from < to && to <= length), "{finding:?} of {length}");
    }
    let shares: f32 = assessment.conditions.iter().map(|condition| condition.probability).sum();
    assert!((0.0..=1.001).contains(&shares), "{shares}");
    assert!(assessment.conditions.iter().all(|condition| (0.0..=1.0).contains(&condition.probability)));
    assert!(assessment.assessable != assessment.reason.is_some());
}
