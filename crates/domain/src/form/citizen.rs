//! The forms for candidates, consents and submittals. Everything is asked for as briefly as the work allows (R80).

use super::build::{field, form, section};
use super::{Form, Widget};
use crate::record::Kind;

/// The form for a candidate (D33). It has no room for health, union, ethnicity or offences (R80).
pub fn candidate_form() -> Form {
    let f = |path, label| field(Kind::Candidate, path, label);
    form(
        Kind::Candidate,
        vec![
            section(
                "person",
                "Kandidaten",
                None,
                vec![
                    f("name", "Navn").wide(),
                    f("phone", "Telefon"),
                    f("email", "Mail"),
                    f("municipality", "Bopælskommune"),
                    f("cpr", "CPR-nummer")
                        .hint("Kun hvis sagen kræver det. Det står aldrig på noget, en virksomhed får.")
                        .extra(),
                    f("consultant", "Kontakt hos os").extra(),
                ],
            ),
            section(
                "work",
                "Job og kvalifikationer",
                None,
                vec![
                    f("job_goals", "Jobmål").hint("Ét pr. linje. Skriv stillingen, som den hedder i søgningen."),
                    f("qualifications", "Kvalifikationer og certifikater")
                        .hint("Kun det, der har med jobbet at gøre. Skriv ikke om helbred, fagforening, oprindelse eller straf."),
                    f("driving_licence", "Kørekort").hint("Kategorierne, fx B og C."),
                ],
            ),
            section(
                "cv",
                "CV",
                None,
                vec![
                    f("cv.status", "Er CV'et søgbart på Jobnet?"),
                    f("cv.checked_at", "Kontrolleret").extra(),
                    f("cv.unit", "CV'et kommer fra")
                        .hint("Kun hvis det er en anden enhed end jeres. Så skal tovholderen godkende det, før det sendes.")
                        .extra(),
                ],
            ),
        ],
    )
}

/// The form for planning a conversation (D37). Its guide is drawn by its page.
pub fn conversation_form() -> Form {
    let f = |path, label| field(Kind::Conversation, path, label);
    form(
        Kind::Conversation,
        vec![section(
            "conversation",
            "Samtalen",
            None,
            vec![
                f("type", "Type samtale"),
                f("channel", "Mødeform"),
                f("starts_at", "Begynder"),
                f("consultant", "Medarbejder"),
            ],
        )],
    )
}

/// The form for a consent (L5). The data are drawn as boxes, none of them ticked beforehand.
pub fn consent_form() -> Form {
    let f = |path, label| field(Kind::Consent, path, label);
    form(
        Kind::Consent,
        vec![
            section(
                "recipient",
                "Til hvem og hvorfor",
                None,
                vec![
                    f("workplace", "Arbejdssted").wide(),
                    f("purpose", "Formål").hint("Hvad skal netop dette arbejdssted bruge oplysningerne til?").wide(),
                    f("channel", "Sendes som"),
                    f("valid_until", "Gælder til og med").hint("Højst tre måneder, eller til ordren lukker."),
                ],
            ),
            section(
                "data",
                "Hvilke oplysninger",
                None,
                vec![
                    f("data.contact", "Kontaktoplysninger").hint("Navn, telefon og mail"),
                    f("data.education", "Uddannelse"),
                    f("data.experience", "Erfaring").hint("Tidligere job og opgaver"),
                    f("data.qualifications", "Kvalifikationer og certifikater"),
                    f("data.languages", "Sprog"),
                    f("data.driving_licence", "Kørekort"),
                    f("data.description", "Personlig beskrivelse")
                        .hint("Læs den igennem først. Den kan rumme private ting."),
                    f("data.attachment", "Bilag"),
                    f("data.attachment_names", "Hvilke bilag").when("data.attachment", true).wide(),
                ],
            ),
            section(
                "given",
                "Underskrift",
                None,
                vec![
                    f("given.how", "Hvordan giver borgeren sit samtykke?"),
                    f("given.at", "Hvornår sagde borgeren ja?").when("given.how", "oral"),
                    f("given.to", "Til hvilken medarbejder?").when("given.how", "oral"),
                    f("given.place", "Sted").hint("Byen, eller »telefon«."),
                    f("given.interpreter", "Tolk").extra(),
                    f("given.representative", "En anden siger ja for borgeren").hint("Navnet, fx på en værge.").extra(),
                    f("given.basis", "Med hvilken ret").extra(),
                ],
            ),
            section(
                "filed",
                "Journal",
                None,
                vec![f("filed.on", "Journaliseret").extra(), f("filed.case", "Sags-id").extra()],
            ),
        ],
    )
}

/// The form for a submittal (D32): what is chosen before, and what is noted afterwards.
pub fn submittal_form() -> Form {
    let f = |path, label| field(Kind::Submittal, path, label);
    form(
        Kind::Submittal,
        vec![
            section(
                "sending",
                "Det sender vi",
                None,
                vec![
                    f("cv.status", "Er CV'et søgbart på Jobnet lige nu?"),
                    f("channel", "Sendes som"),
                    f("data.contact", "Kontaktoplysninger"),
                    f("data.education", "Uddannelse"),
                    f("data.experience", "Erfaring"),
                    f("data.qualifications", "Kvalifikationer og certifikater"),
                    f("data.languages", "Sprog"),
                    f("data.driving_licence", "Kørekort"),
                    f("data.description", "Personlig beskrivelse"),
                    f("data.attachment", "Bilag"),
                ],
            ),
            section(
                "afterwards",
                "Bagefter",
                None,
                vec![
                    f("told_at", "Kandidaten er underrettet").looks(Widget::DateTime).extra(),
                    f("follow_up", "Følg op").extra(),
                    f("result", "Resultat").extra(),
                    f("result_note", "Note om resultatet").extra(),
                ],
            ),
        ],
    )
}
