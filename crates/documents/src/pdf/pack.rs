//! Packs streams. zlib-rs gives the same bytes on every processor, for it hashes without instructions of its own; which is
//! why its version is fixed, and why no other part of the program can put another packer in its place.

use lopdf::{Error, Object, Stream};
use zlib_rs::{Deflate, DeflateFlush, Status};

/// How hard it tries. Twice as much makes a consent 3 % smaller, and takes 10 % more of all the time that drawing it takes.
const LEVEL: i32 = 3;
/// The window: 32 KiB.
const WINDOW: u8 = 15;

/// A packer; making one takes longer than packing something small.
pub struct Packer(Deflate);

impl Packer {
    /// A packer.
    pub fn new() -> Self {
        Self(Deflate::new(LEVEL, true, WINDOW))
    }

    /// The same bytes, packed. They never end with a return: whoever takes that and the line feed after it for one end of
    /// line would count one byte less (PDF/A, 6.1.7.1). A space after what is packed changes nothing of a page, a table of
    /// characters, a font or a list of objects.
    pub fn pack(&mut self, plain: &mut Vec<u8>) -> lopdf::Result<Vec<u8>> {
        loop {
            let packed = self.once(plain)?;
            if !packed.ends_with(b"\r") {
                return Ok(packed);
            }
            plain.push(b' ');
        }
    }

    fn once(&mut self, plain: &[u8]) -> lopdf::Result<Vec<u8>> {
        self.0.reset();
        let mut packed = vec![0; zlib_rs::compress_bound(plain.len())];
        match self.0.compress(plain, &mut packed, DeflateFlush::Finish) {
            Ok(Status::StreamEnd) => {
                packed.truncate(self.0.total_out() as usize);
                Ok(packed)
            }
            other => Err(Error::IO(std::io::Error::other(format!("the packer gave {other:?}")))),
        }
    }

    /// Packs a stream, unless it is to stay plain.
    pub fn stream(&mut self, stream: &mut Stream) -> lopdf::Result<()> {
        if !stream.allows_compression || stream.dict.has(b"Filter") {
            return Ok(());
        }
        let packed = self.pack(&mut stream.content)?;
        // A font says how long it is when it is not packed.
        if stream.dict.has(b"Length1") {
            stream.dict.set("Length1", stream.content.len() as i64);
        }
        stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
        stream.set_content(packed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    #[test]
    fn no_stream_ends_with_a_return_and_all_can_be_unpacked() {
        let mut packer = Packer::new();
        let mut lengthened = 0;
        for number in 0..2_000 {
            let words = "a word that is worth packing ".repeat(number % 9) + &"y".repeat(number);
            let mut stream = Stream::new(dictionary! { "Length1" => 0 }, words.clone().into_bytes());
            packer.stream(&mut stream).unwrap();
            assert!(!stream.content.ends_with(b"\r"), "{number}");
            let plain = stream.decompressed_content().unwrap();
            assert_eq!(stream.dict.get(b"Length1").unwrap().as_i64().unwrap(), plain.len() as i64);
            lengthened += usize::from(plain.len() > words.len());
            assert_eq!(String::from_utf8(plain).unwrap().trim_end(), words.trim_end());
        }
        assert!(lengthened > 0, "it happens");
    }

    #[test]
    fn a_packer_that_was_used_gives_what_a_new_one_gives() {
        let mut used = Packer::new();
        let texts = ["a".repeat(5_000), "Ansøger og arbejdssted ".repeat(300), String::new(), "æøå".repeat(7)];
        for text in texts.iter().chain(texts.iter().rev()) {
            let pack = |packer: &mut Packer| packer.pack(&mut text.clone().into_bytes()).unwrap();
            assert_eq!(pack(&mut used), pack(&mut Packer::new()));
        }
    }
}
