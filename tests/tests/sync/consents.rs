//! Consents and permits between real devices and a real central: the papers arrive, a withdrawal that a device has not heard
//! of stops its permit, and what has been sent is taken down all the same.

use feltmappen_proofs::until;
use serde_json::{Value, json};

use crate::world::{Consultant, KOMMUNE, World};

const COPIES: [&str; 3] = ["consent_citizen", "consent_authority", "consent_employer"];

/// Two colleagues with a candidate, an open order and a consent for exactly that.
struct Case {
    maja: Consultant,
    soren: Consultant,
    order: Value,
    candidate: Value,
    consent: Value,
}

impl Case {
    /// Maja makes everything and finalises the consent.
    async fn new(world: &World) -> Self {
        let case = Self::begun(world).await;
        case.maja.finalises(&case.consent).await;
        case
    }

    /// The same with a consent that only has to be finalised.
    async fn begun(world: &World) -> Self {
        let (maja, soren) = (world.consultant("Maja Thorsen").await, world.consultant("Søren Bech").await);
        let device = &maja.device;
        let units = device.does("catalogue", json!({})).await["units"].take();
        let unit = units.as_array().unwrap().iter().find(|unit| unit["name"] == KOMMUNE).unwrap()["key"].clone();
        let office = [
            ("phone", "70 00 00 01"),
            ("email", "virksomhed@middelfart.example"),
            ("dpo.email", "dpo@middelfart.example"),
            ("address.street", "Rådhuspladsen 1"),
            ("address.postcode", "0999"),
            ("address.city", "Egelund"),
        ];
        device.sets(&unit, &office).await;
        let company = maja.makes("company", json!({ "name": "Nordhavn Kølelogistik A/S", "cvr": "99060816" })).await;
        let place = json!({
            "company": company["id"],
            "name": "Kajen 3",
            "municipality": "0410",
            "address.street": "Kajen 3",
            "address.postcode": "0999",
            "address.city": "Egelund",
        });
        let workplace = maja.makes("workplace", place).await;
        let job = json!({
            "company": company["id"],
            "workplace": workplace["id"],
            "title": "Lagermedarbejder",
            "tasks": "Pakke og køre truck.",
            "positions": 2,
            "coordinator": maja.employee,
            "education_demand": "without",
            "experience_demand": "without",
        });
        let order = maja.makes("job_order", job).await;
        let opened = device.does("set_status", json!({ "key": order, "status": "open", "values": [] })).await;
        assert_eq!(opened["done"], true, "{opened:#}");
        let candidate = maja.makes("candidate", json!({ "name": "Amina Prøve" })).await;
        let consent = maja.consent(&order, &candidate).await;
        Self { maja, soren, order, candidate, consent }
    }

    /// Waits until Søren has all of it.
    async fn arrives(&self) {
        let at = self.maja.device.text(&self.consent, "finalised_at").await.unwrap();
        self.soren.sees(&self.consent, "finalised_at", &at).await;
        self.maja.says("all_sent").await;
        self.soren.says("all_sent").await;
    }
}

impl Consultant {
    async fn makes(&self, kind: &str, values: Value) -> Value {
        let values = values.as_object().unwrap().iter();
        let values: Vec<_> = values.map(|(path, value)| json!({ "path": path, "value": value })).collect();
        self.device.does("create", json!({ "kind": kind, "values": values })).await["key"].take()
    }

    /// A consent that was given by word of mouth two days ago and holds for a month.
    async fn consent(&self, order: &Value, candidate: &Value) -> Value {
        let begun = self.device.does("new_consent", json!({ "order": order, "candidate": candidate })).await;
        let key = begun["key"].clone();
        let today = chrono::Utc::now().date_naive();
        let given = format!("{}T11:00:00+01:00", today - chrono::Days::new(2));
        let until = (today + chrono::Days::new(30)).to_string();
        let values = json!([
            { "path": "data.education", "value": true },
            { "path": "channel", "value": "jobag" },
            { "path": "valid_until", "value": until },
            { "path": "given.how", "value": "oral" },
            { "path": "given.at", "value": given },
            { "path": "given.to", "value": self.employee },
            { "path": "given.place", "value": "telefon" },
        ]);
        self.device.does("set_fields", json!({ "key": key, "values": values })).await;
        key
    }

