//! What is only feared, asked about, warned of or told as a story.

use super::segment::{Segment, bare, find, has, one_of, says};
use super::words::{Kind, Token};
use std::ops::Range;

/// After these, what follows is feared, read about or asked of in general.
const FEARED: &[&str] = &[
    "afraid of getting",
    "afraid of having",
    "afraid of catching",
    "afraid of developing",
    "scared of getting",
    "scared of having",
    "scared of catching",
    "fear of getting",
    "fear of having",
    "worried about getting",
    "worried about having",
    "worried about catching",
    "read about",
    "reading about",
    "article about",
    "article on",
    "heard about",
    "documentary about",
    "documentary on",
    "programme about",
    "programme on",
    "program about",
    "book about",
    "learn about",
    "know about",
    "curious about",
    "information about",
    "information on",
    "info about",
    "info on",
    "asked about",
    "question about",
    "asking about",
    "can cause",
    "could cause",
    "might cause",
    "side effects of",
    "side effect of",
    "what if",
    "if i get",
    "if i got",
    "if i had",
    "if he gets",
    "if she gets",
    "is it possible to get",
    "is it possible that i get",
    "could ever",
    "risk of",
    "risk for",
    "prevent",
    "avoid getting",
    "vaccine for",
    "vaccine against",
    "vaccination for",
    "vaccinated against",
    "jab for",
    "screened for",
    "screening for",
    "tested for",
    "check-up for",
    "checkup for",
    "check up for",
    "what are the signs of",
    "what are the symptoms of",
    "what causes",
    "signs of",
    "symptoms of",
    "to rule out",
    "imagine",
    "dreamt",
    "dreamed",
    "pretend",
    "hypothetically",
    "how common is",
    "the treatment of",
    "the treatment for",
    "the management of",
    "causes of",
    "first line for",
    "first line treatment",
    "define",
    "pathophysiology of",
    "how dangerous is",
    "what is",
    "watch out for",
    "watching out for",
    "watch for",
    "look out for",
    "to look for",
    "eye out for",
    "be aware of",
    "beware of",
    "anyone with",
    "anybody with",
    "anyone who",
    "anybody who",
    "everybody whether",
    "everyone whether",
    "everybody if",
    "everyone if",
    "people if",
    "people whether",
    "screen about",
    "news about",
    "post about",
    "video about",
    "advert about",
    "leaflet about",
    "talk about",
    "poster about",
    "would be unusual",
    "would be rare",
    "would be strange",
    "nightmare would be",
    "nightmare is",
    "worried it meant",
    "worry it meant",
    "worried it means",
    "worried that it meant",
    "worried that it means",
];
/// A story.
const STORY: &[&str] = &[
    "that film",
    "the film",
    "a film",
    "that movie",
    "the movie",
    "a movie",
    "on tv",
    "a documentary",
    "the documentary",
    "an advert",
    "a novel",
    "the novel",
    "a video game",
];

/// How one asks what to do, or is told: a condition in the same sentence has not come true.
const ASKED: &[&str] = &["should i", "do i do", "would i", "can i do", "what to do", "know what"];
const TOLD: &[&str] = &[
    "told me to",
    "told us to",
    "told to",
    "said to",
    "says to",
    "say to",
    "advised to",
    "advised me to",
    "go back",
    "come back",
    "should call",
    "should ring",
    "should phone",
    "ring for help",
    "call for help",
    "call an ambulance",
    "must call",
    "must ring",
    "need to call",
];
/// Conditions.
const CONDITIONS: &str = "if should when";
/// What one has already, whatever the condition is: "what should I do if I have chest pain".
const HAD: &[&str] = &[
    "i have", "i've", "ive", "i'm", "im", "i am", "i feel", "he has", "she has", "he is", "she is", "he's", "she's", "it hurts", "it is",
    "it's",
];
/// What befalls one, of anybody's: "if you develop".
const BEFALLS: &str = "develop get notice feel experience start have see suffer become";
/// A condition about what is there already: "if my cough gets worse".
const WORSENS: &str = "worse worsens continues persists returns back lasts lasted longer stop stops better improves";
/// Words of fear, and what puts off what is feared.
const FEAR: &str = "worry worried afraid scared terrified frightened fear nightmare dread petrified";
const SOME_DAY: &[&str] = &["might", "may", "could", "will", "would", "one day", "ever"];
/// Not put off at all.
const AT_ONCE: &str = "going about now soon minute moment second tonight today already";
/// Who or what warns, and the verbs.
const WARNING: &str = "said says warned told mentioned reads states advised explained";
const MODALS: &str = "may might could can would";
/// Questions about what is usual, and what shows that it has not come to that.
const USUAL: &[&str] =
    &["is it normal to", "is it common to", "is it usual to", "is it safe to", "can you get", "could you get", "can one get"];
