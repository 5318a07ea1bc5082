//! Project VIC: files that nobody has identified, for a unit's own identification tools, in VICS JSON.
//!
//! One case (`#Cases`) with its contents (`Media`) and every file that has them (`MediaFiles`), one
//! content a line. Digests and facts alone: no picture, no thumbnail, no PhotoDNA value, and nothing
//! about a person.
//!
//! - **Version:** 2.0 of the Video and Image Classification Standard.
//! - **Specification:** the data model of Project VIC; its repository is not public any more. Names,
//!   types and order follow a case that Griffeye Analyze DI 22.1 wrote (the test files of
//!   VICS-Gallery-Maker, <https://github.com/lemnet/VICS-Gallery-Maker>), `AlternativeHashes`, `Series`,
//!   `DateUpdated` and the properties of cases and media the public readers and writers IPED
//!   (`HashDBTool`), GLEAPP (`projectvic`) and Clees. Schema: `docs/schema/vics-2.0.schema.json`.
//! - **Categories:** 0 unless a person decided another; then the scheme stands in the address of the
//!   data model, `CUSTOM` where none is stated. `IsPrecategorized` is always false: no known set
//!   speaks here.
//! - **Times:** UTC, and only where the source leaves no more than a second open; others are left out
//!   and counted in the manifest. The camera's time stands as the file states it, with hyphens in the
//!   date in place of Exif's colons, as Griffeye writes it.
//! - **Groups:** `Series` says that the group is one of files that look alike, which is no series that
//!   anybody has identified.
//! - **Known limits:** compatible, not verified by Project VIC. The schema knows no SHA-256 and no
//!   locator: they stand as `SHA256` and among `AlternativeHashes`, and in `MediaMetadata` in the
//!   order of `MediaFiles`.

use std::borrow::Cow;
use std::io::Write;

use model::Digest;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::json::json;
use super::seal::Sealing;
use super::times::utc;
use super::{
    Camera, Counts, Decided, Export, ExportError, FileState, HandOver, Manifest, MediaFile,
    MediaItem, MediaSource, Span,
};

/// The scheme in the address of the data model where none is stated, as Griffeye writes it.
const SCHEME_NONE: &str = "CUSTOM";

/// Longest scheme: the address of the data model is matched by readers as a whole.
const SCHEME_LEN_MAX: usize = 32;

/// Longest span that counts as an instant: a time stated to the second.
const SPAN_US_MAX: i64 = 999_999;

/// The name of the program in what it writes.
const PROGRAM: &str = "Tutela";

/// Its version.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Cases in VICS JSON; see the module.
#[derive(Debug)]
pub(super) struct Vics;

impl Export for Vics {
    fn code(&self) -> &'static str {
        "vics"
    }

    fn form(&self) -> &'static str {
        "VICS 2.0"
    }

    fn ending(&self) -> &'static str {
        "json"
    }

    fn write(
        &self,
        hand_over: &HandOver,
        media: &mut MediaSource<'_>,
        out: &mut dyn Write,
    ) -> Result<Manifest, ExportError> {
        let scheme = scheme_of(hand_over)?;
        let mut out = Sealing::new(out);
        let mut writing = Writing::default();
        out.write(&opening(hand_over, scheme))?;
        for item in media {
            let after = writing.written.media;
            let item = item.map_err(|fault| ExportError::NotTold { after, fault })?;
            let entry = writing.entry(&item, hand_over)?;
            out.write(if after == 0 { "\n" } else { ",\n" })?;
            out.write(&json(&entry))?;
        }
        out.write("\n]}]}\n")?;
        let (bytes, sha256) = out.finish()?;
        let (announced, written) = (hand_over.announced, writing.written);
        if announced != written {
            return Err(ExportError::NotWhole { announced, written });
        }
        Ok(Manifest {
            export: self.code(),
            form: self.form(),
            program: VERSION,
            case_id: hand_over.case_id.clone(),
            scheme: scheme.to_owned(),
            media: written.media,
            files: written.files,
            decided: writing.decided,
            media_without_md5: writing.without_md5,
            times_left_out: writing.times_left_out,
            bytes,
            sha256,
        })
    }
}

fn scheme_of(hand_over: &HandOver) -> Result<&str, ExportError> {
    let Some(scheme) = hand_over.scheme.as_deref() else { return Ok(SCHEME_NONE) };
    let is_plain = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_plain && (1..=SCHEME_LEN_MAX).contains(&scheme.len()) {
        Ok(scheme)
    } else {
        Err(ExportError::BadScheme { scheme: scheme.to_owned() })
    }
}

