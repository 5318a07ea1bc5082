//! The page in a real browser: nothing is asked of any network, nothing runs.
//!
//! Chromium is looked for in `$TUTELA_CHROMIUM`, then in the path; without it the tests say so and
//! pass. Set `TUTELA_SHOTS` to a folder to keep pictures of the pages there.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::sample::input;
use crate::{Lang, build};

/// The browser, where there is one.
fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("TUTELA_CHROMIUM").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = named.or_else(|| {
        let programs = ["chromium", "chromium-browser", "google-chrome"];
        std::env::split_paths(&path)
            .flat_map(|folder| programs.map(|name| folder.join(name)))
            .find(|path| path.is_file())
    });
    if found.is_none() {
        eprintln!("skipped: no chromium in the path (set TUTELA_CHROMIUM)");
    }
    found
}

/// Opens a file with these options and gives what the browser prints and its log of the network.
fn open(browser: &Path, page: &Path, options: &[&str]) -> (String, String) {
    let profile = tempfile::tempdir().unwrap();
    let log = profile.path().join("net.json");
    let run = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-extensions",
            "--disable-default-apps",
            "--no-default-browser-check",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
        ])
        .arg(format!("--user-data-dir={}", profile.path().join("profile").display()))
        .arg(format!("--log-net-log={}", log.display()))
        .args(options)
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let log = std::fs::read_to_string(&log).unwrap_or_default();
    assert!(log.contains("\"constants\""), "the browser wrote no log of the network");
    (String::from_utf8_lossy(&run.stdout).into_owned(), log)
}

/// Addresses that the page asked for, by the log: an event a line. What the browser asks for itself
/// has no origin, and a file is no network.
fn requested(log: &str) -> Vec<String> {
    let events: Vec<Value> = log
        .lines()
        .filter_map(|line| serde_json::from_str(line.trim_end_matches(',')).ok())
        .collect();
    let head = log.lines().next().unwrap_or_default();
    let key = "\"URL_REQUEST_START_JOB\":";
    let kind = head.find(key).and_then(|at| head[at + key.len()..].split([',', '}']).next());
    let kind: u64 = kind.unwrap().parse().unwrap();
    events
        .iter()
        .filter(|event| event["type"] == kind && event["params"]["initiator"] != "not an origin")
        .filter_map(|event| event["params"]["url"].as_str())
        .filter(|url| {
            !url.starts_with("file:") && !url.contains("//accounts.google.com/ListAccounts")
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_page_asks_nothing_of_any_network_and_runs_nothing() {
    let Some(browser) = chromium() else { return };
    let dir = tempfile::tempdir().unwrap();
    for lang in Lang::ALL {
        let page = dir.path().join(format!("report-{}.html", lang.code()));
        std::fs::write(&page, build(&input(), lang).unwrap().html).unwrap();
        let (dom, log) = open(&browser, &page, &["--dump-dom"]);
        assert_eq!(requested(&log), Vec::<String>::new(), "{}", lang.code());
        assert_eq!(dom.matches("<script").count(), 0);
        // What the parser made of the text is what was written: nothing was moved or mended.
        for tag in ["<section", "<article", "<table", "<svg", "<figure", "<tr", "<p ", "<a "] {
            let written = std::fs::read_to_string(&page).unwrap();
            assert_eq!(dom.matches(tag).count(), written.matches(tag).count(), "{tag}");
        }
    }
}

/// The check above would see a request: here is one.
#[test]
fn a_page_that_asks_for_something_is_seen_to_do_so() {
    let Some(browser) = chromium() else { return };
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("asks.html");
    std::fs::write(&page, "<!DOCTYPE html><img src=\"http://127.0.0.1:9/seen.png\">").unwrap();
    let (_, log) = open(&browser, &page, &["--dump-dom"]);
    assert!(requested(&log).iter().any(|url| url.contains("/seen.png")));
}

/// Pictures for the eye, where a folder is named.
#[test]
fn pictures_are_taken_where_a_folder_is_named() {
    let (Some(folder), Some(browser)) = (std::env::var_os("TUTELA_SHOTS"), chromium()) else {
        eprintln!("skipped: no folder in TUTELA_SHOTS");
        return;
    };
    let folder = PathBuf::from(folder);
    for lang in Lang::ALL {
        let page = folder.join(format!("report-{}.html", lang.code()));
        std::fs::write(&page, build(&input(), lang).unwrap().html).unwrap();
        let pdf =
            format!("--print-to-pdf={}", folder.join(format!("{}.pdf", lang.code())).display());
        open(&browser, &page, &[&pdf, "--no-pdf-header-footer"]);
    }
}
