//! What is read from a text by its words alone.

use domain::assessment::{Assessment, Complaint, NotAssessable, State};
use symptoms::{Engine, Knowledge};

fn engine() -> Engine {
    Engine::lexicon_only(Knowledge::built_in().expect("the base that is compiled in can be read")).expect("the weights can be read")
}

fn assess(engine: &Engine, text: &str) -> Assessment {
    let prepared = engine.prepare(&Complaint { text: text.into(), age: None, sex: None, ..Complaint::default() });
    engine.assess(&prepared, &[]).expect("no embedding is asked for")
}

fn ids(answer: &Assessment, state: State) -> Vec<&str> {
    answer.findings.iter().filter(|f| f.state == state).map(|f| f.id.as_str()).collect()
}

/// Text, what must be present, what must be absent, what must not be present.
type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a [&'a str]);

fn holds(cases: &[Case<'_>]) {
    let engine = engine();
    for (text, present, absent, left_out) in cases {
        let answer = assess(&engine, text);
        let (there, denied) = (ids(&answer, State::Present), ids(&answer, State::Absent));
        for id in *present {
            assert!(there.contains(id), "{id} is not read from {text:?}: {there:?}");
        }
        for id in *absent {
            assert!(denied.contains(id), "{id} is not denied in {text:?}: {denied:?}, {there:?}");
        }
        for id in *left_out {
            assert!(!there.contains(id), "{id} is read from {text:?}");
        }
    }
}

#[test]
fn what_is_denied_is_absent() {
    holds(&[
        ("I have a cough but no fever.", &["cough"], &["fever"], &[]),
        ("No fever, cough or rash. My knee hurts.", &["knee-pain"], &["fever", "cough", "rash"], &[]),
        ("No fever, I have a sore throat", &["sore-throat"], &["fever"], &[]),
        ("I don't have a headache and I'm not dizzy, my back hurts", &["back-pain"], &["headache", "dizziness"], &[]),
        ("without any vomiting; a sore throat", &["sore-throat"], &["vomiting"], &[]),
    ]);
}

#[test]
fn a_negator_that_belongs_to_a_complaint_denies_nothing() {
    holds(&[
        ("I can't breathe and have chest pain", &["chest-pain", "dyspnea"], &[], &[]),
        ("not only a headache, also a stiff neck", &["headache", "stiff-neck"], &[], &[]),
        ("the headache won't go away", &["headache"], &[], &[]),
        ("I can't sleep because of back pain", &["back-pain"], &[], &[]),
        ("I have never had such a terrible headache", &["headache"], &[], &[]),
    ]);
}

#[test]
fn what_others_have_is_not_the_patients() {
    holds(&[
        ("My uncle had a seizure. I have a cough.", &["cough"], &[], &["seizure"]),
        ("My father died of chest pain years ago, I only have a sore throat", &["sore-throat"], &[], &["chest-pain"]),
        ("people at work have a fever, I have a cough", &["cough"], &[], &["fever"]),
    ]);
}

#[test]
fn what_a_parent_or_partner_reports_is_the_patients() {
    holds(&[
        ("my son has a rash", &["rash"], &[], &[]),
        ("I think my daughter has a fever", &["fever"], &[], &[]),
        ("My husband has chest pain, he is sweating", &["chest-pain", "sweating"], &[], &[]),
    ]);
}

#[test]
fn what_is_long_gone_is_left_out_and_what_lasts_is_not() {
    holds(&[
        ("I had a seizure as a child. Now my knee hurts.", &["knee-pain"], &[], &["seizure"]),
        ("I fainted once in 2009, now I have a cough", &["cough"], &[], &["fainting"]),
        ("headache for two years", &["headache"], &[], &[]),
        ("cough since last year", &["cough"], &[], &[]),
        ("the back pain started 3 days ago", &["back-pain"], &[], &[]),
    ]);
}

#[test]
fn what_is_feared_or_read_about_is_left_out() {
    holds(&[
        ("I read about seizures, I just have a cough", &["cough"], &[], &["seizure"]),
        ("I'm worried about my chest pain", &["chest-pain"], &[], &[]),
    ]);
}

#[test]
fn spans_count_code_points() {
    let engine = engine();
    let text = "😀 Übermüde… 👩‍⚕️ and I have a sore throat";
    let answer = assess(&engine, text);
    let found = answer.findings.iter().find(|f| f.id == "sore-throat").expect("read");
    let (start, end) = found.span.expect("read from the text");
    assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), "sore throat");
}

#[test]
fn slips_of_the_pen_are_forgiven() {
    holds(&[("I have palpatations and a headahce", &["palpitations", "headache"], &[], &[])]);
}

#[test]
fn numbers_are_read() {
    holds(&[
        ("temp 39.4 and a cough", &["fever", "high-fever"], &[], &[]),
        ("BP 180/110 this morning", &["high-blood-pressure"], &[], &[]),
        ("my sugar is 320", &["blood-sugar-high"], &[], &[]),
        ("a cough, my temperature is 36.8", &["cough"], &["fever"], &[]),
    ]);
}

