//! From text to words: where each one stands, what it is at heart.

use super::spelling::{common, one_slip};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a word does in a sentence, as far as the reading needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Carries meaning.
    Content,
    /// "the", "my", "have": left out of patterns.
    Stop,
    /// "no", "without".
    No,
    /// "not", "never", "don't".
    Not,
    /// "cannot", "unable".
    Cannot,
    /// Ends a sentence.
    End,
    /// A comma, a dash, a bracket.
    Comma,
}

impl Kind {
    pub(crate) fn negates(self) -> bool {
        matches!(self, Self::No | Self::Not | Self::Cannot)
    }

    pub(crate) fn is_mark(self) -> bool {
        matches!(self, Self::End | Self::Comma)
    }
}

/// A word or mark of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    /// First code point.
    pub(crate) start: usize,
    /// One past the last code point.
    pub(crate) end: usize,
    /// In lower case, with a plain apostrophe.
    pub(crate) word: String,
    /// What it is at heart.
    pub(crate) stem: String,
    pub(crate) kind: Kind,
}

const STOP: &str = "a an the i me my mine we us our you your yours he him his she her hers they them their \
it its itself this that these those there here am is are was were be been being have has had having do does did doing done \
im ive id hes shes theyre its dont and or of at in on to for from with by as into when while whenever if then than so very really \
quite rather pretty bit little just also some any about around like get got getting gets gotten \
can could would will shall should may might must now even properly able who which what because since during \
until till lately recently today already yet h/o c/o s/p";

const SYNONYMS: &[(&str, &str)] = &[
    ("belly", "tummy stomach belly bellies abdomen abdominal tum tummies guts stomachs"),
    ("pain", "pain pains painful ache aches aching achy ached hurt hurts hurting ouch discomfort paining achey"),
    ("pee", "pee pees peeing peed urine urinate urinates urinating urination wee weeing weed wees piss pissing wees"),
    ("poo", "poo poos pooing pooed poop poops pooping stool stools faeces feces motions"),
    ("vomit", "vomit vomits vomiting vomited puke puked puking pukes vomitting vommed"),
    ("swell", "swell swells swelling swellings swelled swollen puffy puffed puffing"),
    ("bleed", "bleed bleeds bleeding bled"),
    ("blood", "blood bloody bloods"),
    ("breath", "breath breathe breathes breathing breaths breathed"),
    ("breathless", "breathless breathlessness"),
    ("dizzy", "dizzy dizziness"),
    ("numb", "numb numbness"),
    ("weak", "weak weakness weaker"),
    ("stiff", "stiff stiffness stiffly"),
    ("itch", "itch itchy itches itching itched itchiness"),
    ("red", "red redness reddish reddened"),
    ("sore", "sore soreness sores sorer sorest"),
    ("tired", "tired tiredness"),
    ("lose", "lose loses losing lost loss"),
    ("frozen", "frozen froze"),
    ("fall", "fall falls falling fell fallen"),
    ("break", "break breaks breaking broke broken"),
    ("wake", "wake wakes waking woke woken awake"),
    ("feel", "feel feels feeling felt feelings"),
    ("throw", "throw throws throwing threw thrown"),
    ("eat", "eat eats eating ate eaten"),
    ("drink", "drink drinks drinking drank"),
    ("take", "take takes taking took taken"),
    ("give", "give gives giving gave given"),
    ("write", "write writes writing wrote written"),
    ("see", "see sees seeing saw seen"),
    ("hear", "hear hears hearing heard"),
    ("vision", "vision sight eyesight"),
    ("foot", "foot feet"),
    ("tooth", "tooth teeth"),
    ("sleep", "sleep sleeps sleeping slept"),
    ("burn", "burn burns burning burned burnt burny"),
    ("wheeze", "wheeze wheezes wheezing wheezy wheezed"),
    ("worry", "worry worries worrying worried"),
    ("shake", "shake shakes shaking shaky shaken shook"),
    ("sick", "sick sickness"),
    ("hard", "hard difficult difficulty trouble struggle struggling struggles"),
    ("fit", "fit fits fitting fitted"),
    ("agony", "agony agonising agonizing agonisingly"),
    ("winded", "winded"),
    ("keep", "keep keeps kept keeping"),
    ("use", "use uses used using"),
    ("self", "myself himself herself yourself"),
    ("sleepy", "sleepy sleepiness"),
    ("bad", "bad badly terrible terribly awful awfully horrible horribly dreadful severe severely excruciating unbearable"),
    ("drunk", "drunk"),
    ("period", "period periods menstruation menses menstrual"),
    ("diarrhea", "diarrhea diarrhoea diarrhoeas diarhea diarrea diarrhoe"),
    ("mother", "mother mum mom mummy mam"),
    ("child", "child children kid kids"),
    ("suicide", "suicide suicidal"),
    ("lump", "lump lumps lumpy bump bumps"),
    ("speak", "speak speaks speaking spoke speech"),
    ("swallow", "swallow swallows swallowing swallowed"),
    ("wobbly", "wobbly wobble wobbles wobbling"),
    ("blur", "blur blurs blurry blurred blurring"),
    ("faint", "faint faints fainted fainting"),
    ("eye", "eye eyes eyeball eyeballs"),
    ("leave", "leave leaves leaving left-behind"),
    ("bite", "bite bites bit bitten biting"),
    ("every", "every"),
    ("more", "more anymore"),
    ("trousers", "pants"),
    // Not the plural of HIV.
    ("hives", "hives hive"),
];

