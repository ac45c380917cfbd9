//! Mail drafts as addresses (RFC 6068). Nobody is named in them but by mail address.

use std::fmt::Write as _;

/// A `mailto:` address with subject and body.
pub(crate) fn draft(to: &[String], subject: &str, body: &str) -> String {
    let to: Vec<String> = to.iter().map(|address| encoded(address, b"@")).collect();
    let body = body.replace("\r\n", "\n").replace('\n', "\r\n");
    format!("mailto:{}?subject={}&body={}", to.join(","), encoded(subject, b""), encoded(&body, b""))
}

/// Everything but the unreserved characters of RFC 3986, and those named, is written as percent and two digits.
fn encoded(text: &str, also: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || also.contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a text never fails.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_lines_and_signs_are_encoded() {
        let address = draft(&["mads@nordhavn.example".to_owned()], "Besøg & møde", "Æ\nto=2?");
        assert_eq!(
            address,
            "mailto:mads@nordhavn.example?subject=Bes%C3%B8g%20%26%20m%C3%B8de&body=%C3%86%0D%0Ato%3D2%3F"
        );
    }

    proptest! {
        #[test]
        fn no_text_breaks_out_of_its_place(to in any::<String>(), subject in any::<String>(), body in any::<String>()) {
            let address = draft(&[to], &subject, &body);
            prop_assert!(address.starts_with("mailto:"));
            prop_assert_eq!(address.matches('?').count(), 1);
            prop_assert_eq!(address.matches('&').count(), 1);
            prop_assert!(address.bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }
}
