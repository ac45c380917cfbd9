//! Lists: Danish order, every filter, every page.

use feltmappen_domain::record::Kind;
use feltmappen_store::{ListPage, ListQuery, Sort, Workspace, sort_key};
use icu_collator::Collator;
use icu_collator::options::{CollatorOptions, Strength};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::*;

fn titles(page: &ListPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.title.as_str()).collect()
}

fn orders(workspace: &Workspace) -> (uuid::Uuid, uuid::Uuid) {
    let (mine, theirs) = (id(), id());
    let mut commits = Vec::new();
    for (n, (title, status, deadline)) in [
        ("Åben stilling", "open", Some("2026-12-01")),
        ("Bager", "draft", None),
        ("Ærlig sælger", "closed", Some("2026-11-25")),
        ("Østersåbner", "open", Some("2026-11-24")),
        ("Aarhus-kok", "inactive", None),
        ("anlægsgartner", "open", Some("2027-01-01")),
    ]
    .into_iter()
    .enumerate()
    {
        let key = key(Kind::JobOrder);
        let owner = if n % 2 == 0 { mine } else { theirs };
        let mut changes = vec![
            change("title", Value::Null, title),
            change("status", Value::Null, status),
            change("coordinator", Value::Null, owner.to_string()),
            change("responsible_unit", Value::Null, UNIT.to_string()),
        ];
        changes.extend(deadline.map(|date| change("start_date", Value::Null, date)));
        commits.push(commit_at(key, changes, &format!("2026-11-24T10:00:0{n}Z")));
    }
    workspace.commit_many(&commits).unwrap();
    (mine, theirs)
}

fn list(workspace: &Workspace, change: impl FnOnce(&mut ListQuery)) -> ListPage {
    let mut query = ListQuery::new(Kind::JobOrder);
    change(&mut query);
    workspace.page(&query).unwrap()
}

#[test]
fn the_default_order_is_danish() {
    let home = Home::new();
    let workspace = home.create();
    orders(&workspace);
    let page = list(&workspace, |_| {});
    assert_eq!(page.total, 6);
    let right = ["anlægsgartner", "Bager", "Ærlig sælger", "Østersåbner", "Åben stilling", "Aarhus-kok"];
    assert_eq!(titles(&page), right);
    let turned = list(&workspace, |query| query.descending = true);
    assert!(titles(&turned).iter().rev().eq(right.iter()));
}

#[test]
fn each_filter_filters_and_they_combine() {
    let home = Home::new();
    let workspace = home.create();
    let (mine, _) = orders(&workspace);
    let count = |change: &dyn Fn(&mut ListQuery)| {
        let page = list(&workspace, change);
        assert_eq!(page.total, page.rows.len() as u64);
        page.total
    };
    assert_eq!(count(&|q| q.status = Some("open".into())), 3);
    assert_eq!(count(&|q| q.include_closed = false), 5);
    assert_eq!(count(&|q| q.owner = Some(mine)), 3);
    assert_eq!(count(&|q| q.unit = Some(UNIT)), 6);
    assert_eq!(count(&|q| q.unit = Some(id())), 0);
    assert_eq!(count(&|q| q.text = Some("sælg".into())), 1);
    assert_eq!(count(&|q| q.text = Some("  ".into())), 6);
    assert_eq!(count(&|q| q.text = Some("elg".into())), 0);
    let owned = |q: &mut ListQuery| {
        q.owner = Some(mine);
        q.include_closed = false;
    };
    assert_eq!(count(&owned), 2);
}

#[test]
fn a_total_is_never_stale() {
    let home = Home::new();
    let workspace = home.create();
    let total = || workspace.page(&ListQuery::new(Kind::Company)).unwrap().total;
    assert_eq!(total(), 0);
    let key = company(&workspace, "Jensen");
    assert_eq!(total(), 1);
    workspace.commit(&commit(key, vec![change("@alive", Value::Null, false)])).unwrap();
    assert_eq!(total(), 0);
}

