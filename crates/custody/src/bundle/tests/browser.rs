//! `verify.html` in a browser without network: sound bundles and changed ones, their files put into the
//! page as a person would choose their folder.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::mutations::{KINDS, mutate, signer};
use super::{Made, Map};
use crate::bundle::VERIFY_HTML;
use crate::crash::memory::Random;

/// The browser: `$TUTELA_CHROMIUM`, or the one in the path.
fn browser() -> std::ffi::OsString {
    std::env::var_os("TUTELA_CHROMIUM").unwrap_or_else(|| "chromium".into())
}

/// The page with a bundle in it: what it says in the end; nothing where there is no browser.
fn told(map: &Map, key: &str, dir: &Path) -> Option<String> {
    let mut files = String::new();
    for (name, bytes) in map {
        let _ = write!(files, "[{name:?},new Blob([base64({:?})])],", STANDARD.encode(bytes));
    }
    // The browser's clock runs ahead as long as nothing is computed; the digests are on other threads.
    let wait = "let done = false; (function wait() { if (done) return; \
                for (let i = 0; i < 5e6; i += 1); setTimeout(wait, 20); })();";
    let show = format!("show(new Map([{files}]), {key:?}).then(() => {{ done = true; }});");
    let run = format!("<script>{show}{wait}</script>\n</body>");
    let page = dir.join("page.html");
    std::fs::write(&page, VERIFY_HTML.replace("</body>", &run)).unwrap();
    let output = Command::new(browser())
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--virtual-time-budget=20000",
        ])
        .arg(format!("--user-data-dir={}", dir.join("profile").display()))
        .args(["--proxy-server=127.0.0.1:9", "--dump-dom"])
        .arg(format!("file://{}", page.display()))
        .output()
        .ok()?;
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = dom.split("id=\"told\"").nth(1).and_then(|rest| rest.split("<script>").next());
    Some(told.unwrap_or_default().to_owned())
}

#[test]
fn the_page_accepts_a_sound_bundle_and_no_changed_one() {
    let made = Made::new(3).with_omissions();
    let (map, key, signer) = (made.map("sound"), made.key().vkey(), signer(&made));
    let Some(said) = told(&map, &key, made.dir.path()) else {
        eprintln!("no chromium in the path: skipped");
        return;
    };
    if said.contains("NotSupportedError") {
        eprintln!("this chromium does not know Ed25519: skipped");
        return;
    }
    assert!(said.contains(">VERIFIED – VERIFICATO<"), "{said}");
    let alone = told(&map, "", made.dir.path()).unwrap();
    assert!(alone.contains(">VERIFIED –") && alone.contains("on paper"), "{alone}");
    let mut random = Random::new(5);
    for kind in KINDS {
        let other = (0..9).find_map(|_| mutate(&map, kind, &mut random, &signer)).unwrap();
        let said = told(&other, &key, made.dir.path()).unwrap();
        assert!(said.contains(">NOT VERIFIED –"), "{kind}: {said}");
    }
}

#[test]
fn the_page_asks_nothing_of_a_network() {
    let policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'";
    assert!(VERIFY_HTML.contains(policy));
    for word in ["http:", "https:", "//cdn", "fetch(", "XMLHttp", "WebSocket", " src=", "import("] {
        assert!(!VERIFY_HTML.contains(word), "{word}");
    }
}
