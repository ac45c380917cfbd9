//! Finding again: as one types, with or without æ, ø, å, and inside compounds.

use feltmappen_domain::record::{Kind, RecordKey};
use feltmappen_store::{Fit, ListQuery, Workspace};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::central::met;
use crate::support::*;

fn order(workspace: &Workspace, title: &str, tasks: &str) -> RecordKey {
    let key = key(Kind::JobOrder);
    workspace.commit(&fresh(key, &[("title", title), ("tasks", tasks), ("status", "open")])).unwrap();
    key
}

fn titles(workspace: &Workspace, text: &str) -> Vec<String> {
    workspace.search(text, 20).unwrap().into_iter().map(|hit| hit.title).collect()
}

#[test]
fn danish_letters_are_found_however_they_are_typed() {
    let home = Home::new();
    let workspace = home.create();
    company(&workspace, "Ærøskøbing Møbler");
    company(&workspace, "Ålborg Rør");
    for text in ["ærøskøbing", "aeroeskoebing", "ÆRØ", "mø", "moe", "m", "møbler ærø", "øskø", "bler"] {
        let found = titles(&workspace, text);
        assert!(found.contains(&"Ærøskøbing Møbler".to_owned()), "{text}: {found:?}");
    }
    for text in ["å", "aalb", "Ålborg", "rør åL"] {
        assert!(titles(&workspace, text).contains(&"Ålborg Rør".to_owned()), "{text}");
    }
}

#[test]
fn the_inside_of_a_compound_is_found_from_three_letters() {
    let home = Home::new();
    let workspace = home.create();
    let key = order(&workspace, "Gaffeltruckfører", "Kører på lageret");
    for text in ["truck", "ruc", "truckfører", "truckfoerer lager"] {
        let hits = workspace.search(text, 20).unwrap();
        assert_eq!(hits.len(), 1, "{text}");
        assert_eq!((hits[0].key, hits[0].fit), (key, Fit::Inside), "{text}");
    }
    assert!(titles(&workspace, "tr").is_empty(), "two letters only begin a word");
    assert!(titles(&workspace, "truckxx").is_empty());
    // All trigrams are there, but not beside each other.
    order(&workspace, "abcd", "bcde cdef");
    assert!(titles(&workspace, "abcdef").is_empty());
}

#[test]
fn beginnings_come_before_words_and_words_before_insides() {
    let home = Home::new();
    let workspace = home.create();
    order(&workspace, "Flaglager", "");
    order(&workspace, "Kok", "hjælper på lager");
    company(&workspace, "Det store Lager");
    company(&workspace, "Lagerhotellet");
    assert_eq!(titles(&workspace, "lager"), ["Lagerhotellet", "Det store Lager", "Kok", "Flaglager"]);
    let fits: Vec<Fit> = workspace.search("lager", 9).unwrap().iter().map(|hit| hit.fit).collect();
    assert_eq!(fits, [Fit::TitleStart, Fit::TitleWord, Fit::Word, Fit::Inside]);
}

#[test]
fn every_word_must_be_there() {
    let home = Home::new();
    let workspace = home.create();
    order(&workspace, "Lagermedarbejder", "truck og varemodtagelse");
    order(&workspace, "Lagerchef", "ledelse");
    assert_eq!(titles(&workspace, "lager truck"), ["Lagermedarbejder"]);
    assert_eq!(titles(&workspace, "medarb truck"), ["Lagermedarbejder"]);
    assert!(titles(&workspace, "lager truck ledelse").is_empty());
}

#[test]
fn orders_do_not_hide_companies() {
    let home = Home::new();
    let workspace = home.create();
    let key = company(&workspace, "Hansens Tømrer");
    for n in 0..60 {
        order(&workspace, &format!("Kok {n}"), "tømrer søges ikke");
    }
    assert!(workspace.search("tømrer", 20).unwrap().iter().any(|hit| hit.key == key));
}

