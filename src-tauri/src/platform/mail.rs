//! Hands a mail draft to the user's mail program.

/// Opens a `mailto:` address; false when no program took it. Nothing else is ever opened.
pub(crate) fn open_draft(address: &str) -> bool {
    is_draft(address) && open::that_detached(address).is_ok()
}

/// A `mailto:` address in the characters of an address, so that it is one argument and no command.
fn is_draft(address: &str) -> bool {
    address.starts_with("mailto:")
        && address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'`<>\\".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_mail_drafts_are_opened() {
        assert!(is_draft("mailto:mads@nordhavn.example?subject=Bes%C3%B8g&body=Hej"));
        for other in ["https://example.dk", "file:///etc/passwd", "mailto:a b", "mailto:\"", "", "MAILTO:x\n"] {
            assert!(!is_draft(other), "{other}");
        }
    }
}
