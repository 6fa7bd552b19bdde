//! Files that go with an entry: what they are is told by their content, never by their name.

use crate::{Code, text};
use serde::{Deserialize, Serialize};

/// Largest file, in bytes.
pub const FILE_MAX: u64 = 10 << 20;
/// Longest name, in characters.
pub const NAME_MAX: usize = 120;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = MediaType))]
pub enum Media {
    /// A document.
    #[serde(rename = "application/pdf")]
    Pdf,
    /// A picture.
    #[serde(rename = "image/png")]
    Png,
    /// A photograph.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// A picture or photograph.
    #[serde(rename = "image/webp")]
    Webp,
}

/// What is said of a file of more than `most` bytes, before it is sent as after.
pub fn too_large(most: u64) -> String {
    format!("This file is larger than {}. Please make it smaller.", text::size(most))
}

/// What is said of a file that is not taken: of another kind than `kinds`, or of more than `most` bytes. None for other errors.
pub fn refused(code: Code, kinds: &[Media], most: u64) -> Option<String> {
    match code {
        Code::UnsupportedMediaType => {
            let kinds: Vec<&str> = kinds.iter().map(|media| media.words()).collect();
            Some(format!("We take these kinds of files: {}. A file is judged by its content, not by its name.", kinds.join(", ")))
        }
        Code::TooLarge => Some(too_large(most)),
        _ => None,
    }
}

impl Media {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Png, Self::Jpeg, Self::Webp];
    /// Those that can stand in a text.
    pub const PICTURES: [Self; 3] = [Self::Png, Self::Jpeg, Self::Webp];
    /// How many bytes at its beginning tell what it is.
    pub const HEAD: usize = 16;
    /// How many bytes at its end tell whether it is whole.
    pub const TAIL: usize = 66 << 10;

    /// The media type (RFC 6838).
    pub fn code(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
        }
    }

    /// With this media type.
    pub fn with(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.code() == code)
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Png => "PNG picture",
            Self::Jpeg => "JPEG picture",
            Self::Webp => "WebP picture",
        }
    }

    /// What it is, by its first bytes; nothing else is taken, whatever its name says. A document that begins with anything else – a ZIP, a
    /// page, a drawing with scripts – is none of these.
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [b'%', b'P', b'D', b'F', b'-', b'1' | b'2', ..] => Some(Self::Pdf),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, 0xe0, _, _, b'J', b'F', ..] | [0xff, 0xd8, 0xff, 0xe1, _, _, b'E' | b'h', ..] => Some(Self::Jpeg),
            [0xff, 0xd8, 0xff, 0xe0 | 0xe1, ..] => None,
            [0xff, 0xd8, 0xff, 0xc0..=0xfe, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', b'V', b'P', b'8', b' ' | b'L' | b'X', ..] => Some(Self::Webp),
            _ => None,
        }
    }

    /// Whether it is whole and nothing comes after it, as far as its end tells. Cameras write more behind a JPEG, which only has to have an end.
    /// An archive is looked for from its end, so a file with such an end is an archive too, and none of these.
    pub fn is_whole(self, head: &[u8], tail: &[u8], size: u64) -> bool {
        if tail.windows(4).any(|four| four == b"PK\x05\x06") {
            return false;
        }
        match self {
            Self::Pdf => {
                let end = tail.windows(5).rposition(|five| five == b"%%EOF");
                end.is_some_and(|at| tail[at + 5..].split(|byte| matches!(byte, b'\n' | b'\r')).all(is_remark))
            }
            Self::Png => tail.ends_with(&[0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82]),
            Self::Jpeg => tail.windows(2).any(|two| two == [0xff, 0xd9]),
            Self::Webp => {
                let said = head.get(4..8).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes);
                u64::from(said) + 8 == size || u64::from(said) + 9 == size
            }
        }
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Webp => &["webp"],
        }
    }
}

/// Nothing, or a comment in plain letters, as the signature is that our own prescriptions bear.
fn is_remark(line: &[u8]) -> bool {
    let is_blank = line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0);
    is_blank || (line.starts_with(b"%") && line.len() < 1024 && line.iter().all(|byte| matches!(byte, b' '..=b'~')))
}

