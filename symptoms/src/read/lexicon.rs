//! Findings by their phrases: all content words of one, close together.

use super::exact::Exact;
use super::segment::{bare, one_of};
use super::spelling::Speller;
use super::words::{CANNOT, Kind, Token, stem, tokens};
use super::{crisis, doses, falls, moods, scenes, temperature, violence};
use crate::knowledge::Knowledge;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// Longer phrases are examples for the text model, not patterns.
const MOST_WORDS: usize = 6;
/// How far from its rarest word the others are looked for.
const REACH: usize = 9;
/// What cannot be crossed by a pattern.
const WALL: u32 = 100;

/// Words that say nothing alone, whatever the phrase around them was.
const VAGUE: &str = "pain sore hot cold weak sick heart chest head eye red swell burn temperatur feel hard lump bleed blood out up down off back \
time day all over thing one side bad fast slow long big small high low week night morn hour white black dark lose fall wake shak fit eat drink \
take see hear breath skin leg arm hand face pee poo need want stop start tight heav deep dry thick thin turn go went come leak chang bigger \
loud nois dust tast smell test rough flat empt period hit cut gas cramp tens medicin tablet pill dose \
sleep work watch walk self come use bad fit more much too child mother burn feed cry feel keep again still like before after run trot";

/// Words that may stand in any pattern without taking it apart.
const LIGHT: &str = "left right upper lower both side whole entire middle dull sharp severe mild bad constant slight strong new really keep again still like before after";
/// Before these a lone "fever" is another thing.
const COMPOUNDS: &str = "hay cabin yellow";

/// Finds the places in a text that tell of a finding, by more than a phrase can hold.
type Rule = fn(&[Token]) -> Vec<Range<usize>>;
/// Findings that have such a rule. The checker sees to it that the base has them.
pub(crate) const RULES: [(&str, Rule); 9] = [
    ("suicidal-thoughts", crisis::wishes),
    ("suicide-plan", crisis::plans),
    ("overdose", doses::too_many),
    ("injury-fall", falls::falls),
    ("high-energy-injury", falls::accidents),
    ("stab-or-gunshot", violence::wounds),
    ("fever", temperature::fevers),
    ("headache-thunderclap", scenes::blows),
    ("low-mood", moods::sad),
];

struct Pattern {
    finding: usize,
    words: Vec<u32>,
    /// The word of `words` that must follow a negator at once, where the phrase holds one.
    negator: Option<usize>,
}

/// All patterns of a knowledge base.
pub(crate) struct Lexicon {
    ids: HashMap<String, u32>,
    patterns: Vec<Pattern>,
    /// Patterns by their rarest word.
    by_anchor: HashMap<u32, Vec<usize>>,
    /// Phrases that are found word for word alone.
    exact: Exact,
    rules: Vec<(usize, Rule)>,
    scenes: Vec<(usize, &'static scenes::Scene)>,
    /// Words of the patterns, for slips of the pen.
    speller: Speller,
    /// Every word of the base with how often it stands there: what English looks like here.
    english: HashMap<String, u32>,
}

/// A finding seen in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) finding: usize,
    /// The matched tokens, in ascending order.
    pub(crate) tokens: Vec<usize>,
    /// Whether nothing of weight stands between them.
    close: bool,
}

impl Match {
    pub(crate) fn first(&self) -> usize {
        self.tokens.first().copied().unwrap_or_default()
    }

    pub(crate) fn last(&self) -> usize {
        self.tokens.last().copied().unwrap_or_default()
    }
}

