//! A file that was uploaded with a report: its names and digests.

use model::records::Media;
use model::time::TimeFormat;
use model::{RejectKind, Text};
use serde_json::Value;

use super::report::number;
use crate::formats::extra::Extra;
use crate::formats::outline::{Context, Fault, Out, Row, list, text_of};

/// The column of a digest of this kind and length.
fn column<'m>(media: &'m mut Media, kind: &str, digest: &str) -> Option<&'m mut Text> {
    let kind: String = kind.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    match (kind.as_str(), digest.len()) {
        ("md5", 32) => Some(&mut media.md5),
        ("sha1", 40) => Some(&mut media.sha1),
        ("sha256", 64) => Some(&mut media.sha256),
        _ => None,
    }
}

/// A file: where a digest is none, the row is set aside; kinds without a column stay in `extra`.
pub(super) fn file(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    // Whose address uploaded a file is stated of the file, not of a person.
    context.inner.clear();
    let mut media = Media::default();
    media.path.set(&row.first(&["originalFileName", "originalFilename", "filename"]));
    let mut others = Vec::new();
    for hash in list(row.value("originalFileHash")) {
        let kind = ["@hashType", "hashType"].iter().find_map(|key| hash.get(key)).map(text_of);
        let value = ["#text", "value"].iter().find_map(|key| hash.get(key)).map(text_of);
        let (Some(kind), Some(value)) = (kind, value) else {
            others.push(hash.clone());
            continue;
        };
        take(&mut media, &kind, &value, hash, &mut others)?;
    }
    // The centre's own digest of what it received.
    for key in ["hash", "md5", "verificationHash"] {
        let value = row.text(key);
        let stated = Value::String(value.to_string());
        if media.md5.is_empty() && value.len() == 32 {
            take(&mut media, "md5", &value, &stated, &mut others)?;
        } else if !value.is_empty() && !value.eq_ignore_ascii_case(&media.md5) {
            others.push(serde_json::json!({ key: value }));
        }
    }
    let uploaded = row.text("uploadedToEspTimestamp");
    context.stamp(&uploaded, "uploadedToEspTimestamp", TimeFormat::Calendar, &mut media.created)?;
    for key in ["ipCaptureEvent", "deviceId", "sourceInformation"] {
        row.value(key);
    }
    let mut extra = Extra::default();
    extra.add("report", &number(context));
    if !others.is_empty() {
        extra.add_value("hashes", Value::Array(others));
    }
    row.rest(context, &mut extra);
    extra.write(&mut media.extra);
    out.push(Box::new(media));
    Ok(())
}

fn take(
    media: &mut Media,
    kind: &str,
    digest: &str,
    stated: &Value,
    others: &mut Vec<Value>,
) -> Result<(), Fault> {
    let digest = digest.trim();
    match column(media, kind, digest) {
        Some(_) if !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Err((RejectKind::BadDigest, "originalFileHash", digest.to_owned()))
        }
        Some(slot) if slot.is_empty() => {
            slot.set(&digest.to_ascii_lowercase());
            Ok(())
        }
        _ => {
            others.push(stated.clone());
            Ok(())
        }
    }
}
