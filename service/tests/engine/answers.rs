//! What an answer is made of.

use crate::support::{assess, encoder_dir};
use domain::assessment::{NewAssessment, State};
use service::{Engine, Error};

#[tokio::test]
async fn the_same_text_gives_the_same_answer_bit_for_bit() {
    let text = "For three days I have had a sore throat, a runny nose and a slight fever.";
    let (one, two) = (assess(text, Some(30.0), None).await, assess(text, Some(30.0), None).await);
    let json = |answer| serde_json::to_string(answer).expect("serialises");
    assert_eq!(json(&one), json(&two));
}

#[tokio::test]
async fn spans_point_at_the_words_in_code_points_even_after_emoji() {
    let text = "😷😷 Schöne Grüße! I have a terrible headache and no fever.";
    let answer = assess(text, None, None).await;
    let words = |name: &str, state| {
        let finding = answer.findings.iter().find(|f| f.name.contains(name) && f.state == state)?;
        let (start, end) = finding.span?;
        Some(text.chars().skip(start).take(end - start).collect::<String>())
    };
    assert!(words("headache", State::Present).is_some_and(|w| w.contains("headache")), "{:?}", answer.findings);
    assert!(words("fever", State::Absent).is_some_and(|w| w.contains("fever")), "{:?}", answer.findings);
}

#[tokio::test]
async fn probabilities_are_probabilities_best_first_with_a_share_for_none_of_these() {
    let answer = assess("I have a cough with yellow phlegm, fever and it hurts when I breathe in", Some(50.0), None).await;
    let all: Vec<f32> = answer.conditions.iter().map(|c| c.probability).collect();
    assert!(!all.is_empty() && all.iter().all(|p| (0.0..=1.0).contains(p)) && all.iter().sum::<f32>() <= 1.0 + 1e-4);
    assert!(all.windows(2).all(|w| w[0] >= w[1]));
}

#[tokio::test]
async fn thoughts_of_suicide_lead_to_the_crisis_line_whatever_else_is_said() {
    let answer = assess("My knee hurts a bit after jogging. Also I want to kill myself.", Some(24.0), None).await;
    assert!(answer.crisis && answer.triage.is_some_and(|t| t.level.is_emergency()));
}

#[tokio::test]
async fn without_a_model_the_engine_says_that_it_cannot_assess() {
    let engine = Engine::new(ai::Worker::start("/nonexistent".into(), 1, 4));
    engine.ready().await;
    let complaint = NewAssessment { text: "I have a headache".into(), ..NewAssessment::default() }.parse().expect("valid");
    assert!(engine.state().is_err());
    assert!(matches!(engine.assess(&complaint).await, Err(Error::Unavailable(_))));
    assert!(encoder_dir().join("model.safetensors").exists());
}
