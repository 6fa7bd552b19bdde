//! What is read from a text by its words alone.

use domain::assessment::{Assessment, Complaint, NotAssessable, State};
use std::sync::LazyLock;
use symptoms::{Engine, Knowledge};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    Engine::lexicon_only(Knowledge::built_in().expect("the base that is compiled in can be read")).expect("the weights can be read")
});

fn engine() -> &'static Engine {
    &ENGINE
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
        let answer = assess(engine, text);
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
    let answer = assess(engine, text);
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
        let answer = assess(engine, text);
        assert_eq!((answer.assessable, answer.reason), (false, Some(reason)), "{text}");
        assert!(answer.triage.is_none() && answer.conditions.is_empty());
    }
}

#[test]
fn short_english_without_small_words_is_english() {
    assert!(assess(engine(), "headache fever 3 days").assessable);
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
        let answer = assess(engine, text);
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

#[test]
fn an_emergency_of_anybody_now_is_the_patients() {
    holds(&[
        ("my neighbour has chest pain and is sweating", &["chest-pain", "sweating"], &[], &[]),
        ("my neighbour has chest pain and is sweating. I'm fine", &["chest-pain", "sweating"], &[], &[]),
        ("I am fine but my colleague has crushing chest pain", &["chest-pain-crushing"], &[], &[]),
        ("a guy at the gym passed out and I have a headache", &["fainting"], &[], &[]),
        ("someone on the bus isn't breathing and I feel sick with worry", &["not-breathing"], &[], &[]),
        ("my flatmate can't breathe, his lips are blue", &["dyspnea-severe", "blue-lips"], &[], &[]),
        ("my boss collapsed just now. I have a cough.", &["collapse"], &[], &[]),
        ("a boy at school just had a fit, I am fine", &["seizure"], &[], &[]),
    ]);
}

#[test]
fn what_others_had_or_have_for_long_stays_theirs() {
    holds(&[
        ("my uncle had a heart attack years ago, I want a check-up", &[], &[], &["chest-pain"]),
        ("a boy at school had a fit in class, mine is fine, he just has a scab on his knee", &[], &[], &["seizure"]),
        ("my wife had a fever last week and now I have a rash", &["rash"], &[], &["fever"]),
        ("my son had diarrhoea last week and now I have a sore throat", &["sore-throat"], &[], &["diarrhoea"]),
        ("my daughter had a fever yesterday and I noticed she has a rash now", &["fever", "rash"], &[], &[]),
        ("my colleague has epilepsy and gets seizures, I have a headache", &["headache"], &[], &["seizure"]),
        ("my cousin fainted last month, now I have heartburn", &["heartburn"], &[], &["fainting"]),
        ("my neighbour has a cough and I have a rash", &["rash"], &[], &["cough"]),
        ("my mother has diabetes and I have a cough", &["cough"], &[], &["history-diabetes"]),
    ]);
}

#[test]
fn a_denial_of_the_past_is_taken_back_by_what_is_back() {
    holds(&[
        ("I haven't had a headache in years but today it's back", &["headache"], &[], &[]),
        ("I had no nosebleeds for months, but now they are back", &["nosebleed"], &[], &[]),
        ("I've never had hay fever before but I have a cough", &["cough"], &[], &[]),
        ("No rash for weeks, but today it came back", &["rash"], &[], &[]),
        ("I have no fever but the cough is back", &["cough"], &["fever"], &[]),
        ("I haven't had a headache in years, my back hurts", &["back-pain"], &["headache"], &[]),
    ]);
}

#[test]
fn what_is_not_there_any_more_is_not_there() {
    holds(&[
        ("my chest pain is not there anymore", &[], &["chest-pain"], &[]),
        ("the rash isn't there any more", &[], &["rash"], &[]),
        ("my headache is no longer there", &[], &["headache"], &[]),
        ("the rash is not there in the morning but comes in the evening", &["rash"], &[], &[]),
    ]);
}

#[test]
fn who_cannot_stop_has_not_stopped() {
    holds(&[
        ("can't stop breathing fast", &["fast-breathing"], &[], &["not-breathing"]),
        ("I can't stop drinking", &[], &[], &["alcohol-stopped"]),
        ("he stopped breathing", &["not-breathing"], &[], &[]),
        ("he isn't breathing", &["not-breathing"], &[], &[]),
        ("I cannot stop vomiting", &["vomiting"], &[], &[]),
        ("the bleeding won't stop", &["bleeding-wont-stop"], &[], &[]),
        ("never stops coughing", &["cough"], &[], &[]),
    ]);
}

#[test]
fn who_has_not_been_able_cannot() {
    holds(&[
        ("haven't been able to breathe properly since this morning", &["dyspnea"], &[], &[]),
        ("hasn't been able to swallow since yesterday", &["swallowing-difficult"], &[], &[]),
        ("I can't seem to breathe", &["dyspnea"], &[], &[]),
        ("I don't have chest pain and can breathe fine", &[], &["chest-pain", "dyspnea"], &[]),
        ("I have a cough but I can breathe normally", &["cough"], &["dyspnea"], &[]),
        ("I can breathe fine now but this morning I was short of breath", &["dyspnea"], &[], &[]),
        ("I can't breathe properly", &["dyspnea"], &[], &[]),
    ]);
}

#[test]
fn a_grave_thing_behind_one_that_is_denied_is_there() {
    holds(&[
        ("no fever and crushing chest pain", &["chest-pain-crushing"], &["fever"], &[]),
        ("no nausea and vomiting, my knee hurts", &["knee-pain"], &["nausea", "vomiting"], &[]),
        ("denies fever and severe headache", &[], &["fever", "headache"], &[]),
    ]);
}

#[test]
fn common_misspellings_are_read() {
    holds(&[
        ("hedache and stif neck", &["headache", "stiff-neck"], &[], &[]),
        ("cant breath, lips swolen", &["dyspnea", "lip-tongue-swelling"], &[], &[]),
        ("chest pian", &["chest-pain"], &[], &[]),
        ("diarhea and vommiting", &["diarrhoea", "vomiting"], &[], &[]),
        ("stomache ache", &["abdominal-pain"], &[], &[]),
        ("high temprature", &["fever"], &[], &[]),
        ("short of breth", &["dyspnea"], &[], &[]),
        ("I dont have a fevr, just a sore thraot", &["sore-throat"], &["fever"], &[]),
        ("it dosent hurt, no t a rash. A cogh", &["cough"], &["rash"], &[]),
        ("I don t have a fever and can t breathe", &["dyspnea"], &["fever"], &[]),
        ("my hart is racing and I feel dizy", &["heart-racing", "dizziness"], &[], &[]),
        ("palpetatons and numness in my fingrs", &["palpitations", "numbness-tingling"], &[], &[]),
    ]);
}

#[test]
fn other_words_are_no_misspellings() {
    holds(&[
        ("I sat on the couch and my knee hurts", &["knee-pain"], &[], &["cough"]),
        ("I pulled a lever and my knee hurts", &["knee-pain"], &[], &["fever"]),
        ("a threat made me sore", &[], &[], &["sore-throat"]),
        ("I play chess with a friend, my knee hurts", &["knee-pain"], &[], &["chest-pain"]),
        ("hyperthermia", &[], &[], &["body-cold"]),
    ]);
}

#[test]
fn a_numb_or_weak_limb_with_neck_or_back_pain_after_a_fall_is_an_emergency() {
    let engine = engine();
    for text in [
        "fell off ladder, neck hurts, fingers tingling",
        "fell down stairs, back pain, legs numb",
        "rugby tackle, neck sore, arm gone weak",
        "tripped on the stairs, neck pain, hands tingle",
        "rear ended, neck stiff and sore, hands tingling",
        "came off my bike, neck hurts and my hands are numb",
        "slipped on ice, back hurts, legs feel weak",
        "fell, neck hurts, can't grip",
        "I had a fall and my neck hurts, my arms are tingling",
        "dove into the pool, neck hurts, arms tingling",
    ] {
        assert!(is_emergency(engine, text), "{text}: {:?}", assess(engine, text));
    }
    for text in [
        "fell off ladder, my elbow hurts",
        "my neck hurts and my fingers tingle from the computer",
        "I fell asleep at the desk, my neck hurts and my fingers tingle",
        "fell off my bike, my neck is sore but no tingling and no weakness",
    ] {
        assert!(!is_emergency(engine, text), "{text}: {:?}", assess(engine, text));
    }
}

#[test]
fn a_text_that_only_denies_is_no_complaint() {
    for text in ["I'm not short of breath", "no fever", "I don't have chest pain"] {
        assert!(!assess(engine(), text).assessable, "{text}");
    }
    assert!(assess(engine(), "I don't have a fever but I'm coughing").assessable);
}

fn is_emergency(engine: &Engine, text: &str) -> bool {
    assess(engine, text).triage.is_some_and(|t| t.level.is_emergency())
}

#[test]
fn who_does_not_want_to_live_sees_the_crisis_line() {
    let engine = engine();
    for text in [
        "I have a plan and I have the rope",
        "pills saved up",
        "I've got the tablets saved up",
        "I've written goodbye letters to my kids",
        "gave my things away to my sister",
        "everyone would be better off without me",
        "I want to go to sleep and never wake up",
        "I don't want to wake up",
        "hope I dont wake up tomorrow",
        "I wish I could just disappear",
        "what's the point in living",
        "there's no point anymore",
        "I can't do this anymore",
        "I'm going to end it tonight",
        "thinking about jumping in front of a train",
        "how many paracetamol does it take to die",
        "nobody would notice if I was gone",
        "they'd be happier without me",
        "I don't belong in this world",
        "had enough of this life",
        "gonna off myself",
        "I'd rather be dead",
        "I wish I didn't exist",
        "tired of being alive",
        "this is my last message",
        "I'm going to take all my pills",
        "I want to hang myself",
        "my son says he wants to die",
        "I do not want to be here any more",
        "goodbye everyone, I'm sorry",
        "ready to die",
        "I'm standing on a bridge",
        "I looked up how many pills it takes to die",
        "I wish I had never been born",
    ] {
        let answer = assess(engine, text);
        assert!(answer.crisis && answer.assessable && is_emergency(engine, text), "{text}: {answer:?}");
        assert!(!ids(&answer, State::Present).contains(&"unresponsive"), "{text}");
    }
}

#[test]
fn an_overdose_that_may_be_meant_shows_the_crisis_line() {
    let engine = engine();
    for (text, crisis) in [
        ("I took 30 paracetamol an hour ago", true),
        ("took all my tablets", true),
        ("my daughter, 15 years old, took 20 tablets", true),
        ("my girlfriend swallowed a whole packet of ibuprofen", true),
        ("I drank bleach", true),
        ("my toddler ate some of my tablets", false),
        ("my 3 year old swallowed 10 of my iron tablets", false),
        ("my toddler drank bleach", false),
        ("I took too many tablets by mistake", false),
    ] {
        let answer = assess(engine, text);
        assert!(is_emergency(engine, text) && answer.crisis == crisis, "{text}: {answer:?}");
    }
}

#[test]
fn other_deaths_and_doses_are_no_crisis_and_no_emergency() {
    let engine = engine();
    for text in [
        "took two paracetamol",
        "I have taken all my tablets as prescribed",
        "I want to kill my boss",
        "this cough is killing me",
        "these shoes are killing me",
        "dying to know",
        "my phone died",
        "I'm dying for a pizza",
        "I nearly killed myself laughing",
        "I don't want to die",
        "I am not suicidal",
        "I hope the rash will disappear",
        "I don't want to wake up the baby",
        "I can't do this anymore, my knee hurts when I run",
        "I take all my pills every morning",
        "I have a plan for my holiday",
        "I wrote letters to everyone about the party",
        "my neighbour is dead to me",
    ] {
        let answer = assess(engine, text);
        assert!(!answer.crisis && !is_emergency(engine, text), "{text}: {answer:?}");
    }
}

#[test]
fn an_everyday_complaint_alone_is_no_emergency() {
    let engine = engine();
    for text in ["fever", "I have a fever", "pain", "cough", "I am ill", "headache", "this cough is killing me"] {
        let level = assess(engine, text).triage.map(|t| t.level);
        assert!(level.is_none_or(|level| level <= domain::triage::Triage::Consultation), "{text}: {level:?}");
    }
}

#[test]
fn who_is_hurt_by_accident_did_not_mean_it() {
    holds(&[
        ("I cut myself shaving", &[], &[], &["self-harm"]),
        ("I cut myself on a can", &[], &[], &["self-harm"]),
        ("I hurt myself playing tennis", &[], &[], &["self-harm"]),
        ("I cut myself on purpose while cooking", &["self-harm"], &[], &[]),
        ("I keep cutting myself to cope", &["self-harm"], &[], &[]),
        ("I am cutting myself and can not stop", &["self-harm"], &[], &[]),
        ("cutting myself, can you help", &["self-harm"], &[], &[]),
        ("I cut my arms on purpose at work", &["self-harm"], &[], &[]),
        ("I have been cutting myself and I cut myself shaving too", &["self-harm"], &[], &[]),
    ]);
}

#[test]
fn wounds_that_cannot_wait_are_read_in_plain_words() {
    holds(&[
        ("nail gun went through my hand", &["stab-or-gunshot"], &[], &[]),
        ("two fingers came off in the mower", &["amputation"], &[], &[]),
        ("glass stuck in my neck", &["stab-or-gunshot"], &[], &[]),
        ("my belly pain is like a knife", &["abdominal-pain"], &[], &["stab-or-gunshot"]),
        ("a splinter is stuck in my finger", &[], &[], &["stab-or-gunshot"]),
    ]);
}

#[test]
fn a_danger_told_as_a_scene_is_an_emergency() {
    let engine = engine();
    for text in [
        "she slid under water for half a minute and coughs froth",
        "pulled him out of the pond, he is gurgling",
        "my tonsils were taken out on Monday and there is fresh blood",
        "a hornet stung me on the tongue",
        "voices command me to hurt my sister",
        "someone slipped a pill into my glass",
        "my ex kicked me in the ribs and I cough blood",
        "he put his hands round my throat until it went black",
        "my uncle has a shotgun and said goodbye",
        "chset pian going down my lft arm",
        "a headache as if somebody had struck me with a plank",
        "granny had a fit for the first time",
        "passed out while rowing",
        "bitten by a viper on the foot, the swelling is climbing",
        "hot fat spilled down my arm",
        "I breathed in chlorine and cough",
        "she swallowed a sewing needle",
        "he ate two magnets",
        "my boy refuses to put weight on his foot",
        "after scuba diving my shoulder hurts and my feet tingle",
        "swelling in the groin where I inject heroin",
        "Hb 4.9",
        "shot in the thigh",
        "the lorry drove over my arm",
        "a chisel went into my belly",
        "my forearm was crushed by a roller",
        "the terrier bit the baby in the face",
        "my breathing is worse when I lie flat",
    ] {
        assert!(is_emergency(engine, text), "{text}: {:?}", assess(engine, text));
    }
}

#[test]
fn words_of_danger_that_mean_something_else_are_no_emergency() {
    let engine = engine();
    for text in [
        "the pain under my shoulder blade goes into my neck",
        "it burns when I pass water",
        "my jaw hurts as if somebody had punched it",
        "customs made a seizure at the port, my eye itches",
        "heard a gunshot at the range, my ears ring",
        "choked on a crumb for a second, coughed it up, my knee itches",
        "passed out leaflets and my feet ache",
        "this rash makes me suicidal, only joking",
        "bought a rope for the swing, my hands are sore",
        "my blood sugar spiked yesterday and I have a cough",
        "swallowing feels like glass, sore throat",
        "stung on the arm by a wasp",
        "what is the management of anaphylaxis?",
        "name three causes of crushing chest pain",
    ] {
        assert!(!is_emergency(engine, text), "{text}: {:?}", assess(engine, text));
    }
}

#[test]
fn what_one_does_on_a_leg_is_no_gain_of_weight() {
    holds(&[
        ("my son will not put weight on his leg", &["cannot-bear-weight"], &[], &["weight-gain"]),
        ("I have put on weight", &["weight-gain"], &[], &[]),
        ("she won't stand on it after falling", &["injury-fall"], &[], &[]),
        ("12 kilos lost and night sweats", &["night-sweats"], &[], &[]),
    ]);
}

#[test]
fn a_fit_that_stopped_does_not_go_on() {
    holds(&[
        ("his seizure stopped after 5 minutes", &["seizure"], &["seizure-ongoing"], &[]),
        ("the fit has lasted more than five minutes", &["seizure-ongoing"], &[], &[]),
        ("her seizure has not stopped after 5 minutes", &["seizure"], &[], &[]),
    ]);
}

#[test]
fn an_animal_that_did_it_is_not_the_patient() {
    for text in ["bitten by a snake on the ankle", "scratched by a cat, my hand is swollen"] {
        assert!(assess(engine(), text).assessable, "{text}");
    }
}

#[test]
fn few_words_can_be_a_complaint() {
    for text in ["i feel sad", "I am so sad", "cannot stop yawning", "yawning all day", "nosebleed, it has stopped"] {
        assert!(assess(engine(), text).assessable, "{text}: {:?}", assess(engine(), text));
    }
    assert!(!assess(engine(), "sad to hear about your film").assessable);
}
