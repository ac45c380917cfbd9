//! The 98 municipalities with their codes (L27). Christiansø (0411) belongs to none.

use serde::Serialize;
use ts_rs::TS;

/// A municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Municipality {
    /// Its code: four digits with a leading zero, as in Danmarks Adresser.
    pub code: &'static str,
    /// Its name without the word kommune.
    pub name: &'static str,
}

/// All municipalities in the order of their codes.
pub fn all() -> &'static [Municipality] {
    &ALL
}

/// The municipality with a code, with or without the leading zero (`0410` or `410`).
pub fn by_code(code: &str) -> Option<&'static Municipality> {
    ALL.iter().find(|m| m.code == code || m.code.strip_prefix('0') == Some(code))
}

const fn m(code: &'static str, name: &'static str) -> Municipality {
    Municipality { code, name }
}

#[rustfmt::skip]
static ALL: [Municipality; 98] = [
    m("0101", "København"),
    m("0147", "Frederiksberg"),
    m("0151", "Ballerup"),
    m("0153", "Brøndby"),
    m("0155", "Dragør"),
    m("0157", "Gentofte"),
    m("0159", "Gladsaxe"),
    m("0161", "Glostrup"),
    m("0163", "Herlev"),
    m("0165", "Albertslund"),
    m("0167", "Hvidovre"),
    m("0169", "Høje-Taastrup"),
    m("0173", "Lyngby-Taarbæk"),
    m("0175", "Rødovre"),
    m("0183", "Ishøj"),
    m("0185", "Tårnby"),
    m("0187", "Vallensbæk"),
    m("0190", "Furesø"),
    m("0201", "Allerød"),
    m("0210", "Fredensborg"),
    m("0217", "Helsingør"),
    m("0219", "Hillerød"),
    m("0223", "Hørsholm"),
    m("0230", "Rudersdal"),
    m("0240", "Egedal"),
    m("0250", "Frederikssund"),
    m("0253", "Greve"),
    m("0259", "Køge"),
    m("0260", "Halsnæs"),
    m("0265", "Roskilde"),
    m("0269", "Solrød"),
    m("0270", "Gribskov"),
    m("0306", "Odsherred"),
    m("0316", "Holbæk"),
    m("0320", "Faxe"),
    m("0326", "Kalundborg"),
    m("0329", "Ringsted"),
    m("0330", "Slagelse"),
    m("0336", "Stevns"),
    m("0340", "Sorø"),
    m("0350", "Lejre"),
    m("0360", "Lolland"),
    m("0370", "Næstved"),
    m("0376", "Guldborgsund"),
    m("0390", "Vordingborg"),
    m("0400", "Bornholm"),
    m("0410", "Middelfart"),
    m("0420", "Assens"),
    m("0430", "Faaborg-Midtfyn"),
    m("0440", "Kerteminde"),
    m("0450", "Nyborg"),
    m("0461", "Odense"),
    m("0479", "Svendborg"),
    m("0480", "Nordfyns"),
    m("0482", "Langeland"),
    m("0492", "Ærø"),
    m("0510", "Haderslev"),
    m("0530", "Billund"),
    m("0540", "Sønderborg"),
    m("0550", "Tønder"),
    m("0561", "Esbjerg"),
    m("0563", "Fanø"),
    m("0573", "Varde"),
    m("0575", "Vejen"),
    m("0580", "Aabenraa"),
    m("0607", "Fredericia"),
    m("0615", "Horsens"),
    m("0621", "Kolding"),
    m("0630", "Vejle"),
    m("0657", "Herning"),
    m("0661", "Holstebro"),
    m("0665", "Lemvig"),
    m("0671", "Struer"),
    m("0706", "Syddjurs"),
    m("0707", "Norddjurs"),
    m("0710", "Favrskov"),
    m("0727", "Odder"),
    m("0730", "Randers"),
    m("0740", "Silkeborg"),
    m("0741", "Samsø"),
    m("0746", "Skanderborg"),
    m("0751", "Aarhus"),
    m("0756", "Ikast-Brande"),
    m("0760", "Ringkøbing-Skjern"),
    m("0766", "Hedensted"),
    m("0773", "Morsø"),
    m("0779", "Skive"),
    m("0787", "Thisted"),
    m("0791", "Viborg"),
    m("0810", "Brønderslev"),
    m("0813", "Frederikshavn"),
    m("0820", "Vesthimmerlands"),
    m("0825", "Læsø"),
    m("0840", "Rebild"),
    m("0846", "Mariagerfjord"),
    m("0849", "Jammerbugt"),
    m("0851", "Aalborg"),
    m("0860", "Hjørring"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ninety_eight_with_unique_rising_four_digit_codes() {
        assert_eq!(all().len(), 98);
        assert!(all().windows(2).all(|pair| pair[0].code < pair[1].code));
        assert!(all().iter().all(|m| m.code.len() == 4 && m.code.starts_with('0')));
    }

    #[test]
    fn found_by_code() {
        assert_eq!(by_code("0410").map(|m| m.name), Some("Middelfart"));
        assert_eq!(by_code("410").map(|m| m.name), Some("Middelfart"));
        assert_eq!(by_code("0751").map(|m| m.name), Some("Aarhus"));
        assert_eq!(by_code("0492").map(|m| m.name), Some("Ærø"));
        for code in ["0411", "", "Middelfart", "00410"] {
            assert_eq!(by_code(code), None, "{code}");
        }
    }
}
