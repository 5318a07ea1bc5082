//! Every byte of a small case is changed by one bit, and each time that file, and no other, must be
//! named.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::verify_on;
use crate::crash::memory::{Memory, Random};
use crate::custody::Custody;
use crate::disk::Disk;
use crate::event::{Act, Event};
use crate::exhibit::{Keep, Receipt};

/// A case with exhibits, acts and an erased record, on a disk in memory.
fn case(dir: &Path, acts: usize) -> Memory {
    let disk = Arc::new(Memory::new());
    let whole: Arc<dyn Disk> = Arc::<Memory>::clone(&disk);
    let nowhere = Path::new("/nowhere");
    let mut custody = Custody::create_on(whole, nowhere, None, "tutela.case/flips").unwrap();
    let receipt = Receipt {
        giver: "Registry".to_owned(),
        legal_basis: "order 1".to_owned(),
        received_at_us: 5,
        settings: json!({"zone": "Europe/Rome"}),
        keep: Keep::Copy,
    };
    for at in 0..2_u8 {
        let file = dir.join(format!("exhibit-{at}"));
        std::fs::write(&file, vec![at; 40]).unwrap();
        custody.seal(&file, &receipt, &mut |_| ControlFlow::Continue(())).unwrap();
    }
    let event = |name: usize| Event::SettingChanged {
        name: name.to_string(),
        from: json!(1),
        to: json!("è"),
    };
    let acts: Vec<_> =
        (0..acts).map(|at| Act { at_us: 1, by: "A. Rossi".to_owned(), event: event(at) }).collect();
    custody.log_all(&acts).unwrap();
    custody.erase(3, 9, "A. Rossi", "order 2").unwrap();
    disk.copy()
}

fn named(disk: &Memory) -> Vec<String> {
    let found = verify_on(disk, &mut |_| ControlFlow::Continue(())).unwrap();
    let mut files: Vec<_> = found.problems.into_iter().map(|it| it.file).collect();
    files.dedup();
    files
}

#[test]
fn one_changed_bit_in_any_byte_names_its_file_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let disk = case(dir.path(), 3);
    assert_eq!(named(&disk), Vec::<String>::new());
    let mut random = Random::new(1);
    let mut flips = 0;
    for (file, length) in disk.lengths() {
        for at in 0..length {
            let mask = 1 << random.below(8);
            disk.flip(&file, at, mask);
            assert_eq!(named(&disk), [file.as_str()], "byte {at} of {file}, bits {mask:08b}");
            disk.flip(&file, at, mask);
            flips += 1;
        }
    }
    assert!(flips > 2500, "{flips}");
}

#[test]
fn one_changed_bit_in_a_log_of_two_tile_levels_names_its_file_and_no_other() {
    let dir = tempfile::tempdir().unwrap();
    let disk = case(dir.path(), 300);
    assert_eq!(named(&disk), Vec::<String>::new());
    let mut random = Random::new(2);
    for (file, length) in disk.lengths() {
        for _ in 0..length.min(8) {
            let at = usize::try_from(random.below(length as u64)).unwrap();
            let mask = 1 << random.below(8);
            disk.flip(&file, at, mask);
            assert_eq!(named(&disk), [file.as_str()], "byte {at} of {file}, bits {mask:08b}");
            disk.flip(&file, at, mask);
        }
    }
}