impl Lexicon {
    pub(crate) fn new(knowledge: &Knowledge) -> Self {
        let mut lexicon = Self {
            ids: HashMap::new(),
            patterns: Vec::new(),
            by_anchor: HashMap::new(),
            exact: Exact::default(),
            rules: RULES.iter().filter_map(|(id, rule)| Some((knowledge.finding(id)?, *rule))).collect(),
            scenes: scenes::SCENES.iter().filter_map(|scene| Some((knowledge.finding(scene.finding)?, scene))).collect(),
            speller: Speller::default(),
            english: HashMap::new(),
        };
        let mut seen = BTreeSet::new();
        for (finding, f) in knowledge.findings().iter().enumerate() {
            for phrase in f.phrases.iter().chain([&f.name]) {
                let words = phrase_tokens(phrase);
                let pattern = lexicon.pattern(finding, &words);
                if pattern.as_ref().is_none_or(|p| !lexicon.finds_itself(p, &words)) {
                    lexicon.exact.learn(finding, &words);
                }
                if let Some(pattern) = pattern.filter(|p| seen.insert((finding, p.words.clone()))) {
                    lexicon.patterns.push(pattern);
                }
            }
        }
        lexicon.anchor();
        for text in knowledge.sentences() {
            let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
            words.for_each(|word| *lexicon.english.entry(bare(word).to_lowercase()).or_default() += 1);
        }
        lexicon
    }

    fn pattern(&mut self, finding: usize, all: &[Token]) -> Option<Pattern> {
        let content: Vec<&Token> = all.iter().filter(|t| t.kind != Kind::Stop && !t.kind.is_mark()).collect();
        let negators = content.iter().filter(|t| t.kind.negates()).count();
        let alone = content.len() == 1 && VAGUE.split_whitespace().any(|v| v == content[0].stem);
        if content.len() == negators || content.len() > MOST_WORDS || negators > 1 || alone {
            return None;
        }
        // "better off without me": what is missing is a word that says nothing.
        let negator = content.iter().position(|t| t.kind.negates()).filter(|at| at + 1 < content.len());
        if negators == 1 && negator.is_none() && content.len() < 3 {
            return None;
        }
        let mut words: Vec<u32> = Vec::new();
        for token in &content {
            let id = self.learn(token);
            if words.contains(&id) {
                continue;
            }
            words.push(id);
        }
        let negator = negator.and_then(|at| words.iter().position(|&w| Some(w) == self.ids.get(&content[at].stem).copied()));
        Some(Pattern { finding, words, negator })
    }

    fn learn(&mut self, token: &Token) -> u32 {
        let next = self.ids.len() as u32;
        let id = *self.ids.entry(token.stem.clone()).or_insert(next);
        if !token.kind.negates() {
            self.speller.learn(&token.word, id);
        }
        id
    }

    /// Whether a pattern is found in the phrase that it was made of: not where what parts two clauses stands between its words.
    fn finds_itself(&self, pattern: &Pattern, phrase: &[Token]) -> bool {
        let (ids, costs) = (self.ids_of(phrase), costs(phrase));
        pattern
            .words
            .first()
            .is_some_and(|first| (0..phrase.len()).any(|at| ids[at] == Some(*first) && place(pattern, at, &ids, &costs, phrase).is_some()))
    }

    fn ids_of(&self, words: &[Token]) -> Vec<Option<u32>> {
        words.iter().map(|t| self.ids.get(&t.stem).copied()).collect()
    }

    fn anchor(&mut self) {
        let mut count: BTreeMap<u32, usize> = BTreeMap::new();
        for word in self.patterns.iter().flat_map(|p| &p.words) {
            *count.entry(*word).or_default() += 1;
        }
        for (at, pattern) in self.patterns.iter().enumerate() {
            let rarest = pattern.words.iter().enumerate().filter(|(i, _)| pattern.negator != Some(*i));
            if let Some((_, &word)) = rarest.min_by_key(|(_, w)| count.get(w).copied().unwrap_or_default()) {
                self.by_anchor.entry(word).or_default().push(at);
            }
        }
    }

    /// Share of the words that the knowledge base's own sentences use, and how many words there are.
    pub(crate) fn english_share(&self, words: &[Token]) -> (f32, usize) {
        let real: Vec<&Token> = words.iter().filter(|t| !t.kind.is_mark() && t.word.chars().any(char::is_alphabetic)).collect();
        let known = real.iter().filter(|t| self.knows(t)).count();
        (known as f32 / real.len().max(1) as f32, real.len())
    }

    fn knows(&self, token: &Token) -> bool {
        token.kind != Kind::Content || self.is_word(token) || self.speller.is_near(&token.word)
    }

    /// Whether the base has a word, or its like.
    fn is_word(&self, token: &Token) -> bool {
        self.english.contains_key(bare(&token.word)) || self.ids.contains_key(&token.stem)
    }

