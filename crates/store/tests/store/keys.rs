//! Key slots: who can open, who cannot, and that nothing is encrypted anew.

use feltmappen_store::{NewSlots, OpenWith, Passphrase, PlaceState, SlotKind, StoreError, Workspace};

use crate::support::*;

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.into())
}

fn open_by(home: &Home, text: &str) -> Result<Workspace, StoreError> {
    Workspace::open(&home.place(), OpenWith::Passphrase(&passphrase(text)), NOW)
}

#[test]
fn a_place_says_what_is_there() {
    let home = Home::new();
    assert_eq!(home.place().state().unwrap(), PlaceState::Absent);
    assert_eq!(home.open().err(), Some(StoreError::Missing));
    drop(home.create());
    assert_eq!(home.place().state().unwrap(), PlaceState::Present { slots: vec![SlotKind::Keyring] });
    let slots = NewSlots { keyring: Some(&home.keyring), passphrase: None };
    assert_eq!(Workspace::create(&home.place(), slots, NOW).err(), Some(StoreError::Exists));
}

#[test]
fn both_slots_open_the_same_workspace() {
    let home = Home::new();
    let word = passphrase("tolv blå heste");
    let slots = NewSlots { keyring: Some(&home.keyring), passphrase: Some(&word) };
    let workspace = Workspace::create(&home.place(), slots, NOW).unwrap();
    let key = company(&workspace, "Jensen");
    drop(workspace);
    assert_eq!(text(&home.open().unwrap(), &key, "name").as_deref(), Some("Jensen"));
    assert_eq!(text(&open_by(&home, "tolv blå heste").unwrap(), &key, "name").as_deref(), Some("Jensen"));
}

#[test]
fn slots_change_without_touching_the_database() {
    let home = Home::new();
    let workspace = home.create();
    company(&workspace, "Jensen");
    workspace.prepare_close().unwrap();
    let before = std::fs::read(home.file("feltmappen.db")).unwrap();
    assert_eq!(workspace.remove_slot(SlotKind::Keyring, Some(&home.keyring)), Err(StoreError::LastSlot));
    workspace.set_passphrase(&passphrase("én")).unwrap();
    workspace.set_passphrase(&passphrase("to")).unwrap();
    workspace.remove_slot(SlotKind::Keyring, Some(&home.keyring)).unwrap();
    assert_eq!(workspace.slots().unwrap(), [SlotKind::Passphrase]);
    assert!(home.keyring.entries.lock().unwrap().is_empty());
    assert!(std::fs::read(home.file("feltmappen.db")).unwrap() == before);
    drop(workspace);
    assert_eq!(home.open().err(), Some(StoreError::KeyLost), "with locking on, the keyring never opens alone");
    assert_eq!(open_by(&home, "én").err(), Some(StoreError::WrongKey));
    let workspace = open_by(&home, "to").unwrap();
    workspace.set_keyring(&home.keyring).unwrap();
    drop(workspace);
    home.open().unwrap();
}

#[test]
fn a_wrong_passphrase_changes_nothing_and_is_no_damage() {
    let home = Home::new();
    let word = passphrase("rigtig");
    let slots = NewSlots { keyring: None, passphrase: Some(&word) };
    let workspace = Workspace::create(&home.place(), slots, NOW).unwrap();
    let key = company(&workspace, "Jensen");
    drop(workspace);
    let before = std::fs::read(home.file("feltmappen.db")).unwrap();
    for wrong in ["", "Rigtig", "rigtig "] {
        assert_eq!(open_by(&home, wrong).err(), Some(StoreError::WrongKey));
    }
    assert!(std::fs::read(home.file("feltmappen.db")).unwrap() == before);
    assert_eq!(text(&open_by(&home, "rigtig").unwrap(), &key, "name").as_deref(), Some("Jensen"));
}

#[test]
fn a_lost_another_or_a_locked_keyring_entry_each_say_so_and_change_nothing() {
    let mut home = Home::new();
    drop(home.create());
    let before = std::fs::read(home.file("feltmappen.db")).unwrap();
    let entries = std::mem::take(&mut *home.keyring.entries.lock().unwrap());
    assert_eq!(home.open().err(), Some(StoreError::KeyLost));
    let (name, entry) = entries.into_iter().next().unwrap();
    for wrong in [vec![7u8; 32], vec![1, 2, 3]] {
        home.keyring.entries.lock().unwrap().insert(name.clone(), feltmappen_store::Secret::new(wrong));
        assert_eq!(home.open().err(), Some(StoreError::WrongKey));
    }
    home.keyring.entries.lock().unwrap().insert(name, entry);
    home.keyring.locked = true;
    assert_eq!(home.open().err(), Some(StoreError::NoKeyring));
    home.keyring.locked = false;
    assert!(std::fs::read(home.file("feltmappen.db")).unwrap() == before);
    home.open().unwrap();
}

#[test]
fn without_a_keyring_nothing_is_made_and_a_passphrase_does() {
    let mut home = Home::new();
    home.keyring.locked = true;
    let slots = NewSlots { keyring: Some(&home.keyring), passphrase: None };
    assert_eq!(Workspace::create(&home.place(), slots, NOW).err(), Some(StoreError::NoKeyring));
    assert_eq!(home.place().state().unwrap(), PlaceState::Absent);
    let word = passphrase("tolv blå heste");
    Workspace::create(&home.place(), NewSlots { keyring: None, passphrase: Some(&word) }, NOW).unwrap();
}

#[test]
fn a_missing_key_file_is_a_lost_key_and_never_a_new_workspace() {
    let home = Home::new();
    drop(home.create());
    std::fs::rename(home.file("feltmappen.keys"), home.file("elsewhere")).unwrap();
    assert_eq!(home.place().state().err(), Some(StoreError::KeyLost));
    assert_eq!(home.open().err(), Some(StoreError::KeyLost));
    let slots = NewSlots { keyring: Some(&home.keyring), passphrase: None };
    assert_eq!(Workspace::create(&home.place(), slots, NOW).err(), Some(StoreError::KeyLost));
    std::fs::rename(home.file("elsewhere"), home.file("feltmappen.keys")).unwrap();
    home.open().unwrap();
}

#[test]
fn a_creation_that_was_cut_off_is_finished_at_the_next_start() {
    let home = Home::new();
    drop(home.create());
    let keys = std::fs::read_to_string(home.file("feltmappen.keys")).unwrap();
    std::fs::write(home.file("feltmappen.keys"), keys.replace("\"ready\"", "\"creating\"")).unwrap();
    std::fs::remove_file(home.file("feltmappen.db")).unwrap();
    company(&home.open().unwrap(), "Jensen");
    assert!(std::fs::read_to_string(home.file("feltmappen.keys")).unwrap().contains("\"ready\""));
}

#[test]
fn a_key_file_that_is_no_json_is_damage_and_stays() {
    let home = Home::new();
    drop(home.create());
    std::fs::write(home.file("feltmappen.keys"), b"\x00\xff{").unwrap();
    assert_eq!(home.open().err(), Some(StoreError::Damaged { set_aside: None }));
    assert_eq!(std::fs::read(home.file("feltmappen.keys")).unwrap(), b"\x00\xff{");
}
