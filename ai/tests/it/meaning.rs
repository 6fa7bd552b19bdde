//! What the numbers mean, and that they are always the same.

use ai::{Embedding, MAX_TOKENS};
use sha2::{Digest, Sha256};

use crate::ENCODER;

fn cosine(a: &str, b: &str) -> f32 {
    let pair = ENCODER.encode(&[a, b]).unwrap();
    pair[0].cosine(&pair[1])
}

/// Texts of many lengths, one beyond what the model reads.
fn texts() -> Vec<String> {
    let mut texts = vec![String::new(), "Fieber".to_owned(), "I've had a splitting headache since Monday, and light hurts.".to_owned()];
    texts.extend(
        [1_usize, 3, 9, 14, 15, 31, 60, 62, 63, 100, 254, 400]
            .map(|n| "sore throat and cough ".repeat(n.div_ceil(4)) + &"x ".repeat(n % 4)),
    );
    texts
}

fn bits(embedding: &Embedding) -> Vec<u32> {
    embedding.values().iter().map(|x| x.to_bits()).collect()
}

/// The answers of one version are the same bits on every machine. Whoever changes them changes the version with
/// them (`model::NUMBERS`), and both here.
#[test]
fn the_version_names_these_bits() {
    let texts = texts();
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    let mut hash = Sha256::new();
    for embedding in ENCODER.encode(&all).unwrap() {
        embedding.values().iter().for_each(|x| hash.update(x.to_le_bytes()));
    }
    let bits: String = hash.finalize()[..6].iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((ENCODER.version(), bits.as_str()), ("fe07a78efbee", "d1716c15ac44"));
}

#[test]
fn words_for_one_thing_are_near_and_unrelated_ones_far() {
    for (a, b) in
        [("my stomach hurts", "abdominal pain"), ("I can't catch my breath", "shortness of breath"), ("I keep throwing up", "vomiting")]
    {
        let near = cosine(a, b);
        assert!(near > 0.5, "{a} / {b}: {near}");
    }
    for (a, b) in [("my stomach hurts", "the train leaves at noon"), ("vomiting", "interest rates rose")] {
        let far = cosine(a, b);
        assert!(far < 0.2, "{a} / {b}: {far}");
    }
}

#[test]
fn an_embedding_has_length_one() {
    for embedding in ENCODER.encode(&["", "pain", "a b c"]).unwrap() {
        assert!((embedding.cosine(&embedding) - 1.0).abs() < 1e-5);
    }
}

#[test]
fn a_text_gives_the_same_bits_alone_and_in_any_company() {
    let texts = texts();
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    let alone: Vec<_> = all.iter().map(|text| bits(&ENCODER.encode(&[text]).unwrap()[0])).collect();
    let together: Vec<_> = ENCODER.encode(&all).unwrap().iter().map(bits).collect();
    assert!(alone == together);
    let backwards: Vec<&str> = all.iter().rev().copied().collect();
    let together: Vec<_> = ENCODER.encode(&backwards).unwrap().iter().rev().map(bits).collect();
    assert!(alone == together);
}

#[test]
fn every_length_of_a_shared_pass_gives_the_same_bits() {
    let short = "my left knee is swollen";
    let alone = bits(&ENCODER.encode(&[short]).unwrap()[0]);
    for n in 1..=56 {
        let other = "ache ".repeat(n);
        let both = ENCODER.encode(&[short, &other]).unwrap();
        assert!(bits(&both[0]) == alone, "beside {n} words");
        assert!(bits(&both[1]) == bits(&ENCODER.encode(&[&other]).unwrap()[0]), "{n} words");
    }
}

#[test]
fn threads_give_the_same_bits() {
    let run = || bits(&ENCODER.encode(&["chest pain that spreads to the left arm"]).unwrap()[0]);
    let here = run();
    for threads in [1, 2, 8] {
        std::thread::scope(|scope| {
            let there: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
            assert!(there.into_iter().all(|thread| thread.join().unwrap() == here), "{threads} threads");
        });
    }
}

#[test]
fn a_long_text_is_cut_off_and_says_so() {
    let fits = "pain ".repeat(MAX_TOKENS - 2);
    let long = fits.clone() + "pain";
    let read = ENCODER.encode_each(&[&fits, &long]).unwrap();
    assert_eq!((read[0].tokens, read[0].truncated), (MAX_TOKENS, false));
    assert_eq!((read[1].tokens, read[1].truncated), (MAX_TOKENS, true));
    assert!(bits(&read[0].embedding) == bits(&read[1].embedding));
}

#[test]
fn no_texts_give_no_embeddings() {
    assert!(ENCODER.encode(&[]).unwrap().is_empty());
}
