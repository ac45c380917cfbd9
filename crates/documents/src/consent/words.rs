//! The words of the consent form. Whoever changes them gives the form a new version.

use super::{Channel, Copy, ItemKind};

/// The title (L5 a).
pub const TITLE: &str = "Samtykke til videregivelse af CV-oplysninger";
/// Every kind of thing, in the order of the form.
pub const KINDS: [ItemKind; 8] = [
    ItemKind::Contact,
    ItemKind::Education,
    ItemKind::Experience,
    ItemKind::Qualifications,
    ItemKind::Languages,
    ItemKind::DrivingLicence,
    ItemKind::Description,
    ItemKind::Attachment,
];

/// That saying no costs nothing (L5 j, L2).
pub const VOLUNTARY: [&str; 2] = [
    "Det er frivilligt.",
    "Et nej har ingen betydning for din ydelse, din sag eller den hjælp, du får. Siger du nej, sender vi ingenting, og du \
     kan stadig selv søge jobbet.",
];
/// That it can be taken back (L5 k).
pub const WITHDRAWAL: &str = "Du kan trække samtykket tilbage når som helst.";
/// What happens then (L5 k).
pub const WITHDRAWN: &str = "Det er lige så let som at give det, og du skal ikke give en grund. Så sender vi ikke mere. \
     Det, der allerede er sendt, var lovligt at sende, men vi beder virksomheden om at slette det.";
/// Who answers for the data afterwards (L5 l).
pub const RECIPIENT: [&str; 2] = [
    "Virksomheden får selv ansvaret.",
    "Når virksomheden har modtaget dine oplysninger, er den selv dataansvarlig for dem. Vil du have dem slettet dér, skal \
     du eller vi bede virksomheden om det. Vi gør det, hvis du trækker samtykket tilbage.",
];
/// What the citizen can demand (L5 m).
pub const RIGHTS: [&str; 2] = [
    "Du har rettigheder.",
    "Du kan få at vide, hvad vi har om dig, og få det rettet, slettet eller begrænset. Spørg os eller vores \
     databeskyttelsesrådgiver.",
];
/// Where to complain (L5 m).
pub const COMPLAINT: [&str; 2] =
    ["Du kan klage.", "Er du ikke tilfreds med, hvordan vi bruger dine oplysninger, kan du klage til Datatilsynet,"];
/// The authority for complaints, and its address.
pub const COMPLAINT_TO: [&str; 2] = ["www.datatilsynet.dk", "https://www.datatilsynet.dk"];
/// By what right (L7).
pub const BASIS: [&str; 2] = [
    "Vores grundlag er dit samtykke.",
    "Det står i databeskyttelsesforordningens artikel 6, stk. 1, litra a. Samtykket gælder kun, at vi sender \
     oplysningerne. Resten af din sag behandler vi efter loven.",
];
/// What an employer has to know (L10, L14, R9).
pub const FOR_THE_EMPLOYER: [[&str; 2]; 5] = [
    [
        "Samtykket gælder kun jer.",
        "Oplysningerne må kun bruges på dette arbejdssted og til dette job, og de må ikke sendes videre.",
    ],
    ["I er selv dataansvarlige.", "Fra I modtager oplysningerne, skal I behandle dem efter databeskyttelsesreglerne."],
    ["Slet dem, når I er færdige.", "Når I ikke længere skal bruge oplysningerne til formålet, skal I slette dem."],
    ["Samtykket kan trækkes tilbage.", "Sker det, skriver vi til jer og beder jer slette det, I har modtaget."],
    [
        "I får hverken CPR-nummer, fødselsdato eller alder.",
        "En arbejdsgiver må ikke bede en ansøger om at oplyse sin alder.",
    ],
];

/// Whose copy it is, as its head says.
pub fn copy(copy: Copy) -> &'static str {
    match copy {
        Copy::Citizen => "Borgerens eksemplar",
        Copy::Authority => "Kommunens eksemplar",
        Copy::Employer => "Virksomhedens eksemplar",
    }
}

/// A kind of thing.
pub fn kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Contact => "Kontaktoplysninger",
        ItemKind::Education => "Uddannelse",
        ItemKind::Experience => "Erfaring",
        ItemKind::Qualifications => "Kvalifikationer og certifikater",
        ItemKind::Languages => "Sprog",
        ItemKind::DrivingLicence => "Kørekort",
        ItemKind::Description => "Personlig beskrivelse",
        ItemKind::Attachment => "Bilag",
    }
}

/// A way of sending (L5 h).
pub fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Jobag => "Gennem Jobnet for arbejdsgivere (JobAG)",
        Channel::SecureMail => "Med sikker mail",
        Channel::DigitalPost => "Med Digital Post",
    }
}
