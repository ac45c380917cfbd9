//! The forms for companies, workplaces, contact persons, units and employees.

use super::Form;
use super::build::{field, form, section};
use crate::record::Kind;

/// The form for a company.
pub fn company_form() -> Form {
    let f = |path, label| field(Kind::Company, path, label);
    form(
        Kind::Company,
        vec![section(
            "company",
            "Virksomhed",
            None,
            vec![
                f("name", "Navn").wide(),
                f("cvr", "CVR-nummer").hint("8 cifre"),
                f("employees", "Antal ansatte").ask("Hvor mange arbejder her?"),
                f("branch.code", "Branchekode").hint("6 cifre, fx 561110"),
                f("branch.version", "Udgave af branchekoden"),
                f("branch.text", "Branche").wide(),
                f("business", "Forretning").hint("Hvad virksomheden laver eller sælger."),
                f("market", "Marked").hint("Kunder og leverandører, og om de er i Danmark eller udlandet."),
                f("jobag_user", "Virksomheden bruger JobAG"),
                f("notes", "Noter").hint("Kun til jer selv. Virksomheden ser dem ikke.").extra(),
            ],
        )],
    )
}

/// The form for a workplace.
pub fn workplace_form() -> Form {
    let f = |path, label| field(Kind::Workplace, path, label);
    form(
        Kind::Workplace,
        vec![section(
            "workplace",
            "Arbejdssted",
            None,
            vec![
                f("name", "Navn").hint("Det, stedet hedder til daglig, fx Lageret").wide(),
                f("p_number", "P-nummer").hint("10 cifre"),
                f("address.street", "Vej og nummer"),
                f("address.postcode", "Postnummer"),
                f("address.city", "By"),
                f("municipality", "Kommune").hint("Bruges til at foreslå den ansvarlige enhed."),
            ],
        )],
    )
}

/// The form for a contact person.
pub fn contact_form() -> Form {
    let f = |path, label| field(Kind::Contact, path, label);
    form(
        Kind::Contact,
        vec![section(
            "contact",
            "Kontaktperson",
            None,
            vec![
                f("name", "Navn").wide(),
                f("title", "Stilling"),
                f("workplace", "Arbejdssted").extra(),
                f("phone", "Telefon"),
                f("email", "Mail"),
                f("main", "Hovedkontaktperson"),
            ],
        )],
    )
}

/// The form for a unit.
pub fn unit_form() -> Form {
    let f = |path, label| field(Kind::Unit, path, label);
    form(
        Kind::Unit,
        vec![section(
            "unit",
            "Enhed",
            None,
            vec![
                f("name", "Navn").hint("Det navn, I selv bruger, fx Virksomhedsindgangen").wide(),
                f("municipality", "Kommune"),
                f("phone", "Telefon"),
                f("email", "Mail"),
                f("address.street", "Vej og nummer").hint("Adressen står på samtykkeerklæringer.").extra().wide(),
                f("address.postcode", "Postnummer").extra(),
                f("address.city", "By").extra(),
                f("dpo.email", "Databeskyttelsesrådgiverens mail").hint("Står på samtykkeerklæringer.").extra(),
                f("dpo.phone", "Databeskyttelsesrådgiverens telefon").extra(),
            ],
        )],
    )
}

/// The form for an employee.
pub fn employee_form() -> Form {
    let f = |path, label| field(Kind::Employee, path, label);
    form(
        Kind::Employee,
        vec![section(
            "employee",
            "Medarbejder",
            None,
            vec![
                f("name", "Navn").wide(),
                f("title", "Stilling"),
                f("unit", "Enhed"),
                f("phone", "Telefon"),
                f("email", "Mail"),
            ],
        )],
    )
}
