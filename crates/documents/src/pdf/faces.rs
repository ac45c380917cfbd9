//! The faces of a document, with no more characters in them than it uses.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document as Objects, Object};
use printpdf::{FontMetrics, FontType, ParsedFont, PdfFont, PdfFontMetricsStub};
use sha2::{Digest, Sha256};
use subsetter::GlyphRemapper;

use crate::{
    Refusal,
    fonts::Face,
    layout::laid::{Drawn, Laid, Mark},
};

/// A face as it is embedded.
pub struct Subset {
    /// The face.
    pub face: Face,
    bytes: Vec<u8>,
    glyphs: BTreeMap<u32, u16>,
    widths: BTreeMap<u16, u16>,
}

/// The faces that a document uses.
pub fn subset(laid: &Laid) -> Result<Vec<Subset>, Refusal> {
    let mut used = Face::ALL.map(|_| Characters::default());
    for mark in laid.pages.iter().flat_map(|page| &page.marks) {
        let (Mark::Content { drawn, .. } | Mark::Artifact { drawn, .. }) = mark;
        for each in drawn {
            if let Drawn::Text(text) | Drawn::Hyphen(text) = each {
                let characters = &mut used[text.face as usize];
                let font = text.face.font();
                text.text.chars().for_each(|character| characters.insert(font.written(character)));
            }
        }
    }
    let used = Face::ALL.into_iter().zip(used.into_iter().map(Characters::all));
    used.filter(|(_, used)| !used.is_empty()).map(|(face, characters)| Subset::new(face, &characters)).collect()
}

/// Characters, each once. Most are among the first, and those are ticked off.
#[derive(Default)]
struct Characters {
    first: [u64; 32],
    others: BTreeSet<char>,
}

impl Characters {
    fn insert(&mut self, character: char) {
        let code = u32::from(character) as usize;
        match self.first.get_mut(code / 64) {
            Some(ticks) => *ticks |= 1 << (code % 64),
            None => _ = self.others.insert(character),
        }
    }

    /// All of them in their order.
    fn all(self) -> BTreeSet<char> {
        let mut all = self.others;
        let codes = 0..self.first.len() as u32 * 64;
        let ticked = codes.filter(|code| self.first[*code as usize / 64] & (1 << (code % 64)) != 0);
        all.extend(ticked.filter_map(char::from_u32));
        all
    }
}

impl Subset {
    fn new(face: Face, characters: &BTreeSet<char>) -> Result<Self, Refusal> {
        let font = face.font();
        let mut mapper = GlyphRemapper::new();
        let (mut glyphs, mut widths) = (BTreeMap::new(), BTreeMap::new());
        for character in characters {
            // printpdf would draw the sign for "nothing" and say nothing about it.
            let glyph = font.glyph(*character).ok_or_else(|| Refusal::Undrawable {
                field: "the document".to_owned(),
                characters: vec![*character],
            })?;
            let id = mapper.remap(glyph.id);
            glyphs.insert(u32::from(*character), id);
            widths.insert(id, glyph.advance);
        }
        let bytes = subsetter::subset(font.bytes, 0, &mapper).map_err(|error| Refusal::Writing(error.to_string()))?;
        Ok(Self { face, bytes, glyphs, widths })
    }

    /// Six capitals that say which characters there are, as a name of a part of a face begins.
    fn tag(&self) -> String {
        let mut hash = Sha256::new();
        for code in self.glyphs.keys() {
            hash.update(code.to_be_bytes());
        }
        hash.finalize().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
    }

    /// As printpdf takes it. It cannot make a part of a face without its layout, so it is told that this is a whole one.
    pub fn embedded(&self) -> PdfFont {
        let font = self.face.font();
        let [x_min, y_min, x_max, y_max] = font.bounds;
        PdfFont::new(ParsedFont {
            original_bytes: self.bytes.clone(),
            font_index: 0,
            font_name: Some(format!("{}+{}", self.tag(), font.name)),
            codepoint_to_glyph: self.glyphs.clone(),
            glyph_widths: self.widths.clone(),
            units_per_em: font.units,
            font_metrics: FontMetrics { ascent: font.ascent, descent: font.descent },
            font_type: FontType::TrueType,
            pdf_font_metrics: PdfFontMetricsStub {
                units_per_em: font.units,
                x_min,
                y_min,
                x_max,
                y_max,
                caret_slope_rise: 1,
                caret_slope_run: 0,
                us_weight_class: font.weight,
            },
        })
    }
}

/// Sets the height of capitals right: printpdf writes the height of the tallest letter.
pub fn correct(objects: &mut Objects) -> lopdf::Result<()> {
    for object in objects.objects.values_mut() {
        let Ok(descriptor) = object.as_dict_mut() else { continue };
        let Ok(name) = descriptor.get(b"FontName").and_then(Object::as_name) else { continue };
        let face = Face::ALL.into_iter().find(|face| name.ends_with(face.font().name.as_bytes()));
        if let Some(font) = face.map(Face::font) {
            let height = i64::from(font.cap_height) * 1000 / i64::from(font.units);
            descriptor.set("CapHeight", height);
        }
    }
    Ok(())
}
