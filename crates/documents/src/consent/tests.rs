use super::*;
use crate::said::words;

const SCHEMA: &str = include_str!("../../../../docs/consent.schema.json");

fn sample(name: &str) -> Consent {
    let file = format!("tests/samples/consent/{name}.json");
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn l5_all_seventeen_things_stand_on_the_form() {
    let oral = words(&sample("long").document().unwrap());
    let signed = words(&sample("authority").document().unwrap());
    let paper = words(&sample("citizen").document().unwrap());
    for (letter, form, said) in [
        ("a", &signed, "Samtykke til videregivelse af CV-oplysninger"),
        ("b", &signed, "Dataansvarlig: Egelund Kommune"),
        ("b", &signed, "dpo@egelund.example"),
        ("c", &signed, "Navn: Amina Yilmaz"),
        ("c", &signed, "CPR-nummer: 010190-••••"),
        ("d", &signed, "Nordhavn Kølelogistik A/S\nKajen 3, 0999 Egelund\nCVR 99 06 08 16 · P-nummer 1 099 000 303"),
        ("d", &paper, "P-nummer er ikke oplyst"),
        ("e", &signed, "Job: Lagermedarbejder (jobordre JO-2026-118)"),
        ("f", &signed, "Formål: Virksomheden kan vurdere, om Amina skal til samtale om jobbet som lagermedarbejder."),
        ("g", &signed, "[x] Kvalifikationer og certifikater Gaffeltruck B"),
        ("g", &signed, "[ ] Sprog"),
        ("h", &signed, "Sendes: Gennem Jobnet for arbejdsgivere (JobAG)"),
        ("i", &signed, "Gælder til og med: 15. januar 2027"),
        (
            "j",
            &signed,
            "Det er frivilligt. Et nej har ingen betydning for din ydelse, din sag eller den hjælp, du får.",
        ),
        ("k", &signed, "Du kan trække samtykket tilbage når som helst. Ring på 70 00 00 01, skriv til virksomhed@"),
        ("k", &signed, "Det, der allerede er sendt, var lovligt at sende"),
        ("l", &signed, "er den selv dataansvarlig for dem"),
        ("m", &signed, "få det rettet, slettet eller begrænset"),
        ("m", &signed, "klage til Datatilsynet"),
        ("n", &signed, "Så længe gemmer vi samtykket. Til jobordren er lukket"),
        ("o", &signed, "Underskrift af Amina Yilmaz"),
        ("o", &signed, "Egelund, 24. november 2026 kl. 14.07"),
        ("o", &paper, "Dato\nSted\nUnderskrift"),
        ("o", &oral, "Afgivet mundtligt til: Maja Thorsen"),
        ("o", &oral, "24. november 2026 kl. 9.05"),
        ("p", &signed, "Formular 1 · Dokument 019ab5c2-7c00-7000-8000-00000000c0de"),
        ("q", &oral, "Repræsentant: Karin Holm-Sørensen, værge"),
        ("q", &oral, "Tolk: Leila Haddad, Egelund Tolkeservice"),
    ] {
        assert!(form.contains(said), "({letter}) {said} is not on:\n{form}");
    }
}

#[test]
fn r15_the_employer_is_told_neither_cpr_nor_what_was_not_ticked_and_sees_no_signature() {
    let form = words(&sample("employer").document().unwrap());
    for hidden in ["010190", "Underskrift af", "[ ]", "ydelse", "CPR-nummer:"] {
        assert!(!form.contains(hidden), "{hidden} is on:\n{form}");
    }
    assert!(form.contains("Virksomhedens eksemplar") && form.contains("I er selv dataansvarlige"));
}

#[test]
fn l10_only_the_municipality_s_copy_has_the_cpr_number() {
    let mut consent = sample("authority");
    consent.copy = Copy::Citizen;
    assert!(!words(&consent.document().unwrap()).contains("010190"));
}

#[test]
fn r75_a_cpr_number_in_a_text_for_the_employer_is_refused() {
    let mut consent = sample("employer");
    consent.items[1].detail = Some("Bevis for 010190-1234".into());
    assert_eq!(consent.document().unwrap_err(), Refusal::LooksLikeCpr("items.1.detail".to_owned()));
    consent.copy = Copy::Citizen;
    assert!(consent.document().is_ok());
}

#[test]
fn what_cannot_be_printed_is_named_with_its_field() {
    let mut consent = sample("citizen");
    consent.citizen.name = "Amina يلماز 🙂".into();
    let refusal = consent.document().unwrap_err();
    let characters = vec!['ي', 'ل', 'م', 'ا', 'ز', '🙂'];
    assert_eq!(refusal, Refusal::Undrawable { field: "citizen.name".to_owned(), characters });
    assert!(!refusal.to_string().contains("Amina"));
}

#[test]
fn what_must_be_said_is_asked_for() {
    let mut consent = sample("citizen");
    consent.purpose = " \n ".into();
    assert_eq!(consent.document().unwrap_err(), Refusal::Empty("purpose".to_owned()));
    let mut consent = sample("citizen");
    consent.items.clear();
    assert_eq!(consent.document().unwrap_err(), Refusal::Empty("items".to_owned()));
    for strokes in [vec![], vec![vec![]], vec![vec![[f32::NAN, 1.0]]]] {
        let mut consent = sample("authority");
        let Given::OnScreen { signature, .. } = &mut consent.given else { panic!("not signed") };
        signature.strokes = strokes;
        assert!(matches!(consent.document().unwrap_err(), Refusal::Empty(field) if field == "given.signature"));
    }
}

#[test]
fn nobody_is_named_where_a_consent_is_logged() {
    let consent = sample("long");
    let logged = format!("{consent:?} {:?} {:?}", sample("authority"), consent.document().unwrap());
    for hidden in ["Amina", "Maximiliane", "Leila", "Karin", "Maja", "010190", "kvalifikationsafklaring", "30.0"] {
        assert!(!logged.contains(hidden), "{hidden} is in {logged}");
    }
}

#[test]
fn a_signature_keeps_its_shape_and_stays_in_its_field() {
    let strokes = vec![vec![[0.0, 0.0], [400.0, 50.0], [900.0, -7.0]], vec![]];
    let (size, scaled) = Signature { field: [400.0, 100.0], strokes }.scaled([200.0, 72.0]);
    assert_eq!(size, [200.0, 50.0]);
    assert_eq!(scaled, [vec![[0.0, 0.0], [200.0, 25.0], [200.0, 0.0]]]);
}

#[test]
fn the_published_schema_is_what_is_read() {
    let schema = serde_json::to_value(schemars::schema_for!(Consent)).unwrap();
    let expected = serde_json::to_string_pretty(&schema).unwrap();
    let published: serde_json::Value = serde_json::from_str(SCHEMA).unwrap_or_default();
    assert!(published == schema, "docs/consent.schema.json should be\n{expected}\n");
}