#[test]
fn a_row_says_whether_something_is_being_typed() {
    let home = Home::new();
    let workspace = home.create();
    let key = company(&workspace, "Jensen");
    let has_draft = || workspace.page(&ListQuery::new(Kind::Company)).unwrap().rows[0].has_draft;
    assert!(!has_draft());
    workspace.save_draft(&key, UNIT, &path("notes"), &json!("x"), NOW).unwrap();
    assert!(has_draft());
}

#[test]
fn children_and_small_catalogues_come_in_order() {
    let home = Home::new();
    let workspace = home.create();
    let parent = company(&workspace, "Jensen");
    for name in ["Åse", "Bo", "Ane"] {
        let texts = [("name", name), ("company", &parent.id.to_string())];
        workspace.commit(&fresh(key(Kind::Contact), &texts)).unwrap();
    }
    let names = |records: Vec<feltmappen_domain::record::Record>| {
        records.iter().map(|record| record.fields.text("name").unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(workspace.children(parent.id, Kind::Contact).unwrap()), ["Ane", "Bo", "Åse"]);
    assert!(workspace.children(parent.id, Kind::Workplace).unwrap().is_empty());
    assert_eq!(names(workspace.all(Kind::Contact).unwrap()), ["Ane", "Bo", "Åse"]);
}

#[test]
fn every_page_of_every_order_joins_to_the_whole() {
    let home = Home::new();
    let workspace = home.create();
    let commits: Vec<_> = (0..97)
        .map(|n| {
            let status = ["open", "draft", "closed"][n % 3];
            fresh(key(Kind::JobOrder), &[("title", &format!("Kok {}", n * 31 % 7)), ("status", status)])
        })
        .collect();
    workspace.commit_many(&commits).unwrap();
    for sort in [Sort::Title, Sort::Status, Sort::Deadline, Sort::Changed] {
        for descending in [false, true] {
            let at = |offset, limit| {
                list(&workspace, |query| {
                    (query.sort, query.descending, query.offset, query.limit) = (sort, descending, offset, limit)
                })
            };
            let whole: Vec<_> = at(0, 1000).rows.iter().map(|row| row.key).collect();
            assert_eq!(whole.len(), 97);
            let pages: Vec<_> = (0..10).flat_map(|page| at(page * 10, 10).rows).map(|row| row.key).collect();
            assert!(pages == whole, "{sort:?} {descending}");
            assert!(at(97, 10).rows.is_empty() && at(u64::MAX, u64::MAX).rows.is_empty());
            assert_eq!(at(96, 10).rows.len(), 1);
        }
    }
}

#[test]
fn the_sort_key_agrees_with_the_danish_collation_of_icu() {
    let mut options = CollatorOptions::default();
    options.strength = Some(Strength::Secondary);
    let danish: icu_collator::CollatorPreferences = icu_locale_core::locale!("da").into();
    let icu = Collator::try_new(danish, options).unwrap();
    let agree = |a: &str, b: &str| sort_key(a).cmp(&sort_key(b)) == icu.compare(a, b);
    for (a, b) in [
        ("Aabenraa", "Åbenrå"),
        ("Aa", "Z"),
        ("Ærø", "Ø"),
        ("Äpfel", "Æble"),
        ("Öl", "Øl"),
        ("Müller", "Mylius"),
        ("a b", "ab"),
    ] {
        assert!(agree(a, b), "{a} {b}");
    }
    // Taken apart, å and ä are a and a mark, so that ICU sees an "aa" in "aå" and "aä"; and it sees none in "aA".
    let text = "[ 0-9a-zA-ZæøåÆØÅéüöä]{0,20}".prop_filter("an aa that is not quite one", |text| {
        let letters: Vec<char> = text.chars().collect();
        !letters.windows(2).any(|two| matches!(two, ['a', 'A'] | ['a' | 'A', 'å' | 'ä' | 'Å']))
    });
    proptest!(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_000) }, |(a in text.clone(), b in text)| {
        prop_assert!(agree(&a, &b), "{} {}", a, b);
    });
}
