//! A disk whose power can be cut: a SQLite VFS around the default one that knows what was synced.
//!
//! Why unsafe: a VFS is a table of C functions. This one is only in tests; every function hands its call to the
//! default VFS and writes down what it did. A cut does not stop the run: it is a picture of what would be on the
//! platter at that moment, made by throwing away (or tearing) what was written since each file's last sync.
#![allow(unsafe_code)]

use std::collections::BTreeMap;
use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::mem::size_of;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;

use rusqlite::ffi;

use crate::support::Dice;

const SECTOR: usize = 512;

#[derive(Clone)]
enum Op {
    Write(usize, Arc<Vec<u8>>),
    Truncate(usize),
}

/// One file: what survives a cut for certain, and what was done to it since.
#[derive(Clone, Default)]
struct Content {
    synced: Arc<Vec<u8>>,
    since: Vec<Op>,
}

impl Content {
    fn apply(bytes: &mut Vec<u8>, op: &Op) {
        match op {
            Op::Write(at, data) => {
                if bytes.len() < at + data.len() {
                    bytes.resize(at + data.len(), 0);
                }
                bytes[*at..at + data.len()].copy_from_slice(data);
            }
            Op::Truncate(length) => bytes.resize(*length, 0),
        }
    }

    fn sync(&mut self) {
        let synced = Arc::make_mut(&mut self.synced);
        for op in self.since.drain(..) {
            Self::apply(synced, &op);
        }
    }
}

/// How much of the unsynced survives.
#[derive(Clone, Copy, Debug)]
pub enum Tear {
    /// Nothing.
    All,
    /// The first writes, the last of them in part.
    Prefix,
    /// Any sectors, in any order.
    Sectors,
}

/// The disk at one moment.
pub struct Picture {
    files: BTreeMap<String, Content>,
    /// Edits that had been reported durable.
    pub reported: u64,
}

impl Picture {
    /// Writes what is left after the cut to a folder, under the files' own names.
    pub fn develop(&self, folder: &Path, tear: Tear, dice: &mut Dice) {
        for (name, content) in &self.files {
            let mut bytes = content.synced.to_vec();
            let kept = dice.below(content.since.len() as u64 + 1) as usize;
            for (n, op) in content.since.iter().enumerate() {
                match (tear, op) {
                    (Tear::All, _) => {}
                    (Tear::Prefix, op) if n + 1 < kept => Content::apply(&mut bytes, op),
                    (Tear::Prefix, Op::Write(at, data)) if n + 1 == kept => {
                        let end = (dice.below(data.len() as u64 + 1) as usize).next_multiple_of(SECTOR).min(data.len());
                        Content::apply(&mut bytes, &Op::Write(*at, Arc::new(data[..end].to_vec())));
                    }
                    (Tear::Prefix, _) => {}
                    (Tear::Sectors, Op::Write(at, data)) => {
                        for (sector, part) in data.chunks(SECTOR).enumerate() {
                            if dice.below(2) == 0 {
                                let at = at + sector * SECTOR;
                                Content::apply(&mut bytes, &Op::Write(at, Arc::new(part.to_vec())));
                            }
                        }
                    }
                    (Tear::Sectors, op) => {
                        if dice.below(2) == 0 {
                            Content::apply(&mut bytes, op);
                        }
                    }
                }
            }
            let name = Path::new(name).file_name().unwrap();
            std::fs::write(folder.join(name), bytes).unwrap();
        }
    }
}

/// The disk's diary.
pub struct Disk {
    state: Mutex<State>,
    /// Edits reported durable so far; the test counts them up.
    pub reported: AtomicU64,
    /// Nothing more fits on the disk.
    pub full: AtomicBool,
}

#[derive(Default)]
struct State {
    files: BTreeMap<String, Content>,
    operations: u64,
    next_cut: Option<u64>,
    dice: Option<Dice>,
    every: u64,
    pictures: Vec<Picture>,
    syncs: BTreeMap<String, u64>,
}