/// Everything before the first content.
fn opening(hand_over: &HandOver, scheme: &str) -> String {
    let contact = &hand_over.contact;
    let exhibits = hand_over.exhibits.iter().map(|exhibit| Property {
        md5: None,
        name: format!("Exhibit {}", exhibit.id).into(),
        value: format!("{} (SHA-256 {})", exhibit.name, exhibit.sha256),
    });
    let context = format!(
        "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/{scheme}/$metadata#Cases"
    );
    let case = json(&CaseEntry {
        case_id: id_of(hand_over),
        case_number: &hand_over.case_id,
        contact_organization: &hand_over.authority,
        contact_name: &contact.name,
        contact_phone: &contact.phone,
        contact_email: &contact.email,
        contact_title: &contact.title,
        total_media_files: hand_over.announced.files,
        total_precategorized: 0,
        source_application_name: PROGRAM,
        source_application_version: VERSION,
        case_metadata: exhibits.collect(),
    });
    let open = case.strip_suffix('}').unwrap_or(&case);
    format!("{{\"@odata.context\":{},\"value\":[{open},\"Media\":[", json(&context))
}

/// The id of a case as programs want it (RFC 9562, version 8): the same for the same case, drawn from
/// its authority and its id.
fn id_of(hand_over: &HandOver) -> String {
    let named = format!("{}\0{}", hand_over.authority, hand_over.case_id);
    let text = Digest(Sha256::digest(named).into()).to_string();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    // The variant takes the two upper bits of its digit.
    let variant = u8::from_str_radix(part(16, 17), 16).unwrap_or_default() & 3 | 8;
    let (first, second, third) = (part(0, 8), part(8, 12), part(13, 16));
    format!("{first}-{second}-8{third}-{variant:x}{}-{}", part(17, 20), part(20, 32))
}

/// What has been written, and what was not.
#[derive(Debug, Default)]
struct Writing {
    written: Counts,
    decided: u64,
    without_md5: u64,
    times_left_out: u64,
}

impl Writing {
    /// The entry of the next content.
    fn entry<'i>(
        &mut self,
        item: &'i MediaItem,
        hand_over: &HandOver,
    ) -> Result<MediaEntry<'i>, ExportError> {
        self.written.media += 1;
        let number = self.written.media;
        let md5 = digest(item.md5.as_deref(), "MD5", 32, number)?;
        let sha1 = digest(item.sha1.as_deref(), "SHA-1", 40, number)?;
        let sha256 = digest(item.sha256.as_deref(), "SHA-256", 64, number)?;
        if md5.is_none() && sha1.is_none() && sha256.is_none() {
            return Err(ExportError::NoDigest { number });
        }
        if item.files.is_empty() {
            return Err(ExportError::NoFile { number });
        }
        let category = item.decided.map_or(0, |decided| decided.category);
        if category != 0 && hand_over.scheme.is_none() {
            return Err(ExportError::NoScheme { number, category });
        }
        self.without_md5 += u64::from(md5.is_none());
        self.decided += u64::from(item.decided.is_some());
        self.written.files += item.files.len() as u64;
        let further = sha256.iter().map(|value| Alternative {
            md5: md5.clone(),
            hash_name: "SHA256",
            hash_value: value.clone(),
        });
        Ok(MediaEntry {
            media_id: number,
            alternative_hashes: further.collect(),
            category,
            date_updated: item.decided.and_then(|Decided { at_us, .. }| utc(at_us)),
            media_size: item.size_bytes,
            relative_file_path: item.relative_path.as_deref(),
            mime_type: item.mime.as_deref(),
            is_precategorized: false,
            series: item.group.as_ref().map(|group| match group.name.as_str() {
                "" => format!("group of files that look alike {}", group.id),
                name => format!("group of files that look alike {}: {name}", group.id),
            }),
            exifs: camera(&item.camera, md5.as_ref()),
            media_metadata: locators(&item.files),
            media_files: item.files.iter().map(|file| self.file(file, md5.as_ref())).collect(),
            md5,
            sha1,
            sha256,
        })
    }

    fn file<'i>(&mut self, file: &'i MediaFile, md5: Option<&String>) -> FileEntry<'i> {
        let (folder, name) = folder_and_name(&file.path);
        let is_stated = file.state != FileState::NotStated;
        FileEntry {
            md5: md5.cloned(),
            file_name: name,
            file_path: folder,
            created: self.time(file.created),
            written: self.time(file.modified),
            accessed: self.time(file.accessed),
            unallocated: is_stated.then_some(file.state == FileState::Unallocated),
            source_id: file.exhibit.to_string(),
            deleted: is_stated.then_some(file.state == FileState::Deleted),
        }
    }

    /// A time that can be stated as an instant; any other is counted.
    fn time(&mut self, span: Option<Span>) -> Option<String> {
        let Span { earliest_us, latest_us } = span?;
        let width = latest_us.checked_sub(earliest_us);
        let is_instant = width.is_some_and(|width| (0..=SPAN_US_MAX).contains(&width));
        let text = is_instant.then(|| utc(earliest_us)).flatten();
        self.times_left_out += u64::from(text.is_none());
        text
    }
}

/// A digest in capitals, as the data model has them.
fn digest(
    text: Option<&str>,
    kind: &'static str,
    len: usize,
    number: u64,
) -> Result<Option<String>, ExportError> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    if text.len() == len && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(Some(text.to_ascii_uppercase()));
    }
    Err(ExportError::BadDigest { number, kind, text: text.to_owned() })
}

