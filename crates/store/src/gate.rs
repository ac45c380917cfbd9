//! Who is at work in the database, so that closing can wait for them: a program that ends while one of its threads still
//! reads takes the cipher's memory from under it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::{Result, StoreError};

/// Counts what is under way; once shut, nothing new begins.
#[derive(Default)]
pub(crate) struct Gate {
    inside: Mutex<Inside>,
    left: Condvar,
}

#[derive(Default)]
struct Inside {
    count: usize,
    shut: bool,
}

/// Inside as long as it lives.
pub(crate) struct Pass<'a>(&'a Gate);

impl Gate {
    /// Goes in. `Closed` once the gate is shut.
    pub(crate) fn enter(&self) -> Result<Pass<'_>> {
        let mut inside = self.inside();
        if inside.shut {
            return Err(StoreError::Closed);
        }
        inside.count += 1;
        Ok(Pass(self))
    }

    /// Lets nobody in any more, and returns when the last one has left.
    pub(crate) fn shut(&self) {
        let mut inside = self.inside();
        inside.shut = true;
        while inside.count > 0 {
            inside = self.left.wait(inside).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.0.inside().count -= 1;
        self.0.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{TryRecvError, channel};

    use super::*;

    #[test]
    fn shutting_waits_for_whoever_is_inside_and_lets_nobody_else_in() {
        let gate = Gate::default();
        let pass = gate.enter().unwrap();
        std::thread::scope(|scope| {
            let (say, heard) = channel();
            let shutting = &gate;
            scope.spawn(move || {
                shutting.shut();
                say.send(()).unwrap();
            });
            while gate.enter().is_ok() {
                std::thread::yield_now();
            }
            assert_eq!(heard.try_recv(), Err(TryRecvError::Empty));
            drop(pass);
            heard.recv().unwrap();
        });
        assert!(matches!(gate.enter(), Err(StoreError::Closed)));
    }

    #[test]
    fn one_who_breaks_inside_has_left() {
        let gate = Gate::default();
        let broken = std::panic::catch_unwind(|| {
            let _pass = gate.enter().unwrap();
            panic!("inside");
        });
        assert!(broken.is_err());
        gate.shut();
    }
}
