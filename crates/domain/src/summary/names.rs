//! Finding what looks like the full name of a person. Careful on purpose: a hint that is mostly wrong is not read.

use std::ops::Range;

use crate::fold::fold;

/// Common given names in Denmark, folded. A capitalised word after one of them is taken as a surname.
const GIVEN: &str = "aase abdi abdullah adam ahmad ahmed aisha alexander ali alma amalie amina amir anders andreas ane \
    anette anita anja ann anna anne annette anton arne asger asta astrid ayse benjamin bent benny bente berit birgit \
    birgitte birthe bjarne bo bodil brian britt britta camilla carl carsten casper cecilie charlotte christian \
    christina christine christoffer claus connie dan daniel david ditte dorte dorthe ebbe elias elin elisabeth ella \
    ellen else emil emilie emma erik esther eva fatima fatma ferhat finn flemming frederik freja frida frode gerda \
    gitte grete grethe gunnar hans hanne hasan hassan heidi helga helle henning henriette henrik hussein ibrahim ida \
    inga inge inger ingrid irene isabella iver ivan jacob jakob jan jane janne jens jeppe jesper jette jimmy joan \
    johan johanne john jonas jonathan josefine julie jytte kaare kaj karen karin karina karl karsten kasper katrine \
    kenneth khadija kim kirsten kirstine kjeld klaus knud kristian kristina kristine kurt lars lasse laura lauge laurits \
    leif lena lene leo lilian line linda lis lisbeth lise lone lotte louise lucas lukas mads magnus maja malene maria \
    mariam marianne marie mark martin mathias mathilde max mehmet merete meryem mette mia michael mikael mikkel mille \
    mogens mohamad mohamed mohammad mohammed mona morten muhammad murat mustafa nadia nanna naja nicolai nicolaj niels \
    nikolaj nina nora ole olga oliver olivia omar oscar oskar osman otto palle pauli per pernille peter philip pia \
    poul preben rasmus regitze rene rikke robert rolf ruth samir sandra sanne sara sarah sebastian selma signe silje \
    simon simone sofia sofie solveig soeren steen steffen sten stig stine storm sune susan susanne svend tage tanja \
    thea theodor thomas thor thorkild tim tina tine tobias tom tommy tone torben tove trine troels ulla uffe ulrik \
    valdemar vera verner vibeke victor viggo vigga viktor villads vita vivi walter william winnie yasmin yusuf zahra \
    zainab aage";

/// Words that often begin a sentence and stand before a surname without being a given name. Folded.
const OPENERS: &str = "af alle at da de den der det efter en et firmaet for fra familien fru har herr hos hr hun han i \
    jobcenter kommune kontakt med men mod naar og om omkring paa ring ringe se skriv som spoerg tal tak til ved vi \
    virksomheden vores hilsen kaere mester chef leder direktoer";

/// The most words that a name has.
const MAX_WORDS: usize = 4;

struct Word<'a> {
    range: Range<usize>,
    text: &'a str,
    folded: String,
    /// Nothing but one space, or an initial's dot and a space, stands between it and the word before.
    joined: bool,
}

/// The places of names that are not known.
pub(super) fn unknown(text: &str, known_names: &[&str]) -> Vec<Range<usize>> {
    let words = words(text);
    let known: Vec<Vec<String>> = known_names
        .iter()
        .map(|name| self::words(name).into_iter().map(|word| word.folded).collect::<Vec<_>>())
        .filter(|name| !name.is_empty())
        .collect();
    let taken = known_places(&words, &known);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let length = name_at(&words, &taken, at);
        let name = &words[at..at + length.max(1)];
        if length >= 2 && !known.iter().any(|known| within(name, known)) {
            found.push(name[0].range.start..name[length - 1].range.end);
        }
        at += length.max(1);
    }
    found
}

/// The places where one of these names stands whole, from left to right, none of them twice. A single word is not a name.
pub(super) fn whole(text: &str, names: &[&str]) -> Vec<Range<usize>> {
    let words = words(text);
    let folded = |name: &&str| self::words(name).into_iter().map(|word| word.folded).collect::<Vec<_>>();
    let names: Vec<Vec<String>> = names.iter().map(folded).filter(|name| name.len() >= 2).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let here = |name: &&Vec<String>| {
            words.len() - at >= name.len() && words[at..].iter().zip(*name).all(|(word, own)| same(&word.folded, own))
        };
        let length = names.iter().filter(here).map(Vec::len).max().unwrap_or(0);
        if length > 0 {
            found.push(words[at].range.start..words[at + length - 1].range.end);
        }
        at += length.max(1);
    }
    found
}

/// Which words belong to a place where a known name stands whole.
fn known_places(words: &[Word<'_>], known: &[Vec<String>]) -> Vec<bool> {
    let mut taken = vec![false; words.len()];
    for name in known {
        for start in 0..=words.len().saturating_sub(name.len()) {
            let here = words.iter().skip(start).zip(name).filter(|(word, known)| same(&word.folded, known)).count();
            if here == name.len() {
                taken[start..start + name.len()].fill(true);
            }
        }
    }
    taken
}

/// How many words from here are a name; 0 for none.
fn name_at(words: &[Word<'_>], taken: &[bool], at: usize) -> usize {
    let fits = |index: usize| !taken[index] && capitalised(words[index].text) && (index == at || words[index].joined);
    let length = (at..words.len().min(at + MAX_WORDS)).take_while(|index| fits(*index)).count();
    let Some(name) = words.get(at..at + length).filter(|name| name.len() >= 2) else {
        return 0;
    };
    let last_is_whole = name[length - 1].text.chars().nth(1).is_some();
    let given = GIVEN.split_whitespace().any(|given| given == name[0].folded) && last_is_whole;
    let surname = (1..length).find(|index| is_patronymic(&name[*index].folded));
    match surname {
        _ if given => length,
        Some(index) if !OPENERS.split_whitespace().any(|word| word == name[0].folded) => index + 1,
        _ => 0,
    }
}

/// Surnames that end like no other Danish word that is written with a capital.
fn is_patronymic(folded: &str) -> bool {
    folded.len() >= 5 && folded.ends_with("sen")
}

/// Whether every word of a name is in a known one, so that "Maja Petersen" is known as "Maja Lind Petersen".
fn within(name: &[Word<'_>], known: &[String]) -> bool {
    name.iter().all(|word| known.iter().any(|known| same(&word.folded, known)))
}

/// The same word, also in the genitive.
fn same(word: &str, known: &str) -> bool {
    word == known || word.strip_suffix('s') == Some(known)
}

/// A capital and small letters, a double name, or an initial. Words in capitals are abbreviations.
fn capitalised(word: &str) -> bool {
    word.split('-').all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
    })
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut out: Vec<Word<'_>> = Vec::new();
    let mut end = 0;
    let inside = |c: char| c.is_alphanumeric() || c == '-' || unicode_normalization::char::is_combining_mark(c);
    while let Some(start) = text[end..].find(char::is_alphanumeric).map(|at| end + at) {
        let length = text[start..].find(|c| !inside(c)).unwrap_or(text.len() - start);
        let word = text[start..start + length].trim_end_matches('-');
        let initial = out.last().is_some_and(|before| before.text.chars().nth(1).is_none());
        let joined = matches!((&text[end..start], initial), (" ", _) | (". ", true));
        end = start + word.len();
        out.push(Word { range: start..end, text: word, folded: fold(word).text, joined });
    }
    out
}
