//! No outbound network: no client in the dependency tree, no socket in the product's code.

use super::Page;
use crate::shell;

/// Crates that open connections, or exist to secure them.
const CLIENTS: &[&str] = &[
    "attohttpc",
    "awc",
    "curl",
    "curl-sys",
    "ehttp",
    "h2",
    "h3",
    "hickory-resolver",
    "hyper",
    "hyper-util",
    "isahc",
    "minreq",
    "native-tls",
    "object_store_http",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "surf",
    "tokio-tungstenite",
    "tonic",
    "tungstenite",
    "ureq",
    "wreq",
];

/// Names of the standard library that reach the network.
const SOCKETS: &[&str] = &["std::net", "TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs"];

/// Files that use a socket on purpose: the cage's own test tries to and must be denied.
const EXEMPT: &[&str] =
    &["crates/ingest/src/bin/", "crates/ingest/tests/", "xtask/src/tidy/network.rs"];

/// Looks for clients in the tree of the product and for sockets in its code.
pub(super) fn check(pages: &[Page]) -> Result<Vec<String>, String> {
    let tree = shell::read(
        "cargo",
        &[
            "tree",
            "--package",
            "tutela",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ],
    )?;
    let mut found: Vec<String> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .filter(|name| CLIENTS.contains(name))
        .map(|name| format!("Cargo.lock: `{name}` opens connections; the product has no network"))
        .collect();
    found.sort();
    found.dedup();
    for page in pages.iter().filter(|page| page.is_rust()) {
        if EXEMPT.iter().any(|path| page.path.starts_with(path)) {
            continue;
        }
        for (at, line) in page.text.lines().enumerate() {
            if SOCKETS.iter().any(|socket| line.contains(socket)) {
                found.push(format!(
                    "{}:{}: a socket; the product has no network",
                    page.path,
                    at + 1
                ));
            }
        }
    }
    Ok(found)
}
