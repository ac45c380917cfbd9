//! From what a document says to where everything stands, and what it means there. Knows nothing of PDF.

mod flow;
pub mod laid;
mod lines;
mod pages;
mod shapes;
mod strip;
mod style;
mod table;
#[cfg(test)]
mod tests;

use laid::{Artifact, Laid, Mark};

use crate::tree::Document;

/// Lays a document out.
pub fn lay_out(document: &Document) -> Laid {
    let sheet = style::Sheet::of(document.form);
    let mut laid = pages::fill(flow::Builder::build(&document.blocks, sheet), sheet);
    let count = laid.pages.len();
    for (number, page) in laid.pages.iter_mut().enumerate() {
        let [left, right] = &document.head;
        let head = flow::running(Artifact::Header, &sheet, left, right);
        let foot = flow::running(Artifact::Footer, &sheet, &document.foot, &format!("Side {} af {count}", number + 1));
        page.marks.insert(0, Mark::Artifact { kind: Artifact::Header, drawn: head });
        page.marks.push(Mark::Artifact { kind: Artifact::Footer, drawn: foot });
    }
    laid
}