    async fn finalises(&self, consent: &Value) {
        let outcome = self.device.does("finalise_consent", json!({ "key": consent })).await;
        assert_eq!(outcome["done"], true, "{:#}", outcome["problems"]);
    }

    /// Looks at Jobnet, asks, is told yes, and writes down that the CV was sent.
    async fn sends(&self, case: &Case) -> Value {
        let asked = json!({ "order": case.order, "candidate": case.candidate });
        let key = self.device.does("prepare_submittal", asked).await["key"].take();
        self.device.does("confirm_cv", json!({ "key": key, "status": "not_searchable" })).await;
        let outcome = self.device.does("give_permit", json!({ "key": key })).await;
        assert_eq!(outcome["done"], true, "{:#}", outcome["view"]);
        let view = self.device.does("record_sent", json!({ "key": key, "channel": "jobag" })).await;
        assert_eq!(view["cover"], "covered", "as far as this device knows");
        key
    }

    /// A paper of a consent; nothing while it is not here.
    async fn paper(&self, consent: &Value, copy: &str) -> Option<String> {
        match self.device.tries("paper", json!({ "key": consent, "what": copy })).await {
            Ok(paper) => Some(paper["base64"].as_str().unwrap().to_owned()),
            Err(failure) => {
                assert_eq!(failure["code"], "attachment_not_here", "{failure}");
                None
            }
        }
    }

    /// Whether the sending is a task because nothing covered it.
    async fn is_uncovered(&self, submittal: &Value) -> bool {
        let tasks = self.device.does("consent_tasks", json!({})).await;
        let tasks = tasks.as_array().unwrap().iter();
        let listed = tasks.filter(|task| task["code"] == "uncovered" && task["key"] == *submittal).count();
        let view = self.device.does("open", json!({ "key": submittal })).await["permit"].take();
        assert_eq!(listed == 1, view["cover"] == "uncovered", "{listed} tasks: {view:#}");
        listed == 1
    }
}

pub async fn a_finalised_consent_and_its_papers_reach_a_colleague(world: World) {
    let case = Case::new(&world).await;
    case.arrives().await;
    let Case { maja, soren, order, candidate, consent } = case;
    let view = soren.device.does("open", json!({ "key": consent })).await;
    assert_eq!(view["consent"]["state"], "valid", "{view:#}");
    for copy in COPIES {
        let paper = until("the paper to be fetched", async || soren.paper(&consent, copy).await).await;
        assert_eq!(Some(paper), maja.paper(&consent, copy).await, "the same paper, {copy}");
    }
    let checked = until("what the papers were made from", async || {
        soren.device.tries("verify_consent", json!({ "key": consent })).await.ok()
    })
    .await;
    assert_eq!((&checked["unchanged"], &checked["made_again"]), (&json!(true), &json!(true)), "R11: {checked:#}");
    let purpose = [("purpose", "Noget andet end det, der blev sagt ja til")]
        .map(|(path, value)| json!({ "path": path, "value": value }));
    let refused = soren.device.tries("set_fields", json!({ "key": consent, "values": purpose })).await.unwrap_err();
    assert_eq!(refused["code"], "sealed", "R11");
    world.settles(&[&maja, &soren], &[&order, &candidate, &consent]).await;
    world.ends(vec![maja, soren], &[(&consent, "channel", "jobag")]).await;
}

