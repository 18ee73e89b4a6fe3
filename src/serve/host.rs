//! Names that a service without tokens answers to.
//!
//! A page of another site cannot read answers from here, unless its own name is made to lead to this machine (DNS rebinding). Such a
//! name has a dot, so an open service on this machine answers to addresses and to local names alone.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use super::Service;
use super::problem::Problem;

/// Refuses requests for other names, where only this machine may ask and needs no token to.
pub async fn answers_to_its_name(
    State(service): State<Arc<Service>>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|value| value.to_str().ok());
    match host {
        Some(host) if service.local_only && !is_local(host) => Err(Problem::misdirected(format!(
            "the request is for the host {host:?}, expected an address or a name without a dot; behind a proxy, use --token-file or --insecure"
        ))),
        _ => Ok(next.run(request).await),
    }
}

/// Whether `host`, with or without a port, is an address or a name that no other site can have.
fn is_local(host: &str) -> bool {
    if host.starts_with('[') {
        return true;
    }
    let name = host.split(':').next().unwrap_or_default();
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    !name.contains('.') || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn addresses_and_names_without_a_dot_are_local() {
        for host in [
            "localhost",
            "LocalHost:8080",
            "localhost.",
            "127.0.0.1:80",
            "[::1]:80",
            "a.localhost",
            "box",
        ] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "example.org",
            "example.org:8080",
            "127.0.0.1.example.org",
            "evil.localhost.example.org.",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }
}
