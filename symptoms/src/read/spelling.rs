//! Slips of the pen: words that are misspelt, and the words that are meant.
//!
//! First a table of misspellings that people often make, then the nearest word of the base's phrases, where the typed word is no
//! English word that is known here and one meant word alone is near.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// Right, then wrong. For short words, whose neighbours are too many, and for those that more than one letter is wrong with.
const COMMON: &[(&str, &str)] = &[
    ("pain", "pian payn paine painn apin"),
    ("left", "lft leff"),
    ("going", "goin goign"),
    ("painful", "painfull panful painfol"),
    ("stiff", "stif stiif stff styff"),
    ("ache", "acke ahce acche"),
    ("aching", "akeing acheing achin"),
    ("headache", "hedache headace headach headake heddache headche hedake hedaeche headeache haedache heahache headahe"),
    ("headaches", "hedaches headaces headakes heddaches headachs"),
    ("breath", "breth braeth brearth brath"),
    ("breathe", "brethe breeth breate braethe"),
    ("breathing", "brething breathin breating braething breathign breething"),
    ("breathless", "brethless breathles breethless"),
    ("chest", "cheast chset chesst cehst chets chect chst"),
    ("stomach", "stomache stomac stomch stumach stomack stomoch stumick stomic"),
    ("tummy", "tummie tumy"),
    (
        "diarrhoea",
        "diarreha diareah diarhoea dihorrea diahorrea diarrhoae diorrhea diarria diahrea diahoea diahorea diarea diarrheoa diharrea diaorrhea",
    ),
    ("vomiting", "vommiting vomming vomitin vometing vomting vomitng vommitting"),
    ("vomit", "vommit vomet"),
    ("nausea", "nausia naseau nauesa nausa nausera"),
    ("nauseous", "naseous nauseus nausious nauseos"),
    ("temperature", "temprature tempature tempreture temperture temparature tempeture temprachure tempersture"),
    ("fever", "fevar feever fevr feaver fver"),
    ("dizzy", "dizy dizzie dissy"),
    ("dizziness", "dizzyness dizines dizzines dizziniss"),
    ("cough", "caugh cogh couhg couph"),
    ("coughing", "caughing coughin coffing couging"),
    ("throat", "throte thraot throut troat thoat"),
    ("swollen", "swolen swollon swoln swollin swolln"),
    ("swelling", "sweling swellin sweeling"),
    ("bleeding", "bleding bleedin bleeeding"),
    ("blood", "blod blodd bloood"),
    ("seizure", "seezure siezure seisure seziure seizer"),
    ("asthma", "astma asthama azma asmah"),
    ("allergic", "alergic allegic alurgic"),
    ("allergy", "alergy"),
    ("itchy", "itchey ithcy ichy itchi"),
    ("shoulder", "sholder shouler soulder shoulde"),
    ("abdomen", "abdomin abdomon"),
    ("palpitations", "palpatations palpitatons palpatashuns palputations"),
    ("numb", "nmb numm"),
    ("numbness", "numness numbess numbnes"),
    ("weakness", "weekness weaknes weakess"),
    ("collapsed", "colapsed collasped collapsd colapsd"),
    ("unconscious", "unconcious unconsious unconscius unconcous uncoscious unconchus"),
    ("urine", "urin uriene"),
    ("pregnant", "pregnent pregant pragnant pregnat preganant"),
    ("diabetes", "diabetis diabeties diabetus"),
    ("diabetic", "diebetic diabtic"),
    ("heart", "hart heartt haert"),
    ("attack", "atack attak atttack"),
    ("choking", "chockin choaking chocking"),
    ("anxiety", "anxity anxeity anxiaty anxitey"),
    ("suicidal", "suicidle sucidal suisidal suicidel suicidial suecidal"),
    ("suicide", "sucide suiside suicde suacide"),
    ("overdose", "ovedose overdoze overdos"),
    ("overdosed", "overdozed"),
    ("paracetamol", "paracetemol paracetomol parcetamol paracetamole paracetmol peracetamol paracitamol"),
    ("tablets", "tablts tabelts tabets"),
    ("kill", "kil"),
    ("want", "wnat wamt"),
    ("wrist", "wirst rist"),
    ("finger", "fnger figner"),
    ("fingers", "fingrs figners"),
    ("tingling", "tinglin tingeling tingeing"),
    ("swallow", "swalow swollow"),
    ("confused", "confussed cofused confsed"),
    ("rash", "rashe"),
    ("neck", "nek nekc"),
    ("back", "bakc"),
    ("head", "hed haed heda"),
    ("tongue", "tounge toung tonge tongu"),
    ("saliva", "saliver"),
    ("belly", "bely"),
    ("bowel", "bowle"),
    ("muscle", "mussle muscel"),
    ("kidney", "kidny"),
    ("period", "peroid"),
    ("vision", "vison"),
    ("knee", "kne"),
    ("lips", "lipps"),
    ("burning", "burnin"),
    ("killing", "killin"),
    ("feeling", "feelin"),
    ("sore", "soar"),
    ("tired", "tierd tird"),
    ("yellow", "yelow"),
    ("wheezing", "weezing wheezin wheesing"),
    ("wheezy", "weezy"),
    ("doesn't", "dosent doesent dosnt doent dosen't doesen't doesnot"),
    ("don't", "dnt donot"),
    ("haven't", "havn't havnt"),
    ("didn't", "didint dident didnot"),
    ("weren't", "werent"),
    ("wouldn't", "wouldnt"),
    ("shouldn't", "shouldnt"),
    ("isn't", "isint"),
    ("cannot", "canot cannnot cannt carnt can't't"),
    ("couldn't", "coudnt couldint coulnt"),
    ("not", "nto nott"),
    ("without", "witout whithout withot"),
];

