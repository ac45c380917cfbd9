//! Reading a requirement as a consultant types it: what it is about, how many years, which languages.

use super::Class;
use crate::fold::fold;

/// Words in folded form. A word with `-` before or after it may stand inside a compound on that side.
const DRIVING: &[&str] = &["-koerekort-"];
const CERTIFICATE: &[&str] =
    &["-certifikat-", "-truckkort-", "-bevis", "-beviset", "-beviser", "-autorisation-", "adr", "-kursusbevis-"];
const EDUCATION: &[&str] = &[
    "-uddannelse-",
    "-uddannet",
    "-uddannede",
    "-faglaert",
    "-svendebrev",
    "-svend",
    "-bachelor-",
    "-kandidatgrad",
    "-eksamen",
    "-diplom-",
    "-akademigrad",
];
const EXPERIENCE: &[&str] = &["-erfaring-", "erfaren", "erfarne", "rutineret", "rutine"];
const LANGUAGE_SIGNS: &[&str] = &["-sproget", "-sprog", "-sprogkundskaber"];
const PERSONAL: &[&str] = &[
    "moedestabil-",
    "stabil",
    "selvstaendig-",
    "fleksibel",
    "fleksible",
    "-minded",
    "omhyggelig-",
    "taalmodig-",
    "humoer",
    "-samarbejd-",
    "team-",
    "-ansvar-",
    "udadvendt",
    "imoedekommende",
    "struktureret",
    "paalidelig-",
    "engageret",
    "motiveret",
    "robust",
    "venlig",
    "nysgerrig-",
    "laerenem",
    "overblik",
    "haardtarbejdende",
    "udholdende",
];
const QUALIFICATION: &[&str] = &[
    "excel",
    "word",
    "office-",
    "sap",
    "navision",
    "-svejs-",
    "-bogfoering-",
    "-kassebetjening-",
    "-regnskab-",
    "-programmering",
    "autocad",
    "cnc-",
    "haccp",
];
const POSITION_ENDINGS: &[&str] = &[
    "medarbejder",
    "medarbejdere",
    "assistent",
    "hjaelper",
    "foerer",
    "arbejder",
    "tekniker",
    "mekaniker",
    "chauffoer",
    "operatoer",
    "konsulent",
    "sekretaer",
    "elektriker",
    "montoer",
    "tjener",
    "paedagog",
    "sygeplejerske",
    "kok",
    "bager",
    "slagter",
    "maler",
    "tomrer",
    "toemrer",
    "murer",
    "smed",
    "gartner",
];

/// Languages: the folded word and how it is written in a search profile.
const LANGUAGES: &[(&str, &str)] = &[
    ("dansk", "Dansk"),
    ("engelsk", "Engelsk"),
    ("tysk", "Tysk"),
    ("svensk", "Svensk"),
    ("norsk", "Norsk"),
    ("fransk", "Fransk"),
    ("spansk", "Spansk"),
    ("italiensk", "Italiensk"),
    ("polsk", "Polsk"),
    ("rumaensk", "Rumænsk"),
    ("ukrainsk", "Ukrainsk"),
    ("russisk", "Russisk"),
    ("arabisk", "Arabisk"),
    ("tyrkisk", "Tyrkisk"),
    ("somali", "Somali"),
    ("farsi", "Farsi"),
    ("kinesisk", "Kinesisk"),
    ("groenlandsk", "Grønlandsk"),
    ("faeroesk", "Færøsk"),
];

const NUMBERS: &[(&str, i64)] = &[
    ("et", 1),
    ("to", 2),
    ("tre", 3),
    ("fire", 4),
    ("fem", 5),
    ("seks", 6),
    ("syv", 7),
    ("otte", 8),
    ("ni", 9),
    ("ti", 10),
];

/// What a typed requirement is probably about, or none when the words do not say. The user's own choice always wins.
/// Experience is only suggested together with years, since nothing else can be searched for (D220).
pub fn suggest_class(text: &str) -> Option<Class> {
    let words = words(text);
    let has = |patterns| any_word(&words, patterns);
    if has(DRIVING) {
        Some(Class::DrivingLicence)
    } else if has(CERTIFICATE) {
        Some(Class::Certificate)
    } else if names_experience(&words) {
        years(&words).map(|_| Class::Experience)
    } else if has(EDUCATION) {
        Some(Class::Education)
    } else if !languages(&words).is_empty() || has(LANGUAGE_SIGNS) {
        Some(Class::Language)
    } else if has(PERSONAL) {
        Some(Class::Personal)
    } else if has(QUALIFICATION) {
        Some(Class::Qualification)
    } else if words.first().is_some_and(|word| is_position(word)) {
        let class = if years(&words).is_some() { Class::Experience } else { Class::Position };
        Some(class)
    } else {
        None
    }
}

