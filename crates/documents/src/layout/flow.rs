//! From what a document says to the strips that pages are filled with.

use super::{
    laid::{Area, Artifact, Drawn, Role, Text},
    lines::{self, Line},
    shapes,
    strip::{Flow, Part, Strip},
    style::{self, ACCENT, EDGE, Sheet, Type},
};
use crate::tree::{Blank, Block, Figure, Item, List, Look, Marks, Span, Style};

/// The distance from a panel's edge to what stands in it.
const INSET: [f32; 2] = [16.0, 11.0];
/// The distance from the edge to an item's text.
const INDENT: f32 = 21.0;
/// Between items, and more where something must be hit with a pen.
const ITEM: f32 = 2.5;
/// The height of a line to write on, without its label.
const BLANK: f32 = 34.0;

/// Where a block stands: its element's parent, and its column.
#[derive(Clone, Copy)]
pub struct Place {
    /// The element around it.
    pub parent: usize,
    /// The left edge.
    pub x: f32,
    /// The width.
    pub width: f32,
    /// Whether it stands in a panel.
    pub panel: bool,
}

/// Puts strips together. What stands between two of them is the greater of what both want.
pub struct Builder {
    /// What has come of it so far.
    pub flow: Flow,
    below: f32,
    sheet: Sheet,
}

impl Builder {
    /// Everything of a document.
    pub fn build(blocks: &[Block], sheet: Sheet) -> Flow {
        let mut builder = Self { flow: Flow::new(), below: 0.0, sheet };
        builder.blocks(blocks, Place { parent: 0, x: sheet.left, width: sheet.width(), panel: false });
        builder.flow
    }

    /// A way of setting text, as large as this document's is.
    pub fn kind(&self, kind: Type) -> Type {
        kind.scaled(self.sheet.scale)
    }

    /// A distance, as large as this document's are.
    pub fn distance(&self, distance: f32) -> f32 {
        distance * self.sheet.scale
    }

    fn blocks(&mut self, blocks: &[Block], place: Place) {
        for block in blocks {
            self.block(block, place);
        }
    }

    fn block(&mut self, block: &Block, place: Place) {
        match block {
            Block::Title(text) => self.heading(text, place, style::TITLE, Role::H1),
            Block::Heading(text) => self.heading(text, place, style::HEADING, Role::H2),
            Block::Subheading(text) => self.heading(text, place, style::of(Style::Strong), Role::H3),
            Block::Paragraph(look, spans) => self.paragraph(&self.kind(style::of(*look)), spans, place),
            Block::Lines(lines) => {
                let kind = self.kind(style::BODY);
                self.leave(kind.leading);
                lines.iter().for_each(|spans| self.paragraph(&Type { gaps: [0.0; 2], ..kind }, spans, place));
                self.leave(kind.gaps[1]);
            }
            Block::List(list) => self.list(list, place),
            Block::Table(table) => super::table::add(self, table, place),
            Block::Figure(figure) => self.figure(figure, place),
            Block::Blanks(blanks) => self.blanks(blanks, place),
            Block::Panel(blocks) => self.panel(blocks, place),
            Block::Together(blocks) => self.together(|builder| builder.blocks(blocks, place)),
        }
    }

    /// Adds a strip at a distance from what stands above.
    pub fn push(&mut self, above: f32, strip: Strip) {
        let above = above.max(self.below);
        self.below = 0.0;
        self.flow.strips.push(Strip { above, ..strip });
    }

    /// What comes next stands at least this far below.
    pub fn leave(&mut self, below: f32) {
        self.below = self.below.max(below);
    }

    /// What is added stands on one page if a page can hold it.
    pub fn together(&mut self, add: impl FnOnce(&mut Self)) {
        let first = self.flow.strips.len();
        add(self);
        let last = self.flow.strips.len().saturating_sub(1);
        for strip in self.flow.strips.iter_mut().take(last).skip(first) {
            strip.keeps = true;
        }
    }

    fn heading(&mut self, text: &str, place: Place, kind: Type, role: Role) {
        let kind = self.kind(kind);
        let (title, listed) = (role == Role::H1, role != Role::H3);
        let first = self.flow.strips.len();
        let node = self.flow.element(place.parent, role);
        self.spans(&kind, &[Span::plain(text)], node, place);
        if let Some(strip) = self.flow.strips.get_mut(first).filter(|_| listed) {
            strip.parts.push(Part::Heading(text.to_owned(), title));
        }
        // A heading never stands alone at the foot of a page.
        self.flow.strips.iter_mut().skip(first).for_each(|strip| strip.keeps = true);
    }

