//! Which candidates to look at for an order: words alone, so it says whom to look at and never whom to send.

use std::collections::BTreeSet;

use super::Candidate;
use crate::fold::fold;
use crate::order::JobOrder;
use crate::record::Fields;
use crate::requirement::Requirement;

/// Shorter words say nothing about a job.
const SHORTEST: usize = 3;
/// A word of so many letters is also found at the beginning or the end of a compound: "truck" in "gaffeltruck".
const WITHIN: usize = 5;
/// Words that stand in most orders and most CVs. Folded.
const COMMON: &str = "arbejde arbejdet arbejder arbejdsopgaver assistent deltid dansk den der det eller erfaring erfaren faglig faste fleksibel for fra \
    fuldtid gerne god godt gode har have hele inden indenfor kan kategori kendskab kort koerekort kunne leder lyst med medarbejder \
    medarbejdere medhjaelper minimum mindst noget opgaver personlig samt som stilling til uddannelse uddannet ved vikar ville \
    vores";

/// Whether a candidate is worth a look for an order: something he looks for or can is named in its title or requirements.
pub fn fits(candidate: &Fields, order: &Fields) -> bool {
    let candidate = Candidate::new(candidate);
    let own: BTreeSet<String> =
        [candidate.job_goals(), candidate.qualifications()].into_iter().flatten().flat_map(words).collect();
    let title = JobOrder::new(order).title().map(str::to_owned);
    let asked = title.into_iter().chain(Requirement::all(order).into_iter().map(|one| one.text));
    asked.flat_map(|text| words(&text)).any(|word| own.iter().any(|own| alike(own, &word)))
}

fn words(text: &str) -> Vec<String> {
    let folded = fold(text).text;
    let said = folded.split(|c: char| !c.is_alphanumeric());
    let common = |word: &&str| COMMON.split_whitespace().any(|common| common == *word);
    said.filter(|word| word.len() >= SHORTEST && !common(word)).map(str::to_owned).collect()
}

fn alike(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short == long || (short.len() >= WITHIN && (long.starts_with(short) || long.ends_with(short)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Path;
    use crate::schema::REQUIREMENTS;
    use serde_json::json;
    use uuid::Uuid;

    fn candidate(goals: &str, can: &str) -> Fields {
        [(Path::known("job_goals"), json!(goals)), (Path::known("qualifications"), json!(can))].into_iter().collect()
    }

    fn order(title: &str, requirement: &str) -> Fields {
        let path = Path::item(REQUIREMENTS, Uuid::from_u128(1), "text");
        [(Path::known("title"), json!(title)), (path, json!(requirement))].into_iter().collect()
    }

    #[test]
    fn a_word_in_common_is_enough_also_inside_a_compound() {
        for (goals, can, title, requirement, fit) in [
            ("Lagermedarbejder", "", "Lagermedarbejder, nat", "", true),
            ("Lager", "", "Lagermedarbejder", "", true),
            ("Køkken", "Gaffeltruckcertifikat", "Chauffør", "Truckcertifikat", true),
            ("RENGØRING", "", "Rengoeringsassistent", "", true),
            ("Kontormedarbejder", "Erfaring med salg", "Lagermedarbejder", "Erfaring med nathold", false),
            ("", "", "Lagermedarbejder", "Truck", false),
            ("Kok", "", "Kok", "", true),
            ("Pedel med kørekort", "B", "Montør", "Kørekort B", false),
        ] {
            assert_eq!(fits(&candidate(goals, can), &order(title, requirement)), fit, "{goals} {can} / {title}");
        }
    }
}
