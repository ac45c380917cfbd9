//! Companies: natural keys, duplicates, import, lists and search.
use crate::desk::{Desk, app_on, everything, id, text};
use feltmappen_app::{
    ErrorCode,
    api::{ImportKind, ImportProgress, Kind, ListQuery, Sort, Start},
};
use serde_json::json;

fn base64(bytes: &[u8]) -> String {
    use base64::{Engine, prelude::BASE64_STANDARD};
    BASE64_STANDARD.encode(bytes)
}

/// Imports a file as the window does, with the guessed mapping.
fn import(desk: &Desk, bytes: &[u8]) -> Result<ImportProgress, ErrorCode> {
    let code = |failure: feltmappen_app::Failure| failure.code;
    desk.app
        .import_begin("virksomheder.csv".into(), u32::try_from(bytes.len()).unwrap(), ImportKind::Companies)
        .map_err(code)?;
    for part in bytes.chunks(300_000) {
        desk.app.import_chunk(base64(part)).map_err(code)?;
    }
    let preview = desk.app.import_preview().map_err(code)?;
    let mapping = preview.columns.into_iter().map(|column| column.target).collect();
    let mut progress = desk.app.import_start(mapping).map_err(code)?;
    while !progress.finished {
        progress = desk.app.import_step().map_err(code)?;
    }
    Ok(progress)
}

const HEADER: &str = "CVR-nr;Navn;Branche;Antal ansatte;P-nr;Adresse;Postnr;By;Kommune;Kontaktperson;Telefon\n";

#[test]
fn the_same_number_is_the_same_company_whoever_makes_it() {
    let desk = Desk::new();
    let first = desk.create(Kind::Company, &[("name", json!("Café Lysning")), ("cvr", json!("DK 99 23 40 83"))]);
    let again = desk.create(Kind::Company, &[("name", json!("Cafe Lysning")), ("cvr", json!("99234083"))]);
    assert_eq!(first.key.id, again.key.id);
    assert_eq!(text(&again, "name"), "Café Lysning");
}

#[test]
fn importing_twice_changes_nothing_and_a_newer_file_updates() {
    let desk = Desk::new();
    let file = format!(
        "{HEADER}99 06 08 16;Nordhavn Kølelogistik A/S;Lager;58;1000000001;Havnevej 14;5500;Middelfart;Middelfart;Mads Holm;70101155\n\
         99234083;Café Lysning;Restaurant;9;;Torvet 8;5500;Middelfart;410;Hanne Lys;70101156\n"
    );
    let first = import(&desk, file.as_bytes()).unwrap();
    assert_eq!(
        (first.created, first.updated, first.error_count),
        (2, 0, 0),
        "{:?}",
        first.errors.first().map(|e| &e.message)
    );
    let again = import(&desk, file.as_bytes()).unwrap();
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2));
    let newer = import(&desk, file.replace("58;", "61;").as_bytes()).unwrap();
    assert_eq!((newer.created, newer.updated, newer.unchanged), (0, 1, 1));
    let page = desk.app.companies(everything()).unwrap();
    assert_eq!(page.total, 2);
    let row = &page.rows[1];
    assert_eq!(
        (row.name.as_str(), row.cvr.as_str(), row.contact.as_str()),
        ("Nordhavn Kølelogistik A/S", "99 06 08 16", "Mads Holm")
    );
    assert_eq!(row.place, "Middelfart");
}

#[test]
fn an_import_meets_the_company_that_another_device_made() {
    let desk = Desk::new();
    let other = Desk::new();
    let row = format!("{HEADER}99060816;Nordhavn Kølelogistik A/S;;;1000000001;;;;;;\n");
    import(&desk, row.as_bytes()).unwrap();
    import(&other, row.as_bytes()).unwrap();
    let key = |desk: &Desk| desk.app.companies(everything()).unwrap().rows[0].key;
    assert_eq!(key(&desk), key(&other));
    let workplace = |desk: &Desk| desk.app.open(key(desk)).unwrap().company.unwrap().workplaces[0].key;
    assert_eq!(workplace(&desk), workplace(&other));
}

