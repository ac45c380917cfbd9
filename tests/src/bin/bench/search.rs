//! Search as you type, against the bare full-text queries.

use std::time::{Duration, Instant};

use feltmappen_proofs::Home;
use feltmappen_store::{Bare, OpenWith, Place};

use crate::{
    desk::{Desk, SystemKeyring},
    figure::{Figure, Samples},
};

/// Typed letter by letter: names, the inside of compounds, several words, numbers, and what is not there.
const TYPED: [&str; 24] = [
    "aaby",
    "ærø gårdens",
    "ørsted",
    "åkande",
    "bageri",
    "store møllens bageri",
    "værksted",
    "truckfører",
    "sundhedshjælper",
    "medarbejder",
    "smed",
    "kok",
    "nordre havnens transport",
    "lager nr. 4711",
    "egelund",
    "plejehjem",
    "rengøring 12",
    "mekaniker",
    "trykkeri",
    "forefaldende",
    "fiskeri strand",
    "99532084",
    "hjælper 777",
    "zebra",
];
const ROUNDS: usize = 6;
/// As many as the window shows.
const HITS: usize = 24;

pub fn bench(home: &Home, desk: &Desk) -> Figure {
    let bare = Bare::open(&Place::new(home.workspace()), OpenWith::Keyring(&SystemKeyring)).expect("a bare reader");
    let queries: Vec<String> = TYPED.iter().flat_map(|text| beginnings(text)).collect();
    let mut searches = Vec::new();
    let mut bares = Vec::new();
    let mut short = Vec::new();
    for round in 0..=ROUNDS {
        for query in &queries {
            let (search, plain) = if round.is_multiple_of(2) {
                let search = app_search(desk, query);
                (search, bare_search(&bare, query))
            } else {
                let plain = bare_search(&bare, query);
                (app_search(desk, query), plain)
            };
            // The first round only warms up.
            if round > 0 {
                searches.push(search);
                bares.push(plain);
                if query.chars().count() <= 2 {
                    short.push(search);
                }
            }
        }
    }
    let (searches, bares) = (Samples::of_times(&searches), Samples::of_times(&bares));
    let short = Samples::of_times(&short);
    Figure {
        name: "search_vs_raw_fts",
        value: searches.p99() / bares.p99(),
        unit: "ratio",
        detail: format!(
            "p99 of {} searches by turns, at most 1.5: search {:.1} ms (median {:.2}, most {:.1}; 1 and 2 letters: p99 \
             {:.1}), bare FTS5 queries with the same limits, row numbers only {:.1} ms (median {:.2}, most {:.1})",
            searches.count(),
            searches.p99(),
            searches.median(),
            searches.most(),
            short.p99(),
            bares.p99(),
            bares.median(),
            bares.most()
        ),
    }
}

/// What is in the field after each letter.
fn beginnings(text: &str) -> impl Iterator<Item = String> {
    let letters = text.chars().count();
    (1..=letters).map(move |count| text.chars().take(count).collect())
}

fn app_search(desk: &Desk, query: &str) -> Duration {
    let query = query.to_owned();
    let begun = Instant::now();
    desk.app.search(query).expect("a search");
    begun.elapsed()
}

fn bare_search(bare: &Bare, query: &str) -> Duration {
    let begun = Instant::now();
    bare.search(query, HITS).expect("a search");
    begun.elapsed()
}
