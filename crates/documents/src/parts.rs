//! Pieces that several documents share.

use crate::{
    input::{Authority, Workplace},
    tree::{Block, Span, Style},
};

/// A mail address as a link, if it is one.
pub fn mail(address: &str) -> Span {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'-' | b'_' | b'+');
    if address.bytes().all(plain) && address.contains('@') {
        Span::link(address, format!("mailto:{address}"))
    } else {
        Span::plain(address)
    }
}

/// A value of one kind of words.
pub fn value(text: impl Into<String>) -> Vec<Span> {
    vec![Span::plain(text)]
}

/// A value to be seen first.
pub fn strong(text: impl Into<String>) -> Vec<Span> {
    vec![Span::strong(text)]
}

/// The place that a document is about, in a box of its own.
pub fn workplace(workplace: &Workplace, remark: &str) -> Block {
    Block::Panel(vec![
        Block::text(Style::Strong, &workplace.name),
        Block::text(Style::Tight, workplace.address.to_string()),
        Block::text(Style::Tight, workplace.numbers()),
        Block::text(Style::Small, remark),
    ])
}

/// How to reach the municipality.
pub fn contact(authority: &Authority) -> Vec<(&'static str, Vec<Span>)> {
    vec![
        ("Adresse", value(format!("{}, {}", authority.unit, authority.address))),
        ("Telefon", value(&authority.phone)),
        ("Mail", vec![mail(&authority.email)]),
    ]
}
