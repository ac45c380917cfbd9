//! The same pages drawn by krilla, with the same structure and the same promises.

use std::{error::Error, num::NonZeroU16, sync::LazyLock};

use feltmappen_documents::{
    fonts::Face,
    layout::laid::{
        self, Area, Artifact, Drawn, Kid, Laid, LinkArea, Mark, PAGE_HEIGHT, PAGE_WIDTH, Paint, Role, Scope, Step, Text,
    },
    tree::{Document, Marks},
};
use krilla::{
    Document as Krilla, SerializeSettings,
    action::{Action, LinkAction},
    annotation::{Annotation, LinkAnnotation, Target},
    color::rgb,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, LineCap, LineJoin, Stroke},
    surface::Surface,
    tagging::{
        ArtifactType, BBox, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag, TagGroup,
        TagKind, TagTree,
    },
    text::{Font, GlyphId, KrillaGlyph},
};

static FONTS: LazyLock<Vec<Option<Font>>> =
    LazyLock::new(|| Face::ALL.map(|face| Font::new(face.font().bytes.to_vec().into(), 0)).to_vec());

/// Draws a document that is laid out.
pub fn draw(document: &Document, laid: &Laid) -> Result<Vec<u8>, Box<dyn Error>> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| format!("{error:?}"))?;
    let mut krilla = Krilla::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let (mut contents, mut links) = (Vec::new(), Vec::new());
    for page in &laid.pages {
        let size = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or("a size")?;
        let mut drawn = krilla.start_page_with(size);
        let mut surface = drawn.surface();
        contents.push(page.marks.iter().filter_map(|each| mark(&mut surface, each)).collect::<Vec<_>>());
        surface.finish();
        links.push(page.links.iter().map(|each| drawn.add_tagged_annotation(link(each))).collect::<Vec<_>>());
        drawn.finish();
    }
    let mut tree = TagTree::new().with_lang(Some("da-DK".to_owned()));
    for kid in &laid.tree[0].kids {
        tree.push(node(*kid, laid, &contents, &links));
    }
    krilla.set_tag_tree(tree);
    let mut outline = Outline::new();
    for entry in &laid.outline {
        let target = XyzDestination::new(entry.page, Point::from_xy(0.0, entry.y));
        outline.push_child(OutlineNode::new(entry.text.clone(), target));
    }
    krilla.set_outline(outline);
    krilla.set_metadata(
        Metadata::new()
            .title(document.title.clone())
            .authors(vec![document.author.clone()])
            .description(document.subject.clone())
            .language("da-DK".to_owned())
            .creation_date(DateTime::new(2026).month(11).day(24)),
    );
    krilla.finish().map_err(|error| format!("{error:?}").into())
}

fn mark(surface: &mut Surface<'_>, mark: &Mark) -> Option<Identifier> {
    let (identifier, drawn) = match mark {
        Mark::Content { drawn, .. } => (Some(surface.start_tagged(ContentTag::Span(SpanTag::empty()))), drawn),
        Mark::Artifact { kind, drawn } => {
            let kind = match kind {
                Artifact::Header => ArtifactType::Header,
                Artifact::Footer => ArtifactType::Footer,
                Artifact::Layout => ArtifactType::Layout,
            };
            surface.start_tagged(ContentTag::Artifact(krilla::tagging::Artifact::with_kind(kind)));
            (None, drawn)
        }
    };
    for each in drawn {
        match each {
            Drawn::Text(text) | Drawn::Hyphen(text) => write(surface, text),
            Drawn::Path(path) => stroke(surface, path),
        }
    }
    surface.end_tagged();
    identifier
}

fn write(surface: &mut Surface<'_>, text: &Text) {
    let font = text.face.font();
    let written: String = text.text.chars().map(|character| font.written(character)).collect();
    let glyphs: Vec<KrillaGlyph> = written
        .char_indices()
        .filter_map(|(at, character)| {
            let glyph = font.glyph(character)?;
            let advance = f32::from(glyph.advance) / f32::from(font.units);
            let range = at..at + character.len_utf8();
            Some(KrillaGlyph::new(GlyphId::new(u32::from(glyph.id)), advance, 0.0, 0.0, 0.0, range, None))
        })
        .collect();
    let face = FONTS[usize::from(text.face == Face::SemiBold)].clone();
    surface.set_stroke(None);
    surface.set_fill(Some(fill(text.colour)));
    if let Some(face) = face {
        surface.draw_glyphs(Point::from_xy(text.x, text.y), &glyphs, face, &written, text.size, false);
    }
}

