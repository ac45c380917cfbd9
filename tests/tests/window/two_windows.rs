//! Two starts on one workspace: the second brings the first to the front, and where it cannot, it is refused.

use std::{process::ExitStatus, thread};

use feltmappen_proofs::{Cover, Home, Launch, Window, until};
use sha2::{Digest, Sha256};
use zbus::{blocking, message::Type};

const PASSPHRASE: &str = "tre ord at huske";
/// A bus that is not there.
const NO_BUS: &str = "unix:path=/nonexistent/bus";

#[tokio::test]
async fn a_second_start_brings_the_first_window_to_the_front_and_ends() {
    let home = Home::new();
    let window = Window::open(&home).await;
    let (first, before) = (window.process(), window.heading().await);
    let cover = Cover::new();
    assert!(cover.is_on_top(), "another program's window covers the screen");
    assert!(second_start(&home).success(), "the second start hands over and ends");
    until("the first window to come to the front", async || (!cover.is_on_top()).then_some(())).await;
    assert_eq!((window.process(), window.heading().await), (first, before));
    window.close().await;
}

#[tokio::test]
async fn another_home_is_another_window() {
    let homes = [Home::new(), Home::new()];
    let windows = [Window::open(&homes[0]).await, Window::open(&homes[1]).await];
    assert_ne!(windows[0].process(), windows[1].process());
    for window in windows {
        window.close().await;
    }
}

#[tokio::test]
async fn without_a_session_bus_the_second_window_is_refused_in_danish() {
    let home = Home::new();
    let first = without_a_bus().open(&home).await;
    first.arrive_at("Velkommen til Feltmappen").await;
    first.field("Adgangssætning").await.send_keys(PASSPHRASE).await.unwrap();
    first.field("Adgangssætningen igen").await.send_keys(PASSPHRASE).await.unwrap();
    first.click("Opret mappen").await;
    first.arrive_at("Hvem er du?").await;

    let second = without_a_bus().open(&home).await;
    second.arrive_at("Lås mappen op").await;
    second.field("Adgangssætning").await.send_keys(PASSPHRASE).await.unwrap();
    second.click("Lås mappen op").await;
    for sentence in ["Mappen er allerede åben i et andet vindue.", "Alt er gemt i det andet vindue."] {
        second.wait_for_text(sentence).await;
    }
    assert_eq!(second.violations().await, []);
    second.screenshot("already-open").await;
    drop(second);

    // The first one is unharmed, and when it is closed, the next one opens.
    first.arrive_at("Hvem er du?").await;
    first.kill().await;
    let next = without_a_bus().open(&home).await;
    next.arrive_at("Lås mappen op").await;
    next.field("Adgangssætning").await.send_keys(PASSPHRASE).await.unwrap();
    next.click("Lås mappen op").await;
    next.arrive_at("Hvem er du?").await;
    next.close().await;
}

/// A first window that ends just when it is asked cannot answer; then the second start is the first.
#[tokio::test]
async fn a_first_window_that_is_ending_does_not_stop_the_second() {
    let home = Home::new();
    let dying = DyingWindow::of(&home);
    let window = Window::open(&home).await;
    window.arrive_at("Velkommen til Feltmappen").await;
    assert!(dying.join().unwrap(), "the window that was ending was asked");
    window.close().await;
}

fn without_a_bus() -> Launch {
    Launch::new().variable("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
}

fn second_start(home: &Home) -> ExitStatus {
    home.command().status().unwrap()
}

struct DyingWindow;

impl DyingWindow {
    /// Has the name of this home's window on the bus, and leaves the bus when it is called.
    fn of(home: &Home) -> thread::JoinHandle<bool> {
        std::fs::create_dir_all(home.workspace()).unwrap();
        let place = home.workspace().canonicalize().unwrap();
        let hash = Sha256::digest(place.as_os_str().as_encoded_bytes());
        let hash: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("dk.feltmappen.h{hash}.SingleInstance");
        let connection = blocking::connection::Builder::session().unwrap().name(name).unwrap().build().unwrap();
        thread::spawn(move || {
            let mut calls = blocking::MessageIterator::from(&connection);
            let asked = calls.any(|message| message.is_ok_and(|message| message.message_type() == Type::MethodCall));
            connection.close().unwrap();
            asked
        })
    }
}
