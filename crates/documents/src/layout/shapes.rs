//! Lines and shapes: hairlines, boxes to tick, and the line of a pen.

use super::{
    laid::{Area, Colour, Paint, Path, Step},
    style::{ACCENT, EDGE, INK},
};

/// How far the handles of a quarter of a circle lie from its ends, as a part of the radius.
const ROUND: f32 = 0.552_3;
/// The side of a box to tick.
pub const BOX: f32 = 11.0;
/// The width of a pen.
const PEN: f32 = 1.4;

impl Path {
    /// Moves it down.
    pub fn move_down(&mut self, by: f32) {
        self.start[1] += by;
        for step in &mut self.steps {
            match step {
                Step::Line(to) => to[1] += by,
                Step::Curve(one, two, to) => [one, two, to].into_iter().for_each(|point| point[1] += by),
            }
        }
    }
}

/// A thin line from left to right.
pub fn rule(x: f32, y: f32, width: f32, colour: Colour) -> Path {
    stroke(vec![[x, y], [x + width, y]], colour, 0.6)
}

/// A filled rectangle.
pub fn ground(area: Area, colour: Colour) -> Path {
    let (right, bottom) = (area.x + area.width, area.y + area.height);
    Path {
        start: [area.x, area.y],
        steps: [[right, area.y], [right, bottom], [area.x, bottom]].map(Step::Line).to_vec(),
        closed: true,
        paint: Paint::Fill(colour),
    }
}

/// A box to tick, with its tick when it has one.
pub fn tick_box(x: f32, y: f32, ticked: bool) -> Vec<Path> {
    let inside = Area { x: x + 0.5, y: y + 0.5, width: BOX - 1.0, height: BOX - 1.0 };
    if !ticked {
        return vec![rounded(inside, 2.0, Paint::Stroke(EDGE, 1.0))];
    }
    let tick = [[x + 2.6, y + 5.8], [x + 4.7, y + 7.9], [x + 8.5, y + 3.4]];
    vec![
        rounded(Area { x, y, width: BOX, height: BOX }, 2.0, Paint::Fill(ACCENT)),
        stroke(tick.to_vec(), [255, 255, 255], 1.5),
    ]
}

/// The line of a pen through points, as smooth as a hand draws.
pub fn pen(points: &[[f32; 2]]) -> Option<Path> {
    let start = *points.first()?;
    // A dot is a line of no length; its round ends make it one.
    let mut steps = if points.len() == 1 { vec![Step::Line(start)] } else { Vec::new() };
    for place in 1..points.len() {
        let at = |place: usize| points[place.min(points.len() - 1)];
        let (before, from, to, after) = (at(place.saturating_sub(2)), at(place - 1), at(place), at(place + 1));
        let handle = |point: [f32; 2], back: [f32; 2], on: [f32; 2], by: f32| {
            [point[0] + (on[0] - back[0]) / 6.0 * by, point[1] + (on[1] - back[1]) / 6.0 * by]
        };
        steps.push(Step::Curve(handle(from, before, to, 1.0), handle(to, from, after, -1.0), to));
    }
    Some(Path { start, steps, closed: false, paint: Paint::Stroke(INK, PEN) })
}

/// A line of a colour and a width through points.
fn stroke(points: Vec<[f32; 2]>, colour: Colour, width: f32) -> Path {
    let start = points.first().copied().unwrap_or_default();
    let steps = points.into_iter().skip(1).map(Step::Line).collect();
    Path { start, steps, closed: false, paint: Paint::Stroke(colour, width) }
}

fn rounded(area: Area, radius: f32, paint: Paint) -> Path {
    let (left, top, right, bottom) = (area.x, area.y, area.x + area.width, area.y + area.height);
    let (r, h) = (radius, radius * (1.0 - ROUND));
    let steps = vec![
        Step::Line([right - r, top]),
        Step::Curve([right - h, top], [right, top + h], [right, top + r]),
        Step::Line([right, bottom - r]),
        Step::Curve([right, bottom - h], [right - h, bottom], [right - r, bottom]),
        Step::Line([left + r, bottom]),
        Step::Curve([left + h, bottom], [left, bottom - h], [left, bottom - r]),
        Step::Line([left, top + r]),
        Step::Curve([left, top + h], [left + h, top], [left + r, top]),
    ];
    Path { start: [left + r, top], steps, closed: true, paint }
}