/// Parts of the body that make one word with "ache".
const ACHES: [(&str, &str); 7] = [
    ("stomach", "stomachache"),
    ("belly", "bellyache"),
    ("tummy", "tummyache"),
    ("back", "backache"),
    ("ear", "earache"),
    ("tooth", "toothache"),
    ("head", "headache"),
];

/// The stem of "cannot" and the like.
pub(crate) const CANNOT: &str = "<cannot>";

static STOPS: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP.split(' ').collect());
static HEARTS: LazyLock<HashMap<&str, &str>> =
    LazyLock::new(|| SYNONYMS.iter().flat_map(|(heart, all)| all.split(' ').map(|word| (word, *heart))).collect());

/// Cuts a text into words and marks, with their places in code points.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().map(plain).collect();
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let end = word_end(&chars, at);
        if end > at {
            let word: String = chars[at..end].iter().flat_map(|c| c.to_lowercase()).collect();
            push_word(&mut tokens, at, end, word);
            at = end;
        } else {
            if let Some(kind) = mark(&chars, at) {
                tokens.push(Token { start: at, end: at + 1, word: chars[at].to_string(), stem: String::new(), kind });
            }
            at += 1;
        }
    }
    tokens
}

fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{02bc}' | '\u{2032}' | '\u{00b4}' | '`' => '\'',
        _ => c,
    }
}

fn mark(chars: &[char], at: usize) -> Option<Kind> {
    match chars[at] {
        '.' | '!' | '?' | ';' | '\n' | '…' => Some(Kind::End),
        ',' | ':' | '(' | ')' | '–' | '—' | '/' | '"' => Some(Kind::Comma),
        '-' if at > 0 && chars[at - 1] == ' ' => Some(Kind::Comma),
        _ => None,
    }
}

/// One past the end of the word that starts here; `at` itself where none does. Digits and letters part ("6yo"), decimals do not.
fn word_end(chars: &[char], at: usize) -> usize {
    let inside = |i: usize| chars.get(i).is_some_and(|c| c.is_alphanumeric());
    let letter = |i: usize| chars.get(i).is_some_and(|c| c.is_alphabetic());
    // "h/o", "w/o": a doctor's shorthand.
    if letter(at) && chars.get(at + 1) == Some(&'/') && letter(at + 2) && !inside(at + 3) && (at == 0 || !inside(at - 1)) {
        return at + 3;
    }
    let mut end = at;
    if chars[at].is_ascii_digit() {
        let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
        while digit(end) || (matches!(chars.get(end), Some('.' | ',')) && digit(end + 1)) {
            end += 1;
        }
        return end;
    }
    while inside(end) && !chars[end].is_ascii_digit() || (end > at && chars.get(end) == Some(&'\'') && inside(end + 1)) {
        end += 1;
    }
    end
}

fn push_word(tokens: &mut Vec<Token>, start: usize, end: usize, word: String) {
    let word = common(&word).map_or(word, str::to_owned);
    if word == "t" && tokens.last_mut().is_some_and(|last| last.end + 1 == start && take_back_t(last)) {
        return;
    }
    // "stomachache" is "stomach ache": both words stand where the one does.
    let compound = |(_, whole): &&(&str, &str)| {
        let slipped = |word: &str| word.len() >= whole.len() - 1 && one_slip(word.as_bytes(), whole.as_bytes());
        word.starts_with(&whole[..2]) && (word.starts_with(whole) || slipped(&word))
    };
    if let Some((part, _)) = ACHES.iter().find(compound) {
        // "a banging headache" is no bang on the head.
        if let Some(last) = tokens.last_mut().filter(|last| last.word.starts_with("bangin")) {
            last.stem = stem("throbbing");
        }
        tokens.push(make(start, end, (*part).to_owned()));
        tokens.push(make(start, end, "ache".to_owned()));
        return;
    }
    let mut token = make(start, end, word);
    // "a bit", but "the dog bit me".
    let measured = tokens.last().is_none_or(|last| matches!(last.word.as_str(), "a" | "little" | "wee" | "tiny" | "every" | "quite"));
    if token.word == "bit" && !measured {
        token.kind = Kind::Content;
    }
    if let Some(meant) = meant(tokens, &token.word) {
        token.stem = stem(meant);
    }
    // "had a fit of giggles"
    if token.word == "of"
        && let Some(fit) = tokens.last_mut().filter(|last| last.word == "fit")
    {
        fit.stem = stem("bout");
    }
    // "not able to" and "haven't been able to" say what "cannot" says, and so does "can not".
    if token.word == "able"
        && let Some(negator) = unable(tokens)
    {
        // The negator keeps its stem: "haven't been able to pass wind" also says "haven't passed wind".
        negator.kind = Kind::Cannot;
        token.stem = CANNOT.to_owned();
    } else if token.kind == Kind::Not && tokens.last().is_some_and(|last| matches!(last.word.as_str(), "can" | "could")) {
        token.kind = Kind::Cannot;
        token.stem = stem_of(Kind::Cannot, "");
    }
    tokens.push(token);
}

/// The negator before "able": "isn't", "haven't been", "not always".
fn unable(tokens: &mut [Token]) -> Option<&mut Token> {
    const BETWEEN: [&str; 14] =
        ["been", "be", "being", "really", "quite", "even", "yet", "fully", "always", "properly", "ever", "actually", "at", "all"];
    tokens.iter_mut().rev().take(4).find(|t| !BETWEEN.contains(&t.word.as_str())).filter(|t| t.kind == Kind::Not)
}

/// "don t", "can t", "no t": gives a word the "t" that came loose from it.
fn take_back_t(last: &mut Token) -> bool {
    const LOOSE: [&str; 17] = [
        "don", "doesn", "didn", "isn", "wasn", "aren", "weren", "haven", "hasn", "hadn", "won", "wouldn", "shouldn", "couldn", "can",
        "ain", "no",
    ];
    if !LOOSE.contains(&last.word.as_str()) {
        return false;
    }
    let whole = if last.word == "no" { "not".to_owned() } else { format!("{}'t", last.word) };
    *last = make(last.start, last.end + 2, whole);
    true
}

/// What a word means behind those before it, where it is another than by itself.
fn meant(before: &[Token], word: &str) -> Option<&'static str> {
    match word {
        _ if is_seizure(before, word) => Some("seizure"),
        _ if is_bout(before, word) => Some("bout"),
        "runs" if before.last().is_some_and(|t| t.word == "the") => Some("diarrhoea"),
        _ => None,
    }
}

/// "had a fit", "having fits"; but not "a coughing fit" nor "it has a tight fit".
fn is_seizure(before: &[Token], word: &str) -> bool {
    let had = |token: Option<&Token>| token.is_some_and(|t| matches!(t.word.as_str(), "had" | "has" | "have" | "having" | "took"));
    match word {
        "fit" => before.last().is_some_and(|t| matches!(t.word.as_str(), "a" | "another")) && had(before.iter().nth_back(1)),
        "fits" => {
            had(before.last())
                || (before.last().is_some_and(|t| matches!(t.word.as_str(), "two" | "three" | "several" | "more"))
                    && had(before.iter().nth_back(1)))
        }
        _ => false,
    }
}

/// "coughing fits": no seizure.
fn is_bout(before: &[Token], word: &str) -> bool {
    const OF: [&str; 11] =
        ["coughing", "cough", "sneezing", "shivering", "laughing", "giggling", "crying", "hissy", "rage", "screaming", "choking"];
    matches!(word, "fit" | "fits") && before.last().is_some_and(|t| OF.contains(&t.word.as_str()))
}

fn make(start: usize, end: usize, word: String) -> Token {
    let kind = kind(&word);
    Token { start, end, stem: stem_of(kind, &word), word, kind }
}

fn stem_of(kind: Kind, word: &str) -> String {
    match kind {
        Kind::No => "<no>".to_owned(),
        Kind::Not => "<not>".to_owned(),
        Kind::Cannot => CANNOT.to_owned(),
        _ => stem(word),
    }
}

fn kind(word: &str) -> Kind {
    match word {
        "no" | "without" | "none" | "nil" | "neither" | "nor" | "zero" | "w/o" => Kind::No,
        "cannot" | "can't" | "cant" | "couldn't" | "couldnt" | "unable" => Kind::Cannot,
        "not" | "never" | "dont" | "doesnt" | "didnt" | "havent" | "hasnt" | "isnt" | "wasnt" | "arent" | "wont" | "hadnt" | "deny"
        | "denies" | "denied" | "denying" | "aint" => Kind::Not,
        w if w.ends_with("n't") => Kind::Not,
        w => {
            let bare = w.split('\'').next().unwrap_or(w);
            if STOPS.contains(bare) { Kind::Stop } else { Kind::Content }
        }
    }
}

/// What a word is at heart: without plural, -ing, -ed and the like, one word for those that mean the same.
pub(crate) fn stem(word: &str) -> String {
    let bare = word.split('\'').next().unwrap_or(word);
    HEARTS.get(bare).map(|heart| (*heart).to_owned()).unwrap_or_else(|| {
        // British spellings; most words have none of them.
        let is_british = ["oea", "oed", "haem", "naem", "our"].iter().any(|part| bare.contains(part));
        if !is_british {
            return suffixes(bare);
        }
        suffixes(&bare.replace("oea", "ea").replace("oed", "ed").replace("haem", "hem").replace("naem", "nem").replace("our", "or"))
    })
}

fn suffixes(word: &str) -> String {
    let mut w = word.to_owned();
    let long = |w: &str, n: usize| w.chars().count() >= n;
    if long(&w, 5) && w.ends_with("ies") {
        w.truncate(w.len() - 3);
        w.push('y');
    } else if long(&w, 5) && ["ches", "shes", "xes", "sses", "zes"].iter().any(|e| w.ends_with(e)) {
        w.truncate(w.len() - 2);
    } else if long(&w, 4) && w.ends_with('s') && !["ss", "us", "is"].iter().any(|e| w.ends_with(e)) {
        w.truncate(w.len() - 1);
    }
    for (suffix, least) in [("ness", 7), ("ing", 6), ("ed", 5), ("ly", 6)] {
        if long(&w, least) && w.ends_with(suffix) && w[..w.len() - suffix.len()].contains(['a', 'e', 'i', 'o', 'u', 'y']) {
            w.truncate(w.len() - suffix.len());
            undouble(&mut w);
            break;
        }
    }
    if long(&w, 4) && w.ends_with(['e', 'y', 'i']) {
        w.truncate(w.len() - 1);
    }
    w
}

fn undouble(w: &mut String) {
    let mut last = w.chars().rev();
    if let (Some(a), Some(b)) = (last.next(), last.next())
        && a == b
        && a.is_ascii_alphabetic()
        && !"lsz".contains(a)
    {
        w.truncate(w.len() - 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_where_they_stand_in_code_points() {
        let text = "😀 Übel, my head's 38.5°";
        let found: Vec<(String, usize, usize)> = tokens(text).into_iter().map(|t| (t.word, t.start, t.end)).collect();
        let expected = [("übel", 2, 6), (",", 6, 7), ("my", 8, 10), ("head's", 11, 17), ("38.5", 18, 22)];
        assert_eq!(found, expected.map(|(w, s, e)| (w.to_owned(), s, e)));
    }

    #[test]
    fn forms_of_a_word_have_one_heart() {
        for forms in [
            ["hurts", "hurting"],
            ["coughing", "coughs"],
            ["swollen", "swelling"],
            ["palpitations", "palpitation"],
            ["babies", "baby"],
            ["diarrhoea", "diarrhea"],
            ["rashes", "rash"],
            ["vomited", "puking"],
            ["drooping", "drooped"],
            ["anaemia", "anemia"],
            ["bit", "bitten"],
        ] {
            assert_eq!(stem(forms[0]), stem(forms[1]), "{forms:?}");
        }
    }
}
