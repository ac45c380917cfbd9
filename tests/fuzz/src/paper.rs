//! Papers, whatever somebody has written into them.

use std::sync::LazyLock;

use feltmappen_documents::{Paper as _, Refusal, consent::Consent, text::on_one_line};
use lopdf::Document;
use serde_json::Value;

/// A form as it mostly is.
static FORM: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../crates/documents/tests/samples/consent/authority.json")).unwrap()
});

/// A consent form, as JSON; or a field of a form, whose copy it is, and what is written in the field. It becomes a PDF that others
/// can read, or the field is named, and with it the characters that cannot be drawn.
pub fn consent(bytes: &[u8]) {
    let form = match bytes {
        [b'{', ..] => serde_json::from_slice(bytes).ok(),
        [field, copy, text @ ..] => std::str::from_utf8(text).ok().and_then(|text| written(*field, *copy, text)),
        _ => None,
    };
    let Some(form): Option<Consent> = form else { return };
    match form.render() {
        Ok(pdf) => assert!(!Document::load_mem(&pdf).unwrap().get_pages().is_empty()),
        Err(Refusal::Undrawable { field, characters }) => {
            let place = format!("/{}", field.replace('.', "/"));
            let form = serde_json::to_value(&form).unwrap();
            let text = on_one_line(form.pointer(&place).and_then(Value::as_str).unwrap());
            assert!(!characters.is_empty() && characters.iter().all(|one| text.contains(*one)));
        }
        Err(Refusal::Empty(field) | Refusal::LooksLikeCpr(field) | Refusal::LooksLikeAge(field)) => {
            assert!(!field.is_empty());
        }
        Err(broken) => panic!("{broken}"),
    }
}

/// The form with a text in one of its fields; nothing where no text can stand.
fn written(field: u8, copy: u8, text: &str) -> Option<Consent> {
    let mut form = FORM.clone();
    form["copy"] = ["citizen", "authority", "employer"][usize::from(copy) % 3].into();
    let mut places = Vec::new();
    texts(&mut form, &mut places);
    let place = usize::from(field) % places.len();
    *places.swap_remove(place) = text.to_owned();
    serde_json::from_value(form).ok()
}

/// Every text of a value.
fn texts<'a>(value: &'a mut Value, into: &mut Vec<&'a mut String>) {
    match value {
        Value::String(text) => into.push(text),
        Value::Array(items) => items.iter_mut().for_each(|item| texts(item, into)),
        Value::Object(fields) => fields.values_mut().for_each(|field| texts(field, into)),
        _ => {}
    }
}
