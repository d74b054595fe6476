"""The invented outline of Тогуз-Арча with its five villages, as a file of GeoJSON."""

import json

from pb.cli.demonstration.place import VILLAGES
from pb.rules.maps import MILLION, Point

# Degrees east and north, as GeoJSON has them; no place on any real map has this shape.
_OUTLINE = (
    (77.020, 42.410), (77.062, 42.392), (77.118, 42.399), (77.171, 42.383), (77.224, 42.404),
    (77.251, 42.441), (77.236, 42.478), (77.259, 42.513), (77.207, 42.541), (77.151, 42.533),
    (77.109, 42.556), (77.058, 42.539), (77.041, 42.497), (77.006, 42.468),
)  # fmt: skip
_VILLAGES = {
    "archa-tor": (77.075, 42.520),
    "kyzyl-kopuro": (77.150, 42.462),
    "zhany-konush": (77.203, 42.494),
    "sary-ozon": (77.074, 42.433),
    "bel-kuduk": (77.190, 42.418),
}


def geojson() -> bytes:
    """The file, as an office would save it from its program for maps."""
    names = dict(VILLAGES)
    features = [_feature("Polygon", [[*_OUTLINE, _OUTLINE[0]]], {})]
    features += [_feature("Point", at, {"name": names[slug].ky}) for slug, at in _VILLAGES.items()]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False).encode()


def near(village: str, number: int) -> Point:
    """A point in a village, another one for each number; latitude before longitude."""
    east, north = _VILLAGES[village]
    aside = (number % 5 - 2) * 2_500
    return round(north * MILLION) + aside, round(east * MILLION) + (number % 3 - 1) * 3_500


def _feature(kind: str, coordinates: object, properties: dict[str, str | None]) -> object:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": properties, "geometry": geometry}
