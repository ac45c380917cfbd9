//! Ids. A kind with a natural key gets an id made from it, so that two devices without network make the same one.

use uuid::{Builder, Uuid};

use crate::fold::fold;
use crate::record::RecordId;

/// The namespace of all name-based ids. Part of the protocol: never changes.
pub const NAMESPACE: Uuid = Uuid::from_u128(0x6b1f_8d3e_52a7_5c04_9e61_d27a_4f0c_b893);

/// The id of the company with this CVR number in this home unit (UUIDv5 of `company:<home unit>:<8 digits>`).
/// Only the digits count, so every spelling of a number gives the same id.
pub fn company_id(home_unit: RecordId, cvr: &str) -> RecordId {
    named("company", home_unit, cvr)
}

/// The id of the workplace with this P-nummer at this company (UUIDv5 of `workplace:<company>:<10 digits>`).
/// Only the digits count.
pub fn workplace_id(company: RecordId, p_number: &str) -> RecordId {
    named("workplace", company, p_number)
}

/// The id of a workplace that is only known by its address (UUIDv5 of `workplace-address:<company>:<address>`). The
/// address is compared folded, so that spelling and case do not make two of one.
pub fn address_id(company: RecordId, address: &str) -> RecordId {
    let address = fold(address).text;
    Uuid::new_v5(&NAMESPACE, format!("workplace-address:{}:{address}", company.hyphenated()).as_bytes())
}

/// The id of a contact that a list names at a company (UUIDv5 of `contact:<company>:<name and address>`), so that the
/// same list makes the same contact on every device.
pub fn listed_contact_id(company: RecordId, name_and_address: &str) -> RecordId {
    let name = fold(name_and_address).text;
    Uuid::new_v5(&NAMESPACE, format!("contact:{}:{name}", company.hyphenated()).as_bytes())
}

/// A new id (UUIDv7) from the time in milliseconds since 1970 and ten random bytes, both read by the caller.
pub fn new_id(unix_ms: u64, random: [u8; 10]) -> RecordId {
    Builder::from_unix_timestamp_millis(unix_ms, &random).into_uuid()
}

fn named(kind: &str, owner: Uuid, number: &str) -> RecordId {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let name = format!("{kind}:{}:{digits}", owner.hyphenated());
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Uuid = Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057);

    #[test]
    fn golden_ids() {
        let company = company_id(UNIT, "13748136");
        assert_eq!(company.to_string(), "8bc0b03d-890f-5773-8bc6-82866571fd69");
        assert_eq!(workplace_id(company, "1003388394").to_string(), "fe0acf07-ab84-54be-8f82-063937a9ad80");
    }

    #[test]
    fn every_spelling_of_a_number_gives_the_same_id() {
        assert_eq!(company_id(UNIT, "DK 13 74 81 36"), company_id(UNIT, "13748136"));
        assert_ne!(company_id(UNIT, "13748136"), company_id(UNIT, "13585628"));
        assert_ne!(company_id(UNIT, "13748136"), company_id(Uuid::nil(), "13748136"));
        assert_ne!(company_id(UNIT, "13748136"), workplace_id(UNIT, "13748136"));
    }

    #[test]
    fn house_numbers_and_streets_tell_addresses_apart() {
        assert_eq!(address_id(UNIT, "Åvej 4|5500"), address_id(UNIT, "aavej 4|5500"));
        for other in ["Skolegade 4|5500", "Åvej 5|5500", "Åvej 4|5000", ""] {
            assert_ne!(address_id(UNIT, "Åvej 4|5500"), address_id(UNIT, other), "{other}");
        }
    }

    #[test]
    fn new_ids_are_version_7_and_sort_by_time() {
        let early = new_id(1_700_000_000_000, [0xff; 10]);
        let late = new_id(1_700_000_000_001, [0; 10]);
        assert_eq!(early.get_version_num(), 7);
        assert!(early < late);
    }
}
