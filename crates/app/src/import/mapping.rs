//! What each column of a table is taken for.

use csv::StringRecord;
use feltmappen_domain::fold;

use super::table::Table;
use crate::api::{ImportColumn, ImportField, ImportTarget};

/// So many first values are shown of each column, each cut to so many characters.
const SAMPLES: usize = 3;
const SAMPLE: usize = 60;

/// Each field with its Danish name and the headers it is recognised by, folded.
const FIELDS: [(ImportField, &str, &[&str]); 17] = [
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

/// Which column holds which field.
#[derive(Default)]
pub(super) struct Mapping(Vec<(ImportField, usize)>);

impl Mapping {
    /// A mapping of columns; nothing if CVR number or name is missing.
    pub fn new(columns: &[Option<ImportField>]) -> Option<Self> {
        let mut fields: Vec<(ImportField, usize)> = Vec::new();
        for (column, field) in columns.iter().enumerate() {
            if let Some(field) = field.filter(|field| fields.iter().all(|(known, _)| known != field)) {
                fields.push((field, column));
            }
        }
        let has = |field| fields.iter().any(|(known, _)| *known == field);
        (has(ImportField::Cvr) && has(ImportField::Name)).then_some(Self(fields))
    }

    /// A row's cell for a field, trimmed; nothing if there is no such column or the cell is empty.
    pub fn cell<'row>(&self, row: &'row StringRecord, field: ImportField) -> Option<&'row str> {
        let (_, column) = self.0.iter().find(|(known, _)| *known == field)?;
        row.get(*column).map(str::trim).filter(|cell| !cell.is_empty())
    }
}

/// The table's columns with samples and a guess.
pub(super) fn columns(table: &Table) -> Vec<ImportColumn> {
    let mut taken = Vec::new();
    let columns = table.header.iter().enumerate().map(|(index, header)| {
        let samples = table.rows.iter().filter_map(|(_, row)| row.get(index)).filter(|cell| !cell.trim().is_empty());
        let target = guess(header).filter(|field| !taken.contains(field));
        taken.extend(target);
        ImportColumn {
            header: header.to_owned(),
            samples: samples.take(SAMPLES).map(|cell| cell.chars().take(SAMPLE).collect()).collect(),
            target,
        }
    });
    columns.collect()
}

/// What a column can become, with its Danish name.
pub(super) fn targets() -> Vec<ImportTarget> {
    let target = |(field, label, _): &(ImportField, &str, &[&str])| ImportTarget {
        field: *field,
        label: (*label).to_owned(),
        required: matches!(field, ImportField::Cvr | ImportField::Name),
    };
    FIELDS.iter().map(target).collect()
}

fn guess(header: &str) -> Option<ImportField> {
    let folded: String = fold::fold(header).text.chars().filter(char::is_ascii_alphanumeric).collect();
    FIELDS.iter().find(|(_, _, names)| names.contains(&&*folded)).map(|(field, ..)| *field)
}
