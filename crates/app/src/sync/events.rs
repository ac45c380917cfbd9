//! The event stream: central says that a feed has moved, the device asks for what is new.

use feltmappen_sync::{
    engine::{Event, Failure},
    wire::EventReader,
};
use tokio::sync::mpsc::UnboundedSender;

use super::{Message, client::Client};

/// Listens until the stream ends.
pub(super) async fn listen(client: &Client, tell: &UnboundedSender<Message>) -> Result<(), Failure> {
    let mut stream = client.events().await?;
    let mut reader = EventReader::default();
    while let Some(part) = stream.chunk().await.map_err(|_| Failure::Network)? {
        for moved in reader.take(&part) {
            let event = Event::Moved { feed: moved.feed, sequence: moved.sequence };
            if tell.send(Message::Ended(event)).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}
