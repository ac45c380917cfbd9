//! What is drawn on a page, as printpdf's operations.

use std::collections::BTreeMap;

use printpdf::{
    Color, DictItem, FontId, Line, LineCapStyle, LineJoinStyle, LinePoint, Op, PaintMode, PdfFontHandle, Point,
    Polygon, PolygonRing, Pt, Rgb, TextItem, WindingOrder,
};

use super::structure;
use crate::{
    fonts::Face,
    layout::laid::{Artifact, Colour, Drawn, Laid, Mark, Page, Paint, Path, Step, Text},
};

/// A hyphen that was put there by dividing a word says so, and is not read.
const SOFT_HYPHEN: [u8; 4] = [0xfe, 0xff, 0x00, 0xad];

/// The name of a face among a page's resources.
pub fn font_id(face: Face) -> FontId {
    FontId(face.font().name.to_owned())
}

/// Everything on a page.
pub fn operations(page: &Page, laid: &Laid) -> Vec<Op> {
    let mut pen = Pen { height: laid.size[1], ..Pen::default() };
    pen.ops.push(Op::SetLineCapStyle { cap: LineCapStyle::Round });
    pen.ops.push(Op::SetLineJoinStyle { join: LineJoinStyle::Round });
    let mut number = 0;
    for mark in &page.marks {
        let drawn = match mark {
            Mark::Content { node, drawn } => {
                pen.begin(structure::name(&laid.tree[*node].role), [("MCID", DictItem::Int(number))]);
                number += 1;
                drawn
            }
            Mark::Artifact { kind, drawn } => {
                pen.artifact(*kind);
                drawn
            }
        };
        drawn.iter().for_each(|drawn| pen.draw(drawn));
        pen.end();
    }
    pen.ops
}

/// What a pen was last told, so that it is not told again.
#[derive(Default)]
struct Pen {
    ops: Vec<Op>,
    /// The height of the page: PDF counts from below.
    height: f32,
    writing: bool,
    /// Where the last line of this piece of writing began, in hundredths.
    line_at: [i64; 2],
    font: Option<(Face, f32)>,
    fill: Option<Colour>,
    line: Option<Colour>,
    width: Option<f32>,
}

impl Pen {
    fn begin<const N: usize>(&mut self, tag: &str, properties: [(&str, DictItem); N]) {
        self.lift();
        let map: BTreeMap<String, DictItem> =
            properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        self.ops.push(Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties: DictItem::Dict { map } });
    }

    fn artifact(&mut self, kind: Artifact) {
        let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
        match kind {
            Artifact::Header => self.begin("Artifact", [("Type", name("Pagination")), ("Subtype", name("Header"))]),
            Artifact::Footer => self.begin("Artifact", [("Type", name("Pagination")), ("Subtype", name("Footer"))]),
            Artifact::Layout => self.begin("Artifact", [("Type", name("Layout"))]),
        }
    }

    fn end(&mut self) {
        self.lift();
        self.ops.push(Op::EndMarkedContent);
    }

    /// Ends a piece of writing: marks and lines stand outside of it.
    fn lift(&mut self) {
        if std::mem::take(&mut self.writing) {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn draw(&mut self, drawn: &Drawn) {
        match drawn {
            Drawn::Text(text) => self.write(text),
            Drawn::Hyphen(text) => {
                let says = DictItem::String { data: SOFT_HYPHEN.to_vec(), literal: false };
                self.begin("Span", [("ActualText", says)]);
                self.write(text);
                self.end();
            }
            Drawn::Path(path) => self.path(path),
        }
    }

    fn write(&mut self, text: &Text) {
        if !std::mem::replace(&mut self.writing, true) {
            self.ops.push(Op::StartTextSection);
            self.line_at = [0, 0];
        }
        if self.fill.replace(text.colour) != Some(text.colour) {
            self.ops.push(Op::SetFillColor { col: colour(text.colour) });
        }
        if self.font.replace((text.face, text.size)) != Some((text.face, text.size)) {
            let font = PdfFontHandle::External(font_id(text.face));
            self.ops.push(Op::SetFont { font, size: Pt(text.size) });
        }
        // Where a line begins is said from where the last one of this piece began: that is shorter.
        let at = self.point([text.x, text.y]);
        let place = [at.x.0, at.y.0].map(|length| (length * 100.0).round() as i64);
        let [right, up] = [place[0] - self.line_at[0], place[1] - self.line_at[1]].map(|by| Pt(by as f32 / 100.0));
        self.line_at = place;
        self.ops.push(Op::SetTextCursor { pos: Point { x: right, y: up } });
        let font = text.face.font();
        let written = text.text.chars().map(|character| font.written(character)).collect();
        self.ops.push(Op::ShowText { items: vec![TextItem::Text(written)] });
    }

    fn path(&mut self, path: &Path) {
        self.lift();
        let points = self.points(path);
        match path.paint {
            Paint::Fill(fill) => {
                if self.fill.replace(fill) != Some(fill) {
                    self.ops.push(Op::SetFillColor { col: colour(fill) });
                }
                let rings = vec![PolygonRing { points }];
                let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
                self.ops.push(Op::DrawPolygon { polygon });
            }
            Paint::Stroke(line, width) => {
                if self.line.replace(line) != Some(line) {
                    self.ops.push(Op::SetOutlineColor { col: colour(line) });
                }
                if self.width.replace(width) != Some(width) {
                    self.ops.push(Op::SetOutlineThickness { pt: Pt(width) });
                }
                self.ops.push(Op::DrawLine { line: Line { points, is_closed: path.closed } });
            }
        }
    }

    fn points(&self, path: &Path) -> Vec<LinePoint> {
        let mut points = vec![LinePoint { p: self.point(path.start), bezier: false }];
        for step in &path.steps {
            let (handles, to) = match step {
                Step::Line(to) => (Vec::new(), to),
                Step::Curve(one, two, to) => (vec![one, two], to),
            };
            points.extend(handles.into_iter().map(|handle| LinePoint { p: self.point(*handle), bezier: true }));
            points.push(LinePoint { p: self.point(*to), bezier: false });
        }
        points
    }

    /// A point of the page as PDF counts: from the lower left corner, in hundredths.
    fn point(&self, [x, y]: [f32; 2]) -> Point {
        Point { x: Pt(hundredths(x)), y: Pt(hundredths(self.height - y)) }
    }
}

/// Nobody sees less than a hundredth of a point, and it would take room.
pub fn hundredths(length: f32) -> f32 {
    (length * 100.0).round() / 100.0
}

fn colour([r, g, b]: Colour) -> Color {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(Rgb { r: part(r), g: part(g), b: part(b), icc_profile: None })
}
