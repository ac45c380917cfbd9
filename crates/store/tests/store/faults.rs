//! Each thing that can go wrong with the files is made to happen: it has its own name, and keeps the file.

use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path as FilePath;
use std::process::Command;
use std::sync::atomic::Ordering;

use feltmappen_domain::record::Kind;
use feltmappen_store::{NewSlots, OpenWith, Passphrase, Place, PlaceState, Rig, SCHEMA, StoreError, Workspace};
use serde_json::json;

use crate::power_cut::vfs::Disk;
use crate::support::*;

const PAGE: u64 = 4096;

/// Turns some bits of one page around.
fn spoil(file: &FilePath, page: u64) {
    let mut file = fs::OpenOptions::new().read(true).write(true).open(file).unwrap();
    let mut bytes = [0u8; 16];
    file.seek(SeekFrom::Start((page - 1) * PAGE + 1000)).unwrap();
    file.read_exact(&mut bytes).unwrap();
    file.seek(SeekFrom::Start((page - 1) * PAGE + 1000)).unwrap();
    file.write_all(&bytes.map(|byte| !byte)).unwrap();
}

#[test]
fn a_file_that_cannot_be_read_is_set_aside_whole_and_a_new_one_can_be_made() {
    let home = Home::new();
    company(&home.create(), "Jensen");
    spoil(&home.file("feltmappen.db"), 1);
    let damaged = fs::read(home.file("feltmappen.db")).unwrap();
    let keys = fs::read(home.file("feltmappen.keys")).unwrap();
    let Err(StoreError::Damaged { set_aside: Some(folder) }) = home.open() else { panic!("not set aside") };
    assert!(fs::read(folder.join("feltmappen.db")).unwrap() == damaged, "not a byte was changed");
    assert_eq!(fs::read(folder.join("feltmappen.keys")).unwrap(), keys, "whoever has the key can try to rescue it");
    assert_eq!(home.place().state().unwrap(), PlaceState::Absent);
    let workspace = home.create();
    assert!(workspace.all(Kind::Company).unwrap().is_empty());
    // The old key is still in the keyring: the new workspace has its own entry.
    assert_eq!(home.keyring.entries.lock().unwrap().len(), 2);
}