const NOT_YET: &[&str] = &[
    "taken it yet",
    "started it yet",
    "begun it yet",
    "started yet",
    "haven't begun",
    "haven't started",
    "haven't taken",
    "planning",
    "not taken",
    "not started",
];
/// What says that a condition has come true.
const COME_TRUE: &[&str] = &["i did", "he did", "she did", "it did", "has happened", "it happened", "i have now", "now i have", "now i do"];
/// "in case it matters": said of what is there.
const MATTERS: &str = "matters matter helps relevant useful important wondering need asks";
/// What begins a piece that tells of now again.
const NOW: &str = "now today tonight already currently still";
/// How a sentence goes on about the speaker.
const TELLS: &[&str] = &[
    "i have",
    "i've",
    "ive",
    "i'm",
    "im",
    "i am",
    "my",
    "he has",
    "she has",
    "he's",
    "she's",
    "and i have",
    "and i've",
    "and i'm",
    "and now",
];

/// Which tokens are only feared, asked about, warned of or told as a story.
pub(crate) fn imagined(words: &[Token], segments: &[Segment]) -> Vec<bool> {
    let mut all = vec![false; words.len()];
    for (at, segment) in segments.iter().enumerate() {
        let range = &segment.range;
        let from =
            feared(words, range).or_else(|| dreaded(words, range)).or_else(|| warned(words, range)).or_else(|| of_anybody(words, range));
        if let Some(from) = from {
            let end = continued(words, segments, at);
            all[from.min(end)..end].fill(true);
        }
    }
    for sentence in sentences(words) {
        if let Some(from) = condition(words, &sentence).or_else(|| usual(words, &sentence)) {
            let end = tells_again(words, segments, from, sentence.end);
            all[from..end].fill(true);
        }
    }
    all
}

/// "read about seizures"; "worried about my chest pain", "can this cause …": what is one's own is there.
fn feared(words: &[Token], range: &Range<usize>) -> Option<usize> {
    match find(words, range, FEARED) {
        // "it feels as if I had a stone in my shoe" is how it is.
        Some((at, _)) if at > 0 && words[at - 1].word == "as" => None,
        Some((at, count)) if !has(words, &(at + count..(at + count + 3).min(words.len())), "my this these his her our") => Some(at + count),
        Some((at, count)) if words[at].word == "nightmare" => Some(at + count),
        _ => find(words, range, STORY).map(|_| range.start),
    }
}

/// "I worry that I might faint", but not "I'm scared I might be having a stroke".
fn dreaded(words: &[Token], range: &Range<usize>) -> Option<usize> {
    let fear = range.clone().find(|&at| one_of(FEAR, bare(&words[at].word)))?;
    let (at, count) = find(words, &(fear + 1..range.end), SOME_DAY)?;
    let next = words.get(at + count).map(|t| bare(&t.word)).unwrap_or_default();
    let already = one_of("be have not", next) || has(words, range, AT_ONCE);
    (!already).then_some(at)
}

/// "the leaflet says the pills may make me dizzy"
fn warned(words: &[Token], range: &Range<usize>) -> Option<usize> {
    let verb =
        (range.start + 1..range.end).find(|&at| one_of(WARNING, bare(&words[at].word)) && !one_of("i i've ive", &words[at - 1].word))?;
    (verb + 1..range.end).find(|&at| one_of(MODALS, bare(&words[at].word)))
}

/// "blood in your poo": said to and of anybody.
fn of_anybody(words: &[Token], range: &Range<usize>) -> Option<usize> {
    let own = range.clone().any(|at| one_of("i im ive my me mine he his she her we our", &words[at].word.replace('\'', "")));
    let your = range.clone().find(|&at| words[at].word == "your")?;
    (!own).then_some(range.start.min(your))
}

