//! A file that a person says is the signed paper. It is looked at from outside alone, and never opened or drawn here.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// A scanned page or two, in MiB and in bytes; more is not taken in.
pub(super) const LARGEST_MIB: usize = 20;
pub(super) const LARGEST: usize = LARGEST_MIB * 1024 * 1024;

/// Dots of a picture, in millions and by number: a page of A4 as finely as scanners go for text. What shows it needs four
/// bytes for each.
pub(super) const MOST_MILLION_DOTS: usize = 80;
const MOST_DOTS: usize = MOST_MILLION_DOTS * 1_000_000;

/// What a file that is taken in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A PDF.
    Pdf,
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
}

/// What the files that are taken in begin with.
pub(super) const BEGINNINGS: [(&[u8], Look); 3] =
    [(b"%PDF-", Look::Pdf), (b"\xff\xd8\xff", Look::Jpeg), (b"\x89PNG\r\n\x1a\n", Look::Png)];

/// Why a file is not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotTaken {
    /// It is larger than a scanned page or two.
    TooLarge,
    /// It is a picture of more dots than a page has.
    TooManyDots,
    /// It is no base64, or it does not begin as a PDF or a picture does.
    NotAPaper,
}

/// The bytes of a file in base64, as they are. What is too large is not decoded.
pub(super) fn read(base64: &str) -> Result<Vec<u8>, NotTaken> {
    if base64.len() > LARGEST.div_ceil(3) * 4 {
        return Err(NotTaken::TooLarge);
    }
    let bytes = STANDARD.decode(base64).map_err(|_| NotTaken::NotAPaper)?;
    if bytes.len() > LARGEST {
        return Err(NotTaken::TooLarge);
    }
    match look_of(&bytes).ok_or(NotTaken::NotAPaper)? {
        Look::Pdf => {}
        Look::Jpeg | Look::Png => {
            let size = imagesize::blob_size(&bytes).map_err(|_| NotTaken::NotAPaper)?;
            if size.width.saturating_mul(size.height) > MOST_DOTS {
                return Err(NotTaken::TooManyDots);
            }
        }
    }
    Ok(bytes)
}

/// What a file is, by its first bytes; none when it is neither a PDF nor a picture.
pub(super) fn look_of(bytes: &[u8]) -> Option<Look> {
    BEGINNINGS.into_iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, look)| look)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scan_is_taken_up_to_the_largest_and_not_a_byte_more() {
        let file = |size: usize| {
            let mut bytes = BEGINNINGS[0].0.to_vec();
            bytes.resize(size, 0);
            read(&STANDARD.encode(bytes)).map(|taken| taken.len())
        };
        assert_eq!(file(LARGEST), Ok(LARGEST));
        for more in 1..6 {
            assert_eq!(file(LARGEST + more), Err(NotTaken::TooLarge), "{more}");
        }
    }

    /// The beginning of a picture, as far as its size.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let [width, height] = [width, height].map(u32::to_be_bytes);
        [BEGINNINGS[2].0, b"\0\0\0\x0dIHDR", &width, &height, &[8, 2, 0, 0, 0]].concat()
    }

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let [width, height] = [width, height].map(u16::to_be_bytes);
        [b"\xff\xd8\xff\xc0\0\x11\x08".as_slice(), &height, &width, &[3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]].concat()
    }

    #[test]
    fn a_few_bytes_that_would_be_drawn_as_a_wall_are_not_taken() {
        let taken = |file: &[u8]| read(&STANDARD.encode(file)).map(|taken| taken == file);
        // A page of A4 at 300 and at 800 dots to the inch.
        for (width, height) in [(2_480, 3_508), (6_616, 9_354)] {
            assert_eq!((taken(&png(width, height)), taken(&jpeg(width as u16, height as u16))), (Ok(true), Ok(true)));
        }
        for (width, height) in [(65_535, 65_535), (u32::MAX, u32::MAX), (8_000, 10_001)] {
            assert_eq!(taken(&png(width, height)), Err(NotTaken::TooManyDots), "{width} {height}");
        }
        assert_eq!(taken(&jpeg(u16::MAX, u16::MAX)), Err(NotTaken::TooManyDots));
    }

    #[test]
    fn a_picture_without_a_size_is_none() {
        for (beginning, look) in &BEGINNINGS[1..] {
            assert_eq!(read(&STANDARD.encode(beginning)), Err(NotTaken::NotAPaper), "{look:?}");
        }
    }
}
