//! Work that must not hold up other requests, and lines put together as an array.

use std::num::NonZeroUsize;
use std::sync::{Arc, LazyLock};

use tokio::sync::Semaphore;

use super::problem::Problem;

/// Cores for work that takes a while, so that a thousand requests for it do not take the memory of a thousand.
static CORES: LazyLock<Arc<Semaphore>> = LazyLock::new(|| {
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    Arc::new(Semaphore::new(cores))
});

/// Does `work` on a thread of its own, once a core is free for it.
pub async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let core = Arc::clone(&CORES).acquire_owned().await.ok();
    // The core is kept until the work ends, even if nobody waits for it any more.
    let kept = move || {
        let found = work();
        drop(core);
        found
    };
    let done = tokio::task::spawn_blocking(kept).await;
    done.map_err(|_| Problem::internal("the work on this request ended early; see the log"))
}

/// Records of a line each as a JSON array. Within a record line ends are escaped.
pub fn json_array(lines: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(lines.len() + 2);
    out.push(b'[');
    out.extend(lines.iter().map(|b| if *b == b'\n' { b',' } else { *b }));
    if out.len() > 1 {
        out.pop();
    }
    out.push(b']');
    out
}

#[cfg(test)]
mod tests {
    use super::json_array;

    #[test]
    fn lines_become_an_array() {
        assert_eq!(json_array(b""), b"[]");
        assert_eq!(json_array(b"{\"a\":1}\n"), b"[{\"a\":1}]");
        assert_eq!(json_array(b"1\n2\n"), b"[1,2]");
    }
}
