//! A wire between a device and central that counts what goes over it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    runtime::Handle,
};

/// What has gone over the wire.
#[derive(Default)]
pub struct Counted {
    bytes: AtomicU64,
    requests: AtomicU64,
}

/// A wire. It lasts as long as the runtime.
pub struct Relay {
    pub address: String,
    counted: Arc<Counted>,
}

impl Relay {
    /// To central, at its address of host and port.
    pub fn start(runtime: &Handle, central: String) -> Self {
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("a port"));
        let counted = Arc::new(Counted::default());
        let count = Arc::clone(&counted);
        runtime.spawn(async move {
            while let Ok((device, _)) = listener.accept().await {
                let Ok(central) = TcpStream::connect(&central).await else { continue };
                let _ = (device.set_nodelay(true), central.set_nodelay(true));
                let ((from_device, to_device), (from_central, to_central)) =
                    (device.into_split(), central.into_split());
                tokio::spawn(pass(from_device, to_central, Arc::clone(&count)));
                tokio::spawn(pass(from_central, to_device, Arc::clone(&count)));
            }
        });
        Self { address, counted }
    }

    /// Requests and bytes, in both directions, since this was asked last.
    pub fn counted(&self) -> (u64, u64) {
        let Counted { requests, bytes } = &*self.counted;
        (requests.swap(0, Ordering::SeqCst), bytes.swap(0, Ordering::SeqCst))
    }
}

/// A device sends the head of a request in one piece.
async fn pass(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, counted: Arc<Counted>) {
    let mut piece = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut piece).await {
        counted.bytes.fetch_add(read as u64, Ordering::SeqCst);
        if piece.starts_with(b"GET ") || piece.starts_with(b"POST ") {
            counted.requests.fetch_add(1, Ordering::SeqCst);
        }
        if to.write_all(&piece[..read]).await.is_err() {
            break;
        }
    }
}