#[test]
fn bad_rows_are_named_by_line_and_good_rows_are_kept() {
    let desk = Desk::new();
    let file = format!(
        "{HEADER}99060816;Nordhavn Kølelogistik A/S;;;;;;;;;\n\
         12345678;Forkert ApS;;;;;;;;;\n\
         99234083;\"Café\nLysning\";;;;;;;;;\n\
         ;Uden nummer;;;;;;;;;\n\
         99661259;;;;;;;;;;\n\
         99060816;Et andet navn;;;;;;;;;\n\
         99855770;Tømrermester Holm;;mange;;;;;;;\n"
    );
    let progress = import(&desk, file.as_bytes()).unwrap();
    assert_eq!((progress.total, progress.created, progress.error_count), (7, 2, 5));
    let lines: Vec<_> = progress.errors.iter().map(|error| error.line).collect();
    assert_eq!(lines, [3, 6, 7, 8, 9], "the quoted newline makes the third row two lines long");
    for error in &progress.errors {
        assert!(error.message.ends_with('.'), "{}", error.message);
    }
}

#[test]
fn windows_1252_and_utf_8_with_a_mark_are_both_read() {
    for (name, bytes) in [
        ("Windows-1252", b"CVR;Navn\n99598646;M\xf8lleg\xe5rdens Bageri\n".to_vec()),
        ("UTF-8", "\u{feff}CVR;Navn\n99598646;Møllegårdens Bageri\n".as_bytes().to_vec()),
    ] {
        let desk = Desk::new();
        desk.app.import_begin("f.csv".into(), 100, ImportKind::Companies).unwrap();
        desk.app.import_chunk(base64(&bytes)).unwrap();
        let preview = desk.app.import_preview().unwrap();
        assert_eq!(preview.encoding, name);
        assert_eq!(preview.columns[1].samples, ["Møllegårdens Bageri"]);
    }
}

#[test]
fn what_is_not_a_table_is_refused_and_says_so() {
    let desk = Desk::new();
    let cases: [(&str, &[u8], ErrorCode); 5] = [
        ("empty", b"", ErrorCode::FileUnreadable),
        ("binary", b"PK\x03\x04\x00\x00\x00\x08", ErrorCode::FileUnreadable),
        ("no header", b"99060816;Nordhavn\n99234083;Lysning\n", ErrorCode::FileUnreadable),
        ("one column", b"Navn\nNordhavn\n", ErrorCode::FileUnreadable),
        ("no CVR column", b"Navn;By\nNordhavn;Egelund\n", ErrorCode::MappingIncomplete),
    ];
    for (name, bytes, code) in cases {
        assert_eq!(import(&desk, bytes).err(), Some(code), "{name}");
    }
    let giga = desk.app.import_begin("stor.csv".into(), 1_000_000_000, ImportKind::Companies).err().unwrap();
    assert_eq!(giga.code, ErrorCode::FileTooLarge);
    assert_eq!(desk.app.import_chunk(base64(b"x")).err().unwrap().code, ErrorCode::NoFile);
}

#[test]
fn duplicates_are_found_and_become_one_with_everything_kept() {
    let desk = Desk::new();
    let keep =
        desk.create(Kind::Company, &[("name", json!("Fjordens Rengøring ApS")), ("notes", json!("Ring efter kl. 10"))]);
    let drop = desk.create(
        Kind::Company,
        &[("name", json!("Fjordens rengøring ApS")), ("cvr", json!("99611316")), ("notes", json!("Spørg efter Ali"))],
    );
    desk.create(Kind::Contact, &[("company", json!(id(&drop))), ("name", json!("Ali Demir"))]);
    desk.create(Kind::JobOrder, &[("company", json!(id(&drop))), ("title", json!("Rengøringsassistent"))]);
    assert_eq!(desk.app.attention().unwrap().duplicates.len(), 1);
    let merged = desk.app.merge_companies(id(&keep), id(&drop)).unwrap();
    assert_eq!(text(&merged, "cvr"), "99611316");
    assert_eq!(text(&merged, "notes"), "Ring efter kl. 10\n\nSpørg efter Ali");
    let company = merged.company.unwrap();
    assert_eq!((company.contacts.len(), company.orders.len()), (1, 1));
    assert!(desk.app.attention().unwrap().duplicates.is_empty());
    assert_eq!(desk.app.companies(everything()).unwrap().total, 1);

    let file = format!("{HEADER}99611316;Fjordens Rengøring ApS;;34;;;;;;;\n");
    let progress = import(&desk, file.as_bytes()).unwrap();
    assert_eq!((progress.created, progress.updated), (0, 1), "an import meets the company that was kept");
    assert_eq!(desk.app.companies(everything()).unwrap().total, 1);

    let restored = desk.app.restore(drop.key).unwrap();
    assert_eq!(text(&restored, "alias_of"), "");
    assert_eq!(desk.app.companies(everything()).unwrap().total, 2);
}

