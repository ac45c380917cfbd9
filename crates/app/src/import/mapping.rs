//! What each column of a table is taken for.

use csv::StringRecord;
use feltmappen_domain::{fold, numbers::cpr};

use super::table::Table;
use crate::api::{ImportColumn, ImportField, ImportKind, ImportTarget};

/// So many first values are shown of each column, each cut to so many characters.
const SAMPLES: usize = 3;
const SAMPLE: usize = 60;

/// A field with its Danish name and the headers it is recognised by, folded.
type Known = (ImportField, &'static str, &'static [&'static str]);

const COMPANIES: [Known; 17] = [
    (ImportField::Cvr, "CVR-nummer", &["cvr", "cvrnr", "cvrnummer", "senr"]),
    (ImportField::Name, "Virksomhedens navn", &["navn", "virksomhed", "virksomhedsnavn", "firma", "firmanavn"]),
    (ImportField::BranchCode, "Branchekode", &["branchekode", "db07", "db25", "branchenr"]),
    (ImportField::BranchText, "Branche", &["branche", "branchetekst", "branchebetegnelse"]),
    (ImportField::Employees, "Antal ansatte", &["ansatte", "antalansatte", "medarbejdere"]),
    (ImportField::JobagUser, "Bruger af JobAG", &["jobag", "jobagbruger", "brugerafjobag"]),
    (ImportField::Notes, "Noter", &["note", "noter", "bemaerkning", "bemaerkninger"]),
    (ImportField::PNumber, "P-nummer", &["pnr", "pnummer", "penhed"]),
    (ImportField::WorkplaceName, "Arbejdsstedets navn", &["arbejdssted", "arbejdsstedetsnavn", "afdeling"]),
    (ImportField::Street, "Vej og nummer", &["adresse", "vej", "vejognummer", "gade"]),
    (ImportField::Postcode, "Postnummer", &["postnr", "postnummer"]),
    (ImportField::City, "By", &["by", "bynavn", "postdistrikt"]),
    (ImportField::Municipality, "Kommune", &["kommune", "kommunekode", "kommunenavn"]),
    (
        ImportField::ContactName,
        "Kontaktpersonens navn",
        &["kontakt", "kontaktperson", "kontaktnavn", "kontaktpersonensnavn"],
    ),
    (ImportField::ContactTitle, "Kontaktpersonens stilling", &["stilling", "titel", "kontaktpersonensstilling"]),
    (ImportField::ContactEmail, "Kontaktpersonens mail", &["mail", "email", "kontaktpersonensmail"]),
    (
        ImportField::ContactPhone,
        "Kontaktpersonens telefon",
        &["telefon", "tlf", "mobil", "telefonnummer", "kontaktpersonenstelefon"],
    ),
];

/// A column about anything else is not taken in: least of all about health, union, ethnicity or offences (R80). Whether the CV is
/// searchable is read on Jobnet and not from a list (R5).
const CANDIDATES: [Known; 8] = [
    (ImportField::Name, "Navn", &["navn", "kandidat", "ledig", "borger", "fuldenavn"]),
    (ImportField::Phone, "Telefon", &["telefon", "tlf", "mobil", "telefonnummer", "mobilnummer"]),
    (ImportField::Email, "Mail", &["mail", "email", "mailadresse", "emailadresse"]),
    (ImportField::Cpr, "CPR-nummer", &["cpr", "cprnr", "cprnummer", "personnummer"]),
    (ImportField::Municipality, "Bopælskommune", &["kommune", "kommunekode", "kommunenavn", "bopaelskommune"]),
    (ImportField::JobGoals, "Jobmål", &["jobmaal", "joboenske", "joboensker", "stilling", "soegerjobsom"]),
    (
        ImportField::Qualifications,
        "Kvalifikationer og certifikater",
        &["kvalifikationer", "kvalifikation", "kompetencer", "certifikater", "kvalifikationerogcertifikater"],
    ),
    (ImportField::DrivingLicence, "Kørekort", &["koerekort", "koerekortkategori"]),
];

const fn fields(kind: ImportKind) -> &'static [Known] {
    match kind {
        ImportKind::Companies => &COMPANIES,
        ImportKind::Candidates => &CANDIDATES,
    }
}

const fn required(kind: ImportKind, field: ImportField) -> bool {
    match kind {
        ImportKind::Companies => matches!(field, ImportField::Cvr | ImportField::Name),
        ImportKind::Candidates => matches!(field, ImportField::Name),
    }
}

/// Which column holds which field.
#[derive(Default)]
pub(super) struct Mapping(Vec<(ImportField, usize)>);

impl Mapping {
    /// A mapping of columns; nothing if one that is required is missing, or one is for other rows.
    pub fn new(kind: ImportKind, columns: &[Option<ImportField>]) -> Option<Self> {
        let mut fields: Vec<(ImportField, usize)> = Vec::new();
        for (column, field) in columns.iter().enumerate() {
            if let Some(field) = field.filter(|field| fields.iter().all(|(known, _)| known != field)) {
                fields.push((field, column));
            }
        }
        let has = |field| fields.iter().any(|(known, _)| *known == field);
        let knows = |field| self::fields(kind).iter().any(|(known, ..)| *known == field);
        let whole = self::fields(kind).iter().all(|(field, ..)| has(*field) || !required(kind, *field));
        (whole && fields.iter().all(|(field, _)| knows(*field))).then_some(Self(fields))
    }

    /// A row's cell for a field, trimmed; nothing if there is no such column or the cell is empty.
    pub fn cell<'row>(&self, row: &'row StringRecord, field: ImportField) -> Option<&'row str> {
        let (_, column) = self.0.iter().find(|(known, _)| *known == field)?;
        row.get(*column).map(str::trim).filter(|cell| !cell.is_empty())
    }
}

/// The table's columns with samples and a guess. A CPR number is masked, whatever its column is called (R75).
pub(super) fn columns(kind: ImportKind, table: &Table) -> Vec<ImportColumn> {
    let mut taken = Vec::new();
    let columns = table.header.iter().enumerate().map(|(index, header)| {
        let samples = table.rows.iter().filter_map(|(_, row)| row.get(index)).filter(|cell| !cell.trim().is_empty());
        let target = guess(kind, header).filter(|field| !taken.contains(field));
        taken.extend(target);
        ImportColumn {
            header: header.to_owned(),
            samples: samples.take(SAMPLES).map(|cell| sample(target, cell)).collect(),
            target,
        }
    });
    columns.collect()
}

/// What a column can become, with its Danish name.
pub(super) fn targets(kind: ImportKind) -> Vec<ImportTarget> {
    let target = |(field, label, _): &Known| ImportTarget {
        field: *field,
        label: (*label).to_owned(),
        required: required(kind, *field),
    };
    fields(kind).iter().map(target).collect()
}

fn sample(target: Option<ImportField>, cell: &str) -> String {
    let cell: String = cell.chars().take(SAMPLE).collect();
    let number = target == Some(ImportField::Cpr) || (target.is_none() && cpr::check(&cell).is_ok());
    if number { cpr::masked(&cell) } else { cell }
}

fn guess(kind: ImportKind, header: &str) -> Option<ImportField> {
    let folded: String = fold::fold(header).text.chars().filter(char::is_ascii_alphanumeric).collect();
    fields(kind).iter().find(|(_, _, names)| names.contains(&&*folded)).map(|(field, ..)| *field)
}