impl Disk {
    /// Registers a new disk and returns it with its VFS name.
    pub fn register() -> (Arc<Self>, String) {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("cut-{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let disk =
            Arc::new(Self { state: Mutex::default(), reported: AtomicU64::new(0), full: AtomicBool::new(false) });
        // SAFETY: the default VFS is copied and registered under another name; it and the disk live as long as the
        // process (leaked on purpose), as SQLite demands.
        unsafe {
            let real = ffi::sqlite3_vfs_find(std::ptr::null());
            let mut vfs = *real;
            vfs.pNext = std::ptr::null_mut();
            vfs.zName = CString::new(name.clone()).unwrap().into_raw();
            vfs.szOsFile = (size_of::<File>() as c_int) + (*real).szOsFile;
            vfs.pAppData = Arc::into_raw(Arc::clone(&disk)).cast_mut().cast();
            vfs.xOpen = Some(open);
            vfs.xDelete = Some(delete);
            assert_eq!(ffi::sqlite3_vfs_register(Box::into_raw(Box::new(vfs)), 0), ffi::SQLITE_OK);
        }
        (disk, name)
    }

    /// From now on, takes a picture about every `every` operations.
    pub fn cut_every(&self, every: u64, seed: u64) {
        let mut state = self.state.lock().unwrap();
        state.every = every;
        state.next_cut = Some(state.operations + 1);
        state.dice = Some(Dice::new(seed));
    }

    pub fn take_pictures(&self) -> Vec<Picture> {
        std::mem::take(&mut self.state.lock().unwrap().pictures)
    }

    /// Syncs that this thread has asked for.
    pub fn syncs_of(&self, thread: ThreadId) -> u64 {
        self.state.lock().unwrap().syncs.get(&format!("{thread:?}")).copied().unwrap_or(0)
    }

    /// Syncs of all threads.
    pub fn syncs(&self) -> u64 {
        self.state.lock().unwrap().syncs.values().sum()
    }

    fn done(&self, work: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().unwrap();
        work(&mut state);
        state.operations += 1;
        if state.next_cut.is_some_and(|cut| state.operations >= cut) {
            let picture = Picture { files: state.files.clone(), reported: self.reported.load(Ordering::SeqCst) };
            state.pictures.push(picture);
            let every = state.every;
            let step = state.dice.as_mut().map_or(1, |dice| 1 + dice.below(2 * every - 1));
            state.next_cut = Some(state.operations + step);
        }
    }
}

/// Our file; the default VFS's file lies behind it.
#[repr(C)]
struct File {
    base: ffi::sqlite3_file,
    disk: *const Disk,
    name: *mut String,
}

/// SAFETY of all below: SQLite calls a file's functions with the file that `open` filled in, from one thread at a
/// time, and `szOsFile` gave it room for both files.
unsafe fn real(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    unsafe { file.cast::<u8>().add(size_of::<File>()).cast() }
}

unsafe fn methods(file: *mut ffi::sqlite3_file) -> &'static ffi::sqlite3_io_methods {
    unsafe { &*(*real(file)).pMethods }
}

