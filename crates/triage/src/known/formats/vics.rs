//! Project VIC: files with digests and categories, in VICS JSON.
//!
//! - **Versions:** 1.3 and 2.0, as sets (`#Media`) and as cases (`#Cases`).
//! - **Recognised by:** the data model of Project VIC in `@odata.context` or `odata.metadata`.
//! - **Specification:** the data model of Project VIC; its repository is not public any more, so that
//!   the names follow the public readers IPED (`HashDBTool`) and VICS-Gallery-Maker.
//! - **Categories:** scheme and value; the scheme is the country of the data model
//!   (`projectvic-us`; `projectvic` before 2.0): the same number means another thing elsewhere.
//! - **Known limits:** compatible, not verified by Project VIC. Digests, categories and nothing else
//!   is taken; PhotoDNA values are passed.

use super::super::refusal::Refusal;
use super::super::source::Source;
use super::odata::{model_of, read_media};
use super::{Pour, SetFormat, Stated};

/// Sets and cases of Project VIC; see the module.
#[derive(Debug)]
pub(super) struct Vics;

impl SetFormat for Vics {
    fn code(&self) -> &'static str {
        "vics"
    }

    fn knows(&self, head: &[u8]) -> bool {
        model_of(head).is_some_and(|model| !model.is_caid())
    }

    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal> {
        let model = read_media(source, pour)?;
        let version = format!("Project VIC {}", model.version);
        Ok(Stated { version, scheme: model.scheme })
    }
}
