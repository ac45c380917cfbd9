//! The line of a pen as it is stored: the size of the field, then its strokes in whole numbers. There is no room for time
//! or pressure (L20): `320x130|30,90 38,60|38,70 50,66`.

use feltmappen_documents::consent::Signature;

/// No field and no point is larger.
const LARGEST: u16 = 4_000;

/// The signature that a text describes; nothing when it describes none.
pub(super) fn read(text: &str) -> Option<Signature> {
    let mut parts = text.split('|');
    let field = pair(parts.next()?, 'x')?;
    if field.contains(&0.0) {
        return None;
    }
    let stroke = |part: &str| part.split(' ').map(|point| pair(point, ',')).collect::<Option<Vec<_>>>();
    let strokes: Vec<_> = parts.map(stroke).collect::<Option<_>>()?;
    (!strokes.is_empty()).then_some(Signature { field, strokes })
}

fn pair(text: &str, between: char) -> Option<[f32; 2]> {
    let (one, other) = text.split_once(between)?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number: u16 = digits.then(|| text.parse().ok()).flatten()?;
        (number <= LARGEST).then(|| f32::from(number))
    };
    Some([number(one)?, number(other)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l20_a_signature_is_points_in_whole_numbers_and_nothing_else() {
        let signature = read("320x130|30,90 38,60|38,70").unwrap();
        assert_eq!(signature.field, [320.0, 130.0]);
        assert_eq!(signature.strokes, [vec![[30.0, 90.0], [38.0, 60.0]], vec![[38.0, 70.0]]]);
        for other in
            ["", "320x130", "320x130|", "0x130|1,1", "320x130|1,1,0.5", "320x130|1.5,2", "320x130|-1,2", "9999x1|1,1"]
        {
            assert!(read(other).is_none(), "{other}");
        }
    }
}
