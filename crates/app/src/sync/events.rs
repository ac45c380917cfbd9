//! The event stream: central says that a feed has moved, the device asks for what is new.

use feltmappen_sync::{engine::Event, wire::EventReader};
use reqwest::Response;
use tokio::sync::mpsc::UnboundedSender;

use super::{Message, client::next_part};

/// Listens until the stream ends or falls silent.
pub(super) async fn listen(mut stream: Response, tell: &UnboundedSender<Message>) {
    let mut reader = EventReader::default();
    while let Ok(Some(part)) = next_part(&mut stream).await {
        for moved in reader.take(&part) {
            let event = Event::Moved { feed: moved.feed, sequence: moved.sequence };
            if tell.send(Message::Ended(event)).is_err() {
                return;
            }
        }
    }
}