/// The years a text speaks of ("mindst 2 års erfaring", "to år"). The smaller of two ("2-3 år"). None when there are none
/// or more than 50.
pub fn years_in(text: &str) -> Option<i64> {
    years(&words(text))
}

/// The languages a text names, as a search profile writes them.
pub fn languages_in(text: &str) -> Vec<&'static str> {
    languages(&words(text))
}

pub(super) fn speaks_of_experience(text: &str) -> bool {
    names_experience(&words(text))
}

/// Words and numbers in folded form.
pub(super) fn words(text: &str) -> Vec<String> {
    fold(text).text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn names_experience(words: &[String]) -> bool {
    any_word(words, EXPERIENCE)
}

fn years(words: &[String]) -> Option<i64> {
    let at = words.iter().position(|word| word == "aar" || word == "aars")?;
    let last = number(words.get(at.checked_sub(1)?)?)?;
    let first = at
        .checked_sub(2)
        .and_then(|before| number(&words[before]))
        .or_else(|| {
            // "2 til 3 år", "et eller to år"
            let joined = matches!(words.get(at.checked_sub(2)?)?.as_str(), "til" | "eller");
            joined.then(|| number(words.get(at.checked_sub(3)?)?))?
        })
        .unwrap_or(last);
    Some(first.min(last)).filter(|years| (0..=50).contains(years))
}

fn number(word: &str) -> Option<i64> {
    word.parse::<i64>().ok().or_else(|| NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, number)| *number))
}

fn languages(words: &[String]) -> Vec<&'static str> {
    LANGUAGES
        .iter()
        .filter(|(folded, _)| {
            words
                .iter()
                .any(|word| word.strip_prefix(folded).is_some_and(|rest| rest.is_empty() || rest.starts_with("sprog")))
        })
        .map(|(_, name)| *name)
        .collect()
}

fn is_position(word: &str) -> bool {
    POSITION_ENDINGS.iter().any(|ending| word.ends_with(ending))
}

fn any_word(words: &[String], patterns: &[&str]) -> bool {
    words.iter().any(|word| patterns.iter().any(|pattern| fits(word, pattern)))
}

fn fits(word: &str, pattern: &str) -> bool {
    let bare = pattern.trim_matches('-');
    match (pattern.starts_with('-'), pattern.ends_with('-')) {
        (true, true) => word.contains(bare),
        (true, false) => word.ends_with(bare),
        (false, true) => word.starts_with(bare),
        (false, false) => word == bare,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn classes_in_cases() {
        let cases = [
            ("Kørekort B", Some(Class::DrivingLicence)),
            ("stort koerekort", Some(Class::DrivingLicence)),
            ("Gaffeltruckcertifikat B", Some(Class::Certificate)),
            ("truckcertifikat", Some(Class::Certificate)),
            ("Hygiejnebevis", Some(Class::Certificate)),
            ("ADR", Some(Class::Certificate)),
            ("mindst 2 års erfaring", Some(Class::Experience)),
            ("Mindst 1 års erfaring på lager", Some(Class::Experience)),
            ("Lagermedarbejder, 2 år", Some(Class::Experience)),
            ("Erfaren med varemodtagelse", None),
            ("Erfaring fra køkken", None),
            ("Uddannet kok", Some(Class::Education)),
            ("Faglært tømrer", Some(Class::Education)),
            ("Taler dansk til daglig", Some(Class::Language)),
            ("Engelsksproget", Some(Class::Language)),
            ("Mødestabil og god til at arbejde alene", Some(Class::Personal)),
            ("Teamplayer", Some(Class::Personal)),
            ("Excel på højt niveau", Some(Class::Qualification)),
            ("Lagermedarbejder", Some(Class::Position)),
            ("Kok", Some(Class::Position)),
            ("Ren straffeattest", None),
            ("Må ikke være bange for højder", None),
            ("", None),
        ];
        for (text, class) in cases {
            assert_eq!(suggest_class(text), class, "{text}");
        }
    }

    #[test]
    fn years_in_cases() {
        let cases = [
            ("mindst 2 års erfaring", Some(2)),
            ("to års erfaring", Some(2)),
            ("2-3 år", Some(2)),
            ("2 til 3 år", Some(2)),
            ("3 eller 2 år", Some(2)),
            ("Kok, 10 år", Some(10)),
            ("400 år", None),
            ("99999999999999999999 år", None),
            ("et par år", None),
            ("år", None),
            ("3 måneder", None),
            ("", None),
        ];
        for (text, years) in cases {
            assert_eq!(years_in(text), years, "{text}");
        }
    }

    #[test]
    fn languages_in_cases() {
        assert_eq!(languages_in("Taler dansk og engelsk"), ["Dansk", "Engelsk"]);
        assert_eq!(languages_in("polsksproget"), ["Polsk"]);
        assert!(languages_in("Danskere foretrækkes ikke").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            let _ = (suggest_class(&text), years_in(&text), languages_in(&text));
        }
    }
}
