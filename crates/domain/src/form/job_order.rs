//! The form for a job order: the checklist and the clarifying questions as seven calm parts.

use super::build::{field, form, requirements, section};
use super::{Field, Form, Section, Widget};
use crate::record::Kind;

/// The form for a job order. Every entry D64–D101 stands in some field's `d`.
pub fn job_order_form() -> Form {
    form(
        Kind::JobOrder,
        vec![company(), position(), terms(), requirement_part(), expectations(), process(), responsibility()],
    )
}

fn f(path: &'static str, label: &str) -> Field {
    field(Kind::JobOrder, path, label)
}

fn company() -> Section {
    section(
        "company",
        "Virksomhed og kontakt",
        Some("Hvem skal vi tale med hos jer om jobordren?"),
        vec![
            f("company", "Virksomhed").wide(),
            f("workplace", "Arbejdssted").hint("Stedet, hvor den nye medarbejder møder ind."),
            f("contact", "Kontaktperson").hint("Med navn, stilling, mail og telefon."),
            f("channel", "Sådan kom jobordren ind"),
            f("received_at", "Modtaget"),
            f("hotline_number", "Ordrenummer fra hotline")
                .looks(Widget::HotlineNumber)
                .when("channel", "hotline")
                .extra(),
            f("company_contacted_at", "Kontaktpersonen er kontaktet")
                .hint("Hvornår du har bekræftet jobordren over for kontaktpersonen."),
        ],
    )
}

fn position() -> Section {
    section(
        "position",
        "Stilling og opgaver",
        Some("Hvad skal den nye medarbejder lave på en almindelig dag?"),
        vec![
            f("order_type", "Type jobordre"),
            f("positions", "Antal stillinger").ask("Hvor mange skal I bruge?"),
            f("title", "Stillingsbetegnelse")
                .hint("Navnet skal passe til opgaverne, for det er det, der søges på.")
                .ask("Dækker navnet på stillingen det, man faktisk kommer til at lave?")
                .wide(),
            f("tasks", "Arbejdsopgaver")
                .hint("Jo mere konkret, jo lettere er det at finde den rette.")
                .ask("Hvilke opgaver fylder mest i løbet af en uge?"),
        ],
    )
}

fn terms() -> Section {
    section(
        "terms",
        "Ansættelse",
        Some("Hvornår skal I bruge medarbejderen, og på hvilke vilkår?"),
        vec![
            f("terms.employment", "Ansættelsesform").ask("Er det en fast stilling, eller er den tidsbegrænset?"),
            f("start_date", "Ansættelsesdato").ask("Hvornår er første arbejdsdag?"),
            f("terms.time", "Arbejdstid"),
            f("terms.hours", "Timer om ugen").hint("Fx 37 eller 20-25"),
            f("terms.working_hours", "Mødetider").ask("Hvornår møder man, og hvornår har man fri?"),
            f("terms.pay", "Lønform").ask("Hvordan bliver lønnen beregnet?"),
            f("terms.pay_note", "Mere om lønnen").hint("Fx overenskomst eller tillæg").extra(),
            f("terms.shift_work", "Skiftehold"),
            f("terms.temp", "Vikar"),
            f("terms.temp_from", "Vikar fra").when("terms.temp", true),
            f("terms.temp_to", "Vikar til").when("terms.temp", true),
        ],
    )
}

fn requirement_part() -> Section {
    section(
        "requirements",
        "Krav",
        Some("Hvilke af kravene er ufravigelige, og hvilke er knap så vigtige?"),
        vec![
            requirements("Krav")
                .hint("Ét krav ad gangen. Skriv det så konkret, at der kan søges på det.")
                .ask("Hvad skal man kunne, den dag man begynder, og hvad kan læres hos jer?"),
            f("education_demand", "Krav til uddannelse").ask("Skal man have en bestemt uddannelse?"),
            f("education_text", "Hvilken uddannelse").when("education_demand", "with"),
            f("experience_demand", "Krav til erfaring").ask("Skal man have prøvet arbejdet før?"),
            f("experience_years", "Antal års erfaring").when("experience_demand", "with"),
            f("other_note", "Andre kvalifikationer")
                .hint("Fx kørekort, certifikater og attester, som jobbet kræver.")
                .ask("Skal man have kørekort, certifikater eller en straffeattest for at få jobbet?")
                .extra(),
            f("residence", "Bopælskommuner at søge i").hint("Fx egen kommune og nabokommunerne").extra().wide(),
        ],
    )
}

