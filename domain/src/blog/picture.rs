//! Pictures without what cameras and programs write beside them: where they were taken, when, with what, small copies of what was cut away.

use crate::record::Media;
use std::ops::Range;

/// The picture alone, part by part; what is not known to be needed to show it is left out. None where it is not whole, or is none of PNG, JPEG
/// and WebP.
///
/// A JPEG that is to be turned by its EXIF data is shown unturned afterwards.
pub fn bare(media: Media, bytes: &[u8]) -> Option<Vec<u8>> {
    match media {
        Media::Png => png(bytes),
        Media::Jpeg => jpeg(bytes),
        Media::Webp => webp(bytes),
        Media::Pdf => None,
    }
}

/// Most pixels of a picture: some hundred bytes can say that they are billions, which whoever looks at them has to find room for.
pub const PIXELS_MAX: u64 = 50_000_000;

/// Width times height in pixels, as the picture says them; none where it does not.
pub fn pixels(media: Media, bytes: &[u8]) -> Option<u64> {
    let at = |from: usize, length: usize| bytes.get(from..from + length);
    let big = |bytes: &[u8]| bytes.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    let little = |bytes: &[u8]| bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    match media {
        Media::Png => Some(big(at(16, 4)?) * big(at(20, 4)?)),
        Media::Jpeg => {
            let mut from = 2;
            loop {
                let (marker, place) = segment(bytes, from)?;
                match marker {
                    0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                        return Some(big(at(place.start + 5, 2)?) * big(at(place.start + 7, 2)?));
                    }
                    0xd9 | 0xda => return None,
                    _ => from = place.end,
                }
            }
        }
        Media::Webp => match at(12, 4)? {
            b"VP8X" => Some((little(at(24, 3)?) + 1) * (little(at(27, 3)?) + 1)),
            b"VP8L" => {
                let both = little(at(21, 4)?);
                Some(((both & 0x3fff) + 1) * ((both >> 14 & 0x3fff) + 1))
            }
            b"VP8 " => Some((little(at(26, 2)?) & 0x3fff) * (little(at(28, 2)?) & 0x3fff)),
            _ => None,
        },
        Media::Pdf => None,
    }
}

/// Chunks that make the picture or its colours (PNG, third edition, 5.6 and APNG).
const PNG_KEPT: [&[u8; 4]; 15] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD", b"acTL", b"fcTL", b"fdAT"];

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..8)?.to_vec();
    let mut rest = &bytes[8..];
    loop {
        let length = usize::try_from(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?)).ok()?;
        let kind = rest.get(4..8)?;
        let whole = rest.get(..length.checked_add(12)?)?;
        if PNG_KEPT.iter().any(|known| known.as_slice() == kind) {
            kept.extend_from_slice(whole);
        }
        rest = &rest[whole.len()..];
        if kind == b"IEND" {
            // Nothing hides behind the end.
            return Some(kept);
        }
    }
}

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2).filter(|two| *two == [0xff, 0xd8])?.to_vec();
    let mut at = 2;
    loop {
        let (marker, place) = segment(bytes, at)?;
        at = place.end;
        let whole = &bytes[place];
        if is_kept(marker, whole) {
            kept.extend_from_slice(whole);
        }
        match marker {
            0xd9 => return Some(kept),
            0xda => {
                let end = scan(bytes, at)?;
                kept.extend_from_slice(&bytes[at..end]);
                at = end;
            }
            _ => {}
        }
    }
}

/// The marker of the segment that begins here, behind filling, and where all of it stands; nothing but the marker for the end of the picture.
fn segment(bytes: &[u8], from: usize) -> Option<(u8, Range<usize>)> {
    let filling = bytes.get(from..)?.iter().take_while(|byte| **byte == 0xff).count();
    let start = (from + filling).checked_sub(1).filter(|start| *start >= from)?;
    let marker = *bytes.get(start + 1)?;
    let end = match marker {
        0xd9 => start + 2,
        0x00 | 0x01 | 0xd0..=0xd8 => return None,
        _ => start + 2 + usize::from(u16::from_be_bytes([*bytes.get(start + 2)?, *bytes.get(start + 3)?])).max(2),
    };
    (end <= bytes.len()).then_some((marker, start..end))
}

