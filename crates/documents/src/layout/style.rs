//! The look that all documents share: sizes, distances and colours.

use super::laid::{Colour, PAGE_HEIGHT, PAGE_WIDTH};
use crate::{
    fonts::Face,
    tree::{Form, Style},
};

/// The colour of text.
pub const INK: Colour = [0x1b, 0x25, 0x27];
/// The colour of what supports the text.
pub const SOFT_INK: Colour = [0x48, 0x54, 0x57];
/// The colour of links and ticks.
pub const ACCENT: Colour = [0x0d, 0x5a, 0x64];
/// The colour of thin lines.
pub const LINE: Colour = [0xde, 0xdb, 0xd3];
/// The colour of the edges of boxes.
pub const EDGE: Colour = [0x75, 0x7f, 0x82];
/// The ground of a panel.
pub const PAPER: Colour = [0xf6, 0xf5, 0xf1];

/// A sheet of paper: where the text, the head and the foot stand on it.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// Width and height.
    pub size: [f32; 2],
    /// Left edge of the text.
    pub left: f32,
    /// Upper edge of the text.
    pub top: f32,
    /// From the text's lower edge to the sheet's.
    bottom: f32,
    /// By how much sizes and distances are made smaller.
    pub scale: f32,
}

impl Sheet {
    /// The sheet of a form.
    pub const fn of(form: Form) -> Self {
        let upright = Self { size: [PAGE_WIDTH, PAGE_HEIGHT], left: 65.0, top: 88.0, bottom: 76.0, scale: 1.0 };
        match form {
            Form::Upright => upright,
            Form::Dense => Self { left: 52.0, top: 80.0, bottom: 66.0, scale: 0.87, ..upright },
            Form::Across => Self { size: [PAGE_HEIGHT, PAGE_WIDTH], left: 56.0, scale: 0.9, ..upright },
        }
    }

    /// Width of the text.
    pub const fn width(&self) -> f32 {
        self.size[0] - 2.0 * self.left
    }

    /// Lower edge of the text.
    pub const fn bottom(&self) -> f32 {
        self.size[1] - self.bottom
    }

    /// Baseline of the head, and the line below it.
    pub const fn head(&self) -> [f32; 2] {
        [51.0, 62.0]
    }

    /// Baseline of the foot, and the line above it.
    pub const fn foot(&self) -> [f32; 2] {
        [self.size[1] - 38.0, self.size[1] - 54.0]
    }
}

/// Head and foot.
pub const RUNNING: Type = Type::new(Face::Regular, 8.5, 12.0, SOFT_INK);

/// How a text is set.
#[derive(Clone, Copy)]
pub struct Type {
    /// The face.
    pub face: Face,
    /// The size.
    pub size: f32,
    /// From baseline to baseline.
    pub leading: f32,
    /// The colour.
    pub colour: Colour,
    /// Whether words may be divided. Names and titles are not.
    pub divides: bool,
    /// The distance to what stands above, and to what stands below.
    pub gaps: [f32; 2],
}

impl Type {
    /// Text without distances whose words stay whole.
    pub const fn new(face: Face, size: f32, leading: f32, colour: Colour) -> Self {
        Self { face, size, leading, colour, divides: false, gaps: [0.0, 0.0] }
    }

    const fn gaps(self, above: f32, below: f32) -> Self {
        Self { gaps: [above, below], ..self }
    }

    const fn divides(self) -> Self {
        Self { divides: true, ..self }
    }

    /// The same, smaller.
    pub fn scaled(self, by: f32) -> Self {
        let [above, below] = self.gaps;
        Self { size: self.size * by, leading: self.leading * by, gaps: [above * by, below * by], ..self }
    }

    /// The baseline of a line whose upper edge is 0: the letters stand in the middle of it.
    pub fn baseline(&self) -> f32 {
        let font = self.face.font();
        let units = f32::from(font.units);
        let (up, down) = (f32::from(font.ascent) / units * self.size, f32::from(-font.descent) / units * self.size);
        (self.leading - up - down) / 2.0 + up
    }
}

/// The title of the page.
pub const TITLE: Type = Type::new(Face::SemiBold, 20.0, 27.0, INK).gaps(0.0, 5.0);
/// The title of a section.
pub const HEADING: Type = Type::new(Face::SemiBold, 13.0, 18.0, INK).gaps(19.0, 5.0);
/// Most of what is said.
pub const BODY: Type = Type::new(Face::Regular, 10.5, 15.5, INK).gaps(5.0, 5.0).divides();
/// The name of a fact.
pub const ABOUT: Type = Type::new(Face::Regular, 10.5, 15.5, SOFT_INK);
/// The head of a column.
pub const COLUMN: Type = Type::new(Face::SemiBold, 9.5, 14.0, INK);
/// A cell, or an item.
pub const CELL: Type = Type::new(Face::Regular, 10.5, 15.5, INK);
/// A remark.
pub const SMALL: Type = Type::new(Face::Regular, 9.0, 13.0, SOFT_INK).gaps(3.0, 3.0).divides();

/// How a paragraph is set.
pub const fn of(style: Style) -> Type {
    match style {
        Style::Body => BODY,
        Style::Lead => Type::new(Face::Regular, 12.0, 18.0, SOFT_INK).gaps(0.0, 8.0),
        Style::Tight => CELL,
        Style::Strong => Type::new(Face::SemiBold, 11.5, 17.0, INK).gaps(3.0, 2.0),
        Style::Small => SMALL,
    }
}
