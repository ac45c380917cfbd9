//! What everything means: the tree that a screen reader reads, and the way back to it from what is drawn.

use lopdf::{Dictionary, Document as Objects, Object, ObjectId, dictionary, text_string};

use super::content::hundredths;
use crate::{
    layout::laid::{Area, Kid, Laid, LinkArea, Mark, Node, Role, Scope},
    tree::Marks,
};

/// What was added.
pub struct Structure {
    /// The root of the tree.
    pub root: ObjectId,
    /// The pages, in order.
    pub pages: Vec<ObjectId>,
    /// By page: the links on it.
    pub links: Vec<Vec<ObjectId>>,
}

/// Adds the tree and the links.
pub fn add(objects: &mut Objects, laid: &Laid) -> lopdf::Result<Structure> {
    let pages: Vec<ObjectId> = objects.get_pages().into_values().collect();
    let root = objects.new_object_id();
    let elements: Vec<ObjectId> = laid.tree.iter().map(|_| objects.new_object_id()).collect();
    let mut parents = ParentTree::of_pages(laid, &elements);
    let links: Vec<Vec<ObjectId>> = laid
        .pages
        .iter()
        .map(|page| {
            let add = |link: &LinkArea| {
                let key = parents.push(Object::Reference(elements[link.node]));
                objects.add_object(annotation(link, laid.size[1], key))
            };
            page.links.iter().map(add).collect()
        })
        .collect();
    for (number, (node, id)) in laid.tree.iter().zip(&elements).enumerate() {
        let met = node.parent.is_none_or(|parent| laid.tree[parent].kids.contains(&Kid::Node(number)));
        if !met {
            // An element that says nothing was never met and is not told of.
            continue;
        }
        let parent = node.parent.map_or(root, |parent| elements[parent]);
        let element = Element { node, pages: &pages, links: &links, elements: &elements, height: laid.size[1] };
        objects.set_object(*id, element.dictionary(parent));
    }
    let next = parents.entries.len() as i64;
    let tree = objects.add_object(dictionary! { "Nums" => parents.numbers() });
    objects.set_object(
        root,
        dictionary! {
            "Type" => "StructTreeRoot",
            "K" => elements[0],
            "ParentTree" => tree,
            "ParentTreeNextKey" => next,
        },
    );
    Ok(Structure { root, pages, links })
}

/// From what is drawn to its element: first the pages in order, each with a list, then the links.
struct ParentTree {
    entries: Vec<Object>,
}

impl ParentTree {
    fn of_pages(laid: &Laid, elements: &[ObjectId]) -> Self {
        let page = |marks: &Vec<Mark>| {
            let contents = marks.iter().filter_map(|mark| match mark {
                Mark::Content { node, .. } => Some(Object::Reference(elements[*node])),
                Mark::Artifact { .. } => None,
            });
            Object::Array(contents.collect())
        };
        Self { entries: laid.pages.iter().map(|each| page(&each.marks)).collect() }
    }

    fn push(&mut self, entry: Object) -> i64 {
        self.entries.push(entry);
        self.entries.len() as i64 - 1
    }

    fn numbers(self) -> Object {
        let pairs = self.entries.into_iter().enumerate();
        Object::Array(pairs.flat_map(|(key, entry)| [Object::Integer(key as i64), entry]).collect())
    }
}

struct Element<'a> {
    node: &'a Node,
    pages: &'a [ObjectId],
    links: &'a [Vec<ObjectId>],
    elements: &'a [ObjectId],
    height: f32,
}

impl Element<'_> {
    fn dictionary(&self, parent: ObjectId) -> Dictionary {
        let mut element = dictionary! { "Type" => "StructElem", "S" => name(&self.node.role), "P" => parent };
        let home = self.node.kids.iter().find_map(|kid| match kid {
            Kid::Content { page, .. } | Kid::Link { page, .. } => Some(*page),
            Kid::Node(_) => None,
        });
        if let Some(page) = home {
            element.set("Pg", self.pages[page]);
        }
        let mut kids: Vec<Object> = self.node.kids.iter().map(|kid| self.kid(*kid, home)).collect();
        // One child needs no list around it, and some readers expect none.
        element.set("K", if kids.len() == 1 { kids.remove(0) } else { Object::Array(kids) });
        self.describe(&mut element);
        element
    }

    fn kid(&self, kid: Kid, home: Option<usize>) -> Object {
        match kid {
            Kid::Node(node) => self.elements[node].into(),
            Kid::Content { page, number } if Some(page) == home => Object::Integer(number as i64),
            Kid::Content { page, number } => {
                dictionary! { "Type" => "MCR", "Pg" => self.pages[page], "MCID" => number as i64 }.into()
            }
            Kid::Link { page, number } => {
                dictionary! { "Type" => "OBJR", "Pg" => self.pages[page], "Obj" => self.links[page][number] }.into()
            }
        }
    }

    /// What the role alone does not say.
    fn describe(&self, element: &mut Dictionary) {
        match &self.node.role {
            Role::L(marks) => {
                let numbering = match marks {
                    Marks::Boxes => "Square",
                    Marks::Dots => "Disc",
                    Marks::Numbers => "Decimal",
                };
                element.set("A", dictionary! { "O" => "List", "ListNumbering" => numbering });
            }
            Role::Lbl(Some(says)) => element.set("ActualText", text_string(says)),
            Role::TH(scope) => {
                let scope = match scope {
                    Scope::Row => "Row",
                    Scope::Column => "Column",
                };
                element.set("A", dictionary! { "O" => "Table", "Scope" => scope });
            }
            Role::Figure(says, place) => {
                element.set("Alt", text_string(says));
                if let Some(area) = place {
                    element.set(
                        "A",
                        dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => rectangle(area, self.height) },
                    );
                }
            }
            _ => {}
        }
    }
}

/// The name of a role, also of what is drawn for it.
pub fn name(role: &Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::H1 => "H1",
        Role::H2 => "H2",
        Role::H3 => "H3",
        Role::P => "P",
        Role::L(_) => "L",
        Role::LI => "LI",
        Role::Lbl(_) => "Lbl",
        Role::LBody => "LBody",
        Role::Table => "Table",
        Role::TR => "TR",
        Role::TH(_) => "TH",
        Role::TD => "TD",
        Role::Figure(..) => "Figure",
        Role::Link => "Link",
    }
}

/// A link is printed as the words it stands on.
fn annotation(link: &LinkArea, height: f32, key: i64) -> Dictionary {
    const PRINTED: i64 = 4;
    dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => rectangle(&link.area, height),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => PRINTED,
        "Contents" => text_string(&link.says),
        "StructParent" => key,
        "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal(link.address.as_str()) },
    }
}

/// An area as PDF counts: left, bottom, right, top.
fn rectangle(area: &Area, height: f32) -> Object {
    let bottom = height - area.y - area.height;
    let edges = [area.x, bottom, area.x + area.width, bottom + area.height];
    Object::Array(edges.map(|edge| Object::Real(hundredths(edge))).to_vec())
}
