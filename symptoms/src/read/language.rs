//! Whether a text can be read here at all.

use super::lexicon::Lexicon;
use super::words::Token;

/// Below this share of words that our own English sentences use, a text is in another language.
const LEAST_ENGLISH: f32 = 0.45;
/// Words that English has not, or that stand in other languages far more often.
const FOREIGN: &str = "ich und der das ist nicht mir mein meine habe seit beim wenn wie tut weh auch sehr el los las una que con para por mi tengo \
desde muy y ne pas je ai et une le les des du mon ma mes est depuis il lo gli che non sono ho della anche da um uma com meu minha estou tenho \
dor ik een het mijn niet van heb maar sinds jest mam nie od boli mnie bardzo ve bir var benim çok jag och har ont inte";

/// Whether a text is in another language than English.
pub(crate) fn is_other(text: &str, words: &[Token], lexicon: &Lexicon) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let latin = text.chars().filter(|c| c.is_alphabetic() && u32::from(*c) < 0x250).count();
    if letters > 0 && latin * 2 < letters {
        return true;
    }
    let (share, count) = lexicon.english_share(words);
    let foreign = words.iter().filter(|t| FOREIGN.split(' ').any(|f| f == t.word)).count();
    let marked = words.iter().any(|t| t.word.chars().any(|c| c.is_alphabetic() && !c.is_ascii()));
    let known = share * count as f32;
    count >= 3
        && (share < LEAST_ENGLISH && (foreign > 0 || marked || share < 0.2)
            || foreign as f32 > known.max(1.0) / 2.0 && foreign >= 2 && share < 0.7)
}
