//! The balance of the requirements: too few to search by, good, or a wish list.

use serde::Serialize;
use ts_rs::TS;

use crate::record::Fields;
use crate::requirement::Requirement;

/// How the ufravigelige requirements balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// There are no requirements.
    Empty,
    /// For løs: nothing to search by, so almost everybody is found.
    TooLoose,
    /// God.
    Good,
    /// Ønskeseddel: so much is ufravigeligt that hardly anybody is found.
    WishList,
}

/// The balance, for the gauge and the sentence under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Balance {
    /// How many are ufravigelige.
    pub must: u32,
    /// How many of those can be searched for.
    pub searchable_must: u32,
    /// How many have not been chosen.
    pub undecided: u32,
    /// The verdict.
    pub verdict: Verdict,
    /// The gauge's pointer, 0–100. Up to 30 is too loose, from 70 a wish list.
    pub position: u32,
    /// The sentence under the gauge.
    pub message: String,
}

/// From this many ufravigelige requirements an order is a wish list.
const MANY: u32 = 6;
/// From this many when none of them can be searched for.
const MANY_UNSEARCHABLE: u32 = 4;

/// Weighs the requirements of an order (R28–R30). Good is one to five ufravigelige, at least one of them searchable.
pub fn balance(fields: &Fields) -> Balance {
    let all = Requirement::all(fields);
    let count = |wanted: &dyn Fn(&Requirement) -> bool| {
        u32::try_from(all.iter().filter(|requirement| wanted(requirement)).count()).unwrap_or(u32::MAX)
    };
    let must = count(&Requirement::must);
    let searchable_must = count(&|requirement| requirement.must() && requirement.searchable());
    let undecided = count(&|requirement| requirement.priority.is_none());
    let verdict = verdict(all.is_empty(), must, searchable_must);
    Balance {
        must,
        searchable_must,
        undecided,
        verdict,
        position: position(verdict, must),
        message: message(verdict, must, searchable_must, undecided),
    }
}

fn verdict(empty: bool, must: u32, searchable: u32) -> Verdict {
    if empty {
        Verdict::Empty
    } else if must >= MANY || (must >= MANY_UNSEARCHABLE && searchable == 0) {
        Verdict::WishList
    } else if searchable == 0 {
        Verdict::TooLoose
    } else {
        Verdict::Good
    }
}

fn position(verdict: Verdict, must: u32) -> u32 {
    match verdict {
        Verdict::Empty => 0,
        Verdict::TooLoose => 10 + 5 * must,
        Verdict::Good => 28 + 6 * must,
        Verdict::WishList => (60 + 4 * must.min(9)).max(75),
    }
}

fn message(verdict: Verdict, must: u32, searchable: u32, undecided: u32) -> String {
    let musts = match must {
        1 => "1 ufravigeligt krav.".to_owned(),
        n => format!("{n} ufravigelige krav."),
    };
    let found = match (must, searchable) {
        (1, 1) => "Det kan udsøges".to_owned(),
        (1, 0) => "Det kan ikke udsøges".to_owned(),
        (_, 0) => "Ingen af dem kan udsøges".to_owned(),
        (all, some) if all == some => "De kan alle udsøges".to_owned(),
        (_, some) => format!("{some} af dem kan udsøges"),
    };
    match verdict {
        Verdict::Empty => "Skriv det første krav, så vises balancen her.".to_owned(),
        Verdict::TooLoose if must == 0 && undecided > 0 => {
            "Ingen krav er ufravigelige endnu. Spørg, hvad man ikke kan undvære.".to_owned()
        }
        Verdict::TooLoose if must == 0 => "Ingen krav er ufravigelige, så der er intet at søge efter.".to_owned(),
        Verdict::TooLoose => format!("{musts} {found}, så der er intet at søge på."),
        Verdict::Good => format!("{musts} {found}, så der er noget at søge på."),
        Verdict::WishList => format!("{musts} {found}. Spørg, hvilke der kan læres i jobbet."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Path;
    use crate::schema::REQUIREMENTS;
    use serde_json::json;
    use uuid::Uuid;

    /// `S`/`U`: searchable or not; upper case ufravigeligt, lower case mindre vigtigt, `?` undecided and searchable.
    fn order(pattern: &str) -> Fields {
        let mut fields = Fields::new();
        for (n, sign) in (1_u128..).zip(pattern.chars()) {
            let mut set = |field, value| fields.set(Path::item(REQUIREMENTS, Uuid::from_u128(n), field), value);
            set("text", json!("Et krav"));
            set("class", json!(if sign.eq_ignore_ascii_case(&'u') { "personal" } else { "language" }));
            if sign != '?' {
                set("priority", json!(if sign.is_uppercase() { "must" } else { "nice" }));
            }
        }
        fields
    }

    #[test]
    fn verdicts_in_cases() {
        let cases = [
            ("", Verdict::Empty),
            ("s", Verdict::TooLoose),
            ("??", Verdict::TooLoose),
            ("U", Verdict::TooLoose),
            ("UUU", Verdict::TooLoose),
            ("S", Verdict::Good),
            ("SSUss?", Verdict::Good),
            ("SSSSS", Verdict::Good),
            ("UUUU", Verdict::WishList),
            ("SSSSSS", Verdict::WishList),
            ("SSSSSSSSSSSSSSSSSSSSSSSSSS", Verdict::WishList),
        ];
        for (pattern, verdict) in cases {
            let balance = balance(&order(pattern));
            assert_eq!(balance.verdict, verdict, "{pattern}");
            let zone = match verdict {
                Verdict::Empty => 0..=0,
                Verdict::TooLoose => 0..=30,
                Verdict::Good => 31..=69,
                Verdict::WishList => 70..=100,
            };
            assert!(zone.contains(&balance.position), "{pattern} {}", balance.position);
        }
    }

    #[test]
    fn the_sentences() {
        let cases = [
            ("SSUss?", "3 ufravigelige krav. 2 af dem kan udsøges, så der er noget at søge på."),
            ("S", "1 ufravigeligt krav. Det kan udsøges, så der er noget at søge på."),
            ("U", "1 ufravigeligt krav. Det kan ikke udsøges, så der er intet at søge på."),
            ("SS", "2 ufravigelige krav. De kan alle udsøges, så der er noget at søge på."),
            ("UUUU", "4 ufravigelige krav. Ingen af dem kan udsøges. Spørg, hvilke der kan læres i jobbet."),
            ("?", "Ingen krav er ufravigelige endnu. Spørg, hvad man ikke kan undvære."),
        ];
        for (pattern, message) in cases {
            assert_eq!(balance(&order(pattern)).message, message);
        }
    }

    #[test]
    fn the_counts() {
        let balance = balance(&order("SSUss?"));
        assert_eq!((balance.must, balance.searchable_must, balance.undecided, balance.position), (3, 2, 1, 46));
    }
}
