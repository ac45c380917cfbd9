//! Tables: every row stands on one page if a page can hold it, and the head is told once and drawn on every page.

use super::{
    flow::{Builder, Place},
    laid::{Drawn, Role, Scope},
    lines, shapes,
    strip::{Head, Part, Strip},
    style::{self, LINE, Type},
};
use crate::tree::{Row, Span, Table};

/// The distance between two columns.
const GAP: f32 = 14.0;
/// Above and below a row: of facts, and of a table with a head.
const CLOSE: f32 = 2.0;
const WIDE: f32 = 5.0;
/// A row of no more lines may be kept with its neighbour.
const SHORT: usize = 3;

/// A cell to be set.
struct Set<'a> {
    role: Role,
    paragraphs: Vec<(Type, &'a [Span])>,
}

/// Adds a table.
pub fn add(builder: &mut Builder, table: &Table, place: Place) {
    if table.rows.is_empty() {
        return;
    }
    let node = builder.flow.element(place.parent, Role::Table);
    let place = Place { parent: node, ..place };
    let headed = table.head.is_some();
    let space = builder.distance(if headed { WIDE } else { CLOSE });
    let mut repeated = None;
    builder.leave(builder.distance(if headed { 8.0 } else { 3.0 }));
    if let Some(titles) = &table.head {
        let spans: Vec<[Span; 1]> = titles.iter().map(|title| [Span::plain(title)]).collect();
        let kind = builder.kind(style::COLUMN);
        let cell = |spans| Set { role: Role::TH(Scope::Column), paragraphs: vec![(kind, spans)] };
        let cells: Vec<Set<'_>> = spans.iter().map(|spans| cell(spans.as_slice())).collect();
        let first = builder.flow.strips.len();
        row(builder, &cells, table, place, space);
        repeated = Some(head(builder, first, space));
        // The head of a table never stands alone.
        builder.flow.strips.iter_mut().skip(first).for_each(|strip| strip.keeps = true);
    }
    let count = table.rows.len();
    for (number, each) in table.rows.iter().enumerate() {
        let first = builder.flow.strips.len();
        row_of(builder, each, table, place, space);
        builder.flow.strips.iter_mut().skip(first).for_each(|strip| strip.table = repeated);
        // Neither the first nor the last of several rows stands alone on a page, if both are short.
        let short = builder.flow.strips.len() - first <= SHORT;
        if let Some(strip) = builder.flow.strips.last_mut() {
            strip.keeps = short && count > 1 && (number == 0 || number + 2 == count);
        }
    }
    builder.leave(builder.distance(6.0));
}

fn row_of(builder: &mut Builder, row_: &Row, table: &Table, place: Place, space: f32) {
    let about = [Span::plain(&row_.about)];
    let kind = builder.kind(if table.head.is_some() { style::CELL } else { style::ABOUT });
    let first = Set { role: Role::TH(Scope::Row), paragraphs: vec![(kind, about.as_slice())] };
    let others = row_.cells.iter().map(|cell| Set {
        role: Role::TD,
        paragraphs: cell.0.iter().map(|(look, spans)| (builder.kind(style::of(*look)), spans.as_slice())).collect(),
    });
    let cells: Vec<Set<'_>> = std::iter::once(first).chain(others).collect();
    row(builder, &cells, table, place, space);
}

/// A row, line by line: the first lines of all cells, then the second ones.
fn row(builder: &mut Builder, cells: &[Set<'_>], table: &Table, place: Place, space: f32) {
    let node = builder.flow.element(place.parent, Role::TR);
    let room = place.width - GAP * cells.len().saturating_sub(1) as f32;
    let mut x = place.x;
    let mut begins = vec![Part::Begins(node)];
    let mut strips: Vec<Strip> = Vec::new();
    for (cell, part) in cells.iter().zip(&table.columns) {
        let element = builder.flow.element(node, cell.role.clone());
        begins.push(Part::Begins(element));
        let mut number = 0;
        for (kind, spans) in &cell.paragraphs {
            // One paragraph needs no element of its own.
            let several = cell.paragraphs.len() > 1;
            let element = if several { builder.flow.element(element, Role::P) } else { element };
            let links = builder.links(spans, element);
            for line in lines::set(kind, spans, room * part) {
                if strips.len() <= number {
                    strips.push(Strip { panel: place.panel, ..Strip::default() });
                }
                let strip = &mut strips[number];
                strip.height = strip.height.max(kind.leading);
                strip.parts.extend(builder.line(kind, spans, &links, line, [x, 0.0], element));
                number += 1;
            }
        }
        x += room * part + GAP;
    }
    if strips.is_empty() {
        strips.push(Strip { height: builder.kind(style::CELL).leading, panel: place.panel, ..Strip::default() });
    }
    strips[0].parts.splice(0..0, begins);
    if table.head.is_some() {
        let last = strips.len() - 1;
        let y = strips[last].height + space;
        let rule = shapes::rule(place.x, y, place.width, LINE);
        strips[last].parts.push(Part::Artifact(vec![Drawn::Path(rule)]));
    }
    builder.together(|builder| {
        for (number, strip) in strips.into_iter().enumerate() {
            builder.push(if number == 0 { space } else { 0.0 }, strip);
        }
    });
    builder.leave(if table.head.is_some() { 2.0 * space } else { space });
}

/// What is drawn of a head where the table goes on.
fn head(builder: &mut Builder, first: usize, space: f32) -> usize {
    let mut height = 0.0;
    let mut drawn = Vec::new();
    for strip in &builder.flow.strips[first..] {
        for part in &strip.parts {
            if let Part::Content(_, content) | Part::Artifact(content) = part {
                drawn.extend(content.iter().map(|each| each.clone().down(height)));
            }
        }
        height += strip.height;
    }
    builder.flow.heads.push(Head { height: height + 2.0 * space, drawn });
    builder.flow.heads.len() - 1
}
