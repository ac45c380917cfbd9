use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Companies with their workplaces and contacts.
    #[default]
    Companies,
    /// Candidates.
    Candidates,
}

/// What a column of the file can become.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ImportField {
    /// CVR number; the natural key.
    Cvr,
    /// The name of the company or of the candidate.
    Name,
    /// Branche code, six digits.
    BranchCode,
    /// Branche in words.
    BranchText,
    /// Number of employees.
    Employees,
    /// JobAG user, yes or no.
    JobagUser,
    /// Notes.
    Notes,
    /// P-number of the workplace; its natural key.
    PNumber,
    /// The workplace's name.
    WorkplaceName,
    /// Street and number.
    Street,
    /// Postal code.
    Postcode,
    /// Town.
    City,
    /// Kommune, by code or name.
    Municipality,
    /// The contact's name.
    ContactName,
    /// The contact's title.
    ContactTitle,
    /// The contact's mail address.
    ContactEmail,
    /// The contact's telephone.
    ContactPhone,
    /// The candidate's telephone.
    Phone,
    /// The candidate's mail address.
    Email,
    /// The candidate's CPR number.
    Cpr,
    /// Which jobs the candidate looks for.
    JobGoals,
    /// What the candidate can.
    Qualifications,
    /// The categories of the driving licence.
    DrivingLicence,
}

/// A field that a column can be mapped to.
#[derive(Clone, Serialize, TS)]
pub struct ImportTarget {
    /// The field.
    pub field: ImportField,
    /// Its Danish name.
    pub label: String,
    /// The import cannot start without it.
    pub required: bool,
}

/// A column of the file.
#[derive(Clone, Serialize, TS)]
pub struct ImportColumn {
    /// The header as it stands in the file.
    pub header: String,
    /// The first values, cut to 60 characters.
    pub samples: Vec<String>,
    /// What it is taken for.
    pub target: Option<ImportField>,
}

/// What a file looks like before it is imported.
#[derive(Clone, Serialize, TS)]
pub struct ImportPreview {
    /// The file's name.
    pub name: String,
    /// "UTF-8" or "Windows-1252".
    pub encoding: String,
    /// Rows after the header.
    pub rows: u32,
    /// Its columns.
    pub columns: Vec<ImportColumn>,
    /// What a column can become.
    pub targets: Vec<ImportTarget>,
}

/// A row that could not be used.
#[derive(Clone, Serialize, TS)]
pub struct RowError {
    /// The line in the file, the header being 1.
    pub line: u32,
    /// What is wrong, in Danish.
    pub message: String,
}

/// How far an import is.
#[derive(Clone, Serialize, TS)]
pub struct ImportProgress {
    /// Rows done.
    pub done: u32,
    /// Rows in all.
    pub total: u32,
    /// Companies or candidates made.
    pub created: u32,
    /// Companies or candidates changed.
    pub updated: u32,
    /// Companies or candidates that already were as the file says.
    pub unchanged: u32,
    /// Rows that could not be used, at most the first 500.
    pub errors: Vec<RowError>,
    /// Rows that could not be used, in all.
    pub error_count: u32,
    /// True when all rows have been seen.
    pub finished: bool,
}
