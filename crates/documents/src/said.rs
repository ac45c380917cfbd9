//! What a document says, as a test reads it.

use crate::tree::{Block, Cell, Document, Item, Row, Span};

/// Everything that a document says, head and foot included.
pub fn words(document: &Document) -> String {
    let mut words = vec![document.title.clone(), document.foot.clone()];
    words.extend(document.head.clone());
    words.extend(document.blocks.iter().map(block));
    words.join("\n").replace('\u{a0}', " ")
}

fn block(said: &Block) -> String {
    let spans = |spans: &[Span]| spans.iter().map(|span| span.text.as_str()).collect::<String>();
    let cell = |cell: &Cell| cell.0.iter().map(|(_, said)| spans(said)).collect::<Vec<_>>().join("\n");
    let blocks = |blocks: &[Block]| blocks.iter().map(block).collect::<Vec<_>>().join("\n");
    match said {
        Block::Title(text) | Block::Heading(text) | Block::Subheading(text) => text.clone(),
        Block::Lines(lines) => lines.iter().map(|said| spans(said)).collect::<Vec<_>>().join("\n"),
        Block::Paragraph(_, said) => spans(said),
        Block::List(list) => {
            let item = |item: &Item| {
                let mark = if item.ticked { "[x]" } else { "[ ]" };
                format!("{mark} {} {}", spans(&item.spans), item.remark.clone().unwrap_or_default())
            };
            list.items.iter().map(item).collect::<Vec<_>>().join("\n")
        }
        Block::Table(table) => {
            let row =
                |row: &Row| format!("{}: {}", row.about, row.cells.iter().map(cell).collect::<Vec<_>>().join(" | "));
            table.rows.iter().map(row).collect::<Vec<_>>().join("\n")
        }
        Block::Figure(figure) => figure.says.clone(),
        Block::Blanks(blanks) => blanks.iter().map(|blank| blank.label).collect::<Vec<_>>().join("\n"),
        Block::Panel(said) | Block::Together(said) => blocks(said),
    }
}
