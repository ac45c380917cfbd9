//! Tells the window that something has changed, so that it need not ask while nothing happens.

use std::{
    sync::{
        Arc, Weak,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    time::{Duration, Instant},
};

use feltmappen_app::{App, Stirred, Watch, api::SyncView};
use tauri::{AppHandle, Emitter};

use crate::window::LABEL;

/// What comes within so long is told as one: a large download stirs many times a second.
const TOGETHER: Duration = Duration::from_millis(100);
/// The access log is written so long after a page was opened, so that it stands in nobody's way.
const LATER: Duration = Duration::from_millis(1500);

/// What the app is given, and what is heard by it.
pub(crate) fn ears() -> (Watch, Receiver<Stirred>) {
    let (tell, told) = channel();
    let watch: Watch = Arc::new(move |what| {
        // Without a listener nobody shows anything.
        let _ = tell.send(what);
    });
    (watch, told)
}

/// Tells the window on a thread of its own, until the app is gone.
pub(crate) fn tell(app: &Arc<App>, handle: AppHandle, told: Receiver<Stirred>) {
    let app = Arc::downgrade(app);
    std::thread::spawn(move || {
        tell_each(
            &told,
            || status(&app),
            |view| {
                // A window that is closing hears nothing.
                let _ = handle.emit_to(LABEL, "sync_changed", view);
            },
        );
    });
}

/// Tells how it stands whenever sync has stirred, also when it stands as it was told last: the window may have asked in
/// between, and been answered while something was under way. That a read was logged is nothing to tell: told of it, a page
/// that reads when it is told would read for ever.
fn tell_each<View: PartialEq>(told: &Receiver<Stirred>, look: impl Fn() -> Option<View>, mut say: impl FnMut(&View)) {
    let mut said = None;
    while let Some(what) = wait(told) {
        let Some(view) = look() else { continue };
        if what == Stirred::Sync || said.as_ref() != Some(&view) {
            say(&view);
            said = Some(view);
        }
    }
}

/// How sync stands; asking also writes the access log. None while the workspace is not open.
fn status(app: &Weak<App>) -> Option<SyncView> {
    app.upgrade()?.sync_status().ok()
}

/// Waits until something has stirred, and for what comes with it: sync, if it is among that. None when nothing ever will
/// again.
#[allow(clippy::disallowed_methods, reason = "the edge: what comes together is told together")]
fn wait(told: &Receiver<Stirred>) -> Option<Stirred> {
    let mut what = told.recv().ok()?;
    let mut until = Instant::now() + patience(what);
    loop {
        match told.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(next) => {
                until = until.min(Instant::now() + patience(next));
                if next == Stirred::Sync {
                    what = next;
                }
            }
            Err(RecvTimeoutError::Timeout) => return Some(what),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

const fn patience(what: Stirred) -> Duration {
    match what {
        Stirred::Sync => TOGETHER,
        Stirred::Access => LATER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn what_comes_together_is_told_once_and_what_can_wait_hurries_nobody() {
        let (watch, told) = ears();
        let begun = Instant::now();
        watch(Stirred::Access);
        watch(Stirred::Sync);
        watch(Stirred::Sync);
        assert_eq!(wait(&told), Some(Stirred::Sync));
        assert!(begun.elapsed() >= TOGETHER && begun.elapsed() < LATER);
        assert!(told.try_recv().is_err(), "all of it was heard");
        drop(watch);
        assert_eq!(wait(&told), None, "nothing will ever stir again");
    }

    #[test]
    fn what_has_come_and_gone_before_anybody_looked_is_told_all_the_same() {
        let (watch, told) = ears();
        let mut watch = Some(watch);
        let mut views = Vec::new();
        watch.as_ref().unwrap()(Stirred::Sync);
        let looks = || Some("everything is sent");
        tell_each(&told, looks, |view| {
            views.push(*view);
            if views.len() == 1 {
                watch.as_ref().unwrap()(Stirred::Sync);
            } else {
                watch = None;
            }
        });
        assert_eq!(views, ["everything is sent"; 2]);
    }

    #[test]
    fn a_read_that_is_logged_is_not_told() {
        let (watch, told) = ears();
        let mut stirs = vec![Stirred::Access];
        let mut watch = Some(watch);
        watch.as_ref().unwrap()(Stirred::Sync);
        let looks = RefCell::new(|| {
            // While the window looks, something is read; the second time the app has gone.
            match stirs.pop() {
                Some(stirs) => watch.as_ref().unwrap()(stirs),
                None => watch = None,
            }
            Some("everything is sent")
        });
        let mut views = Vec::new();
        tell_each(&told, || looks.borrow_mut()(), |view| views.push(*view));
        assert_eq!(views, ["everything is sent"]);
    }
}
