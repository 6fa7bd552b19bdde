//! From lines to a PDF with its structure.

use crate::face::Faces;
use crate::layout::{Drawn, Head, Layout, MARGIN, PAGE, Part, Piece, TEXT};
use crate::{Document, Error, Made};
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, BBox, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagTree};
use krilla::text::TextDirection;
use std::num::NonZeroU16;

fn ink() -> rgb::Color {
    rgb::Color::new(24, 32, 38)
}

fn pale() -> rgb::Color {
    rgb::Color::new(150, 160, 166)
}

pub(crate) fn draw(document: &Document, layout: &Layout, faces: &Faces) -> Result<Vec<u8>, Error> {
    let failed = |e: &dyn std::fmt::Debug| Error(format!("{e:?}"));
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish().map_err(|e| failed(&e))?;
    let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
    let mut pdf = krilla::Document::new_with(settings);
    let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| Error("A4".to_owned()))?;
    let mut ids: Vec<Option<Identifier>> = vec![None; layout.pieces.len()];
    let mut pictures: Vec<Option<Identifier>> = vec![None; layout.drawn.len()];
    for number in 0..layout.pages {
        let mut page = pdf.start_page_with(size.clone());
        let mut surface = page.surface();
        surface.set_fill(Some(fill(ink())));
        for (piece, id) in layout.pieces.iter().zip(&mut ids).filter(|(piece, _)| piece.page == number) {
            *id = Some(surface.start_tagged(ContentTag::Span(SpanTag::empty())));
            write(&mut surface, piece, faces);
            surface.end_tagged();
        }
        for (drawn, id) in layout.drawn.iter().zip(&mut pictures).filter(|(drawn, _)| drawn.page == number) {
            *id = Some(surface.start_tagged(ContentTag::Other));
            squares(&mut surface, drawn);
            surface.end_tagged();
        }
        aside(&mut surface, document, layout, faces, number);
        surface.finish();
        page.finish();
    }
    pdf.set_metadata(metadata(document));
    pdf.set_outline(outline(document, layout));
    pdf.set_tag_tree(tree(document, layout, &mut ids, &mut pictures));
    pdf.finish().map_err(|e| failed(&e))
}

fn fill(color: rgb::Color) -> Fill {
    Fill { paint: color.into(), opacity: NormalizedF32::ONE, ..Fill::default() }
}

fn write(surface: &mut Surface<'_>, piece: &Piece, faces: &Faces) {
    let font = faces.of(piece.bold).font.clone();
    surface.draw_text(Point::from_xy(piece.x, piece.y), font, piece.size, &piece.text, false, TextDirection::Auto);
}

/// What is not part of the text: lines in tables, their headings once more, the foot.
fn aside(surface: &mut Surface<'_>, document: &Document, layout: &Layout, faces: &Faces, number: usize) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    for piece in layout.again.iter().filter(|piece| piece.page == number) {
        write(surface, piece, faces);
    }
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: pale().into(), width: 0.5, ..Stroke::default() }));
    for rule in layout.rules.iter().filter(|rule| rule.page == number) {
        let mut line = PathBuilder::new();
        line.move_to(MARGIN, rule.y);
        line.line_to(PAGE.0 - MARGIN, rule.y);
        if let Some(line) = line.finish() {
            surface.draw_path(&line);
        }
    }
    surface.set_stroke(None);
    surface.set_fill(Some(fill(ink())));
    surface.end_tagged();
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    let (y, size) = (PAGE.1 - 36.0, TEXT * 0.8);
    let pages = format!("{} / {}", number + 1, layout.pages);
    let face = faces.of(false);
    let x = PAGE.0 - MARGIN - face.width(&pages, size);
    let foot = face.clean(&document.foot);
    for (x, text) in [(MARGIN, foot), (x, pages)].into_iter().filter(|(_, text)| !text.is_empty()) {
        write(surface, &Piece { page: number, x, y, size, bold: false, text }, faces);
    }
    surface.end_tagged();
}

fn metadata(document: &Document) -> Metadata {
    let about = Metadata::new().title(document.title.clone()).language(document.language.clone());
    match document.made {
        Some(Made { year, month, day, hour, minute }) => {
            about.creation_date(DateTime::new(year).month(month).day(day).hour(hour).minute(minute).utc_offset_hour(0))
        }
        None => about,
    }
}

