//! What whoever starts the app on a home of their choosing can give it, for demonstrations and tests.

use feltmappen_app::{Demo, DemoPerson};
use feltmappen_store::Secret;

/// `FELTMAPPEN_DEMO=N` fills a new workspace with fictitious records and N generated ones; `maja` and `soren` only say who
/// works in it.
pub(crate) fn demo() -> Option<Demo> {
    match std::env::var("FELTMAPPEN_DEMO").ok()?.as_str() {
        "maja" => Some(Demo::Person(DemoPerson::Maja)),
        "soren" => Some(Demo::Person(DemoPerson::Soren)),
        number => number.parse().ok().map(Demo::Data),
    }
}

/// `FELTMAPPEN_CENTRAL=FILE`: a file with central's address in its first line and the device's token in its second. Both a
/// command line and an environment can be read by others; a file need not be.
pub(crate) fn central() -> Option<(String, Secret)> {
    let text = std::fs::read_to_string(std::env::var_os("FELTMAPPEN_CENTRAL")?).ok()?;
    read_central(&text)
}

/// `FELTMAPPEN_ASKS=no`: nobody is asked where a paper is to be saved; it goes to the folder for downloads.
pub(crate) fn asks() -> bool {
    std::env::var("FELTMAPPEN_ASKS").map_or(true, |answer| answer != "no")
}

fn read_central(text: &str) -> Option<(String, Secret)> {
    let (address, token) = text.trim().split_once('\n')?;
    Some((address.trim().to_owned(), Secret::new(token.trim().as_bytes().to_vec())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_an_address_and_a_token_or_nothing() {
        let given = read_central("http://127.0.0.1:8750\r\nabc-123\n");
        assert!(
            given.is_some_and(|(address, token)| address == "http://127.0.0.1:8750" && token.expose() == b"abc-123")
        );
        assert!(read_central("http://127.0.0.1:8750\n").is_none());
        assert!(read_central("").is_none());
    }
}
