//! The two faces that every document is set in, and what they can draw.

use std::{collections::BTreeMap, sync::LazyLock};

use ttf_parser::Face as Parsed;

/// A face of IBM Plex Sans.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Text.
    Regular,
    /// Headings and what is pointed out.
    SemiBold,
}

/// A character as a face draws it.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    /// Its number in the file.
    pub id: u16,
    /// How far it moves the pen, in the units of the face.
    pub advance: u16,
    /// Of the characters that look the same, the one that is written, so that a glyph is read as one character.
    written: char,
}

/// What is known of a face.
pub struct Font {
    /// The file.
    pub bytes: &'static [u8],
    /// Its name without a space, as PDF wants it.
    pub name: &'static str,
    /// How heavy it is, from 100 to 900.
    pub weight: u16,
    /// Units per em.
    pub units: u16,
    /// How high it reaches over the baseline.
    pub ascent: i16,
    /// How deep it reaches below, as a negative number.
    pub descent: i16,
    /// The height of a capital.
    pub cap_height: i16,
    /// The box around all glyphs: left, bottom, right, top.
    pub bounds: [i16; 4],
    /// By character, up to the last one that the face has: every letter of a document is looked up several times.
    glyphs: Vec<Option<Glyph>>,
}

static REGULAR: LazyLock<Font> =
    LazyLock::new(|| Font::read(include_bytes!("../fonts/IBMPlexSans-Regular.ttf"), "IBMPlexSans-Regular", 400));
static SEMI_BOLD: LazyLock<Font> =
    LazyLock::new(|| Font::read(include_bytes!("../fonts/IBMPlexSans-SemiBold.ttf"), "IBMPlexSans-SemiBold", 600));

impl Face {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Regular, Self::SemiBold];

    /// What is known of it. The file is read once.
    pub fn font(self) -> &'static Font {
        match self {
            Self::Regular => &REGULAR,
            Self::SemiBold => &SEMI_BOLD,
        }
    }

    /// The width of a character at a size. One that the face does not have takes no room; [`crate::text`] refuses it.
    pub fn width(self, character: char, size: f32) -> f32 {
        let font = self.font();
        font.glyph(font.written(character)).map_or(0.0, |glyph| f32::from(glyph.advance) / f32::from(font.units) * size)
    }

    /// The width of a text at a size.
    pub fn width_of(self, text: &str, size: f32) -> f32 {
        text.chars().map(|character| self.width(character, size)).sum()
    }
}

impl Font {
    #[allow(clippy::expect_used, reason = "the files are part of the program, and every test reads them")]
    fn read(bytes: &'static [u8], name: &'static str, weight: u16) -> Self {
        let face = Parsed::parse(bytes, 0).expect("a font");
        let mut glyphs = BTreeMap::new();
        let tables = face.tables().cmap.expect("a table of characters").subtables;
        for table in tables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
            table.codepoints(|code| {
                let glyph = char::from_u32(code).and_then(|character| Some((character, table.glyph_index(code)?)));
                if let Some((character, id)) = glyph {
                    let advance = face.glyph_hor_advance(id).unwrap_or_default();
                    glyphs.insert(character, Glyph { id: id.0, advance, written: character });
                }
            });
        }
        let mut written = BTreeMap::new();
        let last = glyphs.keys().next_back().map_or(0, |last| u32::from(*last) as usize);
        let mut table = vec![None; last + 1];
        for (character, glyph) in glyphs {
            let written = *written.entry(glyph.id).or_insert(character);
            table[u32::from(character) as usize] = Some(Glyph { written, ..glyph });
        }
        let bounds = face.global_bounding_box();
        Self {
            bytes,
            name,
            weight,
            units: face.units_per_em(),
            ascent: face.ascender(),
            descent: face.descender(),
            cap_height: face.capital_height().unwrap_or_else(|| face.ascender()),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
            glyphs: table,
        }
    }

    /// How it draws a character.
    pub fn glyph(&self, character: char) -> Option<Glyph> {
        self.glyphs.get(u32::from(character) as usize).copied().flatten()
    }

    /// The character that is written for this one: itself, or the first that looks the same.
    pub fn written(&self, character: char) -> char {
        // Where lines break is decided; whoever searches for words types a plain space.
        if character == '\u{a0}' {
            return ' ';
        }
        self.glyph(character).map_or(character, |glyph| glyph.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danish_and_the_names_of_its_neighbours_can_be_drawn() {
        for face in Face::ALL {
            for character in "æøåÆØÅéüößłşğčžŠŁđðþ–—’“”«»·•€§²½Ωжя".chars() {
                assert!(face.font().glyph(character).is_some_and(|glyph| glyph.id != 0), "{character} in {face:?}");
            }
        }
    }

    #[test]
    fn a_space_that_does_not_break_is_written_as_a_space() {
        assert_eq!(Face::Regular.font().written('\u{a0}'), ' ');
        assert_eq!(Face::Regular.font().written('å'), 'å');
    }
}
