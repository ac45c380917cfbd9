//! Words into lines: breaks where Unicode and Danish syllables allow them, chosen so that the whole paragraph is even.

use icu_segmenter::{LineSegmenter, options::LineBreakOptions};
use std::ops::Range;

use super::style::Type;
use crate::{
    fonts::Face,
    tree::{Look, Span},
};

/// A line of a paragraph.
pub struct Line {
    /// Its pieces, left to right.
    pub pieces: Vec<Piece>,
    /// Where the hyphen stands, when its last word goes on in the next line.
    pub hyphen: Option<f32>,
}

/// A piece of a line: characters of one span.
pub struct Piece {
    /// The span's place in the paragraph.
    pub span: usize,
    /// The distance from the left edge.
    pub x: f32,
    /// The width, without spaces at the end of the line.
    pub width: f32,
    /// The face.
    pub face: Face,
    /// The characters. The space at a line's end is among them, so that words do not run together when read.
    pub text: String,
}

/// A word of this many letters may be divided, and this many stay together on either side.
const DIVIDED: usize = 8;
const SYLLABLE: usize = 3;
/// What a divided word costs, against the square of the empty part of a line in hundredths.
const HYPHEN: f32 = 4.0;
/// What a last line of a single short word costs.
const LONELY: f32 = 4.0;

/// What it costs to part what should stay together: words with a hard space between, and then letters.
const HARD: f32 = 1_000.0;
const LETTERS: f32 = 10_000.0;

#[derive(Clone, Copy)]
struct Break {
    at: usize,
    hyphen: bool,
    /// What it costs to end a line here.
    cost: f32,
}

/// The faces of the spans of a paragraph.
pub fn face(kind: &Type, span: &Span) -> Face {
    if span.look == Look::Strong { Face::SemiBold } else { kind.face }
}

/// Sets spans in lines of a width. No text gives no line.
pub fn set(kind: &Type, spans: &[Span], width: f32) -> Vec<Line> {
    let paragraph = Paragraph::new(kind, spans);
    let breaks = paragraph.breaks(width);
    let mut lines = Vec::new();
    let mut from = 0;
    for end in paragraph.choose(&breaks, width) {
        lines.push(paragraph.line(from..end.at, end.hyphen));
        from = end.at;
    }
    lines
}

/// The characters of a paragraph, each with where it stands if all stood on one line.
struct Paragraph<'a> {
    kind: &'a Type,
    text: String,
    /// By byte: the span and the left edge. One more at the end.
    spans: Vec<(usize, Face)>,
    left: Vec<f32>,
}

impl<'a> Paragraph<'a> {
    fn new(kind: &'a Type, spans: &[Span]) -> Self {
        let mut paragraph = Self { kind, text: String::new(), spans: Vec::new(), left: Vec::new() };
        let mut x = 0.0;
        for (number, span) in spans.iter().enumerate() {
            let face = face(kind, span);
            for character in span.text.chars() {
                paragraph.text.push(character);
                // The bytes within a character are never asked for.
                paragraph.left.resize(paragraph.text.len(), x);
                paragraph.spans.resize(paragraph.text.len(), (number, face));
                x += face.width(character, kind.size);
            }
        }
        paragraph.left.push(x);
        paragraph
    }

    /// The end of what is seen of a line that ends here.
    fn seen(&self, range: &Range<usize>) -> usize {
        range.start + self.text[range.clone()].trim_end_matches([' ', '\u{a0}']).len()
    }

    fn width(&self, range: Range<usize>, hyphen: bool) -> f32 {
        let end = self.seen(&range);
        let hyphen = if hyphen { self.hyphen(end) } else { 0.0 };
        self.left[end] - self.left[range.start] + hyphen
    }

    fn hyphen(&self, end: usize) -> f32 {
        self.spans.get(end.saturating_sub(1)).map_or(0.0, |(_, face)| face.width('-', self.kind.size))
    }

    /// Every place where a line may end, the last one at the end of the text.
    fn breaks(&self, width: f32) -> Vec<Break> {
        let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
        let mut breaks: Vec<Break> = Vec::new();
        let mut from = 0;
        for at in segmenter.segment_str(&self.text).filter(|at| *at > 0 && !self.is_after_a_short_prefix(*at)) {
            let syllables = if self.kind.divides { self.syllables(from..at) } else { Vec::new() };
            for end in syllables.into_iter().chain([Break { at, hyphen: false, cost: 0.0 }]) {
                // A piece that is wider than a line may end anywhere, so that nothing is ever cut off.
                if self.width(from..end.at, end.hyphen) > width {
                    let piece = &self.text[from..end.at];
                    breaks.extend(piece.char_indices().skip(1).map(|(offset, _)| {
                        let cost = if piece[..offset].ends_with('\u{a0}') { HARD } else { LETTERS };
                        Break { at: from + offset, hyphen: false, cost }
                    }));
                }
                breaks.push(end);
                from = end.at;
            }
        }
        breaks
    }

    /// Whether this is the place after "CV-": so little does not stand at the end of a line.
    fn is_after_a_short_prefix(&self, at: usize) -> bool {
        let prefix =
            self.text[..at].strip_suffix('-').map(|before| before.rsplit(|c: char| !c.is_alphanumeric()).next());
        prefix.flatten().is_some_and(|prefix| prefix.chars().count() <= SYLLABLE) && at < self.text.len()
    }