fn fill([r, g, b]: laid::Colour) -> Fill {
    Fill { paint: rgb::Color::new(r, g, b).into(), ..Fill::default() }
}

fn stroke(surface: &mut Surface<'_>, path: &laid::Path) {
    match path.paint {
        Paint::Fill(colour) => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(colour)));
        }
        Paint::Stroke([r, g, b], width) => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: rgb::Color::new(r, g, b).into(),
                width,
                line_cap: LineCap::Round,
                line_join: LineJoin::Round,
                ..Stroke::default()
            }));
        }
    }
    if let Some(path) = points(path) {
        surface.draw_path(&path);
    }
}

fn points(path: &laid::Path) -> Option<Path> {
    let mut builder = PathBuilder::new();
    builder.move_to(path.start[0], path.start[1]);
    for step in &path.steps {
        match step {
            Step::Line([x, y]) => builder.line_to(*x, *y),
            Step::Curve(one, two, to) => builder.cubic_to(one[0], one[1], two[0], two[1], to[0], to[1]),
        }
    }
    if path.closed {
        builder.close();
    }
    builder.finish()
}

fn rectangle(area: &Area) -> Option<Rect> {
    Rect::from_xywh(area.x, area.y, area.width, area.height)
}

fn link(link: &LinkArea) -> Annotation {
    let target = Target::Action(Action::Link(LinkAction::new(link.address.clone())));
    let area = rectangle(&link.area).or_else(|| Rect::from_xywh(0.0, 0.0, 1.0, 1.0));
    #[allow(clippy::expect_used, reason = "a bench, and the second one is a rectangle")]
    let area = area.expect("a rectangle");
    Annotation::new_link(LinkAnnotation::new(area, target), Some(link.says.clone()))
}

fn node(kid: Kid, laid: &Laid, contents: &[Vec<Identifier>], links: &[Vec<Identifier>]) -> Node {
    match kid {
        Kid::Content { page, number } => Node::Leaf(contents[page][number]),
        Kid::Link { page, number } => Node::Leaf(links[page][number]),
        Kid::Node(place) => {
            let element = &laid.tree[place];
            let page = element.kids.iter().find_map(|kid| match kid {
                Kid::Content { page, .. } => Some(*page),
                _ => None,
            });
            let mut group = TagGroup::new(tag(&element.role, page.unwrap_or_default()));
            for kid in &element.kids {
                group.push(node(*kid, laid, contents, links));
            }
            Node::Group(group)
        }
    }
}

fn tag(role: &Role, page: usize) -> TagKind {
    let heading = |level: u16| Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some("T".to_owned())).into();
    match role {
        Role::H1 => heading(1),
        Role::H2 => heading(2),
        Role::H3 => heading(3),
        Role::Document | Role::P => Tag::P.into(),
        Role::L(Marks::Boxes) => Tag::L(ListNumbering::Square).into(),
        Role::L(Marks::Dots) => Tag::L(ListNumbering::Disc).into(),
        Role::L(Marks::Numbers) => Tag::L(ListNumbering::Decimal).into(),
        Role::LI => Tag::LI.into(),
        Role::Lbl(says) => Tag::Lbl.with_actual_text(says.map(str::to_owned)).into(),
        Role::LBody => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::TR => Tag::TR.into(),
        Role::TH(Scope::Row) => Tag::TH(TableHeaderScope::Row).into(),
        Role::TH(Scope::Column) => Tag::TH(TableHeaderScope::Column).into(),
        Role::TD => Tag::TD.into(),
        Role::Figure(says, area) => {
            let area = area.as_ref().and_then(rectangle);
            Tag::Figure(Some(says.clone())).with_bbox(area.map(|area| BBox::new(page, area))).into()
        }
        Role::Link => Tag::Link.into(),
    }
}
