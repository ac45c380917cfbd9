//! A file that a person says is the signed paper. It is looked at from outside alone, and never opened or drawn here.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// A scanned page or two, in bytes; more is not taken in.
pub(super) const LARGEST: usize = 20 * 1024 * 1024;

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
    if look_of(&bytes).is_some() { Ok(bytes) } else { Err(NotTaken::NotAPaper) }
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
}
