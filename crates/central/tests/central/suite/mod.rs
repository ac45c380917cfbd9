//! What central promises, whatever database it keeps things in.

pub mod access;
pub mod attachments;
pub mod erasing;
pub mod events;
pub mod limits;
pub mod permits;
pub mod pushing;
pub mod reading;
pub mod safekeeping;