#[test]
fn search_finds_letters_prefixes_and_the_inside_of_compounds() {
    let desk = Desk::new();
    desk.create(Kind::Company, &[("name", json!("Ærø Gaffeltruckværksted")), ("notes", json!("Bor ved Åen"))]);
    let contact = [("name", json!("Søren Østergård"))];
    desk.create(Kind::Contact, &contact);
    for words in ["truck", "ær", "aer", "Æ", "aeroe", "værk", "gaffel ærø", "åen", "aen"] {
        let view = desk.app.search(words.into()).unwrap();
        assert!(view.groups.iter().any(|group| group.kind == Kind::Company), "{words}");
    }
    let view = desk.app.search("oestergaard".into()).unwrap();
    assert!(view.groups.is_empty() || view.groups[0].kind == Kind::Contact);
    assert_eq!(desk.app.search("østergå".into()).unwrap().groups[0].kind, Kind::Contact);
    for odd in ["", "\"", "*", "a\" OR \"b", "NEAR(", "-", "👍", &"x".repeat(1_000_000)] {
        desk.app.search(odd.to_owned()).unwrap();
    }
}

#[test]
fn lists_sort_as_danes_do_and_filter() {
    let desk = Desk::new();
    for name in ["Åkande", "Zoo", "Ærlig", "Østers", "abe", "Aabenraa Byg"] {
        desk.create(
            Kind::Company,
            &[("name", json!(name)), ("branch.text", json!(if name == "Zoo" { "Dyr" } else { "Byg" }))],
        );
    }
    let names =
        |query: ListQuery| desk.app.companies(query).unwrap().rows.into_iter().map(|row| row.name).collect::<Vec<_>>();
    assert_eq!(names(everything()), ["abe", "Zoo", "Ærlig", "Østers", "Aabenraa Byg", "Åkande"]);
    let backwards = ListQuery { descending: true, limit: 1, ..everything() };
    assert_eq!(names(backwards), ["Åkande"]);
    let branch = ListQuery { branch: Some("Dyr".into()), ..everything() };
    assert_eq!(names(branch), ["Zoo"]);
    let typed = ListQuery { text: "oest".into(), ..everything() };
    assert_eq!(names(typed), ["Østers"]);
    let latest = ListQuery { sort: Sort::Changed, descending: true, ..everything() };
    assert_eq!(desk.app.companies(latest).unwrap().total, 6);
    assert_eq!(desk.app.branches().unwrap(), ["Byg", "Dyr"]);
}

#[test]
fn a_passphrase_locks_and_the_keyring_alone_no_longer_opens() {
    let desk = Desk::new();
    assert_eq!(desk.app.set_passphrase("kort".into()).err().unwrap().code, ErrorCode::WeakPassphrase);
    let security = desk.app.set_passphrase("rød hund spiser æbler".into()).unwrap();
    assert!(security.passphrase && !security.keyring);
    desk.app.close();
    let app = app_on(&desk.folder.path().join("mappe"), &desk.keyring);
    assert!(matches!(app.start().unwrap(), Start::Locked));
    assert_eq!(app.unlock("rød hund spiser pærer".into()).err().unwrap().code, ErrorCode::WrongPassphrase);
    assert!(matches!(app.unlock("rød hund spiser æbler".into()).unwrap(), Start::Open { .. }));
    assert!(app.set_passphrase(String::new()).unwrap().keyring);
}