    fn paragraph(&mut self, kind: &Type, spans: &[Span], place: Place) {
        let node = self.flow.element(place.parent, Role::P);
        self.spans(kind, spans, node, place);
    }

    /// The lines of an element, each a strip. Neither the first nor the last of several stands alone on a page.
    fn spans(&mut self, kind: &Type, spans: &[Span], node: usize, place: Place) {
        let links = self.links(spans, node);
        let lines = lines::set(kind, spans, place.width);
        let count = lines.len();
        for (number, line) in lines.into_iter().enumerate() {
            let parts = self.line(kind, spans, &links, line, [place.x, 0.0], node);
            let keeps = count > 1 && (number == 0 || number + 2 == count);
            let above = if number == 0 { kind.gaps[0] } else { 0.0 };
            self.push(above, Strip { height: kind.leading, keeps, panel: place.panel, parts, ..Strip::default() });
        }
        self.leave(kind.gaps[1]);
    }

    /// The elements of the links among spans.
    pub fn links(&mut self, spans: &[Span], parent: usize) -> Vec<Option<usize>> {
        let link = |span: &Span| matches!(span.look, Look::Link(_));
        spans.iter().map(|span| link(span).then(|| self.flow.element(parent, Role::Link))).collect()
    }

    /// A line at a place of a strip.
    pub fn line(
        &self,
        kind: &Type,
        spans: &[Span],
        links: &[Option<usize>],
        line: Line,
        [x, y]: [f32; 2],
        node: usize,
    ) -> Vec<Part> {
        let mut parts = Vec::new();
        let baseline = y + kind.baseline();
        let mut last = (node, kind.face, kind.colour);
        for piece in line.pieces {
            let link = links.get(piece.span).copied().flatten();
            let colour = if link.is_some() { ACCENT } else { kind.colour };
            let element = link.unwrap_or(node);
            last = (element, piece.face, colour);
            let left = x + piece.x;
            let said = piece.text.trim_end().to_owned();
            let text = Text { x: left, y: baseline, face: piece.face, size: kind.size, colour, text: piece.text };
            let mut drawn = vec![Drawn::Text(text)];
            if let (Some(element), Some(Look::Link(address))) = (link, spans.get(piece.span).map(|span| &span.look)) {
                drawn.push(Drawn::Path(shapes::rule(left, baseline + 1.8, piece.width, ACCENT)));
                let area = Area { x: left, y, width: piece.width, height: kind.leading };
                parts.push(Part::Content(element, drawn));
                parts.push(Part::Link(element, area, address.clone(), said));
            } else {
                parts.push(Part::Content(element, drawn));
            }
        }
        if let Some(at) = line.hyphen {
            let (element, face, colour) = last;
            let hyphen = Text { x: x + at, y: baseline, face, size: kind.size, colour, text: "-".to_owned() };
            parts.push(Part::Content(element, vec![Drawn::Hyphen(hyphen)]));
        }
        parts
    }

    fn list(&mut self, list: &List, place: Place) {
        let node = self.flow.element(place.parent, Role::L(list.marks));
        self.leave(self.distance(ITEM));
        for (number, item) in list.items.iter().enumerate() {
            self.item(list.marks, number + 1, item, Place { parent: node, ..place });
        }
        self.leave(self.kind(style::BODY).gaps[1]);
    }

    fn item(&mut self, marks: Marks, number: usize, item: &Item, place: Place) {
        let node = self.flow.element(place.parent, Role::LI);
        let says = match marks {
            Marks::Boxes if item.ticked => Some("Krydset af: "),
            Marks::Boxes => Some("Ikke krydset af: "),
            Marks::Dots | Marks::Numbers => None,
        };
        let label = self.flow.element(node, Role::Lbl(says));
        let body = self.flow.element(node, Role::LBody);
        let first = self.flow.strips.len();
        let indent = self.distance(INDENT);
        let place = Place { parent: body, x: place.x + indent, width: place.width - indent, ..place };
        let kind = self.kind(Type { gaps: [ITEM, ITEM], ..style::CELL });
        self.paragraph(&kind, &item.spans, place);
        let mark = self.mark(marks, number, item.ticked, place.x - indent);
        if let Some(strip) = self.flow.strips.get_mut(first) {
            strip.parts.insert(0, Part::Content(label, mark));
        }
        if let Some(remark) = &item.remark {
            self.below = 0.0;
            self.flow.strips.iter_mut().skip(first).for_each(|strip| strip.keeps = true);
            self.paragraph(&self.kind(Type { gaps: [0.0, ITEM], ..style::SMALL }), &[Span::plain(remark)], place);
        }
    }