#[test]
fn what_cannot_be_assessed_is_refused_with_its_reason() {
    let engine = engine();
    for (text, reason) in [
        ("Ich habe seit drei Tagen Halsschmerzen", NotAssessable::OtherLanguage),
        ("Tengo dolor de cabeza desde ayer", NotAssessable::OtherLanguage),
        ("У меня болит голова", NotAssessable::OtherLanguage),
        ("my dog keeps vomiting", NotAssessable::Animal),
        ("hello, how are you?", NotAssessable::NoSymptom),
        ("I had a seizure as a child.", NotAssessable::NotNow),
    ] {
        let answer = assess(&engine, text);
        assert_eq!((answer.assessable, answer.reason), (false, Some(reason)), "{text}");
        assert!(answer.triage.is_none() && answer.conditions.is_empty());
    }
}

#[test]
fn short_english_without_small_words_is_english() {
    assert!(assess(&engine(), "headache fever 3 days").assessable);
}

#[test]
fn a_list_of_what_is_denied_is_denied_to_its_end() {
    let engine = engine();
    for (text, denied) in [
        ("He coughs. He denies haemoptysis, confusion and leg swelling.", &["confusion", "leg-swelling"][..]),
        ("A headache with no chest pain, palpitations, fainting or calf swelling and lies flat.", &["palpitations", "fainting"]),
        ("I have a sore knee, no injury, fever, rash, chest pain or breathlessness.", &["fever", "rash", "chest-pain"]),
        ("Tired, with no dysphagia, jaundice or dizziness and continues to work.", &["jaundice", "dizziness"]),
    ] {
        let answer = assess(&engine, text);
        let present = ids(&answer, State::Present);
        assert!(denied.iter().all(|id| !present.contains(id)), "{text}: {present:?}");
    }
}

#[test]
fn a_doctors_list_of_denials_ends_with_what_is_reported() {
    holds(&[
        ("Denies nausea, photophobia, fever, neck stiffness. Mild headache.", &["headache"], &["nausea", "fever", "stiff-neck"], &[]),
        ("denies nausea, reports chest pain", &["chest-pain"], &["nausea"], &[]),
        ("denies fever and reports crushing chest pain", &["chest-pain-crushing"], &["fever"], &[]),
        ("No reported fever or cough. Sore throat.", &["sore-throat"], &["fever", "cough"], &[]),
        ("She denies nausea, complains of shortness of breath", &["dyspnea"], &["nausea"], &[]),
        ("no h/o diabetes, asthma; has knee pain", &["knee-pain"], &["history-diabetes", "history-asthma"], &[]),
        ("no headache until an hour ago, now it is the worst of my life", &["headache"], &[], &[]),
        ("not vomiting, can keep water down", &[], &["vomiting"], &["vomiting-persistent"]),
        ("My knee isn't sore.", &[], &[], &["knee-pain"]),
    ]);
}

#[test]
fn a_word_means_what_stands_around_it() {
    holds(&[
        ("my son had a fit", &["seizure"], &[], &[]),
        ("coughing fits all night", &[], &[], &["seizure"]),
        ("we had a fit of giggles, and I have a sore throat", &["sore-throat"], &[], &["seizure"]),
        ("I have got the runs", &["diarrhoea"], &[], &[]),
        ("my nose runs", &["runny-nose"], &[], &["diarrhoea"]),
        ("a banging headache", &["headache"], &[], &["head-injury"]),
        ("I have AF", &["history-atrial-fibrillation"], &[], &[]),
        ("tired af after work", &[], &[], &["history-atrial-fibrillation"]),
        ("everyone would be better off without me", &["suicidal-thoughts"], &[], &[]),
    ]);
}

#[test]
fn what_is_denied_from_behind_is_absent() {
    holds(&[
        ("Fever: none. My knee hurts.", &["knee-pain"], &["fever"], &[]),
        ("Fever - yes. Rash - no.", &["fever"], &["rash"], &[]),
        ("Any headache? No. But I cough.", &["cough"], &["headache"], &[]),
        ("Fever, cough or rash: none.", &[], &["fever", "cough", "rash"], &[]),
        ("Nosebleed -, cough +", &["cough"], &["nosebleed"], &[]),
        ("Jaundice absent, itching all over", &["itching"], &["jaundice"], &[]),
        ("A sore throat is something I don't have, I do have a cough", &["cough"], &["sore-throat"], &[]),
        ("Chest pain: no relief from the spray", &["chest-pain"], &[], &[]),
        ("Rash? Not sure, but I think so", &["rash"], &[], &[]),
        ("Headache: never this bad before", &["headache"], &[], &[]),
        ("A seizure could not be ruled out", &["seizure"], &[], &[]),
    ]);
}

