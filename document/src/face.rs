//! The two faces, and how wide their letters are.

use crate::Error;
use krilla::text::Font;
use skrifa::{FontRef, MetadataProvider, instance::LocationRef, instance::Size};

const REGULAR: &[u8] = include_bytes!("../fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/NotoSans-Bold.ttf");

/// What stands for a letter that the faces lack.
const MISSING: char = char::REPLACEMENT_CHARACTER;

/// A face.
pub(crate) struct Face {
    pub(crate) font: Font,
    letters: FontRef<'static>,
}

/// Regular and bold.
pub(crate) struct Faces {
    pub(crate) regular: Face,
    pub(crate) bold: Face,
}

impl Faces {
    pub(crate) fn load() -> Result<Self, Error> {
        Ok(Self { regular: Face::load(REGULAR)?, bold: Face::load(BOLD)? })
    }

    pub(crate) fn of(&self, bold: bool) -> &Face {
        if bold { &self.bold } else { &self.regular }
    }
}

impl Face {
    fn load(bytes: &'static [u8]) -> Result<Self, Error> {
        let font = Font::new(bytes.to_vec().into(), 0).ok_or_else(|| Error("a face cannot be read".to_owned()))?;
        let letters = FontRef::new(bytes).map_err(|e| Error(e.to_string()))?;
        Ok(Self { font, letters })
    }

    /// The text in letters that the face has: no signs that steer, and a sign of its own for what it lacks.
    pub(crate) fn clean(&self, text: &str) -> String {
        let letters = self.letters.charmap();
        let known = |c: char| if letters.map(c).is_some_and(|glyph| glyph.to_u32() != 0) { c } else { MISSING };
        text.chars().filter(|c| !is_steering(*c)).map(|c| if c.is_whitespace() { ' ' } else { known(c) }).collect()
    }

    /// The width of a cleaned text.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        let letters = self.letters.charmap();
        let metrics = self.letters.glyph_metrics(Size::new(size), LocationRef::default());
        text.chars().filter_map(|c| letters.map(c)).filter_map(|glyph| metrics.advance_width(glyph)).sum()
    }

    /// The text in lines that are at most `width` wide. A word that is wider is broken.
    pub(crate) fn wrap(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        text.lines().flat_map(|line| self.wrap_line(&self.clean(line), size, width)).collect()
    }

    fn wrap_line(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let line = lines.last().cloned().unwrap_or_default();
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(&longer, size) <= width {
                lines.pop();
                lines.push(longer);
                continue;
            }
            if line.is_empty() {
                lines.pop();
            }
            lines.extend(self.broken(word, size, width));
        }
        lines
    }

    fn broken(&self, word: &str, size: f32, width: f32) -> Vec<String> {
        let mut parts = vec![String::new()];
        let mut used = 0.0;
        for letter in word.chars() {
            let more = self.width(letter.encode_utf8(&mut [0; 4]), size);
            if used + more > width && used > 0.0 {
                parts.push(String::new());
                used = 0.0;
            }
            used += more;
            if let Some(part) = parts.last_mut() {
                part.push(letter);
            }
        }
        parts
    }
}

/// The letters of a text that the faces lack, each once; at most ten, so that whoever is told can read them.
pub(crate) fn lacking(text: &str) -> String {
    let Ok(letters) = FontRef::new(REGULAR) else { return String::new() };
    let letters = letters.charmap();
    let is_there = |c: char| letters.map(c).is_some_and(|glyph| glyph.to_u32() != 0);
    let mut lost = String::new();
    for c in text.chars().filter(|c| !is_steering(*c) && !c.is_whitespace() && !is_there(*c)) {
        if !lost.contains(c) {
            lost.push(c);
        }
        if lost.chars().count() == 10 {
            break;
        }
    }
    lost
}

/// Signs that are not seen and change how what follows is read.
fn is_steering(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::lacking;

    #[test]
    fn what_a_page_cannot_show_is_told_letter_by_letter() {
        assert_eq!(lacking("Jürgen Ελένη Иван – 5 µg ½ “x”\n"), "");
        assert_eq!(lacking("محمد 山田太郎"), "محد山田太郎");
        assert_eq!(lacking(&"漢字仮名交文章例題試験".repeat(3)).chars().count(), 10);
    }
}
