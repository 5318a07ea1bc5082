//! Files of a report: path on the device, size, times and digests, never the content.

use model::records::Media;
use model::{Record as _, RejectKind};

use super::fill::{Filler, state_of};
use super::model::StatedTime;
use super::times::Fault;
use crate::formats::extra::Extra;
use crate::formats::xml_tree::Element;

/// Fills a file, or the image of an extraction.
pub(super) fn fill(
    element: Element<'_>,
    filler: &mut Filler,
    media: &mut Media,
) -> Result<(), Fault> {
    media.clear();
    let mut extra = Extra::default();
    let name = element.attribute("name");
    let path = element.attribute("path");
    media.path.set(if path.is_empty() { name } else { path });
    if media.path.is_empty() {
        return Err((RejectKind::MissingField, "path".to_owned(), String::new()));
    }
    if !path.ends_with(name) {
        extra.add("name", name);
    }
    let size = element.attribute("size").trim();
    if !size.is_empty() {
        let number = size.parse().ok().filter(|size| *size >= 0);
        let fault = || (RejectKind::BadInteger, "size".to_owned(), size.to_owned());
        media.size = Some(number.ok_or_else(fault)?);
    }
    media.state.set(&state_of(element.attribute("deleted"), ""));
    for time in element.child("accessInfo").each("timestamp") {
        take_time(time, filler, media, &mut extra)?;
    }
    for section in element.each("metadata") {
        section.attribute("section");
        for item in section.each("item") {
            take_item(item, media, &mut extra)?;
        }
    }
    extra.add("ufed_id", element.attribute("id"));
    element.each_untaken(|path, text| {
        if !path.ends_with("@systemtype") && !path.ends_with("@group") {
            extra.add(path.trim_start_matches('@'), text);
        }
    });
    extra.write(&mut media.extra);
    Ok(())
}

fn take_time(
    time: Element<'_>,
    filler: &mut Filler,
    media: &mut Media,
    extra: &mut Extra,
) -> Result<(), Fault> {
    let name = time.attribute("name");
    let format = time.attribute("format");
    let formatted = time.attribute("formattedTimestamp");
    let stated = StatedTime { text: time.take_own(), formatted, format };
    let slot = match name {
        "CreationTime" => &mut media.created,
        "ModifyTime" => &mut media.modified,
        "AccessTime" => &mut media.accessed,
        "ChangeTime" | "ChangedTime" => &mut media.changed,
        _ => {
            extra.add(name, stated.text);
            return Ok(());
        }
    };
    filler.times.read(name, stated, slot)
}

/// Takes digests; everything else is kept under its name.
fn take_item(item: Element<'_>, media: &mut Media, extra: &mut Extra) -> Result<(), Fault> {
    let name = item.attribute("name");
    let text = item.take_own();
    let (slot, len) = match name.to_ascii_uppercase().replace('-', "").as_str() {
        "MD5" => (&mut media.md5, 32),
        "SHA1" => (&mut media.sha1, 40),
        "SHA256" => (&mut media.sha256, 64),
        _ => {
            extra.add(name, text);
            return Ok(());
        }
    };
    if text.is_empty() {
        return Ok(());
    }
    if text.len() != len || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err((RejectKind::BadDigest, name.to_owned(), text.to_owned()));
    }
    slot.set(&text.to_ascii_lowercase());
    Ok(())
}
