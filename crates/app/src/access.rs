//! What was done with what is known of a citizen: the overview and the file that the citizen may have (L16, R78). Both tell
//! what and when, and never which employee.

use feltmappen_domain::{
    record::{Kind, Record, RecordKey},
    visit::danish_day,
};
use feltmappen_store::{AccessAction, AccessLine};

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{AccessOverview, AccessRow, PaperKind},
    exports::csv_table,
    lists::number,
    time::{danish, instant},
};

/// So many rows are shown. The file has them all.
const SHOWN: usize = 200;
/// What looking at the log, and taking it out, is called in it.
const WHY: &str = "access_log";
/// What is about a citizen besides the candidate's own details.
const ABOUT: [Kind; 3] = [Kind::Consent, Kind::Conversation, Kind::Submittal];

/// A record about a citizen, and what it is called.
struct About {
    key: RecordKey,
    says: String,
}

impl App {
    /// What was done with what is known of a candidate on this computer, the latest first: the candidate's own details,
    /// consents, conversations and submittals, those that are discarded too. Looking is logged itself (R78).
    ///
    /// # Errors
    /// `BadValue` for another kind of record, `NotHere`.
    pub fn access_log(&self, candidate: RecordKey) -> Outcome<AccessOverview> {
        let open = self.opened()?;
        let about = self.about(&open, candidate)?;
        let happened = happened(&self.access_lines(&open, &about)?);
        self.log(&open, AccessAction::Read, &[candidate], WHY);
        let row = |(line, keys): &(AccessLine, Vec<RecordKey>)| AccessRow {
            at: line.at.clone(),
            done: done(line.entry.action).to_owned(),
            place: place(&line.entry.why).to_owned(),
            about: keys.iter().map(|key| said(&about, *key)).collect(),
        };
        Ok(AccessOverview {
            total: number(happened.len() as u64),
            rows: happened.iter().rev().take(SHOWN).map(row).collect(),
        })
    }

    /// Writes every line of it as CSV to where the user says; answers where, or nothing when the user would rather not. That
    /// is logged as an export (R78), and the file's name names nobody (R75).
    ///
    /// # Errors
    /// `BadValue` for another kind of record, `NotHere`, `NotSavedThere`.
    pub fn export_access_log(&self, candidate: RecordKey) -> Outcome<Option<String>> {
        let open = self.opened()?;
        let about = self.about(&open, candidate)?;
        let rows = self.access_lines(&open, &about)?.into_iter().map(|(line, key)| {
            let at = instant(&line.at).map(|at| danish(at.to_utc()));
            let part = |form| at.map(|at| at.format(form).to_string()).unwrap_or_default();
            let [action, why] = [done(line.entry.action), place(&line.entry.why)].map(str::to_owned);
            [line.seq.to_string(), part("%d-%m-%Y"), part("%H:%M:%S"), action, said(&about, key), why]
        });
        let head = ["Linje i loggen", "Dato", "Klokkeslæt", "Hvad blev der gjort", "Med hvad", "Hvor eller hvordan"];
        let table = csv_table(head, rows)?;
        let name = self.file_name("adgangslog", &candidate.id.to_string());
        let place = self.save_where_asked(&name, "csv", &table)?;
        if place.is_some() {
            self.log(&open, AccessAction::Export, &[candidate], WHY);
            self.write_access(&open);
        }
        Ok(place)
    }

    /// Everything that is about a candidate.
    fn about(&self, open: &Open, candidate: RecordKey) -> Outcome<Vec<About>> {
        if candidate.kind != Kind::Candidate {
            return Err(ErrorCode::BadValue.into());
        }
        open.workspace.record(&candidate)?.ok_or(ErrorCode::NotHere)?;
        let mut about = vec![About { key: candidate, says: "Stamoplysninger".to_owned() }];
        for kind in ABOUT {
            for record in open.workspace.all_children(candidate.id, kind)? {
                about.push(About { key: record.key, says: self.about_words(open, &record)? });
            }
        }
        Ok(about)
    }

    /// "Samtykke: Lagermedarbejder, Kajen 3", "Samtale 24. november 2026".
    fn about_words(&self, open: &Open, record: &Record) -> Outcome<String> {
        let fields = &record.fields;
        if record.key.kind == Kind::Conversation {
            let day = fields.text("starts_at").and_then(instant).map(|at| danish(at.to_utc()).date_naive().to_string());
            return Ok(day.map_or_else(|| "Samtale".to_owned(), |day| format!("Samtale {}", danish_day(&day))));
        }
        let job = self.job_title(open, fields.id("job_order"))?;
        let street = self.place_view(open, fields.id("company"), fields.id("workplace"))?.street;
        let where_to: Vec<_> = [job, street].into_iter().filter(|part| !part.is_empty()).collect();
        let what = if record.key.kind == Kind::Consent { "Samtykke" } else { "Formidling" };
        Ok(if where_to.is_empty() { what.to_owned() } else { format!("{what}: {}", where_to.join(", ")) })
    }