pub async fn a_withdrawal_that_a_device_had_not_heard_of_stops_its_permit_and_not_the_fact(world: World) {
    let case = Case::new(&world).await;
    case.arrives().await;
    case.soren.device.proxy.part();
    let Case { maja, soren, consent, .. } = &case;
    let withdrawn = maja.device.does("withdraw_consent", json!({ "key": consent, "how": "phone", "to": null })).await;
    assert_eq!(withdrawn["consent"]["state"], "withdrawn");
    maja.says("all_sent").await;
    let submittal = soren.sends(&case).await;
    let sent = soren.device.text(&submittal, "sent.at").await.unwrap();
    assert!(!soren.is_uncovered(&submittal).await, "it has not heard of the withdrawal");
    soren.device.proxy.join();

    maja.sees(&submittal, "sent.at", &sent).await;
    soren.says("decide").await;
    let attention = soren.device.attention().await;
    let refused = attention["refused"].as_array().unwrap();
    assert_eq!(refused.len(), 1, "only the permit: {attention:#}");
    assert_eq!((&refused[0]["record"]["key"], &refused[0]["held"]), (&submittal, &json!(0)), "{attention:#}");
    assert_eq!(attention["conflicts"], json!([]));
    for one in [maja, soren] {
        assert_eq!(one.device.text(&submittal, "permit.at").await, None, "a permit that was refused is not shown");
        assert_eq!(one.device.text(&submittal, "sent.at").await.as_deref(), Some(&*sent), "R12");
        assert!(one.is_uncovered(&submittal).await, "R6");
    }
    assert_eq!(soren.device.status().await.1, 0, "nothing is held back for ever");

    // It is not given again; whoever has seen why puts it aside, and a word about it ends the task for both.
    let commit = refused[0]["commit"].clone();
    let again = soren.device.tries("resend", json!({ "commit": commit, "values": [] })).await.unwrap_err();
    assert_eq!(again["code"], "not_permitted");
    soren.device.does("discard_refused", json!({ "commit": commit })).await;
    soren.says("all_sent").await;
    let note = json!({ "key": submittal, "note": "Talt med borgeren og rådgiveren." });
    maja.device.does("review_uncovered", note).await;
    soren.sees(&submittal, "review_note", "Talt med borgeren og rådgiveren.").await;
    for one in [maja, soren] {
        let view = one.device.does("open", json!({ "key": submittal })).await["permit"].take();
        assert_eq!((&view["cover"], &view["to_review"]), (&json!("uncovered"), &json!(false)), "it stays marked");
    }
    let Case { maja, soren, order, candidate, consent } = case;
    world.settles(&[&maja, &soren], &[&order, &candidate, &consent, &submittal]).await;
    let end = world.ends(vec![maja, soren], &[(&submittal, "sent.at", &sent)]).await;
    let key = serde_json::from_value(submittal).unwrap();
    assert_eq!(end.central.records[&key].fields.text("permit.at"), None);
}

pub async fn a_permit_that_is_covered_holds_everywhere(world: World) {
    let case = Case::new(&world).await;
    case.arrives().await;
    let Case { maja, soren, .. } = &case;
    soren.device.proxy.part();
    let submittal = soren.sends(&case).await;
    let [permit, sent] = ["permit.at", "sent.at"].map(|path| soren.device.text(&submittal, path));
    let (permit, sent) = (permit.await.unwrap(), sent.await.unwrap());
    soren.device.proxy.join();
    maja.sees(&submittal, "permit.at", &permit).await;
    maja.sees(&submittal, "sent.at", &sent).await;
    for one in [maja, soren] {
        one.says("all_sent").await;
        assert!(!one.is_uncovered(&submittal).await);
        let view = one.device.does("open", json!({ "key": submittal })).await["permit"].take();
        assert_eq!(view["cover"], "covered");
    }
    // A withdrawal afterwards leaves what was sent as it was, and makes the employer one to tell (R7).
    let withdraw = json!({ "key": case.consent, "how": "phone", "to": null });
    maja.device.does("withdraw_consent", withdraw).await;
    let at = maja.device.text(&case.consent, "withdrawn_at").await.unwrap();
    soren.sees(&case.consent, "withdrawn_at", &at).await;
    for one in [maja, soren] {
        assert!(!one.is_uncovered(&submittal).await, "it was covered when it was sent");
        let tasks = one.device.does("consent_tasks", json!({})).await;
        let erasure = |task: &Value| task["code"] == "erasure" && task["key"] == case.consent;
        assert!(tasks.as_array().unwrap().iter().any(erasure), "{tasks:#}");
    }
    let Case { maja, soren, order, candidate, consent } = case;
    world.settles(&[&maja, &soren], &[&order, &candidate, &consent, &submittal]).await;
    world.ends(vec![maja, soren], &[(&submittal, "permit.at", &permit), (&submittal, "sent.at", &sent)]).await;
}

