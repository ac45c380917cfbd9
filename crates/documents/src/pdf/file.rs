//! The objects as a file.

use lopdf::{Document as Objects, Object, ObjectStreamConfig, SaveOptions, Stream};

/// How many objects stand in one stream: so many make the file a fifth smaller.
const TOGETHER: usize = 100;
/// A return that belongs to a stream, and the line feed that does not. PDF/A counts a stream's bytes up to the end of line
/// before `endstream`, and takes these two for one.
const UNCOUNTABLE: &[u8] = b"\r\nendstream";

/// Writes the file.
pub fn write(objects: &mut Objects) -> lopdf::Result<Vec<u8>> {
    let highest = objects.max_id;
    let mut together = TOGETHER;
    loop {
        let bytes = attempt(objects, together)?;
        // lopdf makes the streams of objects while it writes; with one object less in them they end otherwise.
        if together == 1 || !holds(&bytes, UNCOUNTABLE) {
            return Ok(bytes);
        }
        together -= 1;
        objects.max_id = highest;
    }
}

fn attempt(objects: &mut Objects, together: usize) -> lopdf::Result<Vec<u8>> {
    let object_stream_config = ObjectStreamConfig { max_objects_per_stream: together, ..ObjectStreamConfig::default() };
    let options = SaveOptions {
        use_object_streams: true,
        use_xref_streams: true,
        object_stream_config,
        ..SaveOptions::default()
    };
    let mut bytes = Vec::new();
    objects.save_with_options(&mut bytes, options)?;
    Ok(bytes)
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Packs the streams. None of them ends with a return.
pub fn pack(objects: &mut Objects) -> lopdf::Result<()> {
    objects.compress();
    for object in objects.objects.values_mut() {
        if let Object::Stream(stream) = object {
            while stream.content.ends_with(b"\r") {
                lengthen(stream)?;
            }
        }
    }
    Ok(())
}

/// A space after its end changes nothing of a page, a table of characters or a font.
fn lengthen(stream: &mut Stream) -> lopdf::Result<()> {
    let mut plain = stream.decompressed_content()?;
    plain.push(b' ');
    if stream.dict.has(b"Length1") {
        stream.dict.set("Length1", plain.len() as i64);
    }
    stream.set_plain_content(plain);
    stream.compress()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    /// A small file. By its number its stream, or that of its objects, ends in any way.
    fn objects(number: usize) -> Objects {
        let mut objects = Objects::with_version("1.7");
        let words = "a word that is worth packing ".repeat(9) + &"y".repeat(number);
        let content = objects.add_object(Stream::new(dictionary! {}, words.into_bytes()));
        let pages = objects.new_object_id();
        let page = objects.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content });
        let tree = dictionary! { "Type" => "Pages", "Kids" => vec![Object::Reference(page)], "Count" => 1 };
        objects.set_object(pages, tree);
        let said = Object::string_literal("y".repeat(number));
        let catalog = objects.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "Said" => said });
        objects.trailer.set("Root", catalog);
        objects
    }

    #[test]
    fn no_stream_ends_with_a_return() {
        let (mut streams, mut collections) = (0, 0);
        for number in 0..300 {
            let mut objects = objects(number);
            let mut plain = objects.clone();
            plain.compress();
            let ends = |object: &Object| object.as_stream().is_ok_and(|stream| stream.content.ends_with(b"\r"));
            let stream = plain.objects.values().any(ends);
            streams += usize::from(stream);
            collections += usize::from(!stream && holds(&attempt(&mut plain, TOGETHER).unwrap(), UNCOUNTABLE));
            pack(&mut objects).unwrap();
            let bytes = write(&mut objects).unwrap();
            assert!(!holds(&bytes, UNCOUNTABLE), "{number}");
            assert_eq!(Objects::load_mem(&bytes).unwrap().get_pages().len(), 1);
        }
        assert!(streams > 0 && collections > 0, "both happen: {streams}, {collections}");
    }
}
