//! `LÆS MIG.txt`: what the files of a proof bundle are, and how anybody checks one, in plain Danish.

use feltmappen_domain::{
    moment::{danish, instant},
    visit::danish_day,
};

use super::{
    said,
    shape::{self, File, Proof},
};

/// Its name in the bundle.
pub(super) const NAME: &str = "LÆS MIG.txt";

/// The text, with the mark of UTF-8 and the line ends that every program for plain text understands.
pub(super) fn read_me(proof: &Proof) -> String {
    let mut text = format!(
        "BEVIS FOR ET SAMTYKKE\n\
         \n\
         Pakken viser, hvad en borger har sagt ja til, og at papirerne er dem, der blev gemt dengang.\n\
         \n\
         Dokument: {}\n\
         Samtykket: {}\n\
         Pakken er lavet {} af {} med Feltmappen {}.\n\
         \n\
         Der står personoplysninger i filerne. Læg dem, hvor kun de, der skal bruge dem, kan læse dem, og slet dem, når de er \
         brugt.\n\
         \n\
         \n\
         FILERNE\n",
        proof.document_id,
        fate(proof),
        moment(&proof.made_at),
        proof.made_by,
        proof.app_version,
    );
    for file in &proof.files {
        text += &format!("\n{}\n  {}\n  Kontroltal (SHA-256): {}\n", file.name, what(file), file.sha256);
    }
    let pdf = proof.files.first().map(|file| &*file.name).unwrap_or_default();
    text += &format!(
        "\n{}\n  Det samme til et program: hvordan og hvornår samtykket er givet, kontroltallene, hvem der har ændret hvad og \
         hvornår, og hvem der har læst, skrevet ud eller gemt det.\n\
         \n\
         \n\
         SÅDAN SER DU, OM EN FIL ER ÆGTE\n\
         \n\
         Et kontroltal regnes ud af hele filen. Er bare ét tegn i filen ændret, bliver tallet et andet.\n\
         \n\
         1. Pak filerne ud i en mappe.\n\
         2. Åbn et kommandovindue i mappen, og skriv:\n\
         \x20  Windows (PowerShell):  Get-FileHash {pdf}\n\
         \x20  macOS:                 shasum -a 256 {pdf}\n\
         \x20  Linux:                 sha256sum {pdf}\n\
         3. Sammenlign med kontroltallet ovenfor. Store og små bogstaver er det samme.\n\
         \n\
         Er tallene ens, er filen den, der blev gemt. Kontroltallene står også i samtykket hos kommunen. Er du i tvivl om \
         pakken selv, så bed kommunen om at sammenligne.\n\
         \n\
         Feltmappen har sammenlignet filerne med de gemte kontroltal, da pakken blev lavet.\n\
         \n\
         \n\
         DET, PAKKEN IKKE VISER\n\
         \n\
         Hvem der har ændret hvad, gemmes i {} dage på hver computer. Hvem der har læst samtykket, er noteret på den computer, \
         pakken er lavet på. Andre medarbejderes computere har deres egne noter.\n",
        shape::NAME,
        proof.history.kept_days,
    );
    if !proof.access_log.whole {
        text += "\nNoterne om, hvem der har læst samtykket, er ikke hele: en linje er ændret eller fjernet. Papirerne er \
                 ikke berørt af det.\n";
    }
    format!("\u{feff}{}", text.replace('\n', "\r\n"))
}

/// How it was given, and whether it holds: one or two sentences.
fn fate(proof: &Proof) -> String {
    let given = said("given.how", proof.given.how.as_deref()).to_lowercase();
    let finalised = proof.finalised.at.as_deref().map(moment).unwrap_or_default();
    let at = proof.given.at.as_deref().map_or(finalised, moment);
    let until = proof.valid_until.as_deref().map(danish_day).unwrap_or_default();
    let over = proof.withdrawn.as_ref().map_or_else(
        || "Det er ikke trukket tilbage.".to_owned(),
        |withdrawn| format!("Det er trukket tilbage {}.", moment(&withdrawn.at)),
    );
    format!("givet {given} {at}. Det gælder til og med {until}. {over}")
}

/// What a paper is.
fn what(file: &File) -> &'static str {
    match file.what {
        "citizen" => "Borgerens eksemplar af samtykket.",
        "authority" => "Kommunens eksemplar.",
        "employer" => "Virksomhedens eksemplar.",
        _ => "Den underskrevne erklæring, som den blev hentet ind.",
    }
}

/// "24. november 2026 kl. 11.34", in Danish time.
fn moment(text: &str) -> String {
    let Some(at) = instant(text).map(|at| danish(at.to_utc())) else { return text.to_owned() };
    format!("{} kl. {}", danish_day(&at.date_naive().to_string()), at.format("%-H.%M"))
}