    /// Where the words in a range may be divided. What begins with a capital may be a name and stays whole.
    fn syllables(&self, range: Range<usize>) -> Vec<Break> {
        let mut breaks = Vec::new();
        for word in self.text[range].split(|character: char| !character.is_alphabetic()) {
            let mut at = word.as_ptr() as usize - self.text.as_ptr() as usize;
            let end = at + word.len();
            let held = self.text[..at].ends_with('\u{a0}') || self.text[end..].starts_with('\u{a0}');
            if held || word.chars().count() < DIVIDED || word.starts_with(char::is_uppercase) {
                continue;
            }
            for syllable in hypher::hyphenate_bounded(word, hypher::Lang::Danish, SYLLABLE, SYLLABLE) {
                at += syllable.len();
                if at < end {
                    breaks.push(Break { at, hyphen: true, cost: HYPHEN });
                }
            }
        }
        breaks
    }

    /// The breaks that make the lines most even.
    fn choose(&self, breaks: &[Break], width: f32) -> Vec<Break> {
        let mut best: Vec<(f32, usize)> = Vec::with_capacity(breaks.len());
        for (place, end) in breaks.iter().enumerate() {
            let last = place + 1 == breaks.len();
            let mut chosen = (f32::INFINITY, place);
            // `start` is the place of the break before the line, counted from 1; 0 is the beginning.
            for start in (0..=place).rev() {
                let from = if start == 0 { 0 } else { breaks[start - 1].at };
                let wide = self.width(from..end.at, end.hyphen);
                if wide > width && start < place {
                    break;
                }
                let before = if start == 0 { 0.0 } else { best[start - 1].0 };
                let cost = before + Self::cost(wide / width, *end, last);
                if cost < chosen.0 {
                    chosen = (cost, start);
                }
            }
            best.push(chosen);
        }
        let mut ends = Vec::new();
        let mut place = breaks.len();
        while place > 0 {
            ends.push(breaks[place - 1]);
            place = best[place - 1].1;
        }
        ends.reverse();
        ends
    }

    fn cost(full: f32, end: Break, last: bool) -> f32 {
        let lonely = if last && full < 0.12 { LONELY } else { 0.0 };
        let empty = if last { 0.0 } else { (1.0 - full).max(0.0) * 10.0 };
        1.0 + empty * empty + lonely + end.cost
    }

    fn line(&self, range: Range<usize>, hyphen: bool) -> Line {
        let seen = self.seen(&range);
        let left = self.left[range.start];
        let mut pieces: Vec<Piece> = Vec::new();
        for (offset, character) in self.text[range.clone()].char_indices() {
            let at = range.start + offset;
            let (span, face) = self.spans[at];
            match pieces.last_mut() {
                Some(piece) if piece.span == span => piece.text.push(character),
                _ => pieces.push(Piece { span, x: self.left[at] - left, width: 0.0, face, text: character.into() }),
            }
            if let Some(piece) = pieces.last_mut() {
                piece.width = self.left[(at + character.len_utf8()).min(seen)] - left - piece.x;
            }
        }
        Line { pieces, hyphen: hyphen.then(|| self.left[seen] - left) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::style;

    fn lines(text: &str, width: f32) -> Vec<String> {
        let set = set(&style::BODY, &[Span::plain(text)], width);
        set.iter()
            .map(|line| {
                let text: String = line.pieces.iter().map(|piece| piece.text.as_str()).collect();
                if line.hyphen.is_some() { text + "-" } else { text }
            })
            .collect()
    }

    #[test]
    fn no_line_is_wider_than_its_column_and_no_letter_is_lost() {
        let text = "Virksomhedskonsulenten sender kvalifikationsoplysningerne til arbejdsstedet på Kajen 3 i Egelund.";
        for width in [30.0, 60.0, 90.0, 140.0, 300.0, 2000.0] {
            let set = set(&style::BODY, &[Span::plain(text)], width);
            for line in &set {
                let end = line.pieces.last().map_or(0.0, |piece| piece.x + piece.width);
                let hyphen = line.hyphen.map_or(0.0, |_| style::BODY.face.width('-', style::BODY.size));
                assert!(end + hyphen <= width + 0.01, "{width}");
            }
            let told: String = set.iter().flat_map(|line| &line.pieces).map(|piece| piece.text.as_str()).collect();
            assert_eq!(told, text);
        }
    }

    #[test]
    fn words_are_divided_by_danish_syllables() {
        let lines = lines("Se arbejdsmarkedsuddannelsen her", 90.0);
        assert!(lines.iter().any(|line| line.ends_with('-')), "{lines:?}");
    }

    #[test]
    fn a_short_prefix_stays_with_its_word() {
        for width in [60.0, 80.0, 100.0, 120.0] {
            let lines = lines("Samtykke til at sende CV-oplysninger", width);
            assert!(lines.iter().all(|line| !line.trim_end().ends_with("CV-")), "{lines:?}");
        }
    }

    #[test]
    fn a_day_that_does_not_fit_is_parted_between_its_words() {
        assert_eq!(lines("18.\u{a0}december\u{a0}2026", 70.0), ["18.\u{a0}december\u{a0}", "2026"]);
    }

    #[test]
    fn names_are_not_divided() {
        assert!(lines("Det var Marianne Christoffersen Vestergaard", 80.0).iter().all(|line| !line.ends_with('-')));
    }

    #[test]
    fn a_name_without_spaces_is_broken_rather_than_cut_off() {
        let name = "X".repeat(120);
        let lines = lines(&name, 100.0);
        assert!(lines.len() > 5);
        assert_eq!(lines.concat(), name);
    }

    #[test]
    fn a_space_that_does_not_break_holds_its_words_together() {
        for line in lines("Ring til os på 70\u{a0}10\u{a0}20\u{a0}30 hver dag", 75.0) {
            assert!(!line.contains("70") || line.contains("70\u{a0}10\u{a0}20\u{a0}30"), "{line}");
        }
    }
}
