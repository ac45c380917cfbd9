//! What the file says about itself, twice and alike: as XMP and as Info.

use lopdf::{Document as Objects, Object, ObjectId, Stream, dictionary, text_string};

use super::catalog::LANGUAGE;
use crate::tree::Document;

const CREATOR: &str = "Feltmappen";
const PRODUCER: &str = concat!("Feltmappen ", env!("CARGO_PKG_VERSION"));

/// Adds both; gives the XMP's id.
pub fn add(objects: &mut Objects, document: &Document) -> ObjectId {
    let date = document.made.format("D:%Y%m%d%H%M%S").to_string() + &offset(document);
    let info = dictionary! {
        "Title" => text_string(&document.title),
        "Author" => text_string(&document.author),
        "Subject" => text_string(&document.subject),
        "Creator" => text_string(CREATOR),
        "Producer" => text_string(PRODUCER),
        "CreationDate" => text_string(&date),
        "ModDate" => text_string(&date),
    };
    let info = objects.add_object(info);
    // printpdf's own Info says other things.
    if let Ok(Object::Reference(old)) = objects.trailer.get(b"Info") {
        let old = *old;
        objects.objects.remove(&old);
    }
    objects.trailer.set("Info", info);
    let stream = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp(document).into_bytes());
    // An archive reads it without unpacking.
    objects.add_object(stream.with_compression(false))
}

/// The offset from UTC as PDF writes it: `+01'00'`.
fn offset(document: &Document) -> String {
    document.made.format("%:z'").to_string().replace(':', "'")
}

fn xmp(document: &Document) -> String {
    let date = document.made.format("%Y-%m-%dT%H:%M:%S%:z");
    let (title, author) = (escaped(&document.title), escaped(&document.author));
    let (subject, id) = (escaped(&document.subject), escaped(&document.id));
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:identifier>{id}</dc:identifier>
<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
{PDFUA_SCHEMA}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"#,
        bom = '\u{feff}'
    )
}

/// PDF/A wants every name explained that it does not know; `pdfuaid:part` is one.
const PDFUA_SCHEMA: &str = r#"<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"#;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
