//! The import mappings of a case: those of the house, and those a person confirmed.

use custody::Event;
use ingest::formats::delimited::Mapping;

use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::file;
use crate::intake::{custody_fault, open_custody};

/// Folder of the mappings that people confirmed.
const FOLDER: &str = "mappings";

/// Every mapping: those confirmed in this case first, then those of the house; one of the case
/// takes the place of one of the house with the same name.
pub fn all(case: &Case) -> Result<Vec<Mapping>, Fault> {
    let mut mappings = of_case(case)?;
    for built_in in ingest::mappings::house() {
        if !mappings.iter().any(|mapping| mapping.name == built_in.name) {
            mappings.push(built_in.clone());
        }
    }
    Ok(mappings)
}

/// The mappings that people confirmed in this case, by name.
pub fn of_case(case: &Case) -> Result<Vec<Mapping>, Fault> {
    let folder = case.path(FOLDER);
    let entries = match std::fs::read_dir(&folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(|e| Fault::io(&folder, e))?,
    };
    let mut mappings = Vec::new();
    for entry in entries {
        let path = entry.map_err(|e| Fault::io(&folder, e))?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(&path).map_err(|e| Fault::io(&path, e))?;
            mappings.push(parse(&text).map_err(|fault| fault.at(path.display()))?);
        }
    }
    mappings.sort_by(|one: &Mapping, two| one.name.cmp(&two.name));
    Ok(mappings)
}

/// Reads a mapping from TOML.
pub fn parse(text: &str) -> Result<Mapping, Fault> {
    toml::from_str(text).map_err(|e| {
        Fault::usage(
            format!("the mapping cannot be read: {e}"),
            "mend the line that is named, or make the mapping again with `tutela map`",
        )
    })
}

/// A mapping as TOML, as it stands on disk.
pub fn print(mapping: &Mapping) -> Result<String, Fault> {
    toml::to_string_pretty(mapping).map_err(|e| {
        Fault::new(Exit::Bug, "the mapping cannot be written", "report this").caused_by(e)
    })
}

/// The file of a mapping within the case.
pub(crate) fn path_of(name: &str) -> String {
    format!("{FOLDER}/{name}.toml")
}

/// Writes a mapping into a case that keeps no log.
pub(crate) fn put(case: &Case, mapping: &Mapping) -> Result<(), Fault> {
    file::write(&case.path(&path_of(&mapping.name)), print(mapping)?.as_bytes())
}

/// Saves a mapping that a person confirmed, and logs its digest: it is evidence of how an exhibit
/// was read.
pub fn save(case: &Case, mapping: &Mapping, by: &str, at_us: i64) -> Result<(), Fault> {
    let safe = !mapping.name.is_empty()
        && mapping.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !safe {
        let fact = format!("`{}` is not a name for a mapping", mapping.name);
        return Err(Fault::usage(fact, "use lower-case letters, digits and `-`"));
    }
    let text = print(mapping)?;
    let name = path_of(&mapping.name);
    let staged = file::stage(case.path(&name), text.as_bytes())?;
    let sha256 = staged.digest(&name).sha256;
    let event = Event::MappingSaved { name: mapping.name.clone(), sha256 };
    let mut custody = open_custody(case)?;
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    staged.publish().map(|_| ())
}
