//! Sound bundles hold, twice made they are the same, and what is omitted shows.

use std::fs;
use std::ops::ControlFlow;

use super::{Made, found, read_all};
use crate::bundle::check::{KeyShown, verify_bundle};
use crate::exhibit::stored_name;
use crate::fault::Fault;
use crate::verify::ProblemKind;

#[test]
fn a_bundle_made_twice_is_the_same_and_holds_as_folder_and_as_archive() {
    let made = Made::new(5).with_omissions();
    let (first, second) = (made.map("first"), made.map("second"));
    assert!(first == second);
    let tar = made.write("third.tar");
    assert_eq!(fs::read(&tar).unwrap(), fs::read(made.write("fourth.tar")).unwrap());
    let key = made.key();
    for path in [&made.dir.path().join("first"), &tar] {
        let mut watch = |_: &crate::hash::Progress<'_>| ControlFlow::Continue(());
        let found = verify_bundle(path, Some(&key), &mut watch).unwrap();
        assert_eq!(found.problems, []);
        assert_eq!((found.exhibits, found.listed), (3, 0));
        assert_eq!((found.withheld, found.erased), (vec![4], vec![3]));
        assert_eq!(found.key_shown, KeyShown::Compared);
        assert_eq!(found.facts["recipient"], "B");
    }
}

#[test]
fn the_archive_is_one_that_tar_unpacks_to_the_same_files() {
    let made = Made::new(2);
    let tar = made.write("bundle.tar");
    let out = made.dir.path().join("unpacked");
    fs::create_dir(&out).unwrap();
    let run = std::process::Command::new("tar").arg("-xf").arg(&tar).arg("-C").arg(&out).status();
    assert!(run.unwrap().success());
    assert!(read_all(&out.join("bundle")) == made.map("folder"));
}

#[test]
fn exhibits_may_be_listed_only_and_a_log_of_two_levels_holds() {
    let made = Made::new(300).listed();
    let found = found(&made.map("listed"), Some(&made.key()));
    assert_eq!(found.problems, []);
    assert_eq!((found.exhibits, found.listed), (0, 3));
    assert_eq!(found.checkpoint.unwrap().size, 305);
}

#[test]
fn an_earlier_state_is_bundled_as_it_was_whatever_was_logged_since() {
    let mut made = Made::new(300).listed();
    made.request.at = Some(305);
    let before = made.map("before");
    for at in 0..5 {
        let event = crate::event::Event::SettingChanged {
            name: at.to_string(),
            from: serde_json::Value::Null,
            to: serde_json::Value::Null,
        };
        made.custody.log(7, "B", &event).unwrap();
    }
    assert!(before == made.map("after"));
    made.request.at = Some(311);
    assert!(matches!(made.custody.plan_bundle(&made.request), Err(Fault::NoSuchLeaf { .. })));
}

#[test]
fn an_exhibit_that_changed_stops_the_bundle_and_nothing_stays() {
    let made = Made::new(1);
    let sealed = &made.custody.exhibits()[0];
    let file = made.dir.path().join("case").join(stored_name(&sealed.sha256));
    let mut bytes = fs::read(&file).unwrap();
    bytes[0] ^= 1;
    fs::remove_file(&file).unwrap();
    fs::write(&file, bytes).unwrap();
    let plan = made.custody.plan_bundle(&made.request).unwrap();
    for target in ["out", "out.tar"].map(|name| made.dir.path().join(name)) {
        let to = if target.extension().is_some() {
            crate::bundle::BundleTarget::Tar(&target)
        } else {
            crate::bundle::BundleTarget::Folder(&target)
        };
        let fault = made.custody.write_bundle(&plan, to, &mut |_| ControlFlow::Continue(()));
        assert!(matches!(fault, Err(Fault::ExhibitChanged { .. })));
    }
    let left = fs::read_dir(made.dir.path()).unwrap();
    let left: Vec<_> = left.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert!(left.iter().all(|name| !name.contains("out")), "{left:?}");
}

#[test]
fn what_stands_already_is_not_written_over() {
    let made = Made::new(1);
    let path = made.write("once");
    let plan = made.custody.plan_bundle(&made.request).unwrap();
    let target = crate::bundle::BundleTarget::Folder(&path);
    let again = made.custody.write_bundle(&plan, target, &mut |_| ControlFlow::Continue(()));
    assert!(matches!(again, Err(Fault::Taken(_))));
}

#[test]
fn links_and_names_that_deceive_are_told_as_extra() {
    let made = Made::new(1);
    let path = made.write("hostile");
    std::os::unix::fs::symlink("/etc/passwd", path.join("link")).unwrap();
    fs::write(path.join("a\nb\u{202e}txt"), "x").unwrap();
    let mut watch = |_: &crate::hash::Progress<'_>| ControlFlow::Continue(());
    let found = verify_bundle(&path, None, &mut watch).unwrap();
    let told: Vec<_> = found.problems.iter().map(|it| (it.kind, it.file.as_str())).collect();
    let extra = ProblemKind::Extra;
    assert_eq!(told, [(extra, r"a\x0ab\xe2\x80\xaetxt"), (extra, "link")]);
}

#[test]
fn one_changed_bit_of_the_archive_is_found_wherever_it_stands() {
    let made = Made::new(1);
    let tar = made.write("bits.tar");
    let bytes = fs::read(&tar).unwrap();
    let mut random = crate::crash::memory::Random::new(4);
    for _ in 0..300 {
        let at = usize::try_from(random.below(bytes.len() as u64)).unwrap();
        let mut changed = bytes.clone();
        changed[at] ^= 1 << random.below(8);
        let other = made.dir.path().join("other.tar");
        fs::write(&other, &changed).unwrap();
        let mut watch = |_: &crate::hash::Progress<'_>| ControlFlow::Continue(());
        let told = verify_bundle(&other, Some(&made.key()), &mut watch);
        assert!(told.is_err() || !told.unwrap().problems.is_empty(), "byte {at}");
    }
}
