//! The event stream: central says that a feed has moved, the device asks for what is new.

use feltmappen_sync::{
    engine::{Event, Failure},
    wire::Moved,
};
use tokio::sync::mpsc::UnboundedSender;

use super::{Message, client::Client};

/// A line longer than this is none of central's.
const LONGEST: usize = 64 * 1024;

/// Listens until the stream ends.
pub(super) async fn listen(client: &Client, tell: &UnboundedSender<Message>) -> Result<(), Failure> {
    let mut stream = client.events().await?;
    let mut lines = Lines::default();
    while let Some(part) = stream.chunk().await.map_err(|_| Failure::Network)? {
        for moved in lines.take(&part) {
            let event = Event::Moved { feed: moved.feed, sequence: moved.sequence };
            if tell.send(Message::Ended(event)).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// What has come of a stream of events, cut into lines.
#[derive(Default)]
struct Lines {
    rest: Vec<u8>,
    event: String,
    data: String,
}

impl Lines {
    fn take(&mut self, part: &[u8]) -> Vec<Moved> {
        let mut found = Vec::new();
        for byte in part {
            if *byte != b'\n' {
                if self.rest.len() < LONGEST {
                    self.rest.push(*byte);
                }
                continue;
            }
            let line = std::mem::take(&mut self.rest);
            let line = String::from_utf8_lossy(&line);
            found.extend(self.line(line.trim_end_matches('\r')));
        }
        found
    }

    fn line(&mut self, line: &str) -> Option<Moved> {
        if line.is_empty() {
            let (event, data) = (std::mem::take(&mut self.event), std::mem::take(&mut self.data));
            return (event == "moved").then(|| serde_json::from_str(&data).ok()).flatten();
        }
        let (name, value) = line.split_once(':')?;
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => self.data.push_str(value),
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOVED: &str = "event: moved\ndata: {\"feed\":\"national\",\"sequence\":7}\n\n";

    #[test]
    fn events_are_found_wherever_the_stream_is_cut() {
        for cut in 0..=MOVED.len() {
            let mut lines = Lines::default();
            let (first, second) = MOVED.as_bytes().split_at(cut);
            let mut found = lines.take(first);
            found.extend(lines.take(second));
            assert_eq!(found.iter().map(|one| one.sequence).collect::<Vec<_>>(), [7], "{cut}");
        }
    }

    #[test]
    fn other_events_comments_and_nonsense_are_passed_over() {
        let mut lines = Lines::default();
        let text = format!(": still here\n\nevent: other\ndata: {{}}\n\nevent: moved\ndata: nonsense\n\n\r\n{MOVED}");
        assert_eq!(lines.take(text.as_bytes()).len(), 1);
        assert!(lines.take(&[b'x'; LONGEST + 10]).is_empty());
    }
}
