"""The small map of a municipality: read from GeoJSON, drawn in whole numbers, asked for a point.

Coordinates are millionths of a degree (WGS 84), latitude before longitude. A degree of longitude
is drawn as long as it is at the middle of the map, which is true enough for one municipality.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from pb.rules.refusals import Code, NotValid

MILLION = 1_000_000
MOST_BYTES = 500_000
MOST_VERTICES = 5_000
MOST_VILLAGES = 100
MOST_DEPTH = 12
NAME_LENGTH = 80
WIDTH = 320
"""Of the drawing, in pixels: it fits the narrowest telephone."""

MARGIN, LEAST_HEIGHT, MOST_HEIGHT = 12, 160, 480

# Cosines of 0, 5, … 90 degrees in millionths; between two of them a straight line is near enough.
_COSINES = (
    1_000_000, 996_195, 984_808, 965_926, 939_693, 906_308, 866_025, 819_152, 766_044, 707_107,
    642_788, 573_576, 500_000, 422_618, 342_020, 258_819, 173_648, 87_156, 0,
)  # fmt: skip

Point = tuple[int, int]
"""Latitude and longitude."""


@dataclass(frozen=True)
class PlaceMap:
    """The outline of a municipality, ring by ring, and its villages by name."""

    rings: tuple[tuple[Point, ...], ...]
    villages: tuple[tuple[str, Point], ...]

    def text(self) -> str:
        """The one text it is kept as."""
        kept = {"rings": self.rings, "villages": self.villages}
        return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> "PlaceMap":
        """The map a text was made from."""
        kept = json.loads(text)
        return cls(
            tuple(tuple((lat, lon) for lat, lon in ring) for ring in kept["rings"]),
            tuple((name, (lat, lon)) for name, (lat, lon) in kept["villages"]),
        )

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside; holes count as outside."""
        return sum(_crossings(ring, point) for ring in self.rings) % 2 == 1