#[test]
fn two_damaged_workspaces_are_set_aside_beside_each_other() {
    let home = Home::new();
    for _ in 0..2 {
        drop(home.create());
        spoil(&home.file("feltmappen.db"), 1);
        assert!(matches!(home.open(), Err(StoreError::Damaged { set_aside: Some(_) })));
    }
    let folders = fs::read_dir(home.place().dir).unwrap().filter(|e| e.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(folders, 2);
}

#[test]
fn an_emptied_file_is_damage_and_never_an_empty_workspace() {
    let home = Home::new();
    for left in [0usize, 100, 4096] {
        company(&home.create(), "Jensen");
        let whole = fs::read(home.file("feltmappen.db")).unwrap();
        fs::write(home.file("feltmappen.db"), &whole[..left]).unwrap();
        let found = home.open().err();
        assert!(matches!(found, Some(StoreError::Damaged { set_aside: Some(_) })), "{left}: {found:?}");
    }
}

#[test]
fn a_file_that_is_gone_is_missing_and_nothing_is_made_in_its_place() {
    let home = Home::new();
    drop(home.create());
    fs::rename(home.file("feltmappen.db"), home.file("elsewhere")).unwrap();
    assert_eq!(home.open().err(), Some(StoreError::Missing));
    assert!(!home.file("feltmappen.db").exists());
}

#[test]
fn the_first_bytes_of_the_file_can_be_damaged_without_harm() {
    let home = Home::new();
    let key = company(&home.create(), "Jensen");
    let mut file = fs::OpenOptions::new().write(true).open(home.file("feltmappen.db")).unwrap();
    file.write_all(&[0u8; 16]).unwrap();
    drop(file);
    assert_eq!(text(&home.open().unwrap(), &key, "name").as_deref(), Some("Jensen"));
}

#[test]
fn a_page_that_is_damaged_later_is_said_when_it_is_met_and_the_file_stays() {
    let home = Home::new();
    let workspace = home.create();
    for n in 0..300 {
        company(&workspace, &format!("Virksomhed {n}"));
    }
    drop(workspace);
    let file = home.file("feltmappen.db");
    for page in 80..fs::metadata(&file).unwrap().len() / PAGE {
        spoil(&file, page);
    }
    let workspace = home.open().unwrap();
    assert_eq!(workspace.all(Kind::Company).err(), Some(StoreError::Damaged { set_aside: None }));
    assert_eq!(workspace.check().err(), Some(StoreError::Damaged { set_aside: None }));
    assert!(file.exists());
}

#[test]
fn a_whole_file_passes_the_check() {
    let home = Home::new();
    let workspace = home.create();
    company(&workspace, "Jensen");
    workspace.check().unwrap();
}

#[test]
fn a_file_of_another_workspace_is_a_wrong_key_and_stays() {
    let home = Home::new();
    drop(home.create());
    let other = Home::new();
    drop(other.create());
    fs::copy(other.file("feltmappen.db"), home.file("feltmappen.db")).unwrap();
    let before = fs::read(home.file("feltmappen.db")).unwrap();
    assert_eq!(home.open().err(), Some(StoreError::WrongKey));
    assert!(fs::read(home.file("feltmappen.db")).unwrap() == before);
}

#[test]
fn a_file_of_a_newer_version_is_left_alone() {
    let home = Home::new();
    let workspace = home.create();
    workspace.raw(|c| c.execute_batch("PRAGMA user_version = 9")).unwrap();
    drop(workspace);
    let before = fs::read(home.file("feltmappen.db")).unwrap();
    assert_eq!(home.open().err(), Some(StoreError::NewerVersion { found: 9, known: SCHEMA }));
    assert!(fs::read(home.file("feltmappen.db")).unwrap() == before);
}

#[test]
fn a_full_file_system_refuses_the_edit_and_keeps_everything_before_it() {
    let (disk, vfs) = Disk::register();
    let home = Home::new();
    let workspace = home.create_with(&Rig { vfs: Some(vfs), ..Rig::default() });
    let key = company(&workspace, "Jensen");
    disk.full.store(true, Ordering::SeqCst);
    assert_eq!(workspace.save_draft(&key, UNIT, &path("notes"), &json!("x"), NOW), Err(StoreError::DiskFull));
    let edit = commit(key, vec![change("name", "Jensen", "Hansen")]);
    assert_eq!(workspace.commit(&edit), Err(StoreError::DiskFull));
    assert_eq!(text(&workspace, &key, "name").as_deref(), Some("Jensen"), "reading goes on");
    workspace.search("jensen", 5).unwrap();
    disk.full.store(false, Ordering::SeqCst);
    workspace.commit(&edit).unwrap();
    drop(workspace);
    assert_eq!(text(&home.open().unwrap(), &key, "name").as_deref(), Some("Hansen"));
}

#[test]
fn a_database_that_may_not_grow_is_a_full_disk_too() {
    let home = Home::new();
    let workspace = home.create_with(&Rig { max_pages: Some(100), ..Rig::default() });
    let big = json!("æ".repeat(100_000));
    let key = key(Kind::Company);
    let full = (0..10).find_map(|n| workspace.save_draft(&key, UNIT, &path(&format!("f{n}")), &big, NOW).err());
    assert_eq!(full, Some(StoreError::DiskFull));
    drop(workspace);
    home.open().unwrap().check().unwrap();
}

/// Runs `work` without root's right to write everywhere.
#[cfg(target_os = "linux")]
#[allow(unsafe_code)] // One system call, for this thread only: as root, file modes would stop nobody.
fn as_nobody<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    unsafe extern "C" {
        fn setfsuid(uid: u32) -> i32;
        fn geteuid() -> u32;
    }
    std::thread::scope(|scope| {
        scope
            .spawn(|| {
                // SAFETY: both take and return plain numbers; the thread ends with the changed id.
                unsafe {
                    if geteuid() == 0 {
                        setfsuid(65_534);
                    }
                }
                work()
            })
            .join()
            .unwrap()
    })
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_says_so_at_start_and_when_nothing_is_there_yet() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &FilePath, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let home = Home::new();
    drop(home.create());
    mode(home.folder.path(), 0o555);
    mode(&home.place().dir, 0o555);
    for name in ["feltmappen.db", "feltmappen.keys", "feltmappen.lock"] {
        mode(&home.file(name), 0o444);
    }
    let before = fs::read(home.file("feltmappen.db")).unwrap();
    assert_eq!(as_nobody(|| home.open().err()), Some(StoreError::ReadOnly), "not even the lock can be taken");
    mode(&home.file("feltmappen.lock"), 0o666);
    assert_eq!(as_nobody(|| home.open().err()), Some(StoreError::ReadOnly), "the lock can, the database not");
    assert!(fs::read(home.file("feltmappen.db")).unwrap() == before);
    let elsewhere = Place::new(home.folder.path().join("ny"));
    let slots = NewSlots { keyring: Some(&home.keyring), passphrase: None };
    assert_eq!(as_nobody(|| Workspace::create(&elsewhere, slots, NOW).err()), Some(StoreError::ReadOnly));
    mode(home.folder.path(), 0o755);
    mode(&home.place().dir, 0o755);
}

