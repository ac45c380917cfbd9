//! Objects as they are written, with no space that need not be.

use lopdf::{Dictionary, Object, StringFormat};

/// Writes an object.
pub fn write(out: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => out.extend_from_slice(b"null"),
        Object::Boolean(true) => out.extend_from_slice(b"true"),
        Object::Boolean(false) => out.extend_from_slice(b"false"),
        Object::Integer(number) => integer(out, *number),
        Object::Real(number) => real(out, *number),
        Object::Name(bytes) => name(out, bytes),
        Object::String(bytes, StringFormat::Literal) => literal(out, bytes),
        Object::String(bytes, StringFormat::Hexadecimal) => hexadecimal(out, bytes),
        Object::Array(items) => {
            out.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 && !opens(item) {
                    out.push(b' ');
                }
                write(out, item);
            }
            out.push(b']');
        }
        Object::Dictionary(entries) => dictionary(out, entries),
        // Its bytes are written where it stands as an object of its own.
        Object::Stream(stream) => dictionary(out, &stream.dict),
        Object::Reference((number, generation)) => {
            integer(out, i64::from(*number));
            out.push(b' ');
            integer(out, i64::from(*generation));
            out.extend_from_slice(b" R");
        }
    }
}

/// Writes a dictionary.
pub fn dictionary(out: &mut Vec<u8>, entries: &Dictionary) {
    out.extend_from_slice(b"<<");
    for (key, value) in entries {
        name(out, key);
        if !opens(value) {
            out.push(b' ');
        }
        write(out, value);
    }
    out.extend_from_slice(b">>");
}

/// Whether an object begins with a sign that parts it from what is before.
fn opens(object: &Object) -> bool {
    matches!(object, Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_))
}

/// Writes a whole number.
pub fn integer(out: &mut Vec<u8>, number: i64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// Writes a number, as short as it is exact.
fn real(out: &mut Vec<u8>, number: f32) {
    let whole = number as i64;
    if whole as f32 == number {
        return integer(out, whole);
    }
    out.extend_from_slice(number.to_string().as_bytes());
}

fn name(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'/');
    for byte in bytes {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn literal(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            // An end of line in a string is read as a line feed, whichever it was.
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(*byte),
        }
    }
    out.push(b')');
}

fn hexadecimal(out: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    out.push(b'<');
    for byte in bytes {
        out.extend_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
    }
    out.push(b'>');
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, dictionary};

    fn written(object: impl Into<Object>) -> String {
        let mut out = Vec::new();
        write(&mut out, &object.into());
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn objects_in_cases() {
        assert_eq!(written(-120), "-120");
        assert_eq!(written(i64::MIN), "-9223372036854775808");
        assert_eq!(written(Object::Real(595.28)), "595.28");
        assert_eq!(written(Object::Real(-0.5)), "-0.5");
        assert_eq!(written(Object::Real(12.0)), "12");
        assert_eq!(written(Object::Name(b"A b#\xe6".to_vec())), "/A#20b#23#E6");
        assert_eq!(written(Object::string_literal("a(b)\\\r\n")), "(a\\(b\\)\\\\\\r\n)");
        assert_eq!(written(Object::String(vec![0xfe, 0x0a], StringFormat::Hexadecimal)), "<FE0A>");
        assert_eq!(
            written(vec![1.into(), Object::Null, "N".into(), Object::Reference((7, 0)), true.into()]),
            "[1 null/N 7 0 R true]"
        );
        assert_eq!(
            written(dictionary! { "A" => 1, "B" => dictionary! { "C" => vec![2.into()] } }),
            "<</A 1/B<</C[2]>>>>"
        );
        assert_eq!(written(Stream::new(dictionary! { "N" => 3 }, b"x".to_vec())), "<</N 3/Length 1>>");
    }
}
