//! The timeline as a phone exports it, of Android and of iOS.

use model::RejectKind;
use model::records::{Activity, Position};
use model::time::{Precision, TimeFormat};

use super::{begin, degrees};
use crate::formats::coordinates::metres;
use crate::formats::extra::Extra;
use crate::formats::outline::{Context, Fault, Out, Row, point_e7};

/// Sets the degrees of the point at the first of these paths.
fn set_point(
    row: &Row<'_>,
    paths: &[&str],
    field: &'static str,
    position: &mut Position,
) -> Result<(), Fault> {
    let text = row.first(paths);
    if text.is_empty() {
        return Ok(());
    }
    let Some((latitude, longitude)) = point_e7(&text) else {
        return Err((RejectKind::UnknownValue, field, text.into_owned()));
    };
    (position.latitude_e7, position.longitude_e7) = (Some(latitude), Some(longitude));
    Ok(())
}

/// A stretch of time: a visit, a journey, a path of points, or a memory.
pub(super) fn segment(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut position = begin(context, "visit");
    context.time(row, "startTime", TimeFormat::Calendar, &mut position.at)?;
    context.time(row, "endTime", TimeFormat::Calendar, &mut position.until)?;
    context.outer.clone_from(&position.at);
    let mut extra = Extra::default();
    if row.peek("visit").is_some() {
        let place = "visit/topCandidate/placeLocation";
        set_point(row, &[&format!("{place}/latLng"), place], "placeLocation", &mut position)?;
        position.place.set(&row.text("visit/topCandidate/semanticType"));
        row.rest(context, &mut extra);
        extra.write(&mut position.extra);
        out.push(Box::new(position));
        return Ok(());
    }
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.at.clone_from(&position.at);
    activity.until.clone_from(&position.until);
    let mut ends = Vec::new();
    if row.peek("activity").is_some() {
        activity.action.set(&row.text("activity/topCandidate/type"));
        for (name, at) in [("start", &activity.at), ("end", &activity.until)] {
            let mut end = begin(context, name);
            let key = format!("activity/{name}");
            set_point(row, &[&format!("{key}/latLng"), &key], "activity", &mut end)?;
            end.at.clone_from(at);
            if end.latitude_e7.is_some() {
                ends.push(end);
            }
        }
    } else if row.peek("timelinePath").is_some() {
        activity.action.set("timelinePath");
    } else {
        activity.action.set("timelineMemory");
    }
    // Its points are rows of their own.
    row.value("timelinePath");
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    for end in ends {
        out.push(Box::new(end));
    }
    Ok(())
}

/// A point of a path.
pub(super) fn path_point(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut position = begin(context, "timelinePath");
    set_point(row, &["point"], "point", &mut position)?;
    context.time(row, "time", TimeFormat::Calendar, &mut position.at)?;
    let offset = row.text("durationMinutesOffsetFromStartTime");
    if !position.at.is_stated() && !offset.is_empty() && context.outer.is_stated() {
        let minutes: i64 = offset.parse().map_err(|_| {
            (
                RejectKind::BadInteger,
                "durationMinutesOffsetFromStartTime",
                offset.clone().into_owned(),
            )
        })?;
        position.at.set_after(&context.outer, minutes.saturating_mul(60));
        position.at.precision = Precision::Minute;
        position.at.latest_us =
            position.at.earliest_us.saturating_add(Precision::Minute.span_us() - 1);
        position.at.stated.set_fmt(format_args!("{} + {offset} min", &*context.outer.stated));
    }
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut position.extra);
    out.push(Box::new(position));
    Ok(())
}

/// What a phone sensed: a position, a scan of wireless networks, a guess at the motion.
pub(super) fn raw_signal(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    let mut extra = Extra::default();
    if row.peek("position").is_some() {
        let mut position = begin(context, &row.text("position/source").to_lowercase());
        set_point(row, &["position/LatLng", "position/latLng"], "LatLng", &mut position)?;
        let radius = row.text("position/accuracyMeters");
        position.accuracy_m = radius.split('.').next().and_then(|metres| metres.parse().ok());
        let at = row.text("position/timestamp");
        context.stamp(&at, "timestamp", TimeFormat::Calendar, &mut position.at)?;
        row.rest(context, &mut extra);
        extra.write(&mut position.extra);
        out.push(Box::new(position));
        return Ok(());
    }
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    let is_scan = row.peek("wifiScan").is_some();
    activity.action.set(if is_scan { "wifiScan" } else { "activityRecord" });
    let at = row.first(&["wifiScan/deliveryTime", "activityRecord/timestamp"]);
    context.stamp(&at, "timestamp", TimeFormat::Calendar, &mut activity.at)?;
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

/// Keys of what a device told the timeline.
pub(super) const EDIT: &[&str] = &["deviceId", "rawSignal", "placeAggregates"];

/// What a device told the timeline of an account: a position, or something sensed.
pub(super) fn edit(context: &mut Context, row: &Row<'_>, out: &mut Out) -> Result<(), Fault> {
    const SIGNAL: &str = "rawSignal/signal";
    const POSITION: &str = "rawSignal/signal/position";
    let mut extra = Extra::default();
    if row.peek(POSITION).is_some() {
        let source = row.text(&format!("{POSITION}/source")).to_lowercase();
        let mut position = begin(context, &source);
        degrees(context, row, &format!("{POSITION}/point/"), &mut position)?;
        position.accuracy_m = radius(&row.text(&format!("{POSITION}/accuracyMm")));
        let at = row.text(&format!("{POSITION}/timestamp"));
        context.stamp(&at, "timestamp", TimeFormat::Calendar, &mut position.at)?;
        row.rest(context, &mut extra);
        extra.write(&mut position.extra);
        out.push(Box::new(position));
        return Ok(());
    }
    let signal = row.peek(SIGNAL).and_then(|signal| signal.as_object()?.keys().next());
    let mut activity = Activity::default();
    activity.platform.set(context.platform);
    activity.subject.clone_from(&context.owner);
    activity.action.set(signal.map_or("timelineEdit", String::as_str));
    let times = ["wifiScan/deliveryTime", "activityRecord/timestamp"];
    let times = times.map(|path| format!("{SIGNAL}/{path}"));
    let at = row.first(&times.each_ref().map(String::as_str));
    context.stamp(&at, "timestamp", TimeFormat::Calendar, &mut activity.at)?;
    row.rest(context, &mut extra);
    extra.write(&mut activity.extra);
    out.push(Box::new(activity));
    Ok(())
}

/// Millimetres in whole metres, rounded up.
fn radius(millimetres: &str) -> Option<i64> {
    let whole: i64 = millimetres.parse().ok()?;
    metres(&format!("{}.{:03}", whole / 1000, (whole % 1000).abs()))
}

/// A place that Google takes for frequent; it states no time.
pub(super) fn frequent_place(
    context: &mut Context,
    row: &Row<'_>,
    out: &mut Out,
) -> Result<(), Fault> {
    let mut position = begin(context, "frequent place");
    set_point(row, &["placeLocation/latLng", "placeLocation"], "placeLocation", &mut position)?;
    position.place.set(&row.text("label"));
    let mut extra = Extra::default();
    row.rest(context, &mut extra);
    extra.write(&mut position.extra);
    out.push(Box::new(position));
    Ok(())
}
