//! Chrome's history, and what Google Photos states of one picture.

use model::records::{Activity, Media, Position};
use model::time::TimeFormat;

use crate::formats::extra::Extra;
use crate::formats::outline::{Context, Fault, Layout, Out, Prologue, Row, Section, number_e7};

/// Keys of a page visited in Chrome.
pub(super) const VISIT: &[&str] =
    &["favicon_url", "page_transition", "page_transition_qualifier", "client_id", "ptoken"];

/// Keys of a picture.
const PHOTO: &[&str] = &[
    "description",
    "imageViews",
    "creationTime",
    "photoTakenTime",
    "geoData",
    "geoDataExif",
    "people",
    "url",
    "googlePhotosOrigin",
    "photoLastModifiedTime",
    "favorited",
    "archived",
    "trashed",
    "appSource",
];

static PHOTO_SECTIONS: [Section; 1] = [Section { path: "", known: PHOTO, fill: photo }];

/// What stands beside a picture: the whole document is one row.
pub(super) static PHOTO_LAYOUT: Layout = Layout {
    signs: &[&["title", "photoTakenTime/timestamp"]],
    facts: &[],
    sections: &[&PHOTO_SECTIONS],
    prologue: Prologue::None,
    operator_zone: None,
    settle: |_| {},
};

/// A page visited.
pub(super) fn visit(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut activity = Activity::default();
    activity.platform.set("chrome");
    activity.subject.clone_from(&context.owner);
    activity.action.set("visit");
    activity.target.set(&row.text("url"));
    activity.description.set(&row.text("title"));
    context.time(row, "time_usec", TimeFormat::UnixMicros, &mut activity.at)?;
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

/// A picture, with the place that Google states for it.
fn photo(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut media = Media::default();
    media.path.set(&row.text("title"));
    let taken = row.text("photoTakenTime/timestamp");
    context.stamp(&taken, "photoTakenTime", TimeFormat::UnixSeconds, &mut media.created)?;
    let place = ["geoData", "geoDataExif"].iter().find_map(|key| {
        let at = |name: &str| {
            let text = row.peek(&format!("{key}/{name}"))?.to_string();
            number_e7(&text)
        };
        // 0, 0 is what an unknown place is written as.
        Some((at("latitude")?, at("longitude")?)).filter(|point| *point != (0, 0))
    });
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut media.extra);
    let at = media.created.clone();
    out.push(Box::new(media));
    if let Some((latitude, longitude)) = place {
        let mut position = Position { at, ..Position::default() };
        position.platform.set(context.platform);
        position.subject.clone_from(&context.owner);
        position.method.set("photo");
        (position.latitude_e7, position.longitude_e7) = (Some(latitude), Some(longitude));
        out.push(Box::new(position));
    }
    Ok(())
}
