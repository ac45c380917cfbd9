//! The page for the company after a visit: the text that the consultant has read and edited, and nothing else.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::{
    Paper, Refusal,
    input::{self, Personal, Sender, Workplace},
    parts,
    tree::{Block, Document, Item, List, Marks, Style},
};

/// All that stands on the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VisitSummary {
    /// What tells this document from all others.
    pub document_id: String,
    /// When the page is made.
    pub made: DateTime<FixedOffset>,
    /// Who it is from.
    pub authority: Sender,
    /// The workplace that was visited, where one was chosen.
    pub workplace: Option<Workplace>,
    /// What it says.
    pub text: SummaryText,
}

/// The edited text of a visit's summary, by its parts. [`SummaryText::read`] makes it of the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SummaryText {
    /// Its first line.
    pub title: Personal,
    /// What else stands above the first empty line: who took part, and what it was about.
    pub opening: Vec<Personal>,
    /// Everything below.
    pub sections: Vec<Section>,
}

/// What stands between two empty lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its title, where its first line is one.
    pub title: Option<Personal>,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line of a section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// What the points below it are about.
    About(Personal),
    /// A point: it began with a hyphen or a dot.
    Point(Personal),
    /// Anything else.
    Text(Personal),
}

impl SummaryText {
    /// The parts of a text as it was edited: its first line is the title, empty lines part the sections, and a line that
    /// points follow is what they are about. None when it says nothing.
    pub fn read(text: &str) -> Option<Self> {
        let lines: Vec<String> = text.lines().map(crate::text::on_one_line).collect();
        let mut blocks = lines.split(String::is_empty).filter(|block| !block.is_empty());
        let (title, opening) = blocks.next()?.split_first()?;
        Some(Self {
            title: title.clone().into(),
            opening: opening.iter().cloned().map(Personal::from).collect(),
            sections: blocks.map(Section::read).collect(),
        })
    }
}

impl Section {
    fn read(lines: &[String]) -> Self {
        let title = match lines {
            [first, second, ..] if point(first).is_none() && !is_about(first) => {
                (point(second).is_some() || is_about(second)).then(|| first.clone().into())
            }
            _ => None,
        };
        let rest = &lines[usize::from(title.is_some())..];
        Self { title, lines: rest.iter().map(|line| Line::read(line)).collect() }
    }
}

impl Line {
    fn read(line: &str) -> Self {
        match (point(line), line.strip_suffix(':')) {
            (Some(point), _) => Self::Point(point.into()),
            (None, Some(about)) if !about.is_empty() => Self::About(about.into()),
            _ => Self::Text(line.into()),
        }
    }
}

/// What a point says.
fn point(line: &str) -> Option<&str> {
    let said = ["- ", "– ", "• ", "* "].iter().find_map(|mark| line.strip_prefix(mark))?.trim();
    (!said.is_empty()).then_some(said)
}

fn is_about(line: &str) -> bool {
    line.len() > 1 && line.ends_with(':')
}

impl Paper for VisitSummary {
    fn document(&self) -> Result<Document, Refusal> {
        let page = input::ready(self)?;
        input::for_a_company(&page)?;
        let mut blocks = vec![Block::Title(page.text.title.to_string())];
        blocks.extend(page.workplace.as_ref().map(|workplace| parts::workplace(workplace, "")));
        blocks.extend(opening(&page.text.opening));
        blocks.extend(page.text.sections.iter().flat_map(section));
        blocks.push(parts::sender(&page.authority));
        let sheet = parts::Sheet {
            kind: "Resumé af besøg",
            title: page.text.title.to_string(),
            author: &page.authority.name,
            id: &page.document_id,
            made: page.made,
        };
        Ok(sheet.with(blocks))
    }
}

/// Who took part and what it was about. What is before a colon says so.
fn opening(lines: &[Personal]) -> Vec<Block> {
    let block = |line: &Personal| match line.split_once(": ") {
        Some((about, said)) if about.split(' ').count() <= 3 => Block::said(format!("{about}:"), said),
        _ => Block::text(Style::Body, &**line),
    };
    lines.iter().map(block).collect()
}

/// A section. Lines that follow each other are a closing, not paragraphs; one that points follow is a title of its own.
fn section(section: &Section) -> Vec<Block> {
    let mut blocks: Vec<Block> = section.title.iter().map(|title| Block::Heading(title.to_string())).collect();
    for line in &section.lines {
        match line {
            Line::About(about) if section.title.is_some() => blocks.push(Block::Subheading(about.to_string())),
            Line::About(about) => blocks.push(Block::Heading(about.to_string())),
            Line::Text(text) => match blocks.last_mut() {
                Some(Block::Lines(lines)) => lines.push(parts::linked(text)),
                _ => blocks.push(Block::Lines(vec![parts::linked(text)])),
            },
            Line::Point(point) => {
                let item = Item { ticked: false, spans: parts::linked(point), remark: None };
                match blocks.last_mut() {
                    Some(Block::List(list)) => list.items.push(item),
                    _ => blocks.push(Block::List(List { marks: Marks::Dots, items: vec![item] })),
                }
            }
        }
    }
    blocks
}
