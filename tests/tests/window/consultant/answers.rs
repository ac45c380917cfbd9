//! What the company answers, and what comes of it.

use feltmappen_proofs::Step::{self, Choose, Fill, Pick, Press, Select, Tick};

/// The parts of the form.
pub const PARTS: [&str; 7] = [
    "Virksomhed og kontakt",
    "Stilling og opgaver",
    "Ansættelse",
    "Krav",
    "Forventninger",
    "Rekruttering og plan",
    "Ansvar og deling",
];
/// The requirements, and how important each is.
pub const REQUIREMENTS: [(&str, &str); 4] = [
    ("Gaffeltruckcertifikat B", "Ufravigeligt"),
    ("Kørekort B", "Ufravigeligt"),
    ("Taler dansk til daglig", "Mindre vigtigt"),
    ("God til at arbejde alene", "Mindre vigtigt"),
];
/// What can be searched for then.
pub const PROFILE: &str = "\
Søg på
Stilling: Gaffeltruckfører, nathold
Certifikat: Gaffeltruck B
Kørekort: B
Uddannelse: Lager og logistik
Erfaring: Mindst 2 år
Vilkår: Fuld tid, skiftehold, vikar
Bopæl: Ærø og Svendborg

Ønsker
Sprog: Dansk

Kun til udvælgelse
God til at arbejde alene
Mødestabil og rolig
Ren straffeattest
Løft på op til 15 kg
";
/// The company's name.
pub const COMPANY: &str = "Ærøskøbing Kølelager på Havnen A/S";
/// What is answered in each part of the form.
pub const ANSWERS: [&[Step<'_>]; 7] = [
    &[
        Pick("Arbejdssted", "Lageret"),
        Pick("Kontaktperson", "Mads"),
        Select("Sådan kom jobordren ind", "Hotline"),
        Press("Modtaget: Sæt til nu"),
        Fill("Ordrenummer fra hotline", "H-2026-114"),
        Press("Kontaktpersonen er kontaktet: Sæt til nu"),
    ],
    &[
        Select("Type jobordre", "Ordinær"),
        Fill("Antal stillinger", "2"),
        Fill("Stillingsbetegnelse", "Gaffeltruckfører, nathold"),
        Fill("Arbejdsopgaver", "Modtage kølevarer, køre truck og holde orden i fryserummet."),
    ],
    &[
        Select("Ansættelsesform", "Tidsbegrænset"),
        Fill("Ansættelsesdato: Dag", "4"),
        Fill("Ansættelsesdato: Måned", "1"),
        Fill("Ansættelsesdato: År", "27"),
        Choose("Arbejdstid", "Fuld tid"),
        Fill("Timer om ugen", "37"),
        Fill("Mødetider", "22-6, fem nætter om ugen"),
        Select("Lønform", "Månedsløn"),
        Fill("Mere om lønnen", "Overenskomst og nattillæg"),
        Tick("Skiftehold"),
        Tick("Vikar"),
        Fill("Vikar fra: Dag", "4"),
        Fill("Vikar fra: Måned", "1"),
        Fill("Vikar fra: År", "2027"),
        Fill("Vikar til: Dag", "30"),
        Fill("Vikar til: Måned", "6"),
        Fill("Vikar til: År", "2027"),
    ],
    &[
        Choose("Krav til uddannelse", "Med uddannelse"),
        Fill("Hvilken uddannelse", "Lager og logistik"),
        Choose("Krav til erfaring", "Med erfaring"),
        Fill("Antal års erfaring", "2"),
        Fill("Andre kvalifikationer", "Ren straffeattest"),
        Fill("Bopælskommuner at søge i", "Ærø og Svendborg"),
    ],
    &[
        Fill("Personlige kompetencer", "Mødestabil og rolig"),
        Fill("Fysiske krav i jobbet", "Løft på op til 15 kg"),
        Fill("Kulturen på arbejdspladsen", "Fælles morgenkaffe. "),
    ],
    &[
        Fill("Rekrutteringsproces", "Tre CV'er og to samtaler"),
        Choose("Kontaktform", "Vi formidler"),
        Fill("Aftalt om kontakten", "Ring til Mads efter kl. 14"),
        Fill("Kombinationsmuligheder", "Fire ugers praktik først"),
        Fill("Yderligere bemærkninger", "Arbejdstøj udleveres"),
    ],
    &[Pick("Tovholder", "Maja"), Select("Delingsniveau", "Nabojobcentre"), Fill("Intern kommentar", "Ring mandag.")],
];
