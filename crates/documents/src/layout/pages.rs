//! Strips onto pages.

use super::{
    laid::{Area, Artifact, Drawn, Entry, Kid, Laid, LinkArea, Mark, Node, Page, Role},
    shapes,
    strip::{Flow, Head, Part, Strip},
    style::{ACCENT, PAPER, Sheet},
};

/// The width of the bar at a panel's left edge.
const BAR: f32 = 3.0;

/// Fills pages.
pub fn fill(flow: Flow, sheet: Sheet) -> Laid {
    let Flow { strips, tree, heads } = flow;
    let laid = Laid { size: sheet.size, pages: vec![Page::default()], tree, outline: Vec::new() };
    let mut filler = Filler { laid, sheet, y: sheet.top, fresh: true, panel: None, placed: vec![0], heads };
    let mut strips = strips.into_iter().peekable();
    while strips.peek().is_some() {
        let mut group = Vec::new();
        for strip in strips.by_ref() {
            let keeps = strip.keeps;
            group.push(strip);
            if !keeps {
                break;
            }
        }
        filler.group(group);
    }
    in_reading_order(&mut filler.laid);
    filler.laid
}

/// What is read first is drawn first on every page: the paragraphs of a row's cells were placed line by line.
fn in_reading_order(laid: &mut Laid) {
    let mut order: Vec<Vec<usize>> = laid.pages.iter().map(|_| Vec::new()).collect();
    number_anew(&mut laid.tree, 0, &mut order);
    for (page, order) in laid.pages.iter_mut().zip(order) {
        let (places, contents): (Vec<usize>, Vec<Mark>) = page
            .marks
            .iter_mut()
            .enumerate()
            .filter(|(_, mark)| matches!(mark, Mark::Content { .. }))
            .map(|(place, mark)| {
                (place, std::mem::replace(mark, Mark::Artifact { kind: Artifact::Layout, drawn: Vec::new() }))
            })
            .unzip();
        let mut contents: Vec<Option<Mark>> = contents.into_iter().map(Some).collect();
        for (place, number) in places.into_iter().zip(order) {
            if let Some(mark) = contents.get_mut(number).and_then(Option::take) {
                page.marks[place] = mark;
            }
        }
    }
}

/// Numbers the contents as they are read. By page: the number that each had.
fn number_anew(tree: &mut [Node], node: usize, order: &mut [Vec<usize>]) {
    for place in 0..tree[node].kids.len() {
        match &mut tree[node].kids[place] {
            Kid::Node(kid) => {
                let kid = *kid;
                number_anew(tree, kid, order);
            }
            Kid::Content { page, number } => {
                order[*page].push(*number);
                *number = order[*page].len() - 1;
            }
            Kid::Link { .. } => {}
        }
    }
}

struct Filler {
    laid: Laid,
    sheet: Sheet,
    y: f32,
    /// Nothing stands on the page yet.
    fresh: bool,
    /// The panel that reaches down to here: its mark on the page, and its upper edge.
    panel: Option<(usize, f32)>,
    /// How much content each page has.
    placed: Vec<usize>,
    heads: Vec<Head>,
}

impl Filler {
    /// Strips that want to stand together. What no page can hold is divided.
    fn group(&mut self, group: Vec<Strip>) {
        let height = |strips: &[Strip]| strips.iter().map(|strip| strip.above + strip.height).sum::<f32>();
        let first = group.first().map_or(0.0, |strip| if self.fresh { strip.above } else { 0.0 });
        let head = group.first().and_then(|strip| strip.table).map_or(0.0, |table| self.heads[table].height);
        let whole = height(&group);
        let fits = self.y + whole - first <= self.sheet.bottom();
        let could = self.sheet.top + head + whole <= self.sheet.bottom();
        if !fits && could {
            self.turn(&group[0]);
        }
        for strip in group {
            if !self.fresh && self.y + strip.above + strip.height > self.sheet.bottom() {
                self.turn(&strip);
            }
            self.place(strip);
        }
    }

