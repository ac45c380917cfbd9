//! See `feltmappen_fuzz`.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| feltmappen_fuzz::consent(bytes));