pub async fn who_had_not_seen_it_sealed_can_only_let_it_stand(world: World) {
    let case = Case::begun(&world).await;
    let Case { maja, soren, order, candidate, consent } = case;
    soren.sees(&consent, "channel", "jobag").await;
    maja.says("all_sent").await;
    soren.device.proxy.part();
    soren.device.sets(&consent, &[("channel", "secure_mail")]).await;
    maja.finalises(&consent).await;
    maja.says("all_sent").await;
    soren.device.proxy.join();
    let at = maja.device.text(&consent, "finalised_at").await.unwrap();
    soren.sees(&consent, "finalised_at", &at).await;
    soren.says("decide").await;
    soren.sees(&consent, "channel", "jobag").await;

    let conflicts = soren.device.attention().await["conflicts"].take();
    let fields = conflicts[0]["fields"].as_array().unwrap();
    assert_eq!(fields.len(), 1, "{conflicts:#}");
    assert_eq!((&fields[0]["sealed"], &fields[0]["writable"]), (&json!(true), &json!(false)), "{conflicts:#}");
    let decide = async |side: &str| {
        let choice = json!({ "conflict": fields[0]["id"], "side": side, "text": null });
        soren.device.tries("decide", json!({ "key": consent, "choices": [choice] })).await
    };
    assert_eq!(decide("mine").await.unwrap_err()["code"], "sealed", "R11");
    decide("theirs").await.unwrap();
    soren.says("all_sent").await;
    world.settles(&[&maja, &soren], &[&order, &candidate, &consent]).await;
    let end = world.ends(vec![maja, soren], &[(&consent, "channel", "jobag"), (&consent, "finalised_at", &at)]).await;
    assert!(end.central.conflicts.is_empty());
}

pub async fn a_consent_is_not_finalised_by_deciding_on_what_its_papers_do_not_say(world: World) {
    let Case { maja, soren, order, candidate, consent } = Case::begun(&world).await;
    soren.sees(&consent, "channel", "jobag").await;
    maja.says("all_sent").await;
    maja.device.proxy.part();
    soren.device.sets(&consent, &[("channel", "secure_mail")]).await;
    soren.says("all_sent").await;
    maja.finalises(&consent).await;
    maja.device.proxy.join();
    maja.says("decide").await;
    maja.sees(&consent, "channel", "secure_mail").await;
    assert_eq!(maja.device.text(&consent, "finalised_at").await, None, "she vouched for something else (R11)");

    let conflicts = maja.device.attention().await["conflicts"].take();
    let fields = conflicts[0]["fields"].as_array().unwrap();
    let choices = |side: &str| {
        let choice = |field: &Value| json!({ "conflict": field["id"], "side": side, "text": null });
        json!({ "key": consent, "choices": fields.iter().map(choice).collect::<Vec<_>>() })
    };
    let mine = maja.device.tries("decide", choices("mine")).await.unwrap_err();
    assert_eq!(mine["code"], "sealed", "{conflicts:#}");
    maja.device.does("decide", choices("theirs")).await;
    maja.says("all_sent").await;
    // Finalised again, its papers say what it says.
    maja.finalises(&consent).await;
    let at = maja.device.text(&consent, "finalised_at").await.unwrap();
    soren.sees(&consent, "finalised_at", &at).await;
    let checked = maja.device.does("verify_consent", json!({ "key": consent })).await;
    assert_eq!((&checked["unchanged"], &checked["made_again"]), (&json!(true), &json!(true)), "{checked:#}");
    world.settles(&[&maja, &soren], &[&order, &candidate, &consent]).await;
    world.ends(vec![maja, soren], &[(&consent, "channel", "secure_mail"), (&consent, "finalised_at", &at)]).await;
}
