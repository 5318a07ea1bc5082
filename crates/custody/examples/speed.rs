//! Speed of sealing, logging and verifying: `cargo run -p tutela-custody --example speed`.
#![expect(clippy::unwrap_used, reason = "a measurement may fail loudly")]
#![expect(clippy::print_stdout, reason = "it prints what it measured")]
#![expect(clippy::cast_precision_loss, reason = "counts are small, rates are rounded")]

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use serde_json::json;
use tutela_custody::{
    Act, BundleRequest, BundleTarget, Custody, Event, Keep, Receipt, verify, verify_bundle,
};

fn acts(count: usize) -> Vec<Act> {
    let event = |at: usize| Event::SettingChanged {
        name: format!("setting {at}"),
        from: json!(null),
        to: json!({"zone": "Europe/Rome", "at": at}),
    };
    (0..count)
        .map(|at| Act { at_us: 1_770_000_000_000_000, by: "A. Rossi".to_owned(), event: event(at) })
        .collect()
}

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let case = dir.path().join("case");
    let mut custody = measure_log(&case);
    measure_seal(&mut custody, dir.path());
    measure_bundle(&custody, dir.path());
    drop(custody);
    let start = Instant::now();
    let found = verify(&case, &mut |_| ControlFlow::Continue(())).unwrap();
    println!("verify {} leaves, {} bytes: {:?}", found.leaves, found.bytes, start.elapsed());
    assert_eq!(found.problems, []);
}

/// A bundle of 1 GiB of exhibits and 105,000 leaves, as folder and as archive.
fn measure_bundle(custody: &Custody, dir: &Path) {
    let start = Instant::now();
    let plan = custody.plan_bundle(&BundleRequest::default()).unwrap();
    println!("plan bundle of {} files, {} bytes: {:?}", plan.files, plan.bytes, start.elapsed());
    let (folder, tar) = (dir.join("bundle"), dir.join("bundle.tar"));
    let rate = |took: std::time::Duration| plan.bytes as f64 / 1e6 / took.as_secs_f64();
    for (target, path) in
        [(BundleTarget::Folder(&folder), &folder), (BundleTarget::Tar(&tar), &tar)]
    {
        let start = Instant::now();
        let staged = custody.write_bundle(&plan, target, &mut |_| ControlFlow::Continue(()));
        staged.and_then(tutela_custody::StagedBundle::publish).unwrap();
        let took = start.elapsed();
        println!("make {}: {took:?}, {:.0} MB/s", path.display(), rate(took));
        let start = Instant::now();
        let watch = &mut |_: &tutela_custody::Progress<'_>| ControlFlow::Continue(());
        let found = verify_bundle(path, Some(custody.verifier_key()), watch).unwrap();
        let took = start.elapsed();
        println!("verify {}: {took:?}, {:.0} MB/s", path.display(), rate(took));
        assert_eq!(found.problems, []);
    }
    let start = Instant::now();
    let script = std::process::Command::new("sh").arg(folder.join("verify.sh")).output().unwrap();
    println!("verify.sh: {:?}, {}", start.elapsed(), String::from_utf8_lossy(&script.stdout));
}

fn measure_log(case: &Path) -> Custody {
    let mut custody = Custody::create(case, "tutela.case/speed").unwrap();
    for count in [1, 100, 50_000, 50_000] {
        let acts = acts(count);
        let start = Instant::now();
        custody.log_all(&acts).unwrap();
        let took = start.elapsed();
        println!("append {count}: {took:?}, {:.0}/s", count as f64 / took.as_secs_f64());
    }
    let start = Instant::now();
    custody.prove_inclusion(77_777).unwrap().check(&custody.checkpoint().root).unwrap();
    println!("inclusion proof: {:?}", start.elapsed());
    drop(custody);
    let start = Instant::now();
    let custody = Custody::open(case).unwrap();
    println!("open at 100,101 leaves: {:?}", start.elapsed());
    custody
}

fn measure_seal(custody: &mut Custody, dir: &Path) {
    let (a, b) = (&dir.join("a"), &dir.join("b"));
    std::fs::write(a, vec![7; 512 << 20]).unwrap();
    std::fs::write(b, vec![8; (512 << 20) + 1]).unwrap();
    let folder = dir.join("in");
    std::fs::create_dir(&folder).unwrap();
    for at in 0..5000 {
        std::fs::write(folder.join(at.to_string()), at.to_string()).unwrap();
    }
    let receipt = |keep| Receipt {
        giver: "Registry".to_owned(),
        legal_basis: "order".to_owned(),
        received_at_us: 1,
        settings: json!(null),
        keep,
    };
    for (file, keep, what) in
        [(a, Keep::InPlace, "register"), (a, Keep::Copy, "known"), (b, Keep::Copy, "copy")]
    {
        let start = Instant::now();
        custody.seal(file, &receipt(keep), &mut |_| ControlFlow::Continue(())).unwrap();
        let took = start.elapsed();
        println!("{what} 512 MiB: {took:?}, {:.0} MB/s", 536.87 / took.as_secs_f64());
    }
    let start = Instant::now();
    custody.seal_folder(&folder, &receipt(Keep::Copy), &mut |_| ControlFlow::Continue(())).unwrap();
    println!("5,000 small files: {:?}", start.elapsed());
}
