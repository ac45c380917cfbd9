//! What a reader asks for first: language, title, outline, colours, and where everything else is.

use lopdf::{Dictionary, Document as Objects, Object, ObjectId, Stream, dictionary, text_string};

use super::{content::hundredths, metadata, structure::Structure};
use crate::{layout::laid::Laid, tree::Document};

/// What red, green and blue mean: sRGB, in 480 bytes that are given away (CC0, Compact ICC Profiles).
const SRGB: &[u8] = include_bytes!("srgb.icc");

/// The language that everything is written in.
pub const LANGUAGE: &str = "da-DK";

/// Completes the catalogue and the pages.
pub fn complete(objects: &mut Objects, document: &Document, laid: &Laid, structure: Structure) -> lopdf::Result<()> {
    for (key, (page, links)) in structure.pages.iter().zip(structure.links).enumerate() {
        let page = objects.get_dictionary_mut(*page)?;
        page.set("StructParents", key as i64);
        page.set("Tabs", "S");
        page.remove(b"Annots");
        if !links.is_empty() {
            page.set("Annots", links.into_iter().map(Object::Reference).collect::<Vec<_>>());
        }
    }
    let outline = outline(objects, laid, &structure.pages);
    let intent = output_intent(objects);
    let metadata = metadata::add(objects, document);
    let catalog = objects.catalog_mut()?;
    catalog.remove(b"PageLayout");
    catalog.set("StructTreeRoot", structure.root);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("Lang", text_string(LANGUAGE));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("OutputIntents", vec![Object::Reference(intent)]);
    catalog.set("Metadata", metadata);
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    Ok(())
}

fn output_intent(objects: &mut Objects) -> ObjectId {
    let profile = objects.add_object(Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec()));
    objects.add_object(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text_string("sRGB"),
        "Info" => text_string("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    })
}

/// The headings, one after the other.
fn outline(objects: &mut Objects, laid: &Laid, pages: &[ObjectId]) -> Option<ObjectId> {
    let ids: Vec<ObjectId> = laid.outline.iter().map(|_| objects.new_object_id()).collect();
    let (first, last) = (*ids.first()?, *ids.last()?);
    let root = objects.new_object_id();
    for (place, entry) in laid.outline.iter().enumerate() {
        let top = Object::Real(hundredths(laid.size[1] - entry.y));
        let target = vec![pages[entry.page].into(), "XYZ".into(), Object::Null, top, Object::Null];
        let mut item: Dictionary =
            dictionary! { "Title" => text_string(&entry.text), "Parent" => root, "Dest" => target };
        if let Some(before) = place.checked_sub(1) {
            item.set("Prev", ids[before]);
        }
        if let Some(after) = ids.get(place + 1) {
            item.set("Next", *after);
        }
        objects.set_object(ids[place], item);
    }
    let count = ids.len() as i64;
    objects.set_object(root, dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count });
    Some(root)
}
