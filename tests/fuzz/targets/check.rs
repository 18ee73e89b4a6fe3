//! One check, named by `DEMARCHE_CHECK`, on what libFuzzer makes.
#![no_main]

#[path = "../checks.rs"]
mod checks;

use std::sync::LazyLock;

use checks::CHECKS;
use libfuzzer_sys::fuzz_target;

static CHECK: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("DEMARCHE_CHECK").expect("DEMARCHE_CHECK names a check");
    let check = CHECKS.iter().find(|check| check.0 == name);
    check.expect("a name of tests/fuzz/checks.rs").1
});

fuzz_target!(|data: &[u8]| CHECK(data));
