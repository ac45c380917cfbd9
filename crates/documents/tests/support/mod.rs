//! A PDF read back: what is drawn, and what it means.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, content::Operation, decode_text_string};

/// A file that was read back.
pub struct Read {
    pub pdf: Pdf,
    /// The pages, in order.
    pub pages: Vec<ObjectId>,
    /// The elements, parents before children, in reading order.
    pub elements: Vec<Element>,
    /// What is told: page and number, as it is read.
    pub told: Vec<(usize, i64)>,
}

/// An element of the structure tree.
pub struct Element {
    pub id: ObjectId,
    pub role: String,
    pub dictionary: Dictionary,
    /// What is drawn for it: page and number, in reading order.
    pub contents: Vec<(usize, i64)>,
    /// The annotations that belong to it.
    pub annotations: Vec<ObjectId>,
    /// How many elements are in it.
    pub children: usize,
    /// Their places among all elements.
    pub within: Vec<usize>,
}

/// A piece of a page's content.
pub struct Piece {
    /// The number of the content, if it is not an artifact.
    pub number: Option<i64>,
    /// The operations in it.
    pub operations: Vec<Operation>,
}

impl Read {
    pub fn new(bytes: &[u8]) -> Self {
        let pdf = Pdf::load_mem(bytes).expect("a PDF");
        let pages = pdf.get_pages().into_values().collect();
        let mut read = Self { pdf, pages, elements: Vec::new(), told: Vec::new() };
        let root = read.catalog().get(b"StructTreeRoot").and_then(Object::as_reference).expect("a root");
        let document = read.dictionary(root).get(b"K").and_then(Object::as_reference).expect("a document");
        read.walk(document, root);
        read
    }

    pub fn catalog(&self) -> &Dictionary {
        self.pdf.catalog().expect("a catalogue")
    }

    pub fn dictionary(&self, id: ObjectId) -> &Dictionary {
        self.pdf.get_dictionary(id).expect("a dictionary")
    }

    fn page(&self, dictionary: &Dictionary) -> usize {
        let id = dictionary.get(b"Pg").and_then(Object::as_reference).expect("a page");
        self.pages.iter().position(|page| *page == id).expect("a page of the document")
    }

    fn walk(&mut self, id: ObjectId, parent: ObjectId) {
        let dictionary = self.dictionary(id).clone();
        assert_eq!(
            dictionary.get(b"P").and_then(Object::as_reference).ok(),
            Some(parent),
            "the way up is the way down"
        );
        let role = String::from_utf8(dictionary.get(b"S").and_then(Object::as_name).expect("a role").to_vec());
        let kids = match dictionary.get(b"K").expect("children") {
            Object::Array(kids) => kids.clone(),
            one => vec![one.clone()],
        };
        let place = self.elements.len();
        let role = role.expect("a name");
        let (contents, annotations) = (Vec::new(), Vec::new());
        self.elements.push(Element { id, role, dictionary, contents, annotations, children: 0, within: Vec::new() });
        for kid in kids {
            match kid {
                Object::Integer(number) => {
                    let page = self.page(&self.elements[place].dictionary);
                    self.elements[place].contents.push((page, number));
                    self.told.push((page, number));
                }
                Object::Dictionary(kid) if kid.has_type(b"MCR") => {
                    let number = kid.get(b"MCID").and_then(Object::as_i64).expect("a number");
                    let content = (self.page(&kid), number);
                    self.elements[place].contents.push(content);
                    self.told.push(content);
                }
                Object::Dictionary(kid) => {
                    let annotation = kid.get(b"Obj").and_then(Object::as_reference).expect("an annotation");
                    self.elements[place].annotations.push(annotation);
                }
                Object::Reference(kid) => {
                    self.elements[place].children += 1;
                    let next = self.elements.len();
                    self.elements[place].within.push(next);
                    self.walk(kid, id);
                }
                other => panic!("{other:?} is no child"),
            }
        }
    }

    /// The entries of the parent tree.
    pub fn parents(&self) -> BTreeMap<i64, Object> {
        let root = self.catalog().get(b"StructTreeRoot").and_then(Object::as_reference).expect("a root");
        let tree = self.dictionary(root).get(b"ParentTree").and_then(Object::as_reference).expect("a tree");
        let numbers = self.dictionary(tree).get(b"Nums").and_then(Object::as_array).expect("numbers");
        numbers.chunks(2).map(|pair| (pair[0].as_i64().expect("a key"), pair[1].clone())).collect()
    }