    /// Mends slips of the pen in words that the base does not have, or has but once: slips are among its texts too.
    pub(crate) fn mend(&self, words: &mut [Token]) {
        let often = |word: &str| self.english.get(word).copied().unwrap_or_default();
        let strange = |t: &&mut Token| t.kind == Kind::Content && !self.ids.contains_key(&t.stem) && often(bare(&t.word)) <= 1;
        for token in words.iter_mut().filter(strange) {
            if let Some(right) = self.speller.meant(bare(&token.word), often) {
                token.stem = stem(right);
                token.word = right.to_owned();
            }
        }
    }

    /// What is said word for word as in a phrase, or as a rule has it.
    fn whole_phrases(&self, words: &[Token]) -> Vec<Match> {
        let no_mark = |t: &usize| !words[*t].kind.is_mark();
        let ruled = self.rules.iter().flat_map(|(finding, rule)| rule(words).into_iter().map(|range| (*finding, range)));
        let ruled = ruled.map(|(finding, range)| (finding, range.filter(no_mark).collect()));
        let ruled = ruled.map(|(finding, tokens)| Match { finding, tokens, close: true });
        let shown =
            self.scenes.iter().flat_map(|(finding, scene)| scenes::found(words, scene).into_iter().map(|tokens| (*finding, tokens)));
        let shown = shown.map(|(finding, tokens)| Match { finding, tokens, close: false });
        // A whole sentence of a phrase may hold other findings, so it swallows none.
        ruled.chain(shown).chain(self.exact.find(words).map(|(finding, tokens)| Match { finding, tokens, close: false })).collect()
    }

    /// Everything that may be meant, without regard to negation; of nested matches only the largest.
    pub(crate) fn matches(&self, words: &[Token]) -> Vec<Match> {
        let (ids, costs) = (self.ids_of(words), costs(words));
        let mut found = self.whole_phrases(words);
        for (at, id) in ids.iter().enumerate() {
            let Some(patterns) = id.and_then(|id| self.by_anchor.get(&id)) else { continue };
            for &pattern in patterns {
                let pattern = &self.patterns[pattern];
                let placed = place(pattern, at, &ids, &costs, words);
                if let Some((tokens, cost)) = placed.filter(|(tokens, _)| !is_undone(tokens, words)) {
                    found.push(Match { finding: pattern.finding, tokens, close: cost == 0 });
                }
            }
        }
        largest(found)
    }
}

/// Verbs of ending; who "can't stop drinking" has not stopped.
const ENDING: &str = "stop quit ceas";

/// Whether what tells of an end stands behind a negator that is none of the pattern's: "can't stop breathing fast".
fn is_undone(tokens: &[usize], words: &[Token]) -> bool {
    let before = |t: usize| (t.saturating_sub(3)..t).rev().find(|&i| words[i].kind != Kind::Stop);
    let undone = |&t: &usize| one_of(ENDING, &words[t].stem) && before(t).is_some_and(|i| words[i].kind.negates() && !tokens.contains(&i));
    tokens.iter().any(undone)
}

/// The words of a phrase; "not able to" is "cannot" there, whatever else it is in a text.
fn phrase_tokens(phrase: &str) -> Vec<Token> {
    let mut words = tokens(phrase);
    words.iter_mut().filter(|t| t.kind == Kind::Cannot).for_each(|t| t.stem = CANNOT.to_owned());
    words
}

/// What it costs a pattern to leave a token out between its words.
fn costs(words: &[Token]) -> Vec<u32> {
    let subject = |at: usize| {
        let next = words.get(at + 1).map(|t| bare(&t.word));
        next.is_some_and(|w| matches!(w, "i" | "im" | "ive" | "my" | "he" | "she" | "it" | "they" | "we" | "the" | "our" | "now" | "there"))
    };
    let cost = |(at, token): (usize, &Token)| match token.kind {
        Kind::End => WALL,
        Kind::Comma if subject(at) => WALL,
        Kind::Comma => 1,
        kind if kind.negates() => WALL,
        _ => match token.word.as_str() {
            "but" | "however" | "although" | "though" | "except" => WALL,
            "and" | "or" | "then" if subject(at) => WALL,
            "and" | "or" | "then" | "because" => 1,
            _ if token.kind == Kind::Stop || one_of(LIGHT, &token.stem) => 0,
            _ => 1,
        },
    };
    words.iter().enumerate().map(cost).collect()
}

