//! The lines of the packaged data; `DATA.md` says what stands in them.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::ZlibDecoder;

use super::{Airport, Area, City, Country, Spot};

/// Bytes of the largest file unpacked, and room for some years of growth.
const TEXT_BYTES_MAX: u64 = 8 << 20;

/// The lines of the airports.
pub(super) static AIRPORTS: LazyLock<String> =
    LazyLock::new(|| unpacked(include_bytes!("airports.tsv.z")));

/// The lines of the areas.
pub(super) static AREAS: LazyLock<String> =
    LazyLock::new(|| unpacked(include_bytes!("areas.tsv.z")));

/// The lines of the cities.
pub(super) static CITIES: LazyLock<String> =
    LazyLock::new(|| unpacked(include_bytes!("cities.tsv.z")));

/// The lines of the countries.
pub(super) static COUNTRIES: LazyLock<String> =
    LazyLock::new(|| unpacked(include_bytes!("countries.tsv.z")));

/// The bytes of the map.
pub(super) static BORDERS: LazyLock<Vec<u8>> =
    LazyLock::new(|| unpacked_bytes(include_bytes!("borders.bin.z")));

/// The text of a packaged file. It is ours and whole, which a test holds; were it not, its places
/// would be unknown.
fn unpacked(packed: &[u8]) -> String {
    String::from_utf8(unpacked_bytes(packed)).unwrap_or_default()
}

fn unpacked_bytes(packed: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let read = ZlibDecoder::new(packed).take(TEXT_BYTES_MAX).read_to_end(&mut bytes);
    if read.is_ok() { bytes } else { Vec::new() }
}

pub(super) fn airport(line: &'static str) -> Option<Airport> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    let (iata, icao, name, city, country) = (next()?, next()?, next()?, next()?, next()?);
    let spot = spot(next()?, next()?)?;
    Some(Airport { iata, icao, name, city, country, spot, zone: next()? })
}

pub(super) fn area(line: &'static str) -> Option<Area> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    let (code, name, country) = (next()?, next()?, next()?);
    Some(Area { code, name, country, airports: next()?.split(',').collect() })
}

pub(super) fn city(line: &'static str) -> Option<City> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    let (name, country) = (next()?, next()?);
    let spot = spot(next()?, next()?)?;
    let (zone, inhabitants, other_names) = (next()?, next()?.parse().ok()?, next()?);
    Some(City { name, country, spot, zone, inhabitants, other_names })
}

pub(super) fn country(line: &'static str) -> Option<Country> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    let (alpha2, alpha3, name) = (next()?, next()?, next()?);
    Some(Country { alpha2, alpha3, name, other_names: next()? })
}

/// Positions are packaged in hundred-thousandths of a degree.
fn spot(latitude_e5: &str, longitude_e5: &str) -> Option<Spot> {
    let e7 = |text: &str| text.parse::<i64>().ok()?.checked_mul(100);
    Some(Spot { latitude_e7: e7(latitude_e5)?, longitude_e7: e7(longitude_e5)? })
}
