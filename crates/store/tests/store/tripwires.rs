//! What the database itself refuses, and that the pragmas are what they are meant to be.

use crate::support::*;

#[test]
fn the_pragmas_are_set() {
    let home = Home::new();
    let workspace = home.create();
    workspace
        .raw(|connection| {
            let number =
                |pragma: &str| connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0));
            assert_eq!(number("synchronous")?, 2, "FULL");
            assert_eq!(number("secure_delete")?, 1);
            assert_eq!(number("temp_store")?, 2, "MEMORY");
            assert_eq!(number("foreign_keys")?, 1);
            assert_eq!(number("wal_autocheckpoint")?, 0, "the keeper does it");
            let mode: String = connection.query_row("PRAGMA journal_mode", [], |row| row.get(0))?;
            assert_eq!(mode, "wal");
            let cipher: String = connection.query_row("PRAGMA cipher_version", [], |row| row.get(0))?;
            assert!(cipher.starts_with('4'));
            for table in ["search_words", "search_inside"] {
                let sql = format!("SELECT v FROM {table}_config WHERE k = 'secure-delete'");
                assert_eq!(connection.query_row(&sql, [], |row| row.get::<_, i64>(0))?, 1, "{table}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn rows_that_cannot_be_right_are_refused() {
    let home = Home::new();
    let workspace = home.create();
    company(&workspace, "Jensen");
    for sql in [
        "UPDATE record SET fields = 'plain'",
        "UPDATE record SET fields = '[]'",
        "UPDATE record SET kind = 4",
        "UPDATE record SET id = x'01'",
        "UPDATE record SET alive = 2",
        "UPDATE record SET due = ''",
        "UPDATE record SET unit = 99",
        "UPDATE journal SET hash = x''",
        "UPDATE journal SET outcome = 'lost'",
        "UPDATE journal SET code = 'x'",
        "INSERT INTO workspace (one, id, created_at, opened_at) VALUES (2, zeroblob(16), '', '')",
        "INSERT INTO draft VALUES (1, zeroblob(16), 'name', zeroblob(16), 'no json', '')",
        "INSERT INTO setting VALUES ('', '1', '')",
        "INSERT INTO feed VALUES ('f', zeroblob(16), 0, 0, 0, x'00')",
    ] {
        let refused = workspace.raw(|connection| connection.execute_batch(sql));
        assert!(refused.is_err(), "{sql}");
    }
}

#[test]
fn the_search_indexes_agree_with_their_text_after_edits_and_deletions() {
    let home = Home::new();
    let workspace = home.create();
    let mut keys = Vec::new();
    for n in 0..60 {
        keys.push(company(&workspace, &format!("Møbelfabrik {n} Ærø")));
    }
    // Forgotten several at a time in the background: with detail = none this is what finds FTS5 at fault.
    for (n, key) in keys.iter().enumerate() {
        let before = format!("Møbelfabrik {n} Ærø");
        let edit = match n % 3 {
            0 => change("name", before, format!("Åkirkeby {n}")),
            1 => change("notes", serde_json::Value::Null, "gaffeltruckfører"),
            _ => change("@alive", serde_json::Value::Null, false),
        };
        workspace.commit(&commit(*key, vec![edit])).unwrap();
    }
    whole(&workspace);
    assert_eq!(workspace.search("ærø", 100).unwrap().len(), 20);
    assert_eq!(workspace.search("åkirkeby", 100).unwrap().len(), 20);
    assert_eq!(workspace.search("truckfører", 100).unwrap().len(), 20);
}

/// Both indexes hold exactly what the documents say.
fn whole(workspace: &feltmappen_store::Workspace) {
    workspace
        .raw(|connection| {
            for table in ["search_words", "search_inside"] {
                connection
                    .execute_batch(&format!("INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)"))?;
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn many_documents_can_be_replaced_in_one_transaction() {
    let home = Home::new();
    let workspace = home.create();
    let mut dice = Dice::new(5);
    let mut text = move || -> String {
        let words = ["møbel", "fabrik", "truck", "gaffel", "lager", "ærø", "nord", "a", "42"];
        (0..dice.below(9) + 1)
            .map(|_| words[dice.below(9) as usize])
            .collect::<Vec<_>>()
            .join(["", " "][dice.below(2) as usize])
    };
    let mut names: Vec<_> = (0..80).map(|_| (key(feltmappen_domain::record::Kind::Company), text())).collect();
    workspace.commit_many(&names.iter().map(|(key, name)| fresh(*key, &[("name", name)])).collect::<Vec<_>>()).unwrap();
    for _ in 0..12 {
        let commits: Vec<_> = names
            .iter_mut()
            .map(|(key, name)| {
                let before = std::mem::replace(name, text());
                commit(*key, vec![change("name", before, name.clone())])
            })
            .collect();
        workspace.commit_many(&commits).unwrap();
        whole(&workspace);
    }
}