    /// What is drawn on a page. Whatever is drawn outside of a piece is a fault.
    pub fn pieces(&self, page: usize) -> Vec<Piece> {
        let content = self.pdf.get_page_content(self.pages[page]);
        let content = lopdf::content::Content::decode(&content).expect("operations");
        let mut pieces: Vec<Piece> = Vec::new();
        let mut depth = 0;
        for operation in content.operations {
            match operation.operator.as_str() {
                "BDC" => {
                    depth += 1;
                    if depth == 1 {
                        let properties = operation.operands[1].as_dict().expect("properties");
                        let number = properties.get(b"MCID").and_then(Object::as_i64).ok();
                        let artifact = operation.operands[0].as_name().is_ok_and(|name| name == b"Artifact");
                        assert_eq!(artifact, number.is_none(), "a piece is told of, or an artifact");
                        pieces.push(Piece { number, operations: Vec::new() });
                    }
                }
                "EMC" => depth -= 1,
                // Only the pen is set before the first piece.
                "J" | "j" if depth == 0 => {}
                other if depth == 0 => panic!("{other} is outside of everything"),
                _ => pieces.last_mut().expect("a piece").operations.push(operation),
            }
        }
        assert_eq!(depth, 0);
        pieces
    }

    /// The elements right within another.
    pub fn within(&self, element: &Element) -> Vec<&Element> {
        element.within.iter().map(|place| &self.elements[*place]).collect()
    }

    /// Whether something is drawn for an element or for what is in it.
    pub fn says_something(&self, element: &Element) -> bool {
        !element.contents.is_empty() || self.within(element).into_iter().any(|kid| self.says_something(kid))
    }

    /// The elements of a role.
    pub fn of<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements.iter().filter(move |element| element.role == role)
    }
}

impl Element {
    /// One of its attributes.
    pub fn attribute(&self, name: &str) -> Option<&Object> {
        self.dictionary.get(b"A").and_then(Object::as_dict).ok()?.get(name.as_bytes()).ok()
    }

    /// One of its texts.
    pub fn text(&self, name: &str) -> Option<String> {
        decode_text_string(self.dictionary.get(name.as_bytes()).ok()?).ok()
    }
}

/// The numbers of a rectangle.
pub fn rectangle(object: &Object) -> [f32; 4] {
    let edges: Vec<f32> =
        object.as_array().expect("edges").iter().map(|edge| edge.as_float().expect("a number")).collect();
    edges.try_into().expect("four edges")
}

/// Whatever must hold of every file, and no checker looks at.
pub fn assert_sound(read: &Read) {
    let parents = read.parents();
    let by_id: BTreeMap<ObjectId, &Element> = read.elements.iter().map(|element| (element.id, element)).collect();
    let mut drawn = Vec::new();
    for page in 0..read.pages.len() {
        let key = read.dictionary(read.pages[page]).get(b"StructParents").and_then(Object::as_i64).expect("a key");
        let entries = parents[&key].as_array().expect("entries");
        let numbers: Vec<i64> = read.pieces(page).iter().filter_map(|piece| piece.number).collect();
        assert_eq!(numbers, (0..entries.len() as i64).collect::<Vec<_>>(), "page {page} has what its entry says");
        for (number, entry) in entries.iter().enumerate() {
            let id = entry.as_reference().expect("an element");
            let element = by_id.get(&id).expect("an element of the tree");
            assert!(element.contents.contains(&(page, number as i64)), "the way back leads to where it came from");
            drawn.push((page, number as i64));
        }
    }
    // What is told, told once, is what is drawn, and in the order of the pages.
    let mut told = Vec::new();
    for element in &read.elements {
        told.extend(element.contents.iter().copied());
        if !matches!(element.role.as_str(), "TD" | "TR" | "L" | "LI" | "LBody" | "Table" | "Document" | "Link") {
            assert!(!element.contents.is_empty() || element.children > 0, "{} says nothing", element.role);
        }
    }
    told.sort_unstable();
    assert_eq!(told, drawn);
    for link in read.of("Link") {
        assert!(!link.contents.is_empty() && !link.annotations.is_empty(), "a link has words and a place");
        for id in &link.annotations {
            let annotation = read.dictionary(*id);
            let key = annotation.get(b"StructParent").and_then(Object::as_i64).expect("a key");
            assert_eq!(parents[&key].as_reference().ok(), Some(link.id));
            assert!(!decode_text_string(annotation.get(b"Contents").expect("contents")).expect("a text").is_empty());
        }
    }
}