/// One past the last token of a segment and of the pieces without a verb that go on with it.
fn continued(words: &[Token], segments: &[Segment], at: usize) -> usize {
    let mut end = segments[at].range.end;
    for next in segments[at + 1..].iter().take_while(|s| s.sentence == segments[at].sentence) {
        let first = words[next.range.start].word.as_str();
        let filler = next.range.len() <= 2 && one_of("you", first);
        if !filler && !one_of("with or like and in", first) || has(words, &next.range, "i im ive my is are has have am was but now he she")
        {
            break;
        }
        end = next.range.end;
    }
    end
}

fn sentences(words: &[Token]) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    for at in 0..=words.len() {
        if words.get(at).is_none_or(|t| t.kind == Kind::End) {
            if at > start {
                all.push(start..at);
            }
            start = at + 1;
        }
    }
    all
}

/// Where a condition begins that has not come true.
fn condition(words: &[Token], sentence: &Range<usize>) -> Option<usize> {
    // "… if I ever fainted, well today I did"
    if find(words, sentence, COME_TRUE).is_some() {
        return None;
    }
    sentence.clone().find(|&at| is_case(words, at, sentence) || is_condition(words, at, sentence))
}

/// "in case my tongue swells"
fn is_case(words: &[Token], at: usize, sentence: &Range<usize>) -> bool {
    let case = if words[at].word == "incase" { 1 } else { 2 * usize::from(says(words, at, "in case")) };
    let rest = at + case..sentence.end.min(at + case + 6);
    let real = has(words, &rest, MATTERS) || (has(words, &rest, "my this") && has(words, &rest, "is are means was"));
    case > 0 && !real
}

fn is_condition(words: &[Token], at: usize, sentence: &Range<usize>) -> bool {
    let word = words[at].word.as_str();
    // "as if he were speaking with his mouth full" is how it is.
    if !one_of(CONDITIONS, word) || (at > 0 && one_of("as like even", &words[at - 1].word)) {
        return false;
    }
    let rest = at + 1..sentence.end;
    let near = at + 1..sentence.end.min(at + 9);
    let next = |i: usize| words.get(at + i).map(|t| bare(&t.word)).unwrap_or_default();
    if has(words, &near, WORSENS) && one_of("my this the it these", next(1)) {
        return false;
    }
    let anybody = next(1) == "you" && (2..4).any(|i| one_of(BEFALLS, next(i)));
    let unreal = word == "if" && (has(words, &near, "ever were") || find(words, &near, &["was to"]).is_some());
    // "should" begins a condition only behind the advice: "call should the baby go yellow".
    let behind = word == "if"
        || (at > sentence.start
            && find(words, &(sentence.start..at), TOLD).is_some()
            && one_of("he she it you the any my your i there", next(1)));
    let told = behind && word != "when" && find(words, sentence, TOLD).is_some() && find(words, &(at..at + 1), TOLD).is_none();
    let had = find(words, &(rest.start..rest.end.min(at + 2)), HAD).is_some();
    let asked = word == "if" && find(words, sentence, ASKED).is_some() && !had;
    anybody || unreal || told || asked
}

/// "Is it normal to vomit after this tablet? I haven't taken it yet."
fn usual(words: &[Token], sentence: &Range<usize>) -> Option<usize> {
    let (at, count) = find(words, sentence, USUAL)?;
    find(words, &(sentence.start..words.len()), NOT_YET).map(|_| at + count)
}

/// Where a sentence tells of what is there again after a condition that begins at `from`.
fn tells_again(words: &[Token], segments: &[Segment], from: usize, end: usize) -> usize {
    let later = segments.iter().filter(|s| s.range.start > from + 1 && s.range.end <= end);
    let again = later.into_iter().find(|s| {
        let first = words[s.range.start].word.as_str();
        let after_mark = words[s.range.start - 1].kind == Kind::Comma;
        one_of("but however though although", first)
            || has(words, &s.range, NOW)
            || (after_mark && TELLS.iter().any(|t| says(words, s.range.start, t)))
    });
    again.map_or(end, |s| s.range.start)
}
