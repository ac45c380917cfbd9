//! Prints the window's client (no argument), or the name of every command, one a line (`commands`).
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("commands") => feltmappen_app::COMMANDS.iter().for_each(|name| println!("{name}")),
        _ => print!("{}", feltmappen_app::bindings()),
    }
}
