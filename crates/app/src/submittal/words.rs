//! Every sentence of the answer, in one table.

use feltmappen_domain::submittal::{CheckCode, Reason};

/// The answer when it is yes.
pub(super) const YES: [&str; 2] =
    ["Ja – CV'et må sendes", "Send det i fagsystemet, og skriv her, at det er sendt. Feltmappen sender det ikke selv."];
/// The answer when it was permitted.
pub(super) const PERMITTED: [&str; 2] =
    ["Ja – CV'et må sendes i dag", "Send det i fagsystemet nu, og skriv her, at det er sendt."];
/// When it has been sent.
pub(super) const SENT: [&str; 2] = ["CV'et er sendt", "Det, der er sendt, står fast."];
/// When it has been sent, and nothing covered it.
pub(super) const UNCOVERED: [&str; 2] = [
    "CV'et er sendt, og intet dækkede det",
    "Det står her, fordi det er sket. Tovholderen og databeskyttelsesrådgiveren skal se på det.",
];

/// A negative answer comes first and whole: the headline, and what it means. `{}` is the candidate's first name.
pub(super) const fn no(reason: Reason) -> [&'static str; 2] {
    match reason {
        Reason::CvNotChecked => [
            "Nej – se først på Jobnet, om CV'et er søgbart",
            "Det kan skifte fra dag til dag, så det kontrolleres, hver gang et CV sendes. CV'et er ikke sendt.",
        ],
        Reason::CvChanged => [
            "Nej – CV'et er ikke længere søgbart",
            "En kollega har set det på Jobnet siden. Se efter igen, og bed om samtykke. CV'et er ikke sendt.",
        ],
        Reason::NoConsent => [
            "Nej – der mangler et samtykke",
            "CV'et er ikke søgbart, så {} skal først sige ja til netop dette arbejdssted. CV'et er ikke sendt.",
        ],
        Reason::OtherCandidate => {
            ["Nej – samtykket er en andens", "Kun borgeren selv kan sige ja. CV'et er ikke sendt."]
        }
        Reason::OtherWorkplace => [
            "Nej – samtykket gælder ikke dette arbejdssted",
            "Et samtykke gælder kun det arbejdssted, der står i det. CV'et er ikke sendt.",
        ],
        Reason::OtherJobOrder => [
            "Nej – samtykket gælder en anden jobordre",
            "Et samtykke gælder kun det job, der står i det. CV'et er ikke sendt.",
        ],
        Reason::Draft => ["Nej – samtykket er ikke færdigt", "{} har ikke sagt ja endnu. CV'et er ikke sendt."],
        Reason::SaysTooLittle => [
            "Nej – samtykket siger ikke nok",
            "Der mangler noget, som skal stå i et samtykke, fx et klart formål. Bed om et nyt samtykke. CV'et er ikke sendt.",
        ],
        Reason::Withdrawn => {
            ["Nej – samtykket er trukket tilbage", "{} har sagt nej til, at der sendes mere. CV'et er ikke sendt."]
        }
        Reason::Expired => {
            ["Nej – samtykket er udløbet", "Et udløbet samtykke er intet samtykke. CV'et er ikke sendt."]
        }
        Reason::OtherChannel => [
            "Nej – samtykket gælder en anden måde at sende på",
            "Vælg den måde, {} har sagt ja til, eller bed om et nyt samtykke. CV'et er ikke sendt.",
        ],
        Reason::NoData => {
            ["Nej – vælg først, hvad der skal sendes", "Sæt kryds ved oplysningerne. CV'et er ikke sendt."]
        }
        Reason::DataBeyond => [
            "Nej – der er mere med, end samtykket gælder",
            "Fjern det, {} ikke har sagt ja til, eller bed om et nyt samtykke. CV'et er ikke sendt.",
        ],
        Reason::NoJobOrder => [
            "Nej – jobordren passer ikke med arbejdsstedet",
            "Jobordren er flyttet eller kasseret. Begynd igen fra jobordren. CV'et er ikke sendt.",
        ],
        Reason::JobOrderNotOpen => {
            ["Nej – jobordren er ikke åben", "Der kan kun formidles til en åben jobordre. CV'et er ikke sendt."]
        }
        Reason::NoChannel => [
            "Nej – vælg først, hvordan CV'et sendes",
            "Det kan være JobAG, sikker mail eller Digital Post. Almindelig mail er for usikker. CV'et er ikke sendt.",
        ],
        Reason::NotApproved => [
            "Nej – tovholderen har ikke godkendt CV'et",
            "CV'et kommer fra en anden enhed, så ordrens tovholder skal se det først. CV'et er ikke sendt.",
        ],
        Reason::NoCandidate => {
            ["Nej – kandidaten er ikke på computeren", "Hent kandidaten frem først. CV'et er ikke sendt."]
        }
    }
}

/// What each check claims. `searchable` is what Jobnet said.
pub(super) const fn claim(code: CheckCode, searchable: Option<bool>) -> &'static str {
    match (code, searchable) {
        (CheckCode::CvChecked, Some(true)) => "CV'et er søgbart, så der skal ikke samtykke til",
        (CheckCode::CvChecked, Some(false)) => "CV'et er ikke søgbart, så der skal være samtykke",
        (CheckCode::CvChecked, None) => "Det er kontrolleret i dag, om CV'et er søgbart",
        (CheckCode::Consent, _) => "Der er et samtykke",
        (CheckCode::ConsentCandidate, _) => "Samtykket er kandidatens eget",
        (CheckCode::ConsentWorkplace, _) => "Samtykket gælder arbejdsstedet",
        (CheckCode::ConsentJobOrder, _) => "Samtykket gælder jobordren",
        (CheckCode::ConsentInForce, _) => "Samtykket er fuldt udfyldt og gælder i dag",
        (CheckCode::ConsentChannel, _) => "Samtykket gælder måden, det sendes på",
        (CheckCode::Data, _) => "Der sendes ikke mere, end der må",
        (CheckCode::JobOrder, _) => "Jobordren er åben og hører til arbejdsstedet",
        (CheckCode::Channel, _) => "Der sendes på en sikker måde",
        (CheckCode::Approved, _) => "Tovholderen har godkendt CV'et",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_no_begins_with_no_and_says_that_nothing_was_sent() {
        use Reason::*;
        for reason in [
            CvNotChecked,
            CvChanged,
            NoConsent,
            OtherCandidate,
            OtherWorkplace,
            OtherJobOrder,
            Draft,
            SaysTooLittle,
            Withdrawn,
            Expired,
            OtherChannel,
            NoData,
            DataBeyond,
            NoJobOrder,
            JobOrderNotOpen,
            NoChannel,
            NotApproved,
            NoCandidate,
        ] {
            let [headline, lead] = no(reason);
            assert!(headline.starts_with("Nej – "), "{headline}");
            assert!(lead.ends_with("CV'et er ikke sendt."), "{lead}");
        }
    }
}