/// The folder of a path, and the name.
///
/// Readers join the two by a backslash where the folder has one, else by a slash, and take a folder that
/// ends with the name for the whole path. The mark at the end of a folder is left out where it can be
/// known without; where nothing else gives the path again, the whole path stands as the folder.
fn folder_and_name(path: &str) -> (&str, &str) {
    let marks = ['/', '\\'];
    let Some(at) = path.rfind(marks) else { return ("", path) };
    let (start, name) = path.split_at(at + 1);
    let folder = start.strip_suffix(marks).unwrap_or(start);
    let has_both_marks = marks.into_iter().all(|mark| path.contains(mark));
    if has_both_marks || folder.ends_with(name) || folder.ends_with(marks) {
        return (path, name);
    }
    let is_root = folder.is_empty() || (start.ends_with('\\') && !folder.contains('\\'));
    if is_root { (start, name) } else { (folder, name) }
}

/// What a file says of the camera, under the names Griffeye gives it.
fn camera(camera: &Camera, md5: Option<&String>) -> Vec<Property> {
    let (latitude, longitude) = camera
        .position
        .as_ref()
        .map_or((None, None), |position| (Some(&position.0), Some(&position.1)));
    let taken = camera.taken.as_deref().map(with_hyphens);
    let stated = [
        ("Camera Make", camera.make.as_ref()),
        ("Camera Model", camera.model.as_ref()),
        ("Camera Body Serial Number", camera.serial.as_ref()),
        ("Creation Date", taken.as_ref()),
        ("GPS Latitude", latitude),
        ("GPS Longitude", longitude),
    ];
    let named = stated.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let property = |(name, value): (&'static str, &String)| Property {
        md5: md5.cloned(),
        name: name.into(),
        value: value.clone(),
    };
    named.map(property).collect()
}

/// A time of Exif (`2023:02:10 11:39:38`) with hyphens in its date; any other text as it stands.
fn with_hyphens(text: &str) -> String {
    match text.split_once(' ') {
        Some((date, time)) if date.len() == 10 && date.matches(':').count() == 2 => {
            format!("{} {time}", date.replace(':', "-"))
        }
        _ => text.to_owned(),
    }
}

/// Where the record of each file stands, in the order of the files.
fn locators(files: &[MediaFile]) -> Vec<Property> {
    let locator = |(file, number): (&MediaFile, usize)| {
        let record = file.record.map_or_else(|| file.exhibit.to_string(), |one| one.to_string());
        Property {
            md5: None,
            name: format!("Locator of file {number}").into(),
            value: format!("{record} {}", file.locator).trim_end().to_owned(),
        }
    };
    files.iter().zip(1..).map(locator).collect()
}

/// The case: what stands before its contents.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct CaseEntry<'h> {
    #[serde(rename = "CaseID")]
    case_id: String,
    case_number: &'h str,
    contact_organization: &'h str,
    contact_name: &'h str,
    contact_phone: &'h str,
    contact_email: &'h str,
    contact_title: &'h str,
    total_media_files: u64,
    total_precategorized: u64,
    source_application_name: &'static str,
    source_application_version: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    case_metadata: Vec<Property>,
}

/// A content.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct MediaEntry<'i> {
    #[serde(rename = "MediaID")]
    media_id: u64,
    #[serde(rename = "MD5", skip_serializing_if = "Option::is_none")]
    md5: Option<String>,
    #[serde(rename = "SHA1", skip_serializing_if = "Option::is_none")]
    sha1: Option<String>,
    #[serde(rename = "SHA256", skip_serializing_if = "Option::is_none")]
    sha256: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alternative_hashes: Vec<Alternative>,
    category: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_updated: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    media_size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relative_file_path: Option<&'i str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mime_type: Option<&'i str>,
    is_precategorized: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exifs: Vec<Property>,
    media_metadata: Vec<Property>,
    media_files: Vec<FileEntry<'i>>,
}

/// A further digest.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Alternative {
    #[serde(rename = "MD5", skip_serializing_if = "Option::is_none")]
    md5: Option<String>,
    hash_name: &'static str,
    hash_value: String,
}

/// A named fact.
#[derive(Serialize)]
struct Property {
    #[serde(rename = "MD5", skip_serializing_if = "Option::is_none")]
    md5: Option<String>,
    #[serde(rename = "PropertyName")]
    name: Cow<'static, str>,
    #[serde(rename = "PropertyValue")]
    value: String,
}

/// A file that has a content.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct FileEntry<'i> {
    #[serde(rename = "MD5", skip_serializing_if = "Option::is_none")]
    md5: Option<String>,
    file_name: &'i str,
    file_path: &'i str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    written: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accessed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unallocated: Option<bool>,
    #[serde(rename = "SourceID")]
    source_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted: Option<bool>,
}
