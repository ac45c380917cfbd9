//! The event stream as it comes: lines, in pieces that are cut anywhere.

use super::Moved;

/// A line or an event longer than this is none of central's; what is beyond is let go.
const LONGEST: usize = 64 * 1024;

/// Finds the events `moved` in a stream. Other events, comments and nonsense are passed over.
#[derive(Default)]
pub struct EventReader {
    rest: Vec<u8>,
    event: String,
    data: String,
}

impl EventReader {
    /// What the next piece of the stream completes.
    pub fn take(&mut self, piece: &[u8]) -> Vec<Moved> {
        let mut found = Vec::new();
        for byte in piece {
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
            "data" if self.data.len() < LONGEST => self.data.push_str(value),
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
            let mut reader = EventReader::default();
            let (first, second) = MOVED.as_bytes().split_at(cut);
            let mut found = reader.take(first);
            found.extend(reader.take(second));
            assert_eq!(found.iter().map(|one| one.sequence).collect::<Vec<_>>(), [7], "{cut}");
        }
    }

    #[test]
    fn other_events_comments_and_nonsense_are_passed_over() {
        let mut reader = EventReader::default();
        let text = format!(": still here\n\nevent: other\ndata: {{}}\n\nevent: moved\ndata: nonsense\n\n\r\n{MOVED}");
        assert_eq!(reader.take(text.as_bytes()).len(), 1);
    }

    #[test]
    fn what_never_ends_takes_no_more_room() {
        let mut line = EventReader::default();
        assert!(line.take(&[b'x'; 4 * LONGEST]).is_empty());
        let mut event = EventReader::default();
        let part = format!("data: {}\n", "x".repeat(1000));
        (0..1000).for_each(|_| assert!(event.take(part.as_bytes()).is_empty()));
        for reader in [line, event] {
            assert!(reader.rest.len() + reader.data.len() <= 2 * LONGEST);
        }
    }
}