#[test]
fn a_lost_keyring_entry_is_said_to_be_that_and_never_opens_as_empty() {
    let desk = Desk::new();
    desk.create(Kind::Company, &[("name", json!("Café Lysning"))]);
    desk.app.close();
    let app = app_on(&desk.folder.path().join("mappe"), &crate::desk::MemoryKeyring::default());
    assert_eq!(app.start().err().unwrap().code, ErrorCode::KeyLost);
    let app = app_on(&desk.folder.path().join("mappe"), &desk.keyring);
    app.start().unwrap();
    assert_eq!(app.companies(everything()).unwrap().total, 1);
}

#[test]
fn a_second_app_on_the_same_folder_is_refused() {
    let desk = Desk::new();
    let second = app_on(&desk.folder.path().join("mappe"), &desk.keyring);
    assert_eq!(second.start().err().unwrap().code, ErrorCode::AlreadyOpen);
}

#[test]
fn addresses_and_people_of_one_name_are_told_apart_and_what_was_made_by_hand_is_met() {
    let desk = Desk::new();
    let company = desk.create(Kind::Company, &[("name", json!("Kæde ApS")), ("cvr", json!("99060816"))]);
    let by_hand = desk.create(Kind::Workplace, &[("company", json!(id(&company))), ("name", json!("Butik"))]);
    desk.type_and_leave(by_hand.key, "p_number", "1000000001");
    let header = "CVR;Navn;P-nr;Adresse;Postnr;Kontaktperson;Mail\n";
    let rows = "99060816;Kæde ApS;;Havnevej 4;5500;Bo Holm;bo@eksempel.invalid\n\
                99060816;Kæde ApS;;Skolegade 4;5500;Bo Holm;bh@eksempel.invalid\n\
                99060816;Kæde ApS;1000000001;;;;\n";
    let file = format!("{header}{rows}");
    for round in 0..2 {
        let progress = import(&desk, file.as_bytes()).unwrap();
        assert_eq!(progress.error_count, 0);
        let company = desk.app.open(company.key).unwrap().company.unwrap();
        assert_eq!((company.workplaces.len(), company.contacts.len()), (3, 2), "round {round}");
    }
}

#[test]
fn a_discarded_company_stays_discarded_when_a_list_names_it() {
    let desk = Desk::new();
    let company = desk.create(Kind::Company, &[("name", json!("Café Lysning")), ("cvr", json!("99234083"))]);
    desk.app.discard(company.key).unwrap();
    let progress = import(&desk, b"CVR;Navn\n99234083;Lysning\n").unwrap();
    assert_eq!((progress.created, progress.error_count), (0, 1));
    assert_eq!(desk.app.companies(everything()).unwrap().total, 0);
    let again = desk.create(Kind::Company, &[("name", json!("Café Lysning 2")), ("cvr", json!("99234083"))]);
    assert_eq!(text(&again, "name"), "Café Lysning 2", "whoever makes it anew keeps what was typed");
}

#[test]
fn a_number_of_a_merged_company_leads_to_the_one_that_was_kept() {
    let desk = Desk::new();
    let make = |cvr: &str| desk.create(Kind::Company, &[("name", json!("Ens")), ("cvr", json!(cvr))]);
    let (a, b, c) = (make("99060816"), make("99234083"), make("99661259"));
    desk.app.merge_companies(id(&b), id(&a)).unwrap();
    desk.app.merge_companies(id(&c), id(&b)).unwrap();
    assert_eq!(id(&make("99060816")), id(&c));
    let progress = import(&desk, b"CVR;Navn\n99060816;Ens\n").unwrap();
    assert_eq!((progress.created, progress.error_count), (0, 0));
    assert_eq!(desk.app.companies(everything()).unwrap().total, 1);
}
