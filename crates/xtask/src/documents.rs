//! The stage of documents: every sample is made, checked by programs that others wrote, and looked at.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Outcome,
    process::{Project, output, run},
};

/// Dots per inch of the pictures: enough to see what moved, and small.
const RESOLUTION: &str = "50";
/// How much of a picture may differ from the one that was looked at, in thousandths of all it could: the edges of letters
/// are drawn a little differently by other versions of the program that draws them.
const TOLERANCE: f64 = 8.0;
/// Asks `page-validation` for both profiles, and says what it found.
const VALIDATE: &str = "import sys, page
for profile in ('2a', 'ua1'):
    report = page.validate_pdf(sys.argv[1], profile=profile)
    print(profile, report.rules.passed, 'of', report.rules.total, 'rules')
    for failure in report.failures:
        print(failure.rule_id, failure.message)
    if not report.is_compliant:
        sys.exit(1)
";

/// Makes and checks every sample. With `--accept` what is seen becomes what is expected.
pub fn stage(project: &Project, arguments: &[String]) -> Outcome {
    let accept = arguments.iter().any(|argument| argument == "--accept");
    let folder = project.target.join("documents");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
    run(&mut project.build(["--example", "document"]))?;
    let samples = project.root.join("crates/documents/tests/samples");
    let pictures = project.root.join("crates/documents/tests/pictures");
    for kind in entries(&samples)? {
        for sample in entries(&kind)? {
            let name = format!("{}-{}", stem(&kind), stem(&sample));
            let file = folder.join(&name).with_extension("pdf");
            let mut make = project.command(project.built("examples/document"));
            run(make.arg(stem(&kind)).arg(&sample).arg(&file))?;
            conforms(project, &file)?;
            looks(project, &file, &pictures.join(&name), accept)?;
        }
    }
    Ok(())
}

/// What PDF, PDF/A-2a and PDF/UA-1 demand, as far as programs can tell.
fn conforms(project: &Project, file: &Path) -> Outcome {
    run(project.command("qpdf").arg("--check").arg(file))?;
    let python = project.python("page-validation").with_file_name("python");
    run(project.command(python).args(["-c", VALIDATE]).arg(file))?;
    run(project.command(project.python("pdfua")).args(["check", "--min-severity", "warning"]).arg(file))?;
    let fonts = output(project.command("pdffonts").arg(file))?;
    embedded(&fonts).map_err(|font| format!("{font} is not embedded as a part, with its characters named."))?;
    let structure = output(project.command("pdfinfo").arg("-struct-text").arg(file))?;
    if structure.starts_with("Document\n  H1 (block)\n") {
        return Ok(());
    }
    Err(format!("{} does not begin with its title.", file.display()))
}

/// Whether every font of poppler's table is embedded, a subset, and can be read: `emb`, `sub` and `uni` say yes.
fn embedded(table: &str) -> Result<(), String> {
    let mut fonts = table.lines().skip(2).peekable();
    if fonts.peek().is_none() {
        return Err("No font".to_owned());
    }
    match fonts.find(|font| !font.contains(" yes yes yes ")) {
        Some(font) => Err(font.to_owned()),
        None => Ok(()),
    }
}

/// Compares the first pages with pictures that somebody has looked at.
fn looks(project: &Project, file: &Path, picture: &Path, accept: bool) -> Outcome {
    let drawn = file.with_extension("");
    // Two pages show all there is to see of a long one.
    let mut draw = project.command("pdftoppm");
    run(draw.args(["-r", RESOLUTION, "-gray", "-png", "-l", "2"]).arg(file).arg(&drawn))?;
    let folder = file.parent().unwrap_or(file);
    let prefix = format!("{}-", stem(file));
    let pages = entries(folder)?
        .into_iter()
        .filter(|page| page.extension().is_some_and(|ending| ending == "png") && stem(page).starts_with(&prefix));
    for (number, page) in pages.enumerate() {
        let expected = picture.with_file_name(format!("{}-{}.png", stem(picture), number + 1));
        if accept {
            fs::copy(&page, &expected)
                .map_err(|error| format!("{} cannot be written: {error}.", expected.display()))?;
            continue;
        }
        let differs = difference(project, &page, &expected)?;
        if differs > TOLERANCE {
            return Err(format!("{} differs by {differs:.1} ‰ from {}.", page.display(), expected.display()));
        }
    }
    Ok(())
}

/// How much two pictures differ, in thousandths.
fn difference(project: &Project, one: &Path, other: &Path) -> Outcome<f64> {
    let mut compare = project.command("compare");
    compare.args(["-metric", "MAE"]).arg(one).arg(other).arg("null:");
    let said = compare.output().map_err(|error| format!("`compare` cannot be started: {error}."))?;
    // It writes `16.2 (0.000247)` to where errors go, and fails when anything differs at all.
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    let part = said.split(['(', ')']).nth(1).and_then(|part| part.parse::<f64>().ok());
    part.map(|part| part * 1000.0).ok_or(format!("{} cannot be compared: {said}", one.display()))
}

fn entries(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_that_is_not_whole_in_the_file_is_found() {
        let head = "name  type  encoding  emb sub uni object ID\n----\n";
        assert!(embedded(&format!("{head}A+B  CID TrueType  Identity-H  yes yes yes   5  0\n")).is_ok());
        assert!(embedded(&format!("{head}Helvetica  Type 1  WinAnsi  no  no  no   5  0\n")).is_err());
        assert!(embedded(head).is_err());
    }
}