#[test]
fn two_negations_make_one_yes() {
    holds(&[
        ("I haven't had a week without diarrhoea this year", &["diarrhoea"], &[], &[]),
        ("He won't deny that he has a cough", &["cough"], &[], &[]),
        ("There is no night when I'm not dizzy", &["dizziness"], &[], &[]),
        ("I can't eat without heartburn", &["heartburn"], &[], &[]),
        ("I have no rash and I can sleep without heartburn", &[], &["rash", "heartburn"], &[]),
        ("no cough no fever I don't have a rash", &[], &["cough", "fever", "rash"], &[]),
    ]);
}

#[test]
fn an_exception_takes_a_denial_back() {
    holds(&[
        ("I have no complaints other than a cough", &["cough"], &[], &[]),
        ("Nothing wrong with her aside from a rash", &["rash"], &[], &[]),
        ("No headache except when I bend over", &["headache"], &[], &[]),
        ("I had no fever until this morning", &["fever"], &[], &[]),
        ("I have a cough and no other illness, no fever", &["cough"], &["fever"], &[]),
    ]);
}

#[test]
fn what_has_ended_is_left_out_unless_it_comes_again_or_is_a_danger() {
    holds(&[
        ("The itching has gone, my throat is sore", &["sore-throat"], &[], &["itching"]),
        ("I had a rash on Friday, it cleared up by itself", &[], &[], &["rash"]),
        ("She had diarrhoea in the night but is right as rain now", &[], &[], &["diarrhoea"]),
        ("The rash went away but it came back", &["rash"], &[], &[]),
        ("The rash has almost gone", &["rash"], &[], &[]),
        ("The diarrhoea hasn't stopped", &["diarrhoea"], &[], &[]),
        ("I had chest pain and it went away", &["chest-pain"], &[], &[]),
        ("He fainted and it has passed, he is fine now", &["fainting"], &[], &[]),
        ("I have a cough and the fever has gone", &["cough"], &[], &["fever"]),
        ("I am vomiting and I have stopped my tablets", &["vomiting"], &[], &[]),
        ("I had diarrhoea on Sunday which went away. This evening it returned.", &["diarrhoea"], &[], &[]),
        ("He has a rash and has stopped crying", &["rash"], &[], &[]),
    ]);
}

#[test]
fn a_condition_that_has_not_come_true_is_left_out() {
    holds(&[
        ("The surgeon told me to call if I get a fever", &[], &[], &["fever"]),
        ("What should I do if she ever has a nosebleed?", &[], &[], &["nosebleed"]),
        ("What should I do if my cough gets worse?", &["cough"], &[], &[]),
        ("What should I do if I have chest pain?", &["chest-pain"], &[], &[]),
        ("My knee hurts if I kneel", &["knee-pain"], &[], &[]),
        ("I walk as if I were drunk and have a headache", &["headache"], &[], &[]),
        ("I worry that one day I will faint at work", &[], &[], &["fainting"]),
        ("I was told to ring if I had a fever, and now I have a fever", &["fever"], &[], &[]),
        ("I'm scared that one day I will want to die", &["suicidal-thoughts"], &[], &[]),
    ]);
}

#[test]
fn a_figure_of_speech_is_no_complaint() {
    holds(&[
        ("The neighbours are a pain in the neck", &[], &[], &["neck-pain"]),
        ("It is a pain in the neck and it spreads to my arm", &["neck-pain"], &[], &[]),
        ("She is itching to start school", &[], &[], &["itching"]),
        ("It was a rash promise", &[], &[], &["rash"]),
        ("There is a faint rash on my arm", &["rash"], &[], &["fainting"]),
    ]);
}

#[test]
fn one_who_sets_themselves_off_speaks_of_another() {
    holds(&[
        ("My sister has diarrhoea, I don't", &[], &[], &["diarrhoea"]),
        ("My flatmate has a rash. I need advice on my own sore throat.", &["sore-throat"], &[], &["rash"]),
        ("My daughter's friend has a rash, my daughter has a cough", &["cough"], &[], &["rash"]),
        ("My husband has chest pain, I'm fine", &["chest-pain"], &[], &[]),
        ("My husband has diarrhoea and I'm worried", &["diarrhoea"], &[], &[]),
        ("I'm fine, it's my wife who has a rash", &["rash"], &[], &[]),
        ("Since my father's death I get palpitations, sweating. Otherwise I'm fine.", &["palpitations", "sweating"], &[], &[]),
        ("My brother has diabetes and I have a cough", &["cough"], &[], &["history-diabetes"]),
    ]);
}

#[test]
fn what_comes_again_is_not_past() {
    holds(&[
        ("As a child I had nosebleeds and now they have come back", &["nosebleed"], &[], &[]),
        ("I get dizzy like my dad used to", &["dizziness"], &[], &[]),
        ("I was pregnant last year. I have a cough.", &["cough"], &[], &["history-pregnant"]),
    ]);
}
