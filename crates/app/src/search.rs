//! Find again: one field over everything that is on the computer.

use feltmappen_domain::{fold, record::Kind};
use feltmappen_store::AccessAction;

use crate::{
    App, Outcome,
    api::{Hit, HitGroup, Mark, SearchView},
};

/// So many finds in all.
const HITS: usize = 24;
/// A longer query is cut: nobody types it, and a paste must not stall the field.
const LONGEST_QUERY: usize = 200;
/// So many characters around a find in a longer text.
const BEFORE: usize = 32;
const LONGEST_DETAIL: usize = 96;

impl App {
    /// Everything that contains these words, the best first. A search that finds people is logged (R78).
    pub fn search(&self, text: String) -> Outcome<SearchView> {
        let open = self.opened()?;
        let text: String = text.chars().take(LONGEST_QUERY).collect();
        let terms: Vec<&str> = text.split_whitespace().collect();
        let mut groups: Vec<HitGroup> = Vec::new();
        let mut people = Vec::new();
        for found in open.workspace.search(&text, HITS)? {
            let title_marks = marks(&found.title, &terms);
            let snippet = snippet(&found.body, &terms);
            let detail = match snippet {
                Some(snippet) if title_marks.is_empty() => snippet,
                _ => self.named(&open, &found.key)?.detail,
            };
            if about_people(found.key.kind) {
                people.push(found.key);
            }
            let hit =
                Hit { key: found.key, detail_marks: marks(&detail, &terms), title: found.title, title_marks, detail };
            match groups.iter_mut().find(|group| group.kind == found.key.kind) {
                Some(group) => group.hits.push(hit),
                None => groups.push(HitGroup { kind: found.key.kind, hits: vec![hit] }),
            }
        }
        self.log(&open, AccessAction::Search, &people, "search");
        Ok(SearchView { text, groups })
    }
}

/// Whether a record names or is about a person.
const fn about_people(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Contact
            | Kind::Visit
            | Kind::Promise
            | Kind::Candidate
            | Kind::Conversation
            | Kind::Consent
            | Kind::Submittal
    )
}

fn marks(text: &str, terms: &[&str]) -> Vec<Mark> {
    let number = |units: usize| u32::try_from(units).unwrap_or(u32::MAX);
    fold::mark(text, terms).into_iter().map(|(start, end)| Mark { start: number(start), end: number(end) }).collect()
}

/// The line where a word stands, cut to what fits on one line.
fn snippet(body: &str, terms: &[&str]) -> Option<String> {
    let line = body.lines().find(|line| !fold::mark(line, terms).is_empty())?;
    let (start, _) = *fold::mark(line, terms).first()?;
    let letters: Vec<char> = line.chars().collect();
    let mut units = 0;
    let at = letters.iter().position(|letter| {
        let here = units >= start;
        units += letter.len_utf16();
        here
    })?;
    let from = at.saturating_sub(BEFORE);
    let from = if from == 0 {
        0
    } else {
        from + letters[from..at].iter().position(|letter| *letter == ' ').map_or(0, |gap| gap + 1)
    };
    let to = (from + LONGEST_DETAIL).min(letters.len());
    let mut cut: String = letters[from..to].iter().collect();
    if from > 0 {
        cut.insert_str(0, "… ");
    }
    if to < letters.len() {
        cut.push_str(" …");
    }
    Some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_find_deep_in_a_long_line_is_shown_with_its_surroundings() {
        let line =
            format!("{} mangler to, der kan køre gaffeltruck om natten, {}", "ord ".repeat(50), "mere ".repeat(50));
        let cut = snippet(&line, &["truck"]).unwrap();
        assert!(cut.starts_with("… ") && cut.ends_with(" …"), "{cut}");
        assert!(cut.contains("gaffeltruck"), "{cut}");
    }

    #[test]
    fn emoji_before_the_find_do_not_shift_it() {
        let cut = snippet("😀😀😀 smørrebrød", &["smoerre"]).unwrap();
        assert_eq!(cut, "😀😀😀 smørrebrød");
    }
}
