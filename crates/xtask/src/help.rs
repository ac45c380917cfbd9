//! What there is.

const TEXT: &str = "\
cargo xtask run [--devices 2] [--records N] [--yes] set up, build, start central with demo data, open one window or two
cargo xtask test [STAGE…] [-- ARGS]      set up and run every proof, or some stages (ARGS go to the proofs)
cargo xtask bench [NAME…] [--json FILE]  measure; figures are ratios taken in the same run
cargo xtask simulate [--seeds N | --seed S] devices against central with every fault; S runs one schedule again
cargo xtask trials [--seeds N | --seed S]   the same on the real store and the real central
cargo xtask soak [--minutes N] [TARGET…] bytes from outside, then fresh seeds of both, until the time is out
cargo xtask setup [--yes]                install what is missing, and nothing else
cargo xtask bindings [--check]           write the window's client and permissions from the registry of commands
cargo xtask demo --home DIR [--records N] make a workspace with fictitious data, locked with a passphrase
cargo xtask screen -- COMMAND…           run a command on a screen, a session bus and a keyring of its own
cargo xtask icons                        render icons/feltmappen.svg in every size

It asks before it installs anything, unless CI=true or --yes is given.
Stages of test: ";

/// Prints the commands.
pub fn print() {
    println!("{TEXT}{}", crate::stages::names().join(", "));
}
