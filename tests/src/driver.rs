//! The chain from a proof to the window: tauri-driver in front of the web view's own driver.

use std::{
    net::TcpListener,
    ops::Range,
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::{processes, target, wait::until};

/// Ports below those that the system gives away.
const OWN: Range<u16> = 10_000..32_000;
const WEB_VIEW_DRIVER: &str = "/usr/bin/WebKitWebDriver";

/// A running driver. It leads a process group, so that everything it started goes with it.
pub struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts a driver on free ports, in this environment; the app that it starts inherits it.
    pub async fn start(environment: impl IntoIterator<Item = (String, PathBuf)>) -> Self {
        let (port, web_view_port) = (free_port(), free_port());
        let process = Command::new(program())
            .args(["--port", &port.to_string(), "--native-port", &web_view_port.to_string()])
            .args(["--native-driver", WEB_VIEW_DRIVER])
            .envs(environment)
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .expect("tauri-driver starts");
        let driver = Self { process, port };
        for port in [web_view_port, port] {
            until("the driver to listen", async || tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok())
                .await;
        }
        driver
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        processes::kill_group(self.process.id());
        let _ = self.process.wait();
    }
}

fn program() -> PathBuf {
    let own = target().join("tools/bin/tauri-driver");
    if own.is_file() { own } else { PathBuf::from("tauri-driver") }
}

/// A free port that nobody else is given before the driver has it: of those that the system does not give away by itself, each
/// process begins somewhere else.
fn free_port() -> u16 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = std::process::id().wrapping_mul(16).wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
        let port = OWN.start + u16::try_from(number % u32::from(OWN.end - OWN.start)).expect("a port");
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
