//! What it takes to hand a large case over in each form: time, and memory that must not grow with it.

use super::{Result, SEED, ingest_alone, on, run, say, text};

/// What goAML needs and no record states.
const FACTS: &str = "rentity_id = 1\nreport_code = \"STR\"\ncurrency_code_local = \"EUR\"\n\
                     indicators = \"ACTRC\"\ntransmode_code = \"-\"\nfrom_funds_code = \"CASH\"\n\
                     to_funds_code = \"CASH\"\nfrom_country = \"-\"\nto_country = \"-\"\n";

/// Every form that transfers have a place in.
const FORMS: [&str; 7] = ["parquet", "csv", "ftm", "goaml", "timesketch", "xlsx", "case"];

/// Hands a return of so many transfers over in every form.
pub(super) fn export(rows: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let csv = folder.path().join("return.csv");
    casetest::bulk::transfers(SEED, rows, &csv)?;
    ingest_alone(&csv, folder.path())?;
    let (case, facts) = (folder.path().join("case"), folder.path().join("facts.toml"));
    std::fs::write(&facts, FACTS)?;
    for form in FORMS {
        let to = folder.path().join(format!("out.{form}"));
        let mut args = on(&case, &["--quiet", "export", form, "--to", text(&to)?]);
        args.extend(["--recipient", "B", "--purpose", "speed"].map(str::to_owned));
        if form == "goaml" {
            args.extend(["--facts", text(&facts)?].map(str::to_owned));
        }
        let used = run(form, &args)?;
        let manifest = if to.is_dir() {
            to.join("manifest.json")
        } else {
            folder.path().join(format!("out.{form}.manifest.json"))
        };
        let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(manifest)?)?;
        let files = manifest.get("files").and_then(serde_json::Value::as_array);
        let bytes = files.into_iter().flatten().filter_map(|file| file.get("bytes")?.as_u64());
        let mb = bytes.sum::<u64>() as f64 / 1e6;
        let a_second = rows as f64 / used.wall_s;
        say(&format!("  {rows} records in {mb:.0} MB: {a_second:.0} records a second"))?;
        // The next form wants the room.
        if to.is_dir() {
            std::fs::remove_dir_all(&to)?;
        } else {
            std::fs::remove_file(&to)?;
        }
    }
    Ok(())
}
