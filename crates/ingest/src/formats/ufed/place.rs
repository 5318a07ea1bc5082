//! Positions of a report: places the device was at, networks and cells with coordinates.

use model::Record as _;
use model::records::Position;

use super::fill::{Filler, finish, take_platform};
use super::model::Model;
use super::times::Fault;
use crate::formats::app_identity::identify;
use crate::formats::coordinates::metres;
use crate::formats::degrees::{self, Axis};
use crate::formats::extra::Extra;

/// Whether a model states where it was.
pub(super) fn is_placed(model: &Model<'_>) -> bool {
    let placed = |model: &Model<'_>| !model.peek("Latitude").is_empty();
    model.models_stated("Position").iter().any(placed)
}

/// Fills a position.
pub(super) fn fill(
    model: &Model<'_>,
    filler: &mut Filler,
    position: &mut Position,
) -> Result<(), Fault> {
    position.clear();
    let mut extra = Extra::default();
    let platform = take_platform(model, "", &mut position.platform);
    filler.take_time(model, &["TimeStamp", "LastConnection"], &mut position.at, &mut extra)?;
    filler.take_time(model, &["EndTime"], &mut position.until, &mut extra)?;
    let point = model.model("Position");
    position.latitude_e7 = degrees_e7(&point, "Latitude", Axis::Latitude)?;
    position.longitude_e7 = degrees_e7(&point, "Longitude", Axis::Longitude)?;
    point.keep("Position", &mut extra);
    let account = model.take("Account");
    identify(&account, &platform, filler.region.as_deref(), &mut position.subject);
    if position.subject.is_absent() {
        position.subject.clone_from(&filler.owner);
    }
    for name in ["GpsHorizontalAccuracy", "Precision"] {
        if position.accuracy_m.is_none() {
            position.accuracy_m = metres(model.peek(name));
            if position.accuracy_m.is_some() {
                model.take(name);
            }
        }
    }
    take_place(model, position);
    let method = match model.kind() {
        "WirelessNetwork" => "wifi".into(),
        "CellTower" => "cell".into(),
        _ => model.take_first(&["Category", "Type", "Origin", "LocationOrigin"]),
    };
    position.method.set(&method);
    finish(model, extra, &mut position.state, &mut position.extra);
    Ok(())
}

fn take_place(model: &Model<'_>, position: &mut Position) {
    if model.kind() == "CellTower" {
        let parts = ["MCC", "MNC", "LAC", "CID"].map(|name| model.peek(name));
        position.place.set(&parts.join("-"));
        return;
    }
    let place = model.take_first(&["Name", "PositionAddress", "SSId", "BSSId", "Description"]);
    position.place.set(&place);
}

fn degrees_e7(point: &Model<'_>, name: &str, axis: Axis) -> Result<Option<i64>, Fault> {
    let text = point.take(name);
    if text.trim().is_empty() {
        return Ok(None);
    }
    let value = degrees::e7(&text, axis);
    value.map(Some).map_err(|kind| (kind, name.to_owned(), text.to_string()))
}
