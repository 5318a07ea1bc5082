//! CAID sets as NIST publishes them: images of published software, in the form of VICS 1.2.
//!
//! - **Recognised by:** version 1.2 of the data model in `odata.metadata`.
//! - **Specification:** NIST, NSRL "CAID" data set; names as in IPED (`HashDBTool`).
//! - **Known limits:** the database of the United Kingdom's police of the same name hands its sets
//!   over in VICS 1.3 and 2.0, and those are read as such, with the scheme of their country.

use super::super::refusal::Refusal;
use super::super::source::Source;
use super::odata::{model_of, read_media};
use super::{Pour, SetFormat, Stated};

/// CAID sets; see the module.
#[derive(Debug)]
pub(super) struct Caid;

impl SetFormat for Caid {
    fn code(&self) -> &'static str {
        "caid"
    }

    fn knows(&self, head: &[u8]) -> bool {
        model_of(head).is_some_and(|model| model.is_caid())
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        let model = read_media(source, pour)?;
        Ok(Stated { version: format!("CAID {}", model.version), scheme: model.scheme })
    }
}