/// A name that is safe to give back: without folders, hidden and control characters, and with the ending of what the file really is.
pub fn file_name(raw: &str, media: Media) -> String {
    let last = raw.rsplit(['/', '\\', ':']).next().unwrap_or_default();
    let plain: String = text::visible(last).chars().map(|c| if c.is_control() || "\"<>|?*;%".contains(c) { '_' } else { c }).collect();
    let plain = plain.trim().trim_matches('.');
    let ending = media.endings()[0];
    let room = NAME_MAX - ending.len() - 1;
    let (stem, found) = plain.rsplit_once('.').unwrap_or((plain, ""));
    let stem = if media.endings().contains(&&*found.to_ascii_lowercase()) { stem } else { plain };
    let stem: String = stem.chars().take(room).collect();
    if stem.trim().is_empty() { format!("file.{ending}") } else { format!("{}.{ending}", stem.trim()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_kinds_are_taken_whatever_a_name_says() {
        for (bytes, media) in [
            (&b"%PDF-1.7\nx"[..], Some(Media::Pdf)),
            (b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", Some(Media::Png)),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Some(Media::Jpeg)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(Media::Webp)),
            (b"PK\x03\x04%PDF-1.7", None),
            (b"\xff\xd8\xff\xe0<html><script>", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
            (b"<!doctype html>", None),
            (b"GIF89a", None),
            (b" %PDF-1.7", None),
            (b"", None),
        ] {
            assert_eq!(Media::of(bytes), media, "{bytes:?}");
        }
    }

    #[test]
    fn something_behind_a_file_and_a_file_cut_off_are_noticed() {
        assert!(Media::Pdf.is_whole(b"", b"xref\n%%EOF\r\n", 100));
        assert!(!Media::Pdf.is_whole(b"", b"%%EOF\nPK\x05\x06 a zip", 100));
        assert!(Media::Pdf.is_whole(b"", b"xref\n%%EOF\n%shs-signature 1 abc.def", 100), "what we sign ourselves");
        assert!(!Media::Pdf.is_whole(b"", b"xref\n%%EOF\n%\x00\x01", 100) && !Media::Pdf.is_whole(b"", b"%%EOF\n<script>", 100));
        assert!(!Media::Pdf.is_whole(b"", b"xref", 100));
        assert!(!Media::Pdf.is_whole(b"", b"PK\x05\x06 a zip \n%%EOF", 100), "a document that is an archive too");
        assert!(Media::Jpeg.is_whole(b"", b"picture\xff\xd9 more", 100) && !Media::Jpeg.is_whole(b"", b"\xff\xd8\xff\xe0", 4));
        assert!(Media::Png.is_whole(b"", b"\0\0\0\0IEND\xaeB\x60\x82", 100));
        assert!(!Media::Png.is_whole(b"", b"\0\0\0\0IEND\xaeB\x60\x82<script>", 100));
        assert!(Media::Webp.is_whole(b"RIFF\x5c\0\0\0WEBP", b"", 100) && !Media::Webp.is_whole(b"RIFF\x5c\0\0\0WEBP", b"", 500));
    }

    #[test]
    fn a_name_has_no_folders_and_the_ending_of_what_it_is() {
        for (raw, media, name) in [
            ("scan.pdf", Media::Pdf, "scan.pdf"),
            ("../../etc/passwd", Media::Pdf, "passwd.pdf"),
            ("C:\\fake\\x-ray.JPEG", Media::Jpeg, "x-ray.jpg"),
            ("evil\u{202e}fdp.exe", Media::Png, "evilfdp.exe.png"),
            ("a\"b\r\nc.webp", Media::Webp, "a_b__c.webp"),
            ("", Media::Pdf, "file.pdf"),
            (".pdf", Media::Pdf, "pdf.pdf"),
            ("Befund März.pdf", Media::Pdf, "Befund März.pdf"),
        ] {
            assert_eq!(file_name(raw, media), name, "{raw}");
        }
        assert!(file_name(&"x".repeat(500), Media::Jpeg).chars().count() <= NAME_MAX);
    }
}