/// English words that stand near a word of the phrases and mean something else.
const REAL_WORDS: &str = include_str!("real_words.txt");

/// Shortest word in which one slip is forgiven, in which two are, and the longest that is looked at.
const ONE_SLIP: usize = 5;
const TWO_SLIPS: usize = 8;
const LONGEST: usize = 24;
/// In a word with two slips so many letters at its head are right: "hyper…" is not "hypo…".
const HEAD: usize = 4;
/// How many times more often than the next a word must stand in the base to be taken where two are equally near.
const CLEARLY: u32 = 8;

static WRONG: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| COMMON.iter().flat_map(|(right, wrong)| wrong.split(' ').map(|w| (w, *right))).collect());
static REAL: LazyLock<HashSet<&str>> =
    LazyLock::new(|| REAL_WORDS.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split(' ')).collect());

/// The word that is meant by a common misspelling.
pub(crate) fn common(word: &str) -> Option<&'static str> {
    WRONG.get(word).copied()
}

/// The words that a slip may have meant.
#[derive(Default)]
pub(crate) struct Speller {
    /// By first letter: the word, and its number.
    by_first: BTreeMap<u8, Vec<(String, u32)>>,
    known: HashSet<String>,
}

impl Speller {
    /// Adds a word; `id` is the same for words that mean the same.
    pub(crate) fn learn(&mut self, word: &str, id: u32) {
        let plain = word.len() >= ONE_SLIP && word.bytes().all(|b| b.is_ascii_lowercase());
        if plain && self.known.insert(word.to_owned()) {
            self.by_first.entry(word.as_bytes()[0]).or_default().push((word.to_owned(), id));
        }
    }