    /// A new page. A table that goes on has its head there too.
    fn turn(&mut self, next: &Strip) {
        if self.fresh {
            return;
        }
        self.laid.pages.push(Page::default());
        self.placed.push(0);
        (self.y, self.fresh, self.panel) = (self.sheet.top, true, None);
        if let Some(head) = next.table.and_then(|table| self.heads.get(table)) {
            let drawn = head.drawn.iter().map(|drawn| drawn.clone().down(self.sheet.top)).collect();
            self.y += head.height;
            self.mark(Mark::Artifact { kind: Artifact::Layout, drawn });
        }
    }

    fn page(&self) -> usize {
        self.laid.pages.len() - 1
    }

    fn mark(&mut self, mark: Mark) -> usize {
        let page = self.page();
        let marks = &mut self.laid.pages[page].marks;
        marks.push(mark);
        marks.len() - 1
    }

    fn place(&mut self, strip: Strip) {
        if !self.fresh {
            self.y += strip.above;
        }
        self.fresh = false;
        self.ground(&strip);
        let top = self.y;
        for part in strip.parts {
            self.part(part, top);
        }
        self.y += strip.height;
    }

    /// The ground of a panel, as far as it has come.
    fn ground(&mut self, strip: &Strip) {
        if !strip.panel {
            self.panel = None;
            return;
        }
        let page = self.page();
        let (mark, top) = match self.panel {
            Some(panel) => panel,
            None => (self.mark(Mark::Artifact { kind: Artifact::Layout, drawn: Vec::new() }), self.y),
        };
        self.panel = Some((mark, top));
        let area = Area { x: self.sheet.left, y: top, width: self.sheet.width(), height: self.y + strip.height - top };
        if let Mark::Artifact { drawn, .. } = &mut self.laid.pages[page].marks[mark] {
            let bar = Area { width: BAR, ..area };
            *drawn = [shapes::ground(area, PAPER), shapes::ground(bar, ACCENT)].map(Drawn::Path).to_vec();
        }
    }

    fn part(&mut self, part: Part, top: f32) {
        let page = self.page();
        let down = |drawn: Vec<Drawn>| drawn.into_iter().map(|each| each.down(top)).collect();
        match part {
            Part::Begins(node) => self.begin(node),
            Part::Content(node, drawn) => self.content(node, down(drawn)),
            Part::Artifact(drawn) => {
                self.mark(Mark::Artifact { kind: Artifact::Layout, drawn: down(drawn) });
            }
            Part::Link(node, area, address, says) => {
                let links = &mut self.laid.pages[page].links;
                links.push(LinkArea { node, area: area.down(top), address, says });
                let number = links.len() - 1;
                self.laid.tree[node].kids.push(Kid::Link { page, number });
            }
            Part::Place(node, area) => {
                if let Role::Figure(_, place) = &mut self.laid.tree[node].role {
                    *place = Some(area.down(top));
                }
            }
            Part::Heading(text, title) => self.laid.outline.push(Entry { text, title, page, y: top }),
        }
    }

    /// An element becomes a child of its parent where it is met first: so the tree is in reading order.
    fn begin(&mut self, node: usize) {
        let Some(parent) = self.laid.tree[node].parent else { return };
        // It is most often among the last ones.
        if !self.laid.tree[parent].kids.iter().rev().any(|kid| *kid == Kid::Node(node)) {
            self.begin(parent);
            self.laid.tree[parent].kids.push(Kid::Node(node));
        }
    }

    /// What an element says. It goes on where it left off, unless something in it, or another page, came between.
    fn content(&mut self, node: usize, more: Vec<Drawn>) {
        self.begin(node);
        let here = self.page();
        if let Some(Kid::Content { page, number }) = self.laid.tree[node].kids.last().copied()
            && page == here
        {
            let mut contents = self.laid.pages[page].marks.iter_mut().filter_map(|mark| match mark {
                Mark::Content { drawn, .. } => Some(drawn),
                Mark::Artifact { .. } => None,
            });
            if let Some(drawn) = contents.nth(number) {
                drawn.extend(more);
                return;
            }
        }
        let number = self.placed[here];
        self.placed[here] += 1;
        self.laid.tree[node].kids.push(Kid::Content { page: here, number });
        self.mark(Mark::Content { node, drawn: more });
    }
}

impl Area {
    fn down(self, by: f32) -> Self {
        Self { y: self.y + by, ..self }
    }
}