/// Of the segments for programs, those that say how colours are meant; of the others all but comments.
fn is_kept(marker: u8, segment: &[u8]) -> bool {
    match marker {
        0xe0 => segment.get(4..9) == Some(b"JFIF\0"),
        0xe2 => segment.get(4..16) == Some(b"ICC_PROFILE\0"),
        0xee => segment.get(4..9) == Some(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

/// Where the entropy-coded bytes end that begin here: at a marker that is no restart and no stuffed byte.
fn scan(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
        match *bytes.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let said = usize::try_from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?)).ok()?;
    let mut rest = bytes.get(12..said.checked_add(8)?)?;
    let mut kept = bytes.get(..12)?.to_vec();
    while !rest.is_empty() {
        let length = usize::try_from(u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?)).ok()?;
        let padded = length.checked_add(8)?.checked_add(length % 2)?;
        let chunk = rest.get(..padded)?;
        match &chunk[..4] {
            b"VP8X" => {
                let from = kept.len();
                kept.extend_from_slice(chunk);
                // That EXIF and XMP data follow, which they do no more.
                *kept.get_mut(from + 8)? &= !0b1100;
            }
            b"VP8 " | b"VP8L" | b"ICCP" | b"ALPH" | b"ANIM" | b"ANMF" => kept.extend_from_slice(chunk),
            _ => {}
        }
        rest = &rest[padded..];
    }
    let size = u32::try_from(kept.len() - 8).ok()?.to_le_bytes();
    kept[4..8].copy_from_slice(&size);
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], kind, data, &[0; 4]].concat()
    }

    #[test]
    fn a_png_loses_its_words_and_keeps_its_picture() {
        let head = b"\x89PNG\r\n\x1a\n".to_vec();
        let (size, data, end) = (chunk(b"IHDR", &[1; 13]), chunk(b"IDAT", b"picture"), chunk(b"IEND", b""));
        let said = [chunk(b"eXIf", b"where"), chunk(b"tEXt", b"who"), chunk(b"tIME", b"when")].concat();
        let whole = [&head[..], &size, &said, &data, &end, b"behind"].concat();
        assert_eq!(bare(Media::Png, &whole), Some([&head[..], &size, &data, &end].concat()));
        assert_eq!(bare(Media::Png, &whole[..60]), None);
    }

    #[test]
    fn a_jpeg_loses_what_the_camera_wrote() {
        let segment = |marker: u8, data: &[u8]| [&[0xff, marker][..], &u16::try_from(data.len() + 2).unwrap().to_be_bytes(), data].concat();
        let (start, end) = ([0xff, 0xd8], [0xff, 0xd9]);
        let (jfif, table, exif, note) =
            (segment(0xe0, b"JFIF\0xx"), segment(0xdb, &[7; 65]), segment(0xe1, b"Exif\0\0GPS"), segment(0xfe, b"by me"));
        let scan = [segment(0xda, &[1; 6]), vec![1, 2, 0xff, 0x00, 3, 0xff, 0xd0, 4]].concat();
        let whole = [&start[..], &jfif, &exif, &note, &table, &scan, &end, b"behind"].concat();
        assert_eq!(bare(Media::Jpeg, &whole), Some([&start[..], &jfif, &table, &scan, &end].concat()));
        assert_eq!(bare(Media::Jpeg, &whole[..whole.len() - 8]), None, "cut off");
    }

    #[test]
    fn a_webp_loses_its_chunks_of_words() {
        let chunk = |kind: &[u8; 4], data: &[u8]| {
            let mut chunk = [&kind[..], &u32::try_from(data.len()).unwrap().to_le_bytes(), data].concat();
            chunk.extend(vec![0; data.len() % 2]);
            chunk
        };
        let whole = |chunks: &[u8]| [b"RIFF", &u32::try_from(chunks.len() + 4).unwrap().to_le_bytes()[..], b"WEBP", chunks].concat();
        let (flags, plain) = (chunk(b"VP8X", &[0b1100, 0, 0, 0, 0, 0, 0, 0, 0, 0]), chunk(b"VP8X", &[0; 10]));
        let picture = chunk(b"VP8 ", b"odd");
        let said = [chunk(b"EXIF", b"where"), chunk(b"XMP ", b"who")].concat();
        let told = bare(Media::Webp, &whole(&[&flags[..], &picture, &said].concat()));
        assert_eq!(told, Some(whole(&[&plain[..], &picture].concat())));
    }

    #[test]
    fn a_picture_says_how_many_pixels_it_has() {
        let png = [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", &60_000u32.to_be_bytes()[..], &60_000u32.to_be_bytes()].concat();
        assert_eq!(pixels(Media::Png, &png), Some(3_600_000_000));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x0b\x08\x01\0\x02\0\x01\x01\x11\0";
        assert_eq!(pixels(Media::Jpeg, jpeg), Some(256 * 512));
        let webp = |kind: &[u8], rest: &[u8]| [b"RIFF....WEBP", kind, b"....", rest].concat();
        assert_eq!(pixels(Media::Webp, &webp(b"VP8X", &[0, 0, 0, 0, 9, 0, 0, 19, 0, 0])), Some(200));
        assert_eq!(pixels(Media::Webp, &webp(b"VP8L", &[0x2f, 9, 0xc0, 4, 0])), Some(200));
        assert_eq!(pixels(Media::Webp, &webp(b"VP8 ", &[0, 0, 0, 0x9d, 1, 0x2a, 10, 0, 20, 0])), Some(200));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_fall_and_what_is_bare_stays_as_it_is(bytes in prop::collection::vec(any::<u8>(), 0..400), kind in 0usize..4) {
            let media = Media::ALL[kind];
            let heads: [&[u8]; 4] = [b"%PDF-1", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\x40\0\0\0WEBP"];
            let whole = [heads[kind], &bytes].concat();
            pixels(media, &whole);
            if let Some(once) = bare(media, &whole) {
                prop_assert_eq!(bare(media, &once), Some(once.clone()));
            }
        }
    }
}
