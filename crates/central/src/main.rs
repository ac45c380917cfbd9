//! `feltmappe-central`: runs central, and everything an operator does to it.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a program for a terminal")]

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

/// Thousands of streams stay open while pushes come and go. With ten times the streams the system's own allocator holds half
/// as much memory again or more, this one a third.
#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    let arguments = cli::Cli::parse();
    cli::start_log(arguments.log);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("feltmappe-central cannot start: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(cli::run(arguments.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("feltmappe-central: {error}");
            ExitCode::FAILURE
        }
    }
}
