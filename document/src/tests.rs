use super::*;
use std::io::Write;
use std::process::{Command, Stdio};

/// What `pdftotext` reads in it; nothing where that is not installed.
fn text_of(pdf: &[u8]) -> Option<String> {
    let mut reader = Command::new("pdftotext").args(["-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut stdin = reader.stdin.take()?;
    let bytes = pdf.to_vec();
    let feeder = std::thread::spawn(move || stdin.write_all(&bytes));
    let text = reader.wait_with_output().ok()?.stdout;
    feeder.join().ok()?.ok()?;
    String::from_utf8(text).ok()
}

fn has(pdf: &[u8], bytes: &[u8]) -> bool {
    pdf.windows(bytes.len()).any(|window| window == bytes)
}

fn long() -> Document {
    let mut table = Table::new(&[("When", 1), ("What", 3)]);
    for row in 0..200 {
        table.push([format!("Day {row}"), format!("Something that takes more than one line to be told, and so it goes on, number {row}")]);
    }
    table.push(["At last".to_owned(), "word ".repeat(3_000)]);
    Document::new("All that is known", "en").foot("Smart Health").heading("Days").table(table).heading("End").paragraph("The end.")
}

#[test]
fn a_document_is_a_tagged_pdf_with_title_and_language() {
    let made = Made { year: 2026, month: 5, day: 4, hour: 12, minute: 0 };
    let pdf = Document::new("A letter", "en").made(made).paragraph("Hello.").rows([("Name", "Ada")]).pdf().expect("a PDF");
    assert!(pdf.starts_with(b"%PDF-") && has(&pdf, b"/StructTreeRoot") && has(&pdf, b"/MarkInfo") && has(&pdf, b"/Lang"));
    assert!(has(&pdf, b"pdfuaid"), "it says that it is for everybody");
}

#[test]
fn names_in_latin_greek_and_cyrillic_can_be_read_again() {
    let names = ["Łucja Ñandú Đặng Šťastná", "Ελένη Παπαδοπούλου", "Юлія Ґонта Ђорђевић"];
    let rows = names.map(|name| ("Name", name));
    let pdf = Document::new("Names", "en").rows(rows).pdf().expect("a PDF");
    assert!(has(&pdf, b"/ToUnicode"));
    if let Some(text) = text_of(&pdf) {
        names.iter().for_each(|name| assert!(text.contains(name), "{name} in {text}"));
    }
}

#[test]
fn letters_that_are_missing_and_signs_that_steer_do_no_harm() {
    let strange = "山田 \u{202e}evil\u{0} ﷽ 👩‍⚕️ e\u{301} \u{1F468}\u{200D}\u{1F469}";
    let pdf = Document::new(strange, "en").heading(strange).rows([(strange, strange)]).paragraph("\n\n").paragraph("").pdf();
    let text = text_of(&pdf.expect("a PDF"));
    assert!(text.is_none_or(|text| text.contains("evil")));
}

#[test]
fn a_long_table_goes_over_pages_with_its_headings_and_a_number_on_each() {
    let pdf = long().pdf().expect("a PDF");
    let Some(text) = text_of(&pdf) else { return };
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert!(pages.len() > 8);
    for (at, page) in pages.iter().enumerate().take(5) {
        assert!(page.contains("When") && page.replace(' ', "").contains(&format!("{}/{}", at + 1, pages.len())), "{page}");
    }
    assert!(text.contains("Day 0") && text.contains("Day 199") && text.contains("The end."));
    assert_eq!(text.matches("word").count(), 3_000, "nothing is cut off");
}

#[test]
fn a_word_without_an_end_is_broken_at_the_margin() {
    let faces = face::Faces::load().expect("faces");
    let lines = faces.regular.wrap(&"w".repeat(500), 10.0, 100.0);
    assert!(lines.len() > 10 && lines.iter().all(|line| faces.regular.width(line, 10.0) <= 100.0));
    assert_eq!(lines.concat().len(), 500);
}

#[test]
fn a_picture_of_squares_is_drawn_and_told_in_words() {
    let squares = Squares { side: 3, dark: vec![true, false, true, false, true, false, true, true, true] };
    let pdf = Document::new("A code", "en").squares(squares, 90.0, "a code to scan").paragraph("Below it.").pdf().expect("a PDF");
    assert!(has(&pdf, b"/Figure") && has(&pdf, b"a code to scan") && has(&pdf, b"/BBox"));
}
