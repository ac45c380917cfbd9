//! What the company says.

use feltmappen_proofs::Step::{self, Fill, Press, Tick};

pub const COMPANY: &str = "Ærøskøbing Kølelager på Havnen A/S";
/// The question of the leader's own, its answers, and the one that is given.
pub const OWNED: &str = "Hvordan er virksomheden ejet?";
pub const OWNERS: [&str; 3] = ["Familien", "En fond", "Et datterselskab"];
/// The question that is only for a first visit; and what only we ourselves are to see.
pub const TOUR: (&str, &str) = ("Vil I give os en rundvisning?", "Pas på trappen i hal 2.");
/// The question that is only for a follow-up.
pub const CHANGES: &str = "Hvad er anderledes, siden vi var her sidst?";
/// The themes in the order of the guide.
pub const THEMES: [&str; 4] =
    ["Kendskab til virksomheden", "Hvad fylder nu og på sigt", "Hvad vi kan tilbyde", "Lokale kampagner"];

/// The notes whose sentence becomes something: the question, the note, the key, and what is made of which sentence.
pub const SENTENCES: [(&str, &str, &str, &str, &str); 4] = [
    (
        "Hvad er I optaget af lige nu?",
        "Frostlageret åbner i januar. De vil gerne se vores jobannoncer.",
        "Alt+A",
        "Aftale",
        "De vil gerne se vores jobannoncer.",
    ),
    (
        "Hvad er jeres største udfordring nu",
        "Fraværet på natholdet er højt. De mangler to chauffører i marts.",
        "Alt+J",
        "Jobordre",
        "De mangler to chauffører i marts.",
    ),
    ("Hvad vil I gerne have sparring til?", "Oplæring af unge.", "Alt+S", "Ønske om sparring", "Oplæring af unge."),
    (
        "Hvordan finder, uddanner og fastholder I jeres folk?",
        "Mest gennem bekendte. Ring i næste uge om mentorer.",
        "Alt+O",
        "Opfølgning",
        "Ring i næste uge om mentorer.",
    ),
];

/// What is answered in the third theme, which is taken first.
pub const OFFER: &[Step<'_>] = &[
    Tick("Tilbudt: Generel formidling af arbejdskraft"),
    Tick("Interesseret: Generel formidling af arbejdskraft"),
    Fill("Note: Hvad kan I bruge os til", "De har ikke tid til at læse ansøgninger."),
    Tick("Tilbudt: Voksenlærling"),
    Tick("Interesseret: Mentor"),
    Fill("Note: Har I plads til en", "På pakkeholdet."),
];

/// What is answered in the first theme.
pub const ACQUAINTANCE: &[Step<'_>] = &[
    Tick("Berørt: Vil I give os en rundvisning?"),
    Fill("Hvem sælger I til", "Supermarkeder i hele Danmark."),
    Tick("Nationalt"),
    Tick("Internationalt"),
    Fill("Note: Handler I nationalt", "Mest herhjemme."),
    Fill("Hvilke lande handler I mest med?", "Tyskland."),
    Fill("Antal: Hvor mange ansatte", "61"),
    Fill("Note: Hvor mange ansatte", "To hold."),
];

/// What nobody touches: the theme, how much of it, and its questions.
pub const UNTOUCHED: [(&str, &str, &[&str]); 3] = [
    (
        "Lokale kampagner",
        "er ikke berørt.",
        &[
            "Er der en af vores kampagner eller et midlertidigt redskab, I kan bruge nu?",
            "Må vi kontakte jer, når der kommer noget nyt, der passer til jer?",
        ],
    ),
    ("Kendskab til virksomheden", ", 6 af 7 berørt", &["Hvilke jobtyper og fagområder har I?"]),
    (
        "Hvad vi kan tilbyde",
        ", 3 af 5 berørt",
        &["Er der job, der er i fare, eller folk, I gerne vil holde på?", "Hvem hos os skal I kunne ringe til?"],
    ),
];

/// What a follow-up shows of the first visit, beside the question.
pub const EARLIER: &[(usize, &str, &str)] = &[
    (0, CHANGES, "Ikke berørt sidst"),
    (0, "Hvem sælger I til, og hvem køber I ind hos?", "Supermarkeder i hele Danmark."),
    (0, "Handler I nationalt eller internationalt?", "Nationalt og Internationalt. Mest herhjemme."),
    (0, "Hvilke jobtyper og fagområder har I?", "Ikke berørt sidst"),
    (0, "Hvor mange ansatte er I?", "61. To hold."),
    (0, OWNED, "En fond."),
    (1, "Hvad er I optaget af lige nu?", SENTENCES[0].1),
    (2, "Hvad kan I bruge os til, når I mangler folk?", "Generel formidling af arbejdskraft"),
    (3, "Må vi kontakte jer, når der kommer noget nyt, der passer til jer?", "Ikke berørt sidst"),
];

/// What is answered at the follow-up.
pub const FOLLOW_UP: &[Step<'_>] = &[
    Fill(CHANGES, "Natholdet er delt i to."),
    Tick("Nationalt"),
    Fill("Antal: Hvor mange ansatte", "64"),
    Press("Gem note"),
];
