//! Where everything stands: lines on pages, and what they are parts of.

use crate::face::Faces;
use crate::{Block, Document, Picture, Squares, Table};

/// A4 in points.
pub(crate) const PAGE: (f32, f32) = (595.28, 841.89);
pub(crate) const MARGIN: f32 = 56.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
/// Where the text ends; below is the foot.
const BOTTOM: f32 = PAGE.1 - 64.0;
const TITLE: f32 = 20.0;
const HEADING: f32 = 13.0;
pub(crate) const TEXT: f32 = 10.0;
const CELL: f32 = 9.0;
/// A line's height beside its size.
const LEADING: f32 = 1.4;
const GAP: f32 = 10.0;
/// Lines of a row that stay together, if it has as many.
const TOGETHER: usize = 6;

/// A line of text in one place.
#[derive(Debug)]
pub(crate) struct Piece {
    pub(crate) page: usize,
    pub(crate) x: f32,
    /// The line on which the letters stand.
    pub(crate) y: f32,
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) text: String,
}

/// A thin line across a table.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) page: usize,
    pub(crate) y: f32,
}

/// A picture in one place; `x` and `y` are its corner at the top.
#[derive(Debug)]
pub(crate) struct Drawn {
    pub(crate) page: usize,
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) size: f32,
    pub(crate) squares: Squares,
    pub(crate) words: String,
}

/// What lines are parts of; numbers are places in [`Layout::pieces`].
#[derive(Debug)]
pub(crate) enum Part {
    Title(Vec<usize>),
    Heading(Vec<usize>),
    Paragraph(Vec<usize>),
    /// Rows of cells; the first row holds headings of columns, or the first cell of each row is its heading.
    Table {
        rows: Vec<Vec<Vec<usize>>>,
        head: Head,
    },
    /// Place in [`Layout::drawn`].
    Picture(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Head {
    Column,
    Row,
}

#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub(crate) pieces: Vec<Piece>,
    /// Headings of tables that come again on a further page: seen, not read aloud again.
    pub(crate) again: Vec<Piece>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) drawn: Vec<Drawn>,
    pub(crate) parts: Vec<Part>,
    pub(crate) pages: usize,
}

struct Pen<'a> {
    faces: &'a Faces,
    layout: Layout,
    page: usize,
    y: f32,
}

pub(crate) fn lay_out(document: &Document, faces: &Faces) -> Layout {
    let mut pen = Pen { faces, layout: Layout::default(), page: 0, y: MARGIN };
    let title = pen.flow(&document.title, TITLE, true);
    pen.layout.parts.push(Part::Title(title));
    pen.y += GAP;
    for block in &document.blocks {
        pen.block(block);
    }
    pen.layout.pages = pen.page + 1;
    pen.layout
}