/// The tokens of a pattern whose rarest word stands at `at`, and what lies between them; none if they stand too far apart.
fn place(pattern: &Pattern, at: usize, ids: &[Option<u32>], costs: &[u32], words: &[Token]) -> Option<(Vec<usize>, u32)> {
    let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
    for word in &pattern.words {
        let is = |i: &usize| ids.get(*i).is_some_and(|id| *id == Some(*word));
        let before = (at.saturating_sub(REACH)..=at).rev().find(is);
        let after = (at..=at + REACH).find(is);
        let places: BTreeSet<usize> = if is(&at) { BTreeSet::from([at]) } else { before.into_iter().chain(after).collect() };
        choices = choices.iter().flat_map(|c| places.iter().map(move |p| c.iter().copied().chain([*p]).collect())).collect();
    }
    let placed = choices.into_iter().filter_map(|tokens| fits(pattern, tokens, costs, words));
    placed.min_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)))
}

fn fits(pattern: &Pattern, mut tokens: Vec<usize>, costs: &[u32], words: &[Token]) -> Option<(Vec<usize>, u32)> {
    if let Some(negator) = pattern.negator
        && !follows(tokens[negator], *tokens.get(negator + 1)?, words)
    {
        return None;
    }
    tokens.sort_unstable();
    let compound = |t: usize| words[t].word == "fever" && t > 0 && one_of(COMPOUNDS, &words[t - 1].word);
    if let [only] = tokens[..]
        && compound(only)
    {
        return None;
    }
    let (first, last) = (*tokens.first()?, *tokens.last()?);
    let cost: u32 = (first..=last).filter(|i| !tokens.contains(i)).map(|i| costs[i]).sum();
    let slack = match (pattern.words.len(), pattern.negator) {
        (1, _) => 0,
        (2, _) | (_, Some(_)) => 1,
        (3, None) => 2,
        _ => 3,
    };
    (cost <= slack).then_some((tokens, cost))
}

/// What may stand between a negator and its word beside stop words: "can't seem to breathe".
const SOFTENING: &str = "seem seems seemed fully always actually manage manages managed ever completely";

/// Whether nothing of weight stands between a negator and its word.
fn follows(negator: usize, word: usize, words: &[Token]) -> bool {
    negator < word && words[negator + 1..word].iter().all(|t| t.kind == Kind::Stop || one_of(SOFTENING, &t.word))
}

/// Drops matches whose words all belong to a larger one of the same finding, and single words that are part of a fixed expression:
/// "feeling faint" is no faint, but "drunk and vomiting" is vomiting.
fn largest(mut found: Vec<Match>) -> Vec<Match> {
    found.sort_by(|a, b| b.tokens.len().cmp(&a.tokens.len()).then_with(|| a.tokens.cmp(&b.tokens)).then_with(|| a.finding.cmp(&b.finding)));
    found.dedup();
    let mut kept: Vec<Match> = Vec::new();
    for next in found {
        let inside = |k: &Match| {
            let larger = k.tokens.len() > next.tokens.len() && next.tokens.iter().all(|t| k.tokens.contains(t));
            let part = next.tokens.len() == 1 || k.tokens.len() >= next.tokens.len() + 2;
            larger && (k.finding == next.finding || (k.close && part))
        };
        // "mild hay fever" is no mild fever: what stands between the words makes another thing of the last one.
        let other_thing = |k: &Match| {
            let between = |t: &usize| *t > next.first() && *t < next.last() && !next.tokens.contains(t);
            k.close
                && !next.close
                && k.finding != next.finding
                && k.last() == next.last()
                && k.tokens.iter().any(between)
                && k.first() > next.first()
        };
        if !kept.iter().any(|k| inside(k) || other_thing(k)) {
            kept.push(next);
        }
    }
    kept.sort_by(|a, b| a.tokens.cmp(&b.tokens).then_with(|| a.finding.cmp(&b.finding)));
    kept
}
