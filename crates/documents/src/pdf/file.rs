//! The objects as a file: streams first, then everything else in streams of objects, then where all of them are.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document as Objects, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::{object, pack::Packer};

/// How many objects stand in one stream.
const TOGETHER: usize = 200;
/// The comment says to whoever moves the file that it is not text.
const HEAD: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    /// That many bytes from the beginning.
    At(usize),
    /// In a stream of objects: its number, and which of its objects.
    Within(u32, usize),
}

/// Writes the file. It is named by what is in it: the same content has the same name.
pub fn write(mut objects: Objects) -> lopdf::Result<Vec<u8>> {
    let mut file = File { bytes: HEAD.to_vec(), places: BTreeMap::new(), packer: Packer::new() };
    let mut others: Vec<(ObjectId, Object)> = Vec::new();
    for (id, object) in std::mem::take(&mut objects.objects) {
        match object {
            Object::Stream(mut stream) => {
                file.packer.stream(&mut stream)?;
                file.stream(id.0, &stream.dict, &stream.content);
            }
            other => others.push((id, other)),
        }
    }
    let mut next = objects.max_id + 1;
    for group in others.chunks(TOGETHER) {
        file.together(next, group)?;
        next += 1;
    }
    let name = Object::String(Sha256::digest(&file.bytes)[..16].to_vec(), StringFormat::Hexadecimal);
    let mut trailer = dictionary! { "ID" => vec![name.clone(), name] };
    for key in ["Root", "Info"] {
        trailer.set(key, objects.trailer.get(key.as_bytes())?.clone());
    }
    file.end(next, trailer)
}

struct File {
    bytes: Vec<u8>,
    places: BTreeMap<u32, Place>,
    packer: Packer,
}

impl File {
    fn stream(&mut self, number: u32, entries: &Dictionary, content: &[u8]) {
        self.places.insert(number, Place::At(self.bytes.len()));
        object::integer(&mut self.bytes, i64::from(number));
        self.bytes.extend_from_slice(b" 0 obj\n");
        object::dictionary(&mut self.bytes, entries);
        self.bytes.extend_from_slice(b"stream\n");
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    fn packed(&mut self, number: u32, mut entries: Dictionary, mut plain: Vec<u8>) -> lopdf::Result<()> {
        let content = self.packer.pack(&mut plain)?;
        entries.set("Filter", "FlateDecode");
        entries.set("Length", content.len() as i64);
        self.stream(number, &entries, &content);
        Ok(())
    }

    /// Objects in a stream of their own: first their numbers and where each begins, then they themselves.
    fn together(&mut self, number: u32, group: &[(ObjectId, Object)]) -> lopdf::Result<()> {
        let (mut index, mut written) = (Vec::new(), Vec::new());
        for (place, ((id, _), each)) in group.iter().enumerate() {
            self.places.insert(*id, Place::Within(number, place));
            object::integer(&mut index, i64::from(*id));
            index.push(b' ');
            object::integer(&mut index, written.len() as i64);
            index.push(b' ');
            object::write(&mut written, each);
            written.push(b' ');
        }
        let entries = dictionary! { "Type" => "ObjStm", "N" => group.len() as i64, "First" => index.len() as i64 };
        index.append(&mut written);
        self.packed(number, entries, index)
    }

    /// Where everything is, and the end. The list is a stream of rows: a kind, an offset or a stream, a place in that.
    fn end(mut self, number: u32, trailer: Dictionary) -> lopdf::Result<Vec<u8>> {
        let start = self.bytes.len();
        self.places.insert(number, Place::At(start));
        let mut rows = Vec::new();
        for number in 0..=number {
            let (kind, at, place) = match self.places.get(&number) {
                None => (0, 0, u16::MAX),
                Some(Place::At(at)) => (1, *at as u32, 0),
                Some(Place::Within(stream, place)) => (2, *stream, *place as u16),
            };
            rows.push(kind);
            rows.extend_from_slice(&at.to_be_bytes());
            rows.extend_from_slice(&place.to_be_bytes());
        }
        let mut entries = dictionary! {
            "Type" => "XRef",
            "Size" => i64::from(number) + 1,
            "W" => vec![1.into(), 4.into(), 2.into()],
        };
        entries.extend(&trailer);
        self.packed(number, entries, rows)?;
        self.bytes.extend_from_slice(b"startxref\n");
        object::integer(&mut self.bytes, start as i64);
        self.bytes.extend_from_slice(b"\n%%EOF\n");
        Ok(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::Stream;

    #[test]
    fn what_was_written_is_read_back() {
        let mut objects = Objects::with_version("1.7");
        let content = objects.add_object(Stream::new(dictionary! {}, b"BT ET ".repeat(50)));
        let plain = objects.add_object(Stream::new(dictionary! {}, b"plain".to_vec()).with_compression(false));
        let pages = objects.new_object_id();
        let kids: Vec<Object> = (0..500)
            .map(|_| objects.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content }))
            .map(Object::Reference)
            .collect();
        let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 500 };
        objects.set_object(pages, tree);
        let said = Object::string_literal("(Æ) \\ \r");
        let root = objects.add_object(
            dictionary! { "Type" => "Catalog", "Pages" => pages, "Said" => said.clone(), "Plain" => plain },
        );
        let info = objects.add_object(dictionary! {});
        objects.trailer.set("Root", root);
        objects.trailer.set("Info", info);
        let bytes = write(objects.clone()).unwrap();
        assert!(bytes == write(objects.clone()).unwrap());
        let read = Objects::load_mem(&bytes).unwrap();
        assert_eq!(read.get_pages().len(), 500);
        assert_eq!(read.catalog().unwrap().get(b"Said").unwrap(), &said);
        assert_eq!(read.get_object(plain).unwrap().as_stream().unwrap().content, b"plain");
        for (id, object) in &objects.objects {
            if !matches!(object, Object::Stream(_)) {
                assert_eq!(read.get_object(*id).unwrap(), object, "{id:?}");
            }
        }
    }
}