    /// The lines of the log with these records, the oldest first. What waits to be written is written before.
    fn access_lines(&self, open: &Open, about: &[About]) -> Outcome<Vec<(AccessLine, RecordKey)>> {
        self.write_access(open);
        let mut lines = Vec::new();
        for one in about {
            lines.extend(open.workspace.access_log(&one.key)?.into_iter().map(|line| (line, one.key)));
        }
        lines.sort_by_key(|(line, _)| line.seq);
        Ok(lines)
    }
}

/// One thing that somebody did is a line for each record that it touched: they are one row. The same record twice is two.
fn happened(lines: &[(AccessLine, RecordKey)]) -> Vec<(AccessLine, Vec<RecordKey>)> {
    let mut found: Vec<(AccessLine, Vec<RecordKey>)> = Vec::new();
    for (line, key) in lines {
        let same = |last: &(AccessLine, Vec<RecordKey>)| {
            let (one, other) = (&last.0, line);
            (&one.at, one.entry.who, one.entry.action, &one.entry.why)
                == (&other.at, other.entry.who, other.entry.action, &other.entry.why)
                && !last.1.contains(key)
        };
        match found.last_mut().filter(|last| same(last)) {
            Some((_, keys)) => keys.push(*key),
            None => found.push((line.clone(), vec![*key])),
        }
    }
    found
}

fn said(about: &[About], key: RecordKey) -> String {
    about.iter().find(|one| one.key == key).map(|one| one.says.clone()).unwrap_or_default()
}

/// What was done, in a word or two.
pub(crate) const fn done(action: AccessAction) -> &'static str {
    match action {
        AccessAction::Read => "Læst",
        AccessAction::Search => "Fundet i en søgning",
        AccessAction::Change => "Ændret",
        AccessAction::Print => "Skrevet ud",
        AccessAction::Export => "Gemt som fil",
    }
}

/// Where in the app, by which step, or which paper: the words of a reason in the log.
pub(crate) fn place(why: &str) -> &'static str {
    if let Some(paper) = PaperKind::ALL.into_iter().find(|paper| paper.word() == why) {
        return paper.title();
    }
    match why {
        "open" => "Siden i Feltmappen",
        "list" => "Listen over kandidater",
        "search" => "Søgning",
        "wallet" => "Oversigten over samtykker",
        "consent" => "Samtykkets side",
        "consent_tasks" => "Opgaver om samtykker",
        "permit" => "Må CV'et sendes?",
        "verify" => "Kontrol af dokumenterne",
        "attachment" => "Bilag",
        "scan" => "Underskrevet erklæring",
        "proof" => "Bevispakke",
        WHY => "Oversigten over, hvad der er gjort",
        "create" => "Oprettet",
        "edit" => "Felter rettet",
        "add_item" => "Tilføjet",
        "remove_item" => "Fjernet",
        "move_item" => "Flyttet på listen",
        "status" => "Ny status",
        "attach" => "Bilag hentet ind",
        "check_cv" | "confirm_cv" => "CV'et set på Jobnet",
        "document_id" | "print" => "Erklæring gjort klar til underskrift",
        "finalise" => "Samtykket gjort færdigt",
        "withdraw" => "Samtykket trukket tilbage",
        "choose_consent" => "Samtykke valgt",
        "sent" => "CV'et sendt",
        "follow_up" => "Dag til opfølgning valgt",
        "told" => "Kandidaten har fået besked",
        "approve" => "CV'et godkendt af tovholderen",
        "review" => "Gennemgået af tovholderen",
        "erasure" => "Virksomheden bedt om at slette",
        "begin" => "Samtalen begyndt",
        "close" => "Afsluttet",
        "reopen" => "Åbnet igen",
        "cancel" => "Aflyst",
        "move_version" => "Flyttet til en ny samtaleguide",
        "discard" => "Kasseret",
        "restore" | "recover" => "Hentet frem",
        "undo" => "Fortrudt",
        "decide" => "Valgt mellem to udgaver",
        "resend" => "Sendt igen til kolleger",
        "rescue" => "Usendt arbejde lagt i en fil",
        "import" => "Læst ind fra en fil",
        "seed" => "Eksempeldata",
        _ => "Andet",
    }
}