fn expectations() -> Section {
    section(
        "expectations",
        "Forventninger",
        Some("Hvem falder godt til hos jer?"),
        vec![
            f("personal_note", "Personlige kompetencer")
                .ask("Arbejder man mest alene, i et team eller sammen med kunder?"),
            f("physical", "Fysiske krav i jobbet")
                .hint("Beskriv arbejdet, ikke personen.")
                .ask("Er der tunge løft, eller skal man stå og gå meget?"),
            f("culture", "Kulturen på arbejdspladsen").ask("Hvordan er tonen, arbejdstøjet og frokosten hos jer?"),
        ],
    )
}

fn process() -> Section {
    section(
        "process",
        "Rekruttering og plan",
        Some("Hvordan vil I helst møde kandidaterne?"),
        vec![
            f("process", "Rekrutteringsproces")
                .hint("Fx jobopslag, CV'er til virksomheden, samtaler eller et informationsmøde.")
                .ask("Hvordan plejer I at ansætte, og hvad skal vi stå for denne gang?"),
            f("contact_form", "Kontaktform")
                .ask("Vil I have CV'er tilsendt, skal vi formidle kontakten, eller må kandidaterne selv ringe?")
                .wide(),
            f("contact_form_note", "Aftalt om kontakten")
                .hint("Fx hvem kandidaterne skal ringe til og hvornår")
                .wide()
                .extra(),
            f("combinations", "Kombinationsmuligheder")
                .hint("Fx virksomhedspraktik, løntilskud eller et kursus.")
                .ask("Hvis ingen kan det hele, vil I så være med til at lære en op?"),
            f("remarks", "Yderligere bemærkninger")
                .hint("Særlige forhold og bilag. Virksomheden kan se teksten.")
                .extra(),
        ],
    )
}