@dataclass(frozen=True)
class Drawing:
    """How a map lies on the screen."""

    south: int
    west: int
    north: int
    east: int
    cosine: int

    @classmethod
    def of(cls, place: PlaceMap) -> "Drawing":
        """The drawing that holds the whole map."""
        points = [point for ring in place.rings for point in ring]
        points += [point for _, point in place.villages]
        lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
        middle = (min(lats) + max(lats)) // 2
        return cls(min(lats), min(lons), max(lats), max(lons), _cosine(middle))

    @property
    def scale(self) -> int:
        """How many millionths of a degree of latitude one pixel is, at least one."""
        wide = (self.east - self.west) * self.cosine // MILLION
        high = self.north - self.south
        across = -(-wide // (WIDTH - 2 * MARGIN))
        return max(1, across, -(-high // (MOST_HEIGHT - 2 * MARGIN)))

    @property
    def height(self) -> int:
        """In pixels."""
        return max(LEAST_HEIGHT, (self.north - self.south) // self.scale + 2 * MARGIN)

    def to_screen(self, point: Point) -> tuple[int, int]:
        """Where a point is drawn: pixels from the left and from the top."""
        lat, lon = point
        x = (lon - self.west) * self.cosine // MILLION // self.scale
        return x + MARGIN, (self.north - lat) // self.scale + MARGIN

    def from_screen(self, x: int, y: int) -> Point:
        """The point that was pressed."""
        lon = self.west + (x - MARGIN) * self.scale * MILLION // max(1, self.cosine)
        return self.north - (y - MARGIN) * self.scale, lon


def in_degrees(part: int) -> str:
    """One part of a point in degrees, as `point_of` reads it: "42.4581"."""
    whole, rest = divmod(abs(part), MILLION)
    return f"{'-' if part < 0 else ''}{whole}.{rest:06}"


def point_of(latitude: str, longitude: str) -> Point:
    """A point as a person types it: "42,4581" or "42.4581".

    Raises:
        NotValid: POINT_OFF_EARTH at `latitude` or `longitude`.
    """
    return (
        _degrees(latitude, "latitude", 90),
        _degrees(longitude, "longitude", 180),
    )


def read(content: bytes) -> PlaceMap:
    """The map in a file of GeoJSON: polygons are the outline, points with a name are villages.

    Raises:
        NotValid: MAP_TOO_LARGE at `file` (`unit` says of what), MAP_UNREADABLE (`problem` says
            why, a key of the names of documents).
    """
    if len(content) > MOST_BYTES:
        raise NotValid(Code.MAP_TOO_LARGE, "file", most=MOST_BYTES // 1_000, unit="map_kilobytes")
    try:
        document = json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError):
        raise _unreadable("map_no_json") from None
    rings: list[tuple[Point, ...]] = []
    villages: list[tuple[str, Point]] = []
    for geometry, name in _geometries(document):
        match geometry.get("type"), geometry.get("coordinates"):
            case "Polygon", [*found]:
                rings += [_ring(one) for one in found]
            case "MultiPolygon", [*polygons]:
                rings += [_ring(one) for found in polygons for one in _listed(found)]
            case "Point", [*_] as found:
                if name:
                    villages.append((name, _position(found)))
    if sum(map(len, rings)) > MOST_VERTICES:
        raise NotValid(Code.MAP_TOO_LARGE, "file", most=MOST_VERTICES, unit="map_vertices")
    if len(villages) > MOST_VILLAGES:
        raise NotValid(Code.MAP_TOO_LARGE, "file", most=MOST_VILLAGES, unit="map_villages")
    if not rings:
        raise _unreadable("map_no_outline")
    return PlaceMap(tuple(rings), tuple(villages))


def _geometries(document: Any, depth: int = 0) -> Iterator[tuple[dict[str, Any], str]]:
    if not isinstance(document, dict) or depth > MOST_DEPTH:
        raise _unreadable("map_no_geojson")
    kind = document.get("type")
    if kind == "FeatureCollection":
        for feature in _listed(document.get("features")):
            yield from _geometries(feature, depth + 1)
    elif kind == "GeometryCollection":
        for geometry in _listed(document.get("geometries")):
            yield from _geometries(geometry, depth + 1)
    elif kind == "Feature":
        named = document.get("properties")
        name = named.get("name") if isinstance(named, dict) else None
        for geometry, _ in _geometries(document.get("geometry"), depth + 1):
            yield geometry, name.strip()[:NAME_LENGTH] if isinstance(name, str) else ""
    elif isinstance(kind, str):
        yield document, ""
    else:
        raise _unreadable("map_no_geojson")


def _listed(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise _unreadable("map_no_geojson")
    return value


def _ring(found: Any) -> tuple[Point, ...]:
    ring = tuple(_position(position) for position in _listed(found))
    if len(set(ring)) < 3:
        raise _unreadable("map_no_outline")
    return ring


def _position(found: Any) -> Point:
    match found:
        case [longitude, latitude, *_]:
            return _part(latitude, 90), _part(longitude, 180)
    raise _unreadable("map_no_geojson")


def _part(value: Any, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise _unreadable("map_no_geojson")
    if not -most <= value <= most:
        raise _unreadable("map_off_earth")
    return int(value * MILLION)


def _degrees(text: str, field: str, most: int) -> int:
    try:
        degrees = Decimal(text.strip().replace(",", ".")) if text.isascii() else Decimal("NaN")
    except InvalidOperation:
        degrees = Decimal("NaN")
    if not degrees.is_finite() or abs(degrees) > most:
        raise NotValid(Code.POINT_OFF_EARTH, field)
    return int(degrees * MILLION)


def _cosine(latitude: int) -> int:
    step, rest = divmod(min(abs(latitude), 90 * MILLION - 1), 5 * MILLION)
    here, there = _COSINES[step], _COSINES[step + 1]
    return here - (here - there) * rest // (5 * MILLION)


def _crossings(ring: Sequence[Point], point: Point) -> int:
    """How often a line due east of the point meets the ring."""
    lat, lon = point
    found = 0
    for (lat_a, lon_a), (lat_b, lon_b) in zip(ring, (*ring[1:], ring[0]), strict=True):
        if (lat_a > lat) != (lat_b > lat):
            # lon < lon_a + (lat - lat_a) * (lon_b - lon_a) / (lat_b - lat_a), without dividing
            side = (lon - lon_a) * (lat_b - lat_a) - (lat - lat_a) * (lon_b - lon_a)
            found += (side < 0) == (lat_b > lat_a)
    return found


def _unreadable(problem: str) -> NotValid:
    return NotValid(Code.MAP_UNREADABLE, "file", problem=problem)