    /// The word that is meant by one that is no word, where that is clear; `often` tells how often one stands in the base.
    pub(crate) fn meant(&self, word: &str, often: impl Fn(&str) -> u32) -> Option<&str> {
        let plain = (ONE_SLIP..=LONGEST).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase());
        if !plain || REAL.contains(word) {
            return None;
        }
        let one = clearest(self.near(word), &often);
        if one.is_some() || self.near(word).next().is_some() || word.len() < TWO_SLIPS {
            return one;
        }
        clearest(self.less_near(word), &often)
    }

    /// Whether a word is one slip from one that is known.
    pub(crate) fn is_near(&self, word: &str) -> bool {
        word.len() >= ONE_SLIP && word.is_ascii() && self.near(word).next().is_some()
    }

    /// One slip away, with the same first letter, or the first two changed over.
    fn near<'a>(&'a self, word: &str) -> impl Iterator<Item = &'a (String, u32)> {
        let typed = word.as_bytes();
        let (first, second) = (typed[0], typed[1]);
        let of = |letter: u8| self.by_first.get(&letter).into_iter().flatten();
        let swapped = of(second).filter(move |(known, _)| second != first && known.as_bytes()[1] == first);
        of(first).chain(swapped).filter(move |(known, _)| one_slip(known.as_bytes(), typed))
    }

    /// Two slips away, with the same head.
    fn less_near<'a>(&'a self, word: &str) -> impl Iterator<Item = &'a (String, u32)> {
        let same_head = move |known: &str| known.len() >= TWO_SLIPS - 1 && known[..HEAD] == word[..HEAD];
        let of_first = self.by_first.get(&word.as_bytes()[0]).into_iter().flatten();
        of_first.filter(move |(known, _)| same_head(known) && slips(known.as_bytes(), word.as_bytes()) <= 2)
    }
}

/// The one word of some, or the one that stands far more often in the base than those that mean something else.
fn clearest<'a>(near: impl Iterator<Item = &'a (String, u32)>, often: impl Fn(&str) -> u32) -> Option<&'a str> {
    let mut ranked: Vec<(u32, &str, u32)> = near.map(|(word, id)| (often(word), word.as_str(), *id)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let &(count, word, id) = ranked.first()?;
    let other = ranked.iter().find(|(_, _, other)| *other != id).map_or(0, |(count, ..)| *count);
    (other == 0 || count >= other.saturating_mul(CLEARLY)).then_some(word)
}

/// Whether two words are one slip apart: a letter more, less, other, or two changed over.
pub(crate) fn one_slip(a: &[u8], b: &[u8]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    match (&a[head..a.len() - tail], &b[head..b.len() - tail]) {
        ([] | [_], [] | [_]) => true,
        ([x, y], [v, w]) => x == w && y == v,
        _ => false,
    }
}

/// How many slips apart two words are (Damerau's distance, no letter touched twice).
fn slips(a: &[u8], b: &[u8]) -> usize {
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let other = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + other);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_of_the_pen_is_seen_and_two_are_not() {
        let is = |a: &str, b: &str| one_slip(a.as_bytes(), b.as_bytes());
        assert!(is("brathe", "breathe") && is("headahce", "headache") && is("palpatations", "palpitations"));
        assert!(!is("tightness", "lightness2") && !is("heartburn", "headburm"));
        assert_eq!(slips(b"palpatatons", b"palpitations"), 2);
        assert_eq!(slips(b"chest", b"chest"), 0);
    }

    #[test]
    fn no_misspelling_of_the_table_is_an_english_word_or_stands_there_twice() {
        let mut seen = HashSet::new();
        for (right, wrong) in COMMON {
            for word in wrong.split(' ') {
                assert!(seen.insert(word), "{word} stands there twice");
                assert!(!REAL.contains(word) && WRONG.get(right).is_none(), "{word} for {right}");
            }
        }
    }

    #[test]
    fn the_nearest_word_is_meant_where_it_is_clear() {
        let mut speller = Speller::default();
        for (id, word) in ["headaches", "breathe", "bathe", "palpitations", "hypothermia", "cough"].iter().enumerate() {
            speller.learn(word, id as u32);
        }
        let often = |word: &str| if word == "breathe" { 900 } else { 3 };
        for (typed, meant) in [
            ("headahces", Some("headaches")),
            ("ehadaches", Some("headaches")),
            ("brathe", Some("breathe")),
            ("palpetatons", Some("palpitations")),
            ("hyperthermia", None),
            ("couch", None),
            ("dough", None),
            ("ubx", None),
        ] {
            assert_eq!(speller.meant(typed, often), meant, "{typed}");
        }
    }
}
