//! What all records of a report share: the platform, the state, the keys, and what is left over.

use model::time::Stamp;
use model::{Party, Text};

use super::model::{Model, StatedTime};
use super::times::{Fault, Times};
use crate::formats::app_identity::{platform_of, stated_owner};
use crate::formats::extra::Extra;
use crate::settings::Settings;

/// Attributes of an item that every record keeps beside it.
const ATTRIBUTES: [&str; 5] =
    ["decoding_confidence", "source_index", "extractionId", "isrelated", "iscarved"];

/// Reads single facts and knows the settings of the exhibit.
pub(super) struct Filler {
    pub(super) times: Times,
    pub(super) region: Option<String>,
    /// Whom a person named as the owner of the device.
    pub(super) owner: Party,
}

impl Filler {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            times: Times::new(settings),
            region: settings.region.clone(),
            owner: stated_owner(settings.owner.as_deref()),
        }
    }

    /// Takes the time in the first of these fields that states one.
    pub(super) fn take_time(
        &mut self,
        model: &Model<'_>,
        names: &[&str],
        stamp: &mut Stamp,
        extra: &mut Extra,
    ) -> Result<(), Fault> {
        let (name, time) = model.take_time(names);
        let read = self.times.read(name, time, stamp);
        keep_other_time(name, time, stamp, extra);
        read
    }
}

/// Takes the source of an item; gives the platform that its identifiers belong to.
pub(super) fn take_platform(model: &Model<'_>, outer: &str, slot: &mut Text) -> String {
    let own = model.take("Source");
    let source = if own.trim().is_empty() { outer } else { own.trim() };
    slot.set(&source.to_lowercase());
    platform_of(source)
}

/// Keeps what a stamp does not say of a time: that it is a beginning of the calendar, or in which
/// zone the report renders a time of unknown zone.
fn keep_other_time(name: &str, time: StatedTime<'_>, stamp: &Stamp, extra: &mut Extra) {
    if !time.text.is_empty() && !stamp.is_stated() {
        extra.add(name, time.text);
    }
    if !matches!(time.format, "" | "TimeStampKnown") {
        extra.add(&format!("{name}/format"), time.format);
        extra.add(&format!("{name}/formatted"), time.formatted);
    }
}

/// The house's word for what became of an item on the device.
pub(super) fn state_of(stated: &str, carved: &str) -> String {
    if carved.eq_ignore_ascii_case("true") {
        return "recovered".to_owned();
    }
    match stated {
        "Intact" => "active".to_owned(),
        other => other.to_lowercase(),
    }
}

/// Ends a record: its state, its keys, and every field that no column took.
pub(super) fn finish(model: &Model<'_>, mut extra: Extra, state: &mut Text, slot: &mut Text) {
    state.set(&state_of(model.attribute("deleted_state"), model.attribute("iscarved")));
    extra.add("ufed_id", model.id());
    for name in ATTRIBUTES {
        let text = model.attribute(name);
        if !text.eq_ignore_ascii_case("false") {
            extra.add(name, text);
        }
    }
    model.keep("", &mut extra);
    extra.write(slot);
}
