//! Where bytes go: plain, or packed on the way.

use std::io::{BufWriter, Write};

use flate2::write::GzEncoder;

use crate::source::Compression;

type Plain = BufWriter<Box<dyn Write + Send>>;

/// Takes bytes; to be closed, so that no error at the end is lost.
pub struct Output(Packed);

enum Packed {
    Plain(Plain),
    Gzip(GzEncoder<Plain>),
    #[cfg(feature = "zstd")]
    Zstd(zstd::stream::write::Encoder<'static, Plain>),
}

impl Output {
    /// Writes to `out`, packed if asked for.
    ///
    /// # Errors
    /// What the packing says; Zstandard is a feature of the build.
    pub fn new(
        out: Box<dyn Write + Send>,
        compression: Option<Compression>,
    ) -> std::io::Result<Self> {
        let out = BufWriter::new(out);
        Ok(Self(match compression {
            None => Packed::Plain(out),
            Some(Compression::Gzip) => {
                Packed::Gzip(GzEncoder::new(out, flate2::Compression::default()))
            }
            Some(Compression::Zstd) => zstd(out)?,
        }))
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// What the output says.
    pub fn close(self) -> std::io::Result<()> {
        let mut plain = match self.0 {
            Packed::Plain(out) => out,
            Packed::Gzip(out) => out.finish()?,
            #[cfg(feature = "zstd")]
            Packed::Zstd(out) => out.finish()?,
        };
        plain.flush()
    }
}

#[cfg(feature = "zstd")]
fn zstd(out: Plain) -> std::io::Result<Packed> {
    Ok(Packed::Zstd(zstd::stream::write::Encoder::new(out, 0)?))
}

#[cfg(not(feature = "zstd"))]
fn zstd(_: Plain) -> std::io::Result<Packed> {
    Err(std::io::Error::other(
        "this program was built without zstd; name the file .gz, or pack it afterwards",
    ))
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match &mut self.0 {
            Packed::Plain(out) => out.write(bytes),
            Packed::Gzip(out) => out.write(bytes),
            #[cfg(feature = "zstd")]
            Packed::Zstd(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match &mut self.0 {
            Packed::Plain(out) => out.flush(),
            Packed::Gzip(out) => out.flush(),
            #[cfg(feature = "zstd")]
            Packed::Zstd(out) => out.flush(),
        }
    }
}
