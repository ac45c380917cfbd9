//! What others have done since I was last here, and nothing that I did myself.

use feltmappen_app::api::{Kind, NewsKind, SyncStatus};

use super::{Central, Device, order};

impl Device {
    fn all_sent(&self) {
        self.until("all to be sent", |device| matches!(device.app.sync_status().unwrap().status, SyncStatus::AllSent));
    }

    fn no_news(&self) {
        let news = self.app.news().unwrap();
        assert_eq!((self.app.sync_status().unwrap().news, news.total, news.rows.len()), (0, 0, 0));
    }
}

#[test]
fn what_i_sent_myself_is_no_news() {
    let maja = Device::new("Maja Thorsen");
    let central = Central::start(maja.unit);
    let key = order(&maja, "Lagermedarbejder");
    maja.connect(&central);
    maja.all_sent();
    maja.no_news();
    maja.set(key, "title", "Lagermedarbejder, aften");
    maja.all_sent();
    let maja = maja.again();
    maja.all_sent();
    maja.no_news();
}

#[test]
fn what_a_colleague_did_is_told_by_record_until_it_has_been_seen() {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    maja.connect(&central);
    let key = order(&maja, "Lagermedarbejder");
    let gone = order(&maja, "Kok");
    maja.all_sent();
    soren.connect(&central);
    soren.until("the orders", |soren| soren.text(gone, "title").is_some());
    soren.all_sent();
    soren.no_news();

    maja.set(key, "title", "Lagermedarbejder, aften");
    maja.set(key, "start_date", "2027-01-04");
    let fresh = order(&maja, "Tjener");
    maja.app.discard(gone).unwrap();
    maja.all_sent();
    soren.until("the news", |soren| soren.app.sync_status().unwrap().news == 3);
    let news = soren.app.news().unwrap();
    let told = |key| news.rows.iter().find(|row| row.record.key == key).unwrap();
    assert_eq!(told(key).what, NewsKind::Changed);
    assert_eq!(told(key).fields.len(), 2, "each field once");
    assert_eq!((told(fresh).what, told(gone).what), (NewsKind::Made, NewsKind::Discarded));
    assert!(news.rows.iter().all(|row| row.who == "Maja Thorsen" && row.page.kind == Kind::JobOrder));

    // What comes while the list is read is not seen with it.
    maja.set(fresh, "title", "Tjener, aften");
    maja.all_sent();
    soren.until("the change", |soren| soren.text(fresh, "title").as_deref() == Some("Tjener, aften"));
    soren.app.news_seen(news.until).unwrap();
    let rest = soren.app.news().unwrap();
    assert_eq!((rest.total, rest.rows[0].record.key, rest.rows[0].what), (1, fresh, NewsKind::Changed));
    soren.app.news_seen(rest.until).unwrap();
    soren.no_news();
    let news = maja.app.news().unwrap();
    assert_eq!((news.total, news.rows[0].what, news.rows[0].record.key.kind), (1, NewsKind::Made, Kind::Employee));
}
