//! Desk.
use std::collections::BTreeMap;

use crate::collected::{read, recognised};

#[test]
fn desk() {
    let Ok(files) = std::env::var("DESK") else { return };
    for path in files.split(':') {
        let bytes = std::fs::read(path).unwrap();
        let begun = std::time::Instant::now();
        println!("== {path} {} {:?}", bytes.len(), recognised(&bytes));
        let found = read("leveldb", &bytes);
        let mut counts = BTreeMap::new();
        for row in &found.rows {
            *counts.entry((format!("{:?}", row.kind), row.get("state").to_owned(), row.get("content").to_owned(), row.get("status").to_owned())).or_insert(0) += 1;
        }
        println!("{counts:?} rejects {} halt {:?} {:?}", found.rejects.len(), found.halt.as_ref().map(ToString::to_string), begun.elapsed());
        for reject in found.rejects.iter().take(8) {
            println!("  reject {reject:?}");
        }
        for note in &found.notes {
            println!("  note {}", format!("{note:?}").chars().take(1500).collect::<String>());
        }
        if std::env::var("ROWS").is_ok() {
            for row in &found.rows {
                println!("ROW {}", serde_json::to_string(&row.fields).unwrap());
            }
        }
    }
}
