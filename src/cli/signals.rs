//! Signals that would end the program without its exit code, or leave half a file behind.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::SIGABRT;
use signal_hook::flag;

/// Sent when a file grows beyond what `ulimit -f` allows; if it is taken, the write fails with the system's word instead.
const SIGXFSZ: i32 = 25;

/// Turns running out of memory into exit code 2, and a file that grows beyond its limit into an error of its write.
///
/// Rust's runtime says which allocation failed, and aborts; there is no other place to stand in between.
pub fn take_over() {
    // If a signal cannot be taken over, it does what it does without this.
    let _ = flag::register_conditional_shutdown(SIGABRT, 2, Arc::new(AtomicBool::new(true)));
    let _ = flag::register(SIGXFSZ, Arc::default());
}