unsafe fn note(file: *mut ffi::sqlite3_file, work: impl FnOnce(&mut State, &str)) {
    unsafe {
        let ours = file.cast::<File>();
        if !(*ours).name.is_null() {
            let name = (*(*ours).name).clone();
            (*(*ours).disk).done(|state| work(state, &name));
        }
    }
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    unsafe {
        let default = ffi::sqlite3_vfs_find(std::ptr::null());
        let ours = file.cast::<File>();
        (*ours).base.pMethods = std::ptr::null();
        (*ours).disk = (*vfs).pAppData.cast();
        (*ours).name = std::ptr::null_mut();
        let code = (*default).xOpen.unwrap()(default, name, real(file), flags, out_flags);
        if code != ffi::SQLITE_OK {
            return code;
        }
        (*ours).base.pMethods = &METHODS;
        if !name.is_null() && flags & (ffi::SQLITE_OPEN_MAIN_DB | ffi::SQLITE_OPEN_WAL) != 0 {
            let path = CStr::from_ptr(name).to_str().unwrap().to_owned();
            let mut state = (*(*ours).disk).state.lock().unwrap();
            state.files.entry(path.clone()).or_insert_with(|| Content {
                synced: Arc::new(std::fs::read(&path).unwrap_or_default()),
                since: Vec::new(),
            });
            (*ours).name = Box::into_raw(Box::new(path));
        }
        code
    }
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, sync_dir: c_int) -> c_int {
    unsafe {
        let default = ffi::sqlite3_vfs_find(std::ptr::null());
        let code = (*default).xDelete.unwrap()(default, name, sync_dir);
        if code == ffi::SQLITE_OK {
            let path = CStr::from_ptr(name).to_str().unwrap().to_owned();
            (*(*vfs).pAppData.cast::<Disk>()).state.lock().unwrap().files.remove(&path);
        }
        code
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    unsafe {
        let ours = file.cast::<File>();
        if !(*ours).name.is_null() {
            drop(Box::from_raw((*ours).name));
            (*ours).name = std::ptr::null_mut();
        }
        methods(file).xClose.unwrap()(real(file))
    }
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, to: *mut c_void, amount: c_int, at: i64) -> c_int {
    unsafe { methods(file).xRead.unwrap()(real(file), to, amount, at) }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, amount: c_int, at: i64) -> c_int {
    unsafe {
        if (*(*file.cast::<File>()).disk).full.load(Ordering::SeqCst) {
            return ffi::SQLITE_FULL;
        }
        let code = methods(file).xWrite.unwrap()(real(file), from, amount, at);
        if code == ffi::SQLITE_OK {
            let data = std::slice::from_raw_parts(from.cast::<u8>(), amount as usize).to_vec();
            note(file, |state, name| {
                state.files.entry(name.into()).or_default().since.push(Op::Write(at as usize, Arc::new(data)));
            });
        }
        code
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    unsafe {
        let code = methods(file).xTruncate.unwrap()(real(file), size);
        if code == ffi::SQLITE_OK {
            note(file, |state, name| {
                state.files.entry(name.into()).or_default().since.push(Op::Truncate(size as usize));
            });
        }
        code
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    unsafe {
        let code = methods(file).xSync.unwrap()(real(file), flags);
        if code == ffi::SQLITE_OK {
            note(file, |state, name| {
                *state.syncs.entry(format!("{:?}", std::thread::current().id())).or_default() += 1;
                state.files.entry(name.into()).or_default().sync();
            });
        }
        code
    }
}

/// A function that only hands its call on.
macro_rules! pass {
    ($name:ident, $method:ident, ($($arg:ident: $type:ty),*) $(-> $out:ty)?) => {
        unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file, $($arg: $type),*) $(-> $out)? {
            unsafe { methods(file).$method.unwrap()(real(file), $($arg),*) }
        }
    };
}

pass!(file_size, xFileSize, (size: *mut i64) -> c_int);
pass!(lock, xLock, (level: c_int) -> c_int);
pass!(unlock, xUnlock, (level: c_int) -> c_int);
pass!(check_reserved_lock, xCheckReservedLock, (out: *mut c_int) -> c_int);
pass!(file_control, xFileControl, (op: c_int, arg: *mut c_void) -> c_int);
pass!(sector_size, xSectorSize, () -> c_int);
pass!(device_characteristics, xDeviceCharacteristics, () -> c_int);
pass!(shm_map, xShmMap, (page: c_int, size: c_int, extend: c_int, out: *mut *mut c_void) -> c_int);
pass!(shm_lock, xShmLock, (offset: c_int, n: c_int, flags: c_int) -> c_int);
pass!(shm_barrier, xShmBarrier, ());
pass!(shm_unmap, xShmUnmap, (delete: c_int) -> c_int);

static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
