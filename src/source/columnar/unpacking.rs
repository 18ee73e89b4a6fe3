//! What packed parts of a columnar file may unpack to: no more than their packing can hold, and no more than is allowed in all.

/// Most bytes that one packed byte can stand for. A copy of 64 bytes takes three in Snappy.
#[cfg(feature = "parquet")]
pub(super) const SNAPPY: u64 = 22;
/// Each byte of a length adds 255.
pub(super) const LZ4: u64 = 255;
/// Two bits give 258 bytes.
#[cfg(feature = "parquet")]
pub(super) const GZIP: u64 = 1032;
/// A block of 128 KiB of one byte takes four.
pub(super) const ZSTD: u64 = 32_768;

/// Bytes that packed parts may still unpack to.
#[derive(Debug, Clone)]
pub(super) struct Allowance {
    bound: u64,
    left: u64,
}

impl Allowance {
    /// An allowance of `bound` bytes.
    pub(super) fn new(bound: u64) -> Self {
        Self { bound, left: bound }
    }

    /// Takes what `packed` bytes are said to unpack to, where one byte stands for no more than `factor`.
    pub(super) fn take(&mut self, stated: u64, packed: u64, factor: u64) -> Result<(), String> {
        if stated > packed.saturating_mul(factor) {
            return Err(format!(
                "{packed} packed bytes are said to unpack to {stated}, which they cannot; the file is damaged"
            ));
        }
        self.left = self.left.checked_sub(stated).ok_or_else(|| {
            format!(
                "it unpacks to more than {} bytes; if you trust it, allow more with --max-decompressed",
                self.bound
            )
        })?;
        Ok(())
    }
}
