//! The forms for visits, promises and alignments. The lists of a visit (contacts, colleagues, answers, notes) are drawn
//! by its page.

use super::build::{field, form, section};
use super::{Form, Widget};
use crate::record::Kind;

/// The form for planning a visit (D36, D122).
pub fn visit_form() -> Form {
    let f = |path, label| field(Kind::Visit, path, label);
    form(
        Kind::Visit,
        vec![section(
            "visit",
            "Besøget",
            None,
            vec![
                f("company", "Virksomhed").wide(),
                f("workplace", "Arbejdssted").hint("Stedet, hvor I mødes."),
                f("type", "Type besøg"),
                f("channel", "Mødeform"),
                f("consultant", "Konsulent"),
                f("starts_at", "Begynder"),
                f("ends_at", "Slutter"),
                f("purpose", "Formål").hint("Én sætning om, hvad besøget skal føre til.").wide(),
            ],
        )],
    )
}

/// The form for a promise (D35).
pub fn promise_form() -> Form {
    let f = |path, label| field(Kind::Promise, path, label);
    form(
        Kind::Promise,
        vec![section(
            "promise",
            "Aftale",
            None,
            vec![
                f("type", "Type"),
                f("text", "Hvad er aftalt").hint("Skriv ikke navne på borgere. Virksomheden kan læse teksten."),
                f("company", "Virksomhed"),
                f("workplace", "Arbejdssted").extra(),
                f("contact", "Kontaktperson"),
                f("owner", "Hvem gør det"),
                f("due", "Senest"),
                f("done_at", "Gjort").extra(),
                f("result", "Resultat").hint("Hvad der kom ud af det.").extra(),
            ],
        )],
    )
}

/// The form for the alignment of a job order (D102–D109, R34).
pub fn alignment_form() -> Form {
    let f = |path, label| field(Kind::JobOrder, path, label);
    let form = form(
        Kind::JobOrder,
        vec![section(
            "alignment",
            "Forventningsafstemning",
            Some("Passer det til det, I havde regnet med?"),
            vec![
                f("alignment.direct", "Kan besættes direkte"),
                f("alignment.substitution", "Via substitution"),
                f("alignment.upskilling", "Via opkvalificering"),
                f("alignment.message", "Det siger vi til virksomheden")
                    .hint("Giv klar besked, også når udvalget er lille."),
                f("alignment.when", "Hvornår kommer kandidaterne").ask("Hvornår vil I gerne høre fra os?"),
                f("alignment.presentation", "Hvordan bliver de præsenteret")
                    .ask("Vil I helst se CV'er eller møde kandidaterne?"),
                f("alignment.contact", "Virksomhedens kontakt hos os"),
                f("alignment.done_at", "Afstemt").looks(Widget::DateTime).extra(),
            ],
        )],
    );
    Form { id: "alignment".to_owned(), ..form }
}