    fn mark(&self, marks: Marks, number: usize, ticked: bool, x: f32) -> Vec<Drawn> {
        let kind = self.kind(style::CELL);
        let text = |text: String| {
            let (face, size, colour) = (kind.face, kind.size, kind.colour);
            vec![Drawn::Text(Text { x, y: kind.baseline(), face, size, colour, text })]
        };
        match marks {
            Marks::Boxes => {
                let top = (kind.leading - shapes::BOX) / 2.0;
                shapes::tick_box(x, top, ticked).into_iter().map(Drawn::Path).collect()
            }
            Marks::Dots => text("• ".to_owned()),
            Marks::Numbers => text(format!("{number}. ")),
        }
    }

    fn figure(&mut self, figure: &Figure, place: Place) {
        let node = self.flow.element(place.parent, Role::Figure(figure.says.clone(), None));
        let [width, height] = figure.size;
        let strokes = figure.strokes.iter().filter_map(|points| {
            let points: Vec<[f32; 2]> = points.iter().map(|[x, y]| [place.x + x, *y]).collect();
            shapes::pen(&points).map(Drawn::Path)
        });
        let area = Area { x: place.x, y: 0.0, width, height };
        let parts = vec![Part::Content(node, strokes.collect()), Part::Place(node, area)];
        self.push(8.0, Strip { height, panel: place.panel, parts, ..Strip::default() });
        self.leave(4.0);
    }

    fn blanks(&mut self, blanks: &[Blank], place: Place) {
        let mut strip = Strip { height: BLANK + style::SMALL.leading + 2.0, panel: place.panel, ..Strip::default() };
        let gap = 18.0;
        let room = place.width - gap * blanks.len().saturating_sub(1) as f32;
        let mut x = place.x;
        for blank in blanks {
            let width = room * blank.width;
            strip.parts.push(Part::Artifact(vec![Drawn::Path(shapes::rule(x, BLANK, width, EDGE))]));
            let node = self.flow.element(place.parent, Role::P);
            let spans = [Span::plain(blank.label)];
            for line in lines::set(&style::SMALL, &spans, width).into_iter().take(1) {
                strip.parts.extend(self.line(&style::SMALL, &spans, &[], line, [x, BLANK + 2.0], node));
            }
            x += width + gap;
        }
        self.push(0.0, strip);
    }

    fn panel(&mut self, blocks: &[Block], place: Place) {
        let [side, edge] = INSET;
        let (side, edge) = (self.distance(side), self.distance(edge));
        let edge = |above: f32| (above, Strip { height: edge, panel: true, ..Strip::default() });
        self.together(|builder| {
            let (above, strip) = edge(6.0);
            builder.push(above, strip);
            // The panel's own edge is distance enough.
            let first = builder.flow.strips.len();
            builder.blocks(blocks, Place { x: place.x + side, width: place.width - 2.0 * side, panel: true, ..place });
            if let Some(strip) = builder.flow.strips.get_mut(first) {
                strip.above = 0.0;
            }
            builder.below = 0.0;
            let (above, strip) = edge(0.0);
            builder.push(above, strip);
        });
        self.leave(8.0);
    }
}

/// What stands at the top or the foot of every page.
pub fn running(kind: Artifact, sheet: &Sheet, left: &str, right: &str) -> Vec<Drawn> {
    let style = style::RUNNING;
    let [baseline, rule] = match kind {
        Artifact::Footer => sheet.foot(),
        Artifact::Header | Artifact::Layout => sheet.head(),
    };
    let text = |x: f32, text: String| {
        let (face, size, colour) = (style.face, style.size, style.colour);
        Drawn::Text(Text { x, y: baseline, face, size, colour, text })
    };
    let wide = |text: &str| style.face.width_of(text, style.size);
    let (from, width) = (sheet.left, sheet.width());
    let room = width - wide(right) - 24.0;
    let line = Drawn::Path(shapes::rule(from, rule, width, style::LINE));
    vec![line, text(from, shortened(left, room, wide)), text(from + width - wide(right), right.to_owned())]
}

/// As much of a text as there is room for. What stands at the edge of a page also stands on it.
fn shortened(text: &str, room: f32, wide: impl Fn(&str) -> f32) -> String {
    if wide(text) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if wide(&kept) + wide("…") > room {
            kept.pop();
            break;
        }
    }
    kept.trim_end().to_owned() + "…"
}
