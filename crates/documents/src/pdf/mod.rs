//! Pages as PDF: PDF/A-2a and PDF/UA-1 in one file.
//!
//! printpdf draws; what it does not know (structure, metadata, colours' meaning, names) is added to its objects with lopdf.

mod catalog;
mod content;
mod faces;
mod file;
mod metadata;
mod object;
mod pack;
mod structure;

use lopdf::Document as Objects;
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions, Pt, Rect};

use crate::{
    Refusal,
    layout::{self, laid::Laid},
    tree::Document,
};

/// Lays a document out and draws it.
///
/// # Errors
/// [`Refusal::Writing`] when the libraries cannot write it.
pub fn render(document: &Document) -> Result<Vec<u8>, Refusal> {
    draw(document, &layout::lay_out(document))
}

/// Draws a document that is laid out.
///
/// # Errors
/// [`Refusal::Writing`] when the libraries cannot write it.
pub fn draw(document: &Document, laid: &Laid) -> Result<Vec<u8>, Refusal> {
    let faces = faces::subset(laid)?;
    let mut pdf = PdfDocument::new("");
    for face in &faces {
        pdf.resources.fonts.map.insert(content::font_id(face.face), face.embedded());
    }
    let edges = Rect {
        x: Pt(0.0),
        y: Pt(0.0),
        width: Pt(laid.size[0]),
        height: Pt(laid.size[1]),
        mode: None,
        winding_order: None,
    };
    let pages = laid.pages.iter().map(|page| PdfPage {
        media_box: edges.clone(),
        trim_box: edges.clone(),
        crop_box: edges.clone(),
        ops: content::operations(page, laid),
    });
    pdf.pages = pages.collect();
    let mut warnings = Vec::new();
    let objects = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    if let Some(warning) =
        warnings.into_iter().find(|warning| warning.severity == printpdf::PdfParseErrorSeverity::Error)
    {
        return Err(Refusal::Writing(warning.msg));
    }
    finish(objects, document, laid).map_err(|error| Refusal::Writing(error.to_string()))
}

fn finish(mut objects: Objects, document: &Document, laid: &Laid) -> lopdf::Result<Vec<u8>> {
    faces::correct(&mut objects)?;
    let structure = structure::add(&mut objects, laid)?;
    catalog::complete(&mut objects, document, laid, structure)?;
    file::write(objects)
}
