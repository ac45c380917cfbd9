//! Telling the other nodes that a feed has moved: `NOTIFY` and `LISTEN`.
//!
//! A message is a hint and never the only way to learn of news: it is sent after the commit and outside it (a `NOTIFY`
//! within a transaction makes all commits of the server wait for each other), and every node looks at the feeds itself
//! now and then.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::time::Duration;

use feltmappen_sync::wire::{FeedId, Moved};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_postgres::AsyncMessage;

use super::super::Result;
use super::{Postgres, connect};

/// The channel, and what a message on it looks like: `<sequence> <feed>`.
const CHANNEL: &str = "feltmappe_moved";
/// Pause before a connection that was lost is made again.
const PAUSE: Duration = Duration::from_secs(1);

/// The connection between the nodes.
#[derive(Clone)]
pub struct Wire(Postgres);

impl Postgres {
    /// The connection between the nodes.
    pub fn wire(&self) -> Wire {
        Wire(self.clone())
    }
}

impl Wire {
    /// Sends on what has moved here, several feeds at once when they come fast. Ends with the sender.
    pub async fn tell(self, mut moved: UnboundedReceiver<Moved>) {
        while let Some(first) = moved.recv().await {
            let mut latest = BTreeMap::from([(first.feed, first.sequence)]);
            while let Ok(next) = moved.try_recv() {
                latest.insert(next.feed, next.sequence);
            }
            let messages: Vec<String> = latest.iter().map(|(feed, sequence)| format!("{sequence} {feed}")).collect();
            // Nothing is written that would have to outlive the server: no commit waits for the disk with this one.
            let sql = "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, message)
                       FROM unnest($2::text[]) AS message";
            if let Err(error) = self.0.select(sql, &[&CHANNEL, &messages]).await {
                // The others will see it when they look at the feeds themselves.
                tracing::warn!(%error, "the other nodes were not told");
            }
        }
    }

    /// Hands every message of the nodes to `heard`, for ever. `connected` is called each time there is a new connection:
    /// what was sent before it has not been heard.
    pub async fn listen(self, heard: impl Fn(Moved), connected: impl Fn()) {
        loop {
            if let Err(error) = self.listen_once(&heard, &connected).await {
                tracing::warn!(%error, "the connection between the nodes was lost");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn listen_once(&self, heard: &impl Fn(Moved), connected: &impl Fn()) -> Result<()> {
        let (client, mut connection) = connect::settings(&self.0.address)?.connect(tokio_postgres::NoTls).await?;
        let listen = format!("LISTEN {CHANNEL}");
        let asked = async {
            client.batch_execute(&listen).await?;
            connected();
            // The client is kept: without one the connection ends.
            std::future::pending::<Result<()>>().await
        };
        let messages = async {
            while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
                if let AsyncMessage::Notification(note) = message?
                    && let Some(moved) = read(note.payload())
                {
                    heard(moved);
                }
            }
            Ok(())
        };
        tokio::select! {
            done = asked => done,
            done = messages => done,
        }
    }
}

fn read(message: &str) -> Option<Moved> {
    let (sequence, feed) = message.split_once(' ')?;
    Some(Moved { feed: FeedId::new(feed).ok()?, sequence: sequence.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_a_number_and_a_feed_and_nothing_else_is_heard() {
        let feed = "unit:019aa1b2-7c00-7000-8000-0000000000e1";
        let moved = read(&format!("7 {feed}")).unwrap();
        assert_eq!((moved.feed.as_str(), moved.sequence), (feed, 7));
        for other in ["", "7", "x unit:1", "-1 national", "7 ../etc"] {
            assert!(read(other).is_none(), "{other}");
        }
    }
}
