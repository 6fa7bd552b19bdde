//! Pages to print and keep: headings, paragraphs, rows of names and values, and tables become a tagged PDF on A4 that a screen reader can
//! read (PDF/UA-1) and that looks the same everywhere, because its letters come along.
//!
//! ```
//! use document::{Document, Table};
//! let pdf = Document::new("A letter", "en")
//!     .heading("Visits")
//!     .paragraph("All of them.")
//!     .rows([("Name", "Ada Lovelace")])
//!     .table(Table::new(&[("When", 2), ("Where", 3)]).row(["3 May 2026", "Lisbon"]))
//!     .pdf()?;
//! assert!(pdf.starts_with(b"%PDF-"));
//! # Ok::<(), document::Error>(())
//! ```
//!
//! It blocks the thread for some milliseconds a page: callers on an async runtime use a thread for blocking work.

mod draw;
mod face;
mod layout;

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the document could not be written: {0}")]
pub struct Error(pub(crate) String);

/// The letters of a text that pages cannot show, each once, at most ten: the faces have Latin, Greek and Cyrillic ones. Nothing is left out of
/// a page unseen: whoever makes one can ask here before.
pub fn unprintable(text: &str) -> String {
    face::lacking(text)
}

/// A moment to be named as the one at which the document was made, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// Year.
    pub year: u16,
    /// Month, from 1.
    pub month: u8,
    /// Day, from 1.
    pub day: u8,
    /// Hour.
    pub hour: u8,
    /// Minute.
    pub minute: u8,
}

/// A text that becomes a PDF; its parts come in the order in which they are said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    title: String,
    language: String,
    foot: String,
    made: Option<Made>,
    blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    Heading(String),
    Paragraph(String),
    Rows(Vec<(String, String)>),
    Table(Table),
    Squares(Picture),
}

/// A picture of dark and light squares, such as a code to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Squares {
    /// Squares on a side.
    pub side: usize,
    /// Which are dark, row by row.
    pub dark: Vec<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Picture {
    squares: Squares,
    /// In tenths of a point.
    size: u32,
    words: String,
}

/// A table with a line of headings, which comes again on each page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    head: Vec<String>,
    weights: Vec<u16>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table of these columns: what is over each, and how wide it is beside the others.
    pub fn new(columns: &[(&str, u16)]) -> Self {
        let head = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        Self { head, weights: columns.iter().map(|(_, weight)| (*weight).max(1)).collect(), rows: Vec::new() }
    }

    /// With one more row. Cells that are missing stay empty, further ones are left out.
    pub fn row<S: Into<String>>(mut self, cells: impl IntoIterator<Item = S>) -> Self {
        self.push(cells);
        self
    }

    /// Adds a row, as [`Table::row`] does.
    pub fn push<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        let mut cells: Vec<String> = cells.into_iter().map(Into::into).collect();
        cells.resize(self.head.len(), String::new());
        self.rows.push(cells);
    }

    /// Whether it has no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl Document {
    /// An empty document.
    ///
    /// * `title` – stands on top of the first page and in the window's title
    /// * `language` – of its text, as BCP 47 says it: `en`
    pub fn new(title: impl Into<String>, language: impl Into<String>) -> Self {
        Self { title: title.into(), language: language.into(), foot: String::new(), made: None, blocks: Vec::new() }
    }

    /// With a line at the foot of each page, beside its number.
    pub fn foot(self, text: impl Into<String>) -> Self {
        Self { foot: text.into(), ..self }
    }

    /// With the moment at which it was made.
    pub fn made(self, at: Made) -> Self {
        Self { made: Some(at), ..self }
    }

    /// With a heading.
    pub fn heading(self, text: impl Into<String>) -> Self {
        self.with(Block::Heading(text.into()))
    }

    /// With a paragraph; what stands after a line's end begins a line of its own.
    pub fn paragraph(self, text: impl Into<String>) -> Self {
        self.with(Block::Paragraph(text.into()))
    }

    /// With rows of a name and a value.
    pub fn rows<K: Into<String>, V: Into<String>>(self, rows: impl IntoIterator<Item = (K, V)>) -> Self {
        self.with(Block::Rows(rows.into_iter().map(|(key, value)| (key.into(), value.into())).collect()))
    }

    /// With a table; nothing for one without rows.
    pub fn table(self, table: Table) -> Self {
        if table.is_empty() { self } else { self.with(Block::Table(table)) }
    }

    /// With a picture of squares; `points` – how wide it is, `words` – what it shows, for those who cannot see it.
    pub fn squares(self, squares: Squares, points: f32, words: impl Into<String>) -> Self {
        // Never wider than the text.
        let size = (points.clamp(10.0, 400.0) * 10.0) as u32;
        self.with(Block::Squares(Picture { squares, size, words: words.into() }))
    }

    fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// The PDF.
    ///
    /// Errors: something that a PDF for everybody cannot hold.
    pub fn pdf(&self) -> Result<Vec<u8>, Error> {
        let faces = face::Faces::load()?;
        draw::draw(self, &layout::lay_out(self, &faces), &faces)
    }
}

#[cfg(test)]
mod tests;