#[test]
fn a_hit_shows_the_text_around_it_and_its_status() {
    let home = Home::new();
    let workspace = home.create();
    order(&workspace, "Kok", &format!("{}smørrebrød{}", "ord ".repeat(300), " mere".repeat(300)));
    let hit = workspace.search("smørrebrød", 5).unwrap().remove(0);
    assert!(hit.body.contains("smørrebrød") && hit.body.chars().count() < 200, "{}", hit.body);
    assert_eq!(hit.status.as_deref(), Some("open"));
    assert_eq!(feltmappen_store::SearchHit::terms("Smørre-Brød"), ["smoerre", "broed"]);
}

#[test]
fn what_was_changed_is_found_as_it_is_now() {
    let home = Home::new();
    let workspace = home.create();
    let key = company(&workspace, "Gammelt navn");
    workspace.commit(&commit(key, vec![change("name", "Gammelt navn", "Nyt")])).unwrap();
    assert!(titles(&workspace, "gammelt").is_empty() && titles(&workspace, "mmel").is_empty());
    workspace.commit(&commit(key, vec![change("@alive", Value::Null, false)])).unwrap();
    assert!(titles(&workspace, "nyt").is_empty());
}

#[test]
fn one_large_change_is_found_whole_and_at_once() {
    let home = Home::new();
    let workspace = home.create();
    let mut seeded = fresh(key(Kind::Unit), &[("name", "Jobcenter 0")]);
    seeded
        .records
        .extend((1..100).flat_map(|n| fresh(key(Kind::Unit), &[("name", &format!("Jobcenter {n}"))]).records));
    workspace.commit(&seeded).unwrap();
    company(&workspace, "Gaffeltruckværkstedet");
    assert_eq!(titles(&workspace, "truck"), ["Gaffeltruckværkstedet"]);
    let listed = ListQuery { text: Some("jobcenter".into()), ..ListQuery::new(Kind::Unit) };
    assert_eq!(workspace.page(&listed).unwrap().total, 100);
}

#[test]
fn no_text_is_too_strange() {
    let home = Home::new();
    let workspace = home.create();
    company(&workspace, "Jensen");
    let megabyte = "jensen \"* OR ".repeat(80_000);
    for text in [
        "",
        " ",
        "\"",
        "\"\"\"",
        "*",
        "-",
        "a*",
        "a AND",
        "NEAR(",
        "title:x",
        "^a",
        "{a}",
        "'; DROP",
        "👩‍🚒",
        "\0",
        "a\0b",
        "\u{202e}x",
        "e\u{301}",
        "ﷺ",
        "ſt",
        "İ",
        "ß",
        &megabyte,
    ] {
        workspace.search(text, 20).unwrap_or_else(|error| panic!("{:?}: {error}", &text[..text.len().min(9)]));
        let query =
            feltmappen_store::ListQuery { text: Some(text.into()), ..feltmappen_store::ListQuery::new(Kind::Company) };
        workspace.page(&query).unwrap();
    }
    assert_eq!(titles(&workspace, "\"jensen\"*"), ["Jensen"]);
}

#[test]
fn any_text_at_all_is_only_a_search() {
    let home = Home::new();
    let workspace = home.create();
    company(&workspace, "Ærø Møbler A/S ﬁnt ①");
    proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) }, |(text in "\\PC{0,40}", limit in 0usize..300)| {
        workspace.search(&text, limit).unwrap();
    });
    proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) }, |(text in "[ -~æøåÆØÅ]{0,12}")| {
        workspace.search(&text, 5).unwrap();
    });
}

#[test]
fn what_a_page_brings_reaches_the_search_together() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    for n in 0..50 {
        central.set(key(Kind::Company), &[("name", json!(format!("Virksomhed {n}")))]);
    }
    let outcome = workspace.store_page(&central.page(0, 50), 0, &[], NOW).unwrap();
    assert_eq!(outcome.agrees, Some(true));
    for index in ["search_words", "search_inside"] {
        // A row's number begins with that of the segment that it is a part of; below 11 stands what is no segment.
        let sql = format!("SELECT count(DISTINCT id >> 37) FROM {index}_data WHERE id > 10");
        let segments: i64 = workspace.raw(|connection| connection.query_row(&sql, [], |row| row.get(0))).unwrap();
        assert_eq!(segments, 1, "{index}: written once, and not for each entry");
    }
}
