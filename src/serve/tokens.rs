//! Tokens that requests must show: read from a file, compared in constant time.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::{Context, Result, ensure};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

use super::Service;
use super::problem::Problem;

/// Shortest token that is taken, in bytes.
const SHORTEST: usize = 16;

/// Digests of the tokens of a file, so that comparing them tells nothing of their length.
pub struct Tokens {
    file: PathBuf,
    digests: RwLock<Vec<[u8; 32]>>,
}

impl Tokens {
    /// Reads a file of one token a line; blank lines and those that start with `#` are passed over.
    pub fn open(file: PathBuf) -> Result<Self> {
        let digests = RwLock::new(read(&file)?);
        Ok(Self { file, digests })
    }

    /// Reads the file again; the old tokens stay if it cannot be used.
    pub fn reload(&self) -> Result<()> {
        let digests = read(&self.file)?;
        *self.digests.write().unwrap_or_else(PoisonError::into_inner) = digests;
        Ok(())
    }

    /// Whether `token` is one of them. Looks at all of them, whichever fits.
    fn know(&self, token: &str) -> bool {
        let digest: [u8; 32] = Sha256::digest(token).into();
        let digests = self.digests.read().unwrap_or_else(PoisonError::into_inner);
        let found = digests
            .iter()
            .fold(Choice::from(0), |found, known| found | known.ct_eq(&digest));
        found.into()
    }
}

fn read(file: &Path) -> Result<Vec<[u8; 32]>> {
    let content = std::fs::read_to_string(file)
        .with_context(|| format!("{}: cannot read the tokens", file.display()))?;
    let mut digests = Vec::new();
    for (i, line) in content.lines().enumerate() {
        let token = line.trim();
        if token.is_empty() || token.starts_with('#') {
            continue;
        }
        ensure!(
            token.len() >= SHORTEST,
            "{}:{}: the token has {} characters, expected at least {SHORTEST}; make one with: openssl rand -hex 32",
            file.display(),
            i + 1,
            token.len()
        );
        digests.push(Sha256::digest(token).into());
    }
    ensure!(
        !digests.is_empty(),
        "{}: no token in it; write one a line, as with: openssl rand -hex 32",
        file.display()
    );
    Ok(digests)
}

/// Lets requests with a known token pass, and all if there are no tokens.
pub async fn authorize(
    State(service): State<Arc<Service>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    match (&service.tokens, bearer(request.headers())) {
        (None, _) => {}
        (Some(tokens), Some(token)) if tokens.know(token) => {}
        (Some(_), Some(_)) => return Err(Problem::unauthorized("the token is not known here")),
        (Some(_), None) => {
            return Err(Problem::unauthorized(
                "no token was sent, expected the header Authorization: Bearer TOKEN",
            ));
        }
    }
    Ok(next.run(request).await)
}

/// The token of a request.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