#[test]
fn a_folder_that_is_a_file_is_no_place_to_write() {
    let home = Home::new();
    let file = home.folder.path().join("fil");
    fs::write(&file, b"x").unwrap();
    let slots = NewSlots { keyring: Some(&home.keyring), passphrase: None };
    for dir in [file.clone(), file.join("under")] {
        assert_eq!(Workspace::create(&Place::new(dir), slots, NOW).err(), Some(StoreError::ReadOnly));
    }
}

const CHILD: &str = "FELTMAPPEN_TEST_CHILD";

/// Not a test of its own: what the second process does in the test below. It writes its answer to a file.
#[test]
fn second_process() {
    let Ok(dir) = std::env::var(CHILD) else { return };
    let place = Place::new(&dir);
    let opened = Workspace::open(&place, OpenWith::Passphrase(&Passphrase::new("x".into())), NOW);
    fs::write(place.dir.join("answer"), format!("{:?}", opened.err())).unwrap();
}

#[test]
fn a_second_process_is_told_that_the_workspace_is_in_use() {
    let home = Home::new();
    let word = Passphrase::new("x".into());
    let workspace = Workspace::create(&home.place(), NewSlots { keyring: None, passphrase: Some(&word) }, NOW).unwrap();
    let again = Workspace::open(&home.place(), OpenWith::Passphrase(&word), NOW);
    assert_eq!(again.err(), Some(StoreError::InUse), "nor the same process twice");
    let other = || {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "faults::second_process"]).env(CHILD, home.place().dir);
        assert!(child.output().unwrap().status.success());
        fs::read_to_string(home.file("answer")).unwrap()
    };
    assert_eq!(other(), "Some(InUse)");
    drop(workspace);
    assert_eq!(other(), "None");
}

#[test]
fn no_error_says_what_it_is_about() {
    let home = Home::new();
    let workspace = home.create();
    let key = company(&workspace, "Agnete Sørensen");
    let refused = workspace.commit(&commit(key, vec![change("name", "Bodil", "Cecilie")])).unwrap_err();
    let shown = format!("{refused} {refused:?}");
    assert!(!["Agnete", "Bodil", "Cecilie"].iter().any(|name| shown.contains(name)), "{shown}");
}
