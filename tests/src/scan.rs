//! Seeks texts in all files of some folders: as they are, in UTF-16, as JSON escapes them, and inside compressed data.

use std::{
    collections::BTreeSet,
    fmt,
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
    time::SystemTime,
};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use ruzstd::decoding::StreamingDecoder;

/// So much of a file is looked at; more is a file that this project does not write.
const LARGEST: u64 = 256 * 1024 * 1024;
/// So much is unpacked of one compressed piece, and so many pieces are unpacked inside one another.
const UNPACKED: u64 = 64 * 1024 * 1024;
const DEPTH: usize = 3;
const GZIP: [u8; 3] = [0x1f, 0x8b, 0x08];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A text that was found where it must not be.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Where.
    pub file: PathBuf,
    /// What was sought.
    pub text: String,
    /// How it was written there.
    pub form: String,
}

impl fmt::Debug for Hit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}: “{}” ({})", self.file.display(), self.text, self.form)
    }
}

/// What was looked at and found.
#[derive(Debug, Default)]
pub struct Found {
    /// Files that were read.
    pub files: usize,
    /// Bytes in them.
    pub bytes: u64,
    /// Compressed pieces that were unpacked.
    pub unpacked: usize,
    /// What was found.
    pub hits: BTreeSet<Hit>,
}

/// The seeker.
pub struct Scan {
    needles: Vec<(String, &'static str, Vec<u8>)>,
    /// By their first two bytes: does any begin like this?
    begins: Vec<bool>,
    since: Option<SystemTime>,
}

impl Scan {
    /// Seeks these texts.
    #[must_use]
    pub fn new(texts: &[&str]) -> Self {
        let needles = texts.iter().flat_map(|text| forms(text).map(|(form, bytes)| ((*text).to_owned(), form, bytes)));
        let needles: Vec<_> = needles.collect();
        let mut begins = vec![false; 1 << 16];
        for (_, _, needle) in &needles {
            begins[pair(needle)] = true;
        }
        Self { needles, begins, since: None }
    }

    /// Looks only at files written since this moment: for folders that others write to as well.
    #[must_use]
    pub const fn written_since(mut self, moment: SystemTime) -> Self {
        self.since = Some(moment);
        self
    }

    /// Looks through a folder and everything in it; files that go meanwhile are passed over.
    pub fn look(&self, folder: &Path, found: &mut Found) {
        // In a folder that others write to, what a compiler builds is not looked at.
        if self.since.is_some() && folder.join("CACHEDIR.TAG").exists() {
            return;
        }
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, Ok(known)) = (entry.path(), entry.metadata()) else { continue };
            if known.is_dir() {
                self.look(&path, found);
            } else if known.is_file() && self.is_new(&known) {
                self.look_at(&path, found);
            }
        }
    }

    fn is_new(&self, known: &fs::Metadata) -> bool {
        self.since.is_none_or(|since| known.modified().is_ok_and(|written| written >= since))
    }

    fn look_at(&self, path: &Path, found: &mut Found) {
        let mut bytes = Vec::new();
        if File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes)).is_err() {
            return;
        }
        found.files += 1;
        found.bytes += bytes.len() as u64;
        // A name is content too.
        self.seek(path, path.as_os_str().as_encoded_bytes(), "file name", found);
        self.search(path, &bytes, "", DEPTH, found);
    }

    fn search(&self, path: &Path, bytes: &[u8], packed: &str, depth: usize, found: &mut Found) {
        self.seek(path, bytes, packed, found);
        if depth == 0 {
            return;
        }
        for (form, plain) in unpack(bytes) {
            found.unpacked += 1;
            self.search(path, &plain, &format!("{packed}{form}, "), depth - 1, found);
        }
    }

    fn seek(&self, path: &Path, bytes: &[u8], place: &str, found: &mut Found) {
        for at in 0..bytes.len().saturating_sub(1) {
            if !self.begins[pair(&bytes[at..])] {
                continue;
            }
            for (text, form, needle) in &self.needles {
                if bytes[at..].starts_with(needle) {
                    let form = format!("{place}{form}");
                    found.hits.insert(Hit { file: path.to_owned(), text: text.clone(), form });
                }
            }
        }
    }
}

/// The first two bytes as a number.
fn pair(bytes: &[u8]) -> usize {
    usize::from(u16::from_be_bytes([bytes[0], bytes[1]]))
}

/// The ways in which programs write a text.
fn forms(text: &str) -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    let utf16: Vec<u16> = text.encode_utf16().collect();
    let escape = |unit: &u16| match u8::try_from(*unit) {
        Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
        _ => format!("\\u{unit:04x}"),
    };
    let escaped: String = utf16.iter().map(escape).collect();
    let latin: Option<Vec<u8>> = utf16.iter().map(|unit| u8::try_from(*unit).ok()).collect();
    let all = [
        ("UTF-8", Some(text.as_bytes().to_vec())),
        ("UTF-16LE", Some(utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect())),
        ("UTF-16BE", Some(utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect())),
        ("JSON", Some(escaped.to_uppercase().replace("\\U", "\\u").into_bytes()).filter(|_| !text.is_ascii())),
        ("json", Some(escaped.into_bytes()).filter(|_| !text.is_ascii())),
        ("Latin-1", latin.filter(|_| !text.is_ascii())),
    ];
    all.into_iter().filter_map(|(form, bytes)| Some((form, bytes?)))
}

/// Every piece of gzip, zlib and zstd inside, wherever it begins; and the whole as a bare deflate stream.
fn unpack(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let mut pieces = Vec::new();
    for (at, pair) in bytes.windows(2).enumerate() {
        let rest = &bytes[at..];
        let zlib = pair[0] == 0x78 && u16::from_be_bytes([pair[0], pair[1]]).is_multiple_of(31);
        if rest.starts_with(&GZIP) {
            pieces.extend(read(MultiGzDecoder::new(rest)).map(|plain| ("gzip", plain)));
        } else if rest.starts_with(&ZSTD) {
            pieces.extend(StreamingDecoder::new(rest).ok().and_then(read).map(|plain| ("zstd", plain)));
        } else if zlib {
            pieces.extend(read(ZlibDecoder::new(rest)).map(|plain| ("zlib", plain)));
        }
    }
    pieces.extend(read(DeflateDecoder::new(bytes)).map(|plain| ("deflate", plain)));
    pieces
}

/// What can be read until the end or until it breaks; a few bytes are chance, not content.
fn read(packed: impl Read) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let _ = packed.take(UNPACKED).read_to_end(&mut plain);
    (plain.len() >= 8).then_some(plain)
}