fn outline(document: &Document, layout: &Layout) -> Outline {
    use krilla::destination::XyzDestination;
    let mut outline = Outline::new();
    for part in &layout.parts {
        let (Part::Title(pieces) | Part::Heading(pieces)) = part else { continue };
        let Some(first) = pieces.first().and_then(|at| layout.pieces.get(*at)) else { continue };
        let text: Vec<&str> = pieces.iter().filter_map(|at| layout.pieces.get(*at)).map(|piece| piece.text.as_str()).collect();
        let to = XyzDestination::new(first.page, Point::from_xy(MARGIN, first.y - first.size));
        let text = if text.is_empty() { document.title.clone() } else { text.join(" ") };
        outline.push_child(OutlineNode::new(text, to));
    }
    outline
}

fn tree(document: &Document, layout: &Layout, ids: &mut [Option<Identifier>], pictures: &mut [Option<Identifier>]) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(document.language.clone()));
    let text = |pieces: &[usize]| -> String {
        let lines: Vec<&str> = pieces.iter().filter_map(|at| layout.pieces.get(*at)).map(|piece| piece.text.as_str()).collect();
        lines.join(" ")
    };
    for part in &layout.parts {
        match part {
            Part::Title(pieces) => tree.push(group(Tag::Hn(level(1), Some(text(pieces))), pieces, ids)),
            Part::Heading(pieces) => tree.push(group(Tag::Hn(level(2), Some(text(pieces))), pieces, ids)),
            Part::Paragraph(pieces) => tree.push(group(Tag::P, pieces, ids)),
            Part::Table { rows, head } => tree.push(table(rows, *head, ids)),
            Part::Picture(at) => {
                if let (Some(drawn), Some(id)) = (layout.drawn.get(*at), pictures.get_mut(*at).and_then(Option::take)) {
                    tree.push(picture(drawn, id));
                }
            }
        }
    }
    tree
}

/// The dark squares, those beside each other in one piece.
fn squares(surface: &mut Surface<'_>, drawn: &Drawn) {
    let side = drawn.squares.side.max(1);
    let unit = drawn.size / side as f32;
    let mut path = PathBuilder::new();
    for (y, row) in drawn.squares.dark.chunks(side).take(side).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let (left, top) = (drawn.x + unit * x as f32, drawn.y + unit * y as f32);
            if let Some(rect) = Rect::from_xywh(left, top, unit * run.len() as f32, unit).filter(|_| run[0]) {
                path.push_rect(rect);
            }
            x += run.len();
        }
    }
    surface.set_stroke(None);
    surface.set_fill(Some(fill(rgb::Color::new(0, 0, 0))));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
    surface.set_fill(Some(fill(ink())));
}

fn picture(drawn: &Drawn, id: Identifier) -> TagGroup {
    let place = Rect::from_xywh(drawn.x, drawn.y, drawn.size, drawn.size).map(|rect| BBox::new(drawn.page, rect));
    let mut group = TagGroup::new(Tag::Figure(Some(drawn.words.clone())).with_bbox(place));
    group.push(id);
    group
}

fn level(of: u16) -> NonZeroU16 {
    NonZeroU16::new(of).unwrap_or(NonZeroU16::MIN)
}

fn group(tag: impl Into<krilla::tagging::TagKind>, pieces: &[usize], ids: &mut [Option<Identifier>]) -> TagGroup {
    let mut group = TagGroup::new(tag);
    // Each is part of exactly one thing.
    pieces.iter().filter_map(|at| ids.get_mut(*at)?.take()).for_each(|id| group.push(id));
    group
}

fn table(rows: &[Vec<Vec<usize>>], head: Head, ids: &mut [Option<Identifier>]) -> TagGroup {
    let mut table = TagGroup::new(Tag::Table);
    for (r, cells) in rows.iter().enumerate() {
        let mut row = TagGroup::new(Tag::TR);
        for (c, pieces) in cells.iter().enumerate() {
            row.push(match head {
                Head::Column if r == 0 => group(Tag::TH(TableHeaderScope::Column), pieces, ids),
                Head::Row if c == 0 => group(Tag::TH(TableHeaderScope::Row), pieces, ids),
                _ => group(Tag::TD, pieces, ids),
            });
        }
        table.push(row);
    }
    table
}
