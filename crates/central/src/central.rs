//! What every request shares.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::sync::watch;

use feltmappen_sync::wire::Moved;

use crate::abandoned;
use crate::blobs::Blobs;
use crate::clock;
use crate::hub::Hub;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::sealing;
use crate::storage::{Result, Storage};

/// One node of central.
pub struct Central {
    /// Where everything is kept.
    pub storage: Storage,
    /// The bytes of attachments.
    pub blobs: Blobs,
    /// What devices seal orphaned work to.
    pub sealing: sealing::Public,
    /// Who waits for news.
    pub hub: Hub,
    /// What one request may ask for.
    pub limits: Limits,
    /// What is counted.
    pub metrics: Metrics,
    /// True once the node is stopping.
    pub stopping: watch::Receiver<bool>,
    /// To the other nodes, where there can be any.
    others: Option<UnboundedSender<Moved>>,
}

impl Central {
    /// A node on this storage, with its background work: telling the other nodes, hearing them, and looking at the feeds
    /// now and then. The work ends with the runtime.
    pub fn start(storage: Storage, blobs: Blobs, limits: Limits, stopping: watch::Receiver<bool>) -> Arc<Self> {
        let (others, wire) = match &storage {
            Storage::Sqlite(_) => (None, None),
            Storage::Postgres(database) => {
                let (sender, receiver) = unbounded_channel();
                (Some(sender), Some((database.wire(), receiver)))
            }
        };
        let central = Arc::new(Self {
            storage,
            blobs,
            sealing: sealing::Public::default(),
            hub: Hub::default(),
            limits,
            metrics: Metrics::default(),
            stopping,
            others,
        });
        if let Some((wire, receiver)) = wire {
            tokio::spawn(wire.clone().tell(receiver));
            let (hears, looks) = (Arc::clone(&central), Arc::clone(&central));
            tokio::spawn(wire.listen(
                move |moved| hears.hub.moved(&moved),
                // What was said before there was a connection has to be looked up.
                move || looks.hub.look(),
            ));
        }
        tokio::spawn(sweep(Arc::clone(&central)));
        tokio::spawn(tidy(Arc::clone(&central)));
        central
    }

    /// Says that a feed has moved, here and to the other nodes.
    pub fn moved(&self, moved: Moved) {
        self.hub.moved(&moved);
        if let Some(others) = &self.others {
            let _ = others.send(moved); // ends only with the program
        }
    }

    /// How far the feeds have come, told to whoever waits for news.
    ///
    /// # Errors
    /// `Busy` and the like.
    pub async fn look(&self) -> Result<()> {
        for moved in self.storage.sequences().await? {
            self.hub.moved(&moved);
        }
        Ok(())
    }
}

/// Takes away, at the start and each day, what was given up. Several nodes may do it at once.
async fn tidy(central: Arc<Central>) {
    let mut stopping = central.stopping.clone();
    loop {
        match abandoned::forget(&central.storage, &central.blobs, clock::moment()).await {
            Ok(0) => {}
            Ok(forgotten) => tracing::info!(forgotten, "attachments that nobody finished were taken away"),
            Err(error) => tracing::warn!(%error, "unfinished attachments could not be looked at"),
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_hours(24)) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
    }
}

/// A message between nodes can be lost, with the node that should have sent it or with its connection; and another program
/// may write to the same file. So a node with listeners looks for itself.
async fn sweep(central: Arc<Central>) {
    let mut stopping = central.stopping.clone();
    loop {
        tokio::select! {
            () = tokio::time::sleep(central.limits.sweep) => {}
            () = central.hub.asked_to_look() => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
        if central.hub.has_listeners()
            && let Err(error) = central.look().await
        {
            tracing::warn!(%error, "the feeds could not be looked at");
        }
    }
}