fn responsibility() -> Section {
    section(
        "responsibility",
        "Ansvar og deling",
        None,
        vec![
            f("responsible_unit", "Ansvarlig enhed").hint("Foreslås ud fra arbejdsstedets kommune."),
            f("coordinator", "Tovholder").hint("En medarbejder i den ansvarlige enhed."),
            f("sharing", "Delingsniveau").hint("Kun egen enhed, til du vælger andet.").extra(),
            f("inactive_until", "Inaktiv til og med").when("status", "inactive").extra(),
            f("close_reason", "Lukkeårsag").hint("Virksomheden ser den ikke.").when("status", "closed"),
            f("close_note", "Mere om lukningen").when("status", "closed").wide().extra(),
            f("internal_note", "Intern kommentar").hint("Kun til jer selv. Virksomheden ser den ikke.").extra(),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use super::*;
    use crate::record::Fields;
    use crate::schema::{self, ValueType};
    use serde_json::json;

    #[test]
    fn the_whole_checklist_and_all_questions_can_be_filled_in() {
        let form = job_order_form();
        let reached: Vec<&str> = form.fields().flat_map(|(_, field)| &field.d).map(String::as_str).collect();
        for number in 64..=101 {
            let d = format!("D{number}");
            assert!(reached.contains(&d.as_str()), "{d} is not in the form");
        }
    }

    #[test]
    fn seven_parts_with_at_most_seven_fields_that_are_always_there() {
        let form = job_order_form();
        let titles: Vec<_> = form.sections.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(
            titles,
            [
                "Virksomhed og kontakt",
                "Stilling og opgaver",
                "Ansættelse",
                "Krav",
                "Forventninger",
                "Rekruttering og plan",
                "Ansvar og deling"
            ]
        );
        for section in &form.sections {
            let asked =
                section.fields.iter().filter(|field| field.show_when.is_none() && field.widget != Widget::Flag).count();
            assert!((3..=7).contains(&asked), "{}: {asked}", section.id);
        }
    }

    #[test]
    fn every_field_that_no_step_sets_can_be_filled_in_once() {
        let form = job_order_form();
        for spec in schema::fields_of(Kind::JobOrder) {
            let path = spec.path.split('.').next().filter(|_| spec.path.contains('*')).unwrap_or(spec.path);
            let times = form.fields().filter(|(_, field)| field.path.as_str() == path).count();
            let aligned = alignment_form().fields().filter(|(_, field)| field.path.as_str() == path).count();
            assert_eq!(times + aligned, usize::from(!["status", "visit"].contains(&path)), "{path}");
        }
    }

    #[test]
    fn every_field_of_every_form_stands_in_the_schema() {
        for (kind, form) in [
            (Kind::JobOrder, job_order_form()),
            (Kind::Visit, visit_form()),
            (Kind::Promise, promise_form()),
            (Kind::Candidate, candidate_form()),
            (Kind::Consent, consent_form()),
            (Kind::Submittal, submittal_form()),
            (Kind::Company, company_form()),
            (Kind::Workplace, workplace_form()),
            (Kind::Contact, contact_form()),
            (Kind::Unit, unit_form()),
            (Kind::Employee, employee_form()),
        ] {
            assert_eq!(form.id, kind.as_str());
            for (_, field) in form.fields() {
                let spec = schema::spec_of(kind, &field.path);
                assert!(spec.is_some() || field.widget == Widget::Requirements, "{kind} {}", field.path);
                let conditions = field.show_when.iter().map(|condition| &condition.path);
                for path in conditions {
                    assert!(schema::spec_of(kind, path).is_some(), "{kind} {path}");
                }
                if let Some(ValueType::Choice(choices)) = spec.map(|spec| spec.value) {
                    assert_eq!(field.choices.len(), choices.len(), "{kind} {}", field.path);
                }
            }
        }
    }

    #[test]
    fn questions_are_questions_and_no_text_shouts() {
        let form = job_order_form();
        let questions = form
            .sections
            .iter()
            .filter_map(|section| section.question.as_ref())
            .chain(form.fields().filter_map(|(_, field)| field.question.as_ref()));
        for question in questions {
            assert!(question.ends_with('?') && !question.starts_with('»'), "{question}");
        }
        let json = serde_json::to_string(&form).unwrap();
        assert!(!json.contains('!'));
    }

    #[test]
    fn what_depends_on_an_answer_is_shown_after_it() {
        let form = job_order_form();
        let shown = |fields: &Fields, path: &str| {
            form.fields().any(|(_, field)| field.path.as_str() == path && field.shown(fields))
        };
        let cases = [
            ("hotline_number", "channel", json!("hotline")),
            ("terms.temp_from", "terms.temp", json!(true)),
            ("terms.temp_to", "terms.temp", json!(true)),
            ("education_text", "education_demand", json!("with")),
            ("experience_years", "experience_demand", json!("with")),
            ("inactive_until", "status", json!("inactive")),
            ("close_reason", "status", json!("closed")),
        ];
        for (path, other, value) in cases {
            let mut fields = Fields::new();
            assert!(!shown(&fields, path), "{path}");
            fields.set(Path::known(other), value);
            assert!(shown(&fields, path), "{path}");
        }
    }

    #[test]
    fn a_path_leads_to_its_part() {
        let form = job_order_form();
        assert_eq!(form.section_of(&Path::known("coordinator")), Some("responsibility"));
        let item = Path::item("requirements", uuid::Uuid::nil(), "priority");
        assert_eq!(form.section_of(&item), Some("requirements"));
        assert_eq!(form.section_of(&Path::known("newer")), None);
    }
}
