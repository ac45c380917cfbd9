//! A document as what it says: headings, paragraphs, lists, tables and figures, in reading order.

use std::fmt;

/// A whole document.
pub struct Document {
    /// Its title, as a window shows it.
    pub title: String,
    /// Who it is from.
    pub author: String,
    /// What it is about, in a line.
    pub subject: String,
    /// What tells it from all other documents; also printed on every page.
    pub id: String,
    /// When it was made.
    pub made: chrono::DateTime<chrono::FixedOffset>,
    /// What stands at the top of every page, left and right.
    pub head: [String; 2],
    /// What stands at the foot of every page, left of the page's number.
    pub foot: String,
    /// How it stands on its pages.
    pub form: Form,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A document names people: only its size is shown.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document").field("blocks", &self.blocks.len()).finish_non_exhaustive()
    }
}

/// How a document stands on its pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Upright.
    #[default]
    Upright,
    /// Upright, and a little smaller, so that more stands on a page.
    Dense,
    /// Across, for wide tables.
    Across,
}

/// A part of a document.
pub enum Block {
    /// The title of the page. Once, and first.
    Title(String),
    /// The title of a section.
    Heading(String),
    /// The title of a part of a section.
    Subheading(String),
    /// A paragraph.
    Paragraph(Style, Vec<Span>),
    /// Paragraphs that follow each other like the lines of a letter's end.
    Lines(Vec<Vec<Span>>),
    /// A list.
    List(List),
    /// A table.
    Table(Table),
    /// A drawing.
    Figure(Figure),
    /// Lines to write on, each with what belongs there below it.
    Blanks(Vec<Blank>),
    /// What stands in a box of its own, to be seen first.
    Panel(Vec<Block>),
    /// What stands on one page if a page can hold it.
    Together(Vec<Block>),
}

/// How a paragraph looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Most of what is said.
    Body,
    /// The sentence under the title.
    Lead,
    /// Lines that belong together, as those of an address.
    Tight,
    /// What is pointed out.
    Strong,
    /// A remark.
    Small,
}

/// A piece of a paragraph.
#[derive(Clone)]
pub struct Span {
    /// The words.
    pub text: String,
    /// How they look, and where they lead.
    pub look: Look,
}

/// How a piece of a paragraph looks.
#[derive(Clone, PartialEq, Eq)]
pub enum Look {
    /// As the paragraph.
    Plain,
    /// Heavier.
    Strong,
    /// A link to an address.
    Link(String),
}

impl Span {
    /// Words that look as the paragraph.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), look: Look::Plain }
    }

    /// Heavier words.
    pub fn strong(text: impl Into<String>) -> Self {
        Self { text: text.into(), look: Look::Strong }
    }

    /// Words that lead to an address.
    pub fn link(text: impl Into<String>, address: impl Into<String>) -> Self {
        Self { text: text.into(), look: Look::Link(address.into()) }
    }
}

impl Block {
    /// A paragraph of plain words.
    pub fn text(style: Style, text: impl Into<String>) -> Self {
        Self::Paragraph(style, vec![Span::plain(text)])
    }

    /// A paragraph that begins with what it is about.
    pub fn said(about: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Paragraph(Style::Body, vec![Span::strong(about), Span::plain(" "), Span::plain(text)])
    }
}

/// A list.
pub struct List {
    /// What stands before the items.
    pub marks: Marks,
    /// The items.
    pub items: Vec<Item>,
}

/// An item of a list.
pub struct Item {
    /// Ticked or not, where the list has boxes.
    pub ticked: bool,
    /// What it says.
    pub spans: Vec<Span>,
    /// A remark below it.
    pub remark: Option<String>,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// Boxes, ticked or not.
    Boxes,
    /// Dots.
    Dots,
    /// Numbers from 1.
    Numbers,
}

/// A table.
pub struct Table {
    /// The widths of the columns, as parts of the whole.
    pub columns: Vec<f32>,
    /// What stands over the columns, where something does.
    pub head: Option<Vec<String>>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table. Its first cell says what the others are about.
pub struct Row {
    /// What it is about.
    pub about: String,
    /// The other cells.
    pub cells: Vec<Cell>,
}

/// A cell of a table: its paragraphs, each with how it looks. Most have one.
#[derive(Clone)]
pub struct Cell(pub Vec<(Style, Vec<Span>)>);

impl Cell {
    /// Paragraphs of plain words.
    pub fn paragraphs<T: Into<String>>(paragraphs: impl IntoIterator<Item = T>) -> Self {
        Self(paragraphs.into_iter().map(|text| (Style::Tight, vec![Span::plain(text)])).collect())
    }

    /// The same with a remark below.
    pub fn with_remark(mut self, remark: impl Into<String>) -> Self {
        self.0.push((Style::Small, vec![Span::plain(remark)]));
        self
    }
}

impl From<Vec<Span>> for Cell {
    fn from(spans: Vec<Span>) -> Self {
        Self(vec![(Style::Tight, spans)])
    }
}

impl Table {
    /// Names and values: what is known of a thing.
    pub fn facts<C: Into<Cell>>(facts: impl IntoIterator<Item = (&'static str, C)>) -> Self {
        let rows = facts.into_iter().map(|(about, value)| Row { about: about.to_owned(), cells: vec![value.into()] });
        Self { columns: vec![0.27, 0.73], head: None, rows: rows.collect() }
    }
}

/// A drawing with words for those who do not see it.
pub struct Figure {
    /// What it shows.
    pub says: String,
    /// Its size.
    pub size: [f32; 2],
    /// Its lines: points within the size, from the upper left corner.
    pub strokes: Vec<Vec<[f32; 2]>>,
}

/// A line to write on.
pub struct Blank {
    /// What belongs there.
    pub label: &'static str,
    /// Its width, as a part of the whole.
    pub width: f32,
}
