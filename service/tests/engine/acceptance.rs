//! What the engine must reach. The texts were written by somebody who had not seen the knowledge base.

use crate::support::{Case, assess, lines};
use domain::assessment::{Assessment, State};
use serde::Deserialize;
use std::collections::BTreeMap;

async fn all(name: &str) -> Vec<(Case, Assessment)> {
    let mut answers = Vec::new();
    for case in lines::<Case>(name) {
        let answer = assess(&case.text, case.age, case.sex).await;
        answers.push((case, answer));
    }
    answers
}

fn is_emergency(answer: &Assessment) -> bool {
    answer.triage.as_ref().is_some_and(|t| t.level.is_emergency())
}

#[tokio::test]
async fn each_specialty_comes_first_for_its_own_complaints() {
    let mut hits: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut missed = Vec::new();
    for (case, answer) in all("specialties.jsonl").await {
        let wanted = case.specialty.expect("a specialty");
        let first = answer.specialties.iter().find(|s| s.code.is_bookable()).map(|s| s.code.code().to_owned());
        let entry = hits.entry(wanted.clone()).or_default();
        entry.1 += 1;
        if first.as_deref() == Some(wanted.as_str()) {
            entry.0 += 1;
        } else {
            missed.push(format!("{wanted} ← {first:?}: {}", case.text));
        }
    }
    let (right, total) = hits.values().fold((0, 0), |sum, n| (sum.0 + n.0, sum.1 + n.1));
    let report = format!("{right}/{total} right first\n{hits:#?}\n{}", missed.join("\n"));
    assert_eq!(hits.len(), 17, "{report}");
    assert!(right * 100 >= total * 85, "{report}");
    assert!(hits.values().all(|(right, of)| right * 10 >= of * 8), "{report}");
}

#[tokio::test]
async fn every_emergency_is_recognised() {
    let missed: Vec<String> = all("emergencies.jsonl")
        .await
        .into_iter()
        .filter(|(_, answer)| !is_emergency(answer))
        .map(|(case, answer)| format!("{} → {:?} {:?}", case.text, answer.triage.map(|t| t.level), answer.findings))
        .collect();
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[tokio::test]
async fn alarming_words_in_harmless_texts_raise_no_emergency() {
    let raised: Vec<String> = all("harmless.jsonl")
        .await
        .into_iter()
        .filter(|(_, answer)| is_emergency(answer))
        .map(|(case, answer)| format!("{} → {:?} {:?}", case.text, answer.triage, answer.findings))
        .collect();
    assert!(raised.is_empty(), "{} raised:\n{}", raised.len(), raised.join("\n"));
}

#[tokio::test]
async fn what_is_not_about_a_persons_symptoms_is_not_assessed() {
    let answers = all("out_of_scope.jsonl").await;
    let total = answers.len();
    let assessed: Vec<String> =
        answers.into_iter().filter(|(_, a)| a.assessable).map(|(case, a)| format!("{} → {:?}", case.text, a.findings)).collect();
    assert!(assessed.len() * 50 <= total, "{} of {total} assessed:\n{}", assessed.len(), assessed.join("\n"));
}

#[derive(Deserialize)]
struct Pair {
    text_present: String,
    text_absent: String,
    finding: String,
}

#[tokio::test]
async fn a_denied_finding_is_read_as_absent_and_never_as_present() {
    let (mut wrong, pairs) = (Vec::new(), lines::<Pair>("negation.jsonl"));
    let has = |answer: &Assessment, name: &str, state| answer.findings.iter().any(|f| f.state == state && f.name.contains(name));
    for pair in &pairs {
        let (with, without) = (assess(&pair.text_present, None, None).await, assess(&pair.text_absent, None, None).await);
        if has(&without, &pair.finding, State::Present) || (!has(&with, &pair.finding, State::Present) && !with.assessable) {
            wrong.push(format!("{}: {} | {}", pair.finding, pair.text_present, pair.text_absent));
        }
    }
    assert!(wrong.len() * 20 <= pairs.len(), "{} of {} wrong:\n{}", wrong.len(), pairs.len(), wrong.join("\n"));
}