impl Pen<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(text) => {
                // Never the last on its page.
                self.y += GAP;
                self.need(HEADING * LEADING + 4.0 * TEXT * LEADING);
                let pieces = self.flow(text, HEADING, true);
                self.layout.parts.push(Part::Heading(pieces));
                self.y += GAP / 3.0;
            }
            Block::Paragraph(text) => {
                let pieces = self.flow(text, TEXT, false);
                self.layout.parts.push(Part::Paragraph(pieces));
                self.y += GAP / 2.0;
            }
            Block::Rows(rows) => self.key_values(rows),
            Block::Table(table) => self.table(table),
            Block::Squares(picture) => self.picture(picture),
        }
    }

    fn picture(&mut self, Picture { squares, size, words }: &Picture) {
        let size = *size as f32 / 10.0;
        // Scanners want a margin.
        self.need(size + GAP);
        self.y += GAP / 2.0;
        self.layout.parts.push(Part::Picture(self.layout.drawn.len()));
        self.layout.drawn.push(Drawn { page: self.page, x: MARGIN, y: self.y, size, squares: squares.clone(), words: words.clone() });
        self.y += size + GAP;
    }

    /// Begins a page where less room is left.
    fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > MARGIN {
            self.page += 1;
            self.y = MARGIN;
        }
    }

    /// Lines over the whole width.
    fn flow(&mut self, text: &str, size: f32, bold: bool) -> Vec<usize> {
        let lines = self.faces.of(bold).wrap(text, size, WIDTH);
        lines.into_iter().map(|line| self.line(line, size, bold)).collect()
    }

    fn line(&mut self, text: String, size: f32, bold: bool) -> usize {
        self.need(size * LEADING);
        self.y += size * LEADING;
        self.put(MARGIN, self.y - size * (LEADING - 1.0), size, bold, text)
    }

    fn put(&mut self, x: f32, y: f32, size: f32, bold: bool, text: String) -> usize {
        self.layout.pieces.push(Piece { page: self.page, x, y, size, bold, text });
        self.layout.pieces.len() - 1
    }

    fn key_values(&mut self, rows: &[(String, String)]) {
        let columns = [WIDTH * 0.3, WIDTH * 0.7];
        let rows = rows.iter().map(|(key, value)| {
            let cells = [(key.as_str(), true), (value.as_str(), false)];
            self.row(&cells, &columns, TEXT, None)
        });
        let rows: Vec<_> = rows.collect();
        if !rows.is_empty() {
            self.layout.parts.push(Part::Table { rows, head: Head::Row });
            self.y += GAP / 2.0;
        }
    }

    fn table(&mut self, table: &Table) {
        let all: f32 = table.weights.iter().map(|weight| f32::from(*weight)).sum();
        let columns: Vec<f32> = table.weights.iter().map(|weight| WIDTH * f32::from(*weight) / all).collect();
        let head: Vec<(&str, bool)> = table.head.iter().map(|name| (name.as_str(), true)).collect();
        self.need(CELL * LEADING * 4.0);
        let mut rows = vec![self.row(&head, &columns, CELL, None)];
        for row in &table.rows {
            self.layout.rules.push(Rule { page: self.page, y: self.y + 2.0 });
            self.y += 3.0;
            let cells: Vec<(&str, bool)> = row.iter().map(|cell| (cell.as_str(), false)).collect();
            rows.push(self.row(&cells, &columns, CELL, Some(&head)));
        }
        self.layout.parts.push(Part::Table { rows, head: Head::Column });
        self.y += GAP;
    }

    /// A row of cells side by side. Long ones go on on the next page, below `head`.
    fn row(&mut self, cells: &[(&str, bool)], columns: &[f32], size: f32, head: Option<&[(&str, bool)]>) -> Vec<Vec<usize>> {
        let height = size * LEADING;
        let wrap = |((text, bold), width): (&(&str, bool), &f32)| self.faces.of(*bold).wrap(text, size, width - 6.0);
        let lines: Vec<Vec<String>> = cells.iter().zip(columns).map(wrap).collect();
        let tallest = lines.iter().map(Vec::len).max().unwrap_or_default();
        let mut placed = vec![Vec::new(); cells.len()];
        for at in 0..tallest {
            let together = if at == 0 { tallest.min(TOGETHER) } else { 1 };
            let page = self.page;
            self.need(height * together as f32);
            if self.page > page
                && let Some(head) = head
            {
                self.head_again(head, columns, size);
            }
            self.y += height;
            let mut x = MARGIN;
            for (cell, width) in lines.iter().zip(columns).enumerate().map(|(n, (cell, width))| ((n, cell), width)) {
                if let Some(text) = cell.1.get(at).filter(|text| !text.is_empty()) {
                    let bold = cells[cell.0].1;
                    let piece = self.put(x, self.y - size * (LEADING - 1.0), size, bold, text.clone());
                    placed[cell.0].push(piece);
                }
                x += width;
            }
        }
        placed
    }

    fn head_again(&mut self, head: &[(&str, bool)], columns: &[f32], size: f32) {
        let before = self.layout.pieces.len();
        self.row(head, columns, size, None);
        self.layout.again.extend(self.layout.pieces.drain(before..));
        self.layout.rules.push(Rule { page: self.page, y: self.y + 2.0 });
        self.y += 3.0;
    }
}
