//! What a layout comes to: pages with what is drawn where, and the tree that says what it means.
//!
//! Lengths are points; a page's origin is its upper left corner.

/// The width of a page (A4).
pub const PAGE_WIDTH: f32 = 595.275_6;
/// The height of a page (A4).
pub const PAGE_HEIGHT: f32 = 841.889_8;

use crate::fonts::Face;

/// A document on its pages.
pub struct Laid {
    /// Width and height of every page.
    pub size: [f32; 2],
    /// The pages.
    pub pages: Vec<Page>,
    /// The elements; the first is the document. Children follow their parents.
    pub tree: Vec<Node>,
    /// The headings and where they stand.
    pub outline: Vec<Entry>,
}

/// A page.
#[derive(Default)]
pub struct Page {
    /// What is drawn, in order.
    pub marks: Vec<Mark>,
    /// The places that lead somewhere.
    pub links: Vec<LinkArea>,
}

/// Something on a page.
pub enum Mark {
    /// What an element says. Its number on the page is its place among these.
    Content {
        /// The element.
        node: usize,
        /// What is drawn.
        drawn: Vec<Drawn>,
    },
    /// What nobody needs to be told.
    Artifact {
        /// Why not.
        kind: Artifact,
        /// What is drawn.
        drawn: Vec<Drawn>,
    },
}

/// Why something need not be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// It stands at the top of every page.
    Header,
    /// It stands at the foot of every page.
    Footer,
    /// It only looks good.
    Layout,
}

/// Something drawn.
#[derive(Clone)]
pub enum Drawn {
    /// A text on one line.
    Text(Text),
    /// The hyphen of a word that goes on in the next line.
    Hyphen(Text),
    /// A line or a filled shape.
    Path(Path),
}

/// A text on one line.
#[derive(Clone)]
pub struct Text {
    /// Where it begins.
    pub x: f32,
    /// Its baseline.
    pub y: f32,
    /// The face.
    pub face: Face,
    /// The size.
    pub size: f32,
    /// The colour.
    pub colour: Colour,
    /// The characters.
    pub text: String,
}

/// A line or a filled shape.
#[derive(Clone)]
pub struct Path {
    /// Where it begins.
    pub start: [f32; 2],
    /// How it goes on.
    pub steps: Vec<Step>,
    /// Whether it ends where it began.
    pub closed: bool,
    /// How it is painted.
    pub paint: Paint,
}

/// A step of a path.
#[derive(Clone, Copy)]
pub enum Step {
    /// Straight to a point.
    Line([f32; 2]),
    /// By two handles to a point.
    Curve([f32; 2], [f32; 2], [f32; 2]),
}

/// How a path is painted.
#[derive(Clone, Copy)]
pub enum Paint {
    /// Filled.
    Fill(Colour),
    /// Drawn with a pen of a width, with round ends.
    Stroke(Colour, f32),
}

/// A colour: red, green and blue.
pub type Colour = [u8; 3];

/// A rectangle: left, top, width, height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left.
    pub x: f32,
    /// Top.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// An element of the tree.
pub struct Node {
    /// What it is.
    pub role: Role,
    /// The element around it; none for the document.
    pub parent: Option<usize>,
    /// What is in it, in reading order.
    pub kids: Vec<Kid>,
}

/// What is in an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kid {
    /// Another element.
    Node(usize),
    /// What is drawn on a page, and its number there.
    Content {
        /// The page, from 0.
        page: usize,
        /// The number of the content on it, from 0.
        number: usize,
    },
    /// A place that leads somewhere.
    Link {
        /// The page, from 0.
        page: usize,
        /// Its place among the page's links, from 0.
        number: usize,
    },
}

/// What an element is.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// The whole.
    Document,
    /// The title of the page.
    H1,
    /// The title of a section.
    H2,
    /// The title of a part of a section.
    H3,
    /// A paragraph.
    P,
    /// A list, and what stands before its items.
    L(crate::tree::Marks),
    /// An item of a list.
    LI,
    /// What stands before the item, and what it says where it is drawn.
    Lbl(Option<&'static str>),
    /// What the item says.
    LBody,
    /// A table.
    Table,
    /// A row.
    TR,
    /// A cell that says what others are about.
    TH(Scope),
    /// A cell.
    TD,
    /// A drawing: what it shows, and where it stands.
    Figure(String, Option<Area>),
    /// Words that lead somewhere.
    Link,
}

/// Which cells a heading cell is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those of its row.
    Row,
    /// Those of its column.
    Column,
}

/// A place that leads somewhere.
pub struct LinkArea {
    /// The element it belongs to.
    pub node: usize,
    /// Where it is.
    pub area: Area,
    /// Where it leads.
    pub address: String,
    /// What is told about it.
    pub says: String,
}

/// A heading and where it stands.
pub struct Entry {
    /// Its words.
    pub text: String,
    /// Whether it is the title.
    pub title: bool,
    /// Its page, from 0.
    pub page: usize,
    /// Its upper edge.
    pub y: f32,
}
