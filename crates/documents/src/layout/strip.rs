//! What pages are filled with: strips that stand below each other and are never cut.

use super::laid::{Area, Drawn, Node, Role};

/// A strip of a page. Heights in it are counted from its upper edge.
#[derive(Default)]
pub struct Strip {
    /// Its height.
    pub height: f32,
    /// The distance to what stands above it; none at the top of a page.
    pub above: f32,
    /// Whether it stands on the page of the next one, if a page can hold both.
    pub keeps: bool,
    /// Whether it stands on the ground of a panel.
    pub panel: bool,
    /// The table it is a row of, where that has a head to repeat: its place among the heads.
    pub table: Option<usize>,
    /// What is in it.
    pub parts: Vec<Part>,
}

/// Something in a strip.
pub enum Part {
    /// An element begins here, even if nothing is drawn of it.
    Begins(usize),
    /// What an element says.
    Content(usize, Vec<Drawn>),
    /// A link: its element, place, address and what is told about it.
    Link(usize, Area, String, String),
    /// The place of a figure's element.
    Place(usize, Area),
    /// A heading for the outline, and whether it is the title.
    Heading(String, bool),
    /// What nobody needs to be told.
    Artifact(Vec<Drawn>),
}

/// The head of a table, as it is repeated.
pub struct Head {
    /// Its height.
    pub height: f32,
    /// What is drawn.
    pub drawn: Vec<Drawn>,
}

/// The strips of a document, with the elements that they speak for.
pub struct Flow {
    /// The strips.
    pub strips: Vec<Strip>,
    /// The elements. They have their parents, but no children yet: those come in the order in which they are placed.
    pub tree: Vec<Node>,
    /// The heads of tables.
    pub heads: Vec<Head>,
}

impl Flow {
    /// A flow with nothing in it but the document.
    pub fn new() -> Self {
        let document = Node { role: Role::Document, parent: None, kids: Vec::new() };
        Self { strips: Vec::new(), tree: vec![document], heads: Vec::new() }
    }

    /// A new element within another.
    pub fn element(&mut self, parent: usize, role: Role) -> usize {
        self.tree.push(Node { role, parent: Some(parent), kids: Vec::new() });
        self.tree.len() - 1
    }
}

impl Drawn {
    /// The same, moved down.
    pub fn down(mut self, by: f32) -> Self {
        match &mut self {
            Self::Text(text) | Self::Hyphen(text) => text.y += by,
            Self::Path(path) => path.move_down(by),
        }
        self
    }
}
