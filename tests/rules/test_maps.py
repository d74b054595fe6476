"""The small map: what is read of GeoJSON, where a point lies, how it is drawn and pressed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.cli.demonstration import outline
from pb.rules.maps import (
    MOST_BYTES,
    MOST_HEIGHT,
    MOST_VERTICES,
    WIDTH,
    Drawing,
    PlaceMap,
    in_degrees,
    point_of,
    read,
)
from pb.rules.refusals import Code, NotValid

SQUARE = [[77.0, 42.0], [78.0, 42.0], [78.0, 43.0], [77.0, 43.0], [77.0, 42.0]]
HOLE = [[77.4, 42.4], [77.6, 42.4], [77.6, 42.6], [77.4, 42.6], [77.4, 42.4]]
OURS = read(outline.geojson())


def file_of(geometry, **properties):
    feature = {"type": "Feature", "properties": properties, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def test_read_takes_outlines_and_named_villages():
    assert [name for name, _ in OURS.villages][:2] == ["Арча-Төр", "Кызыл-Көпүрө"]
    assert OURS.rings[0][0] == (42_410_000, 77_020_000)
    assert PlaceMap.read(OURS.text()) == OURS


@pytest.mark.parametrize(
    "geometry",
    [
        polygon(SQUARE),
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        {"type": "GeometryCollection", "geometries": [polygon(SQUARE)]},
    ],
)
def test_read_knows_every_form_an_outline_comes_in(geometry):
    assert len(read(file_of(geometry)).rings) == 1


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "map_no_json"),
        (b"\xff\xfe", "map_no_json"),
        (b"[" * 100_000, "map_no_json"),
        (b"[]", "map_no_geojson"),
        (b'{"type": "FeatureCollection"}', "map_no_geojson"),
        (b'{"type": "FeatureCollection", "features": {}}', "map_no_geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "map_no_outline"),
        (file_of({"type": "Point", "coordinates": [77, 42]}), "map_no_outline"),
        (file_of(polygon(SQUARE[:2])), "map_no_outline"),
        (file_of(polygon([[77, 91], [78, 42], [78, 43]])), "map_off_earth"),
        (file_of(polygon([["77", 42], [78, 42], [78, 43]])), "map_no_geojson"),
        (file_of(polygon([[True, 42], [78, 42], [78, 43]])), "map_no_geojson"),
        (file_of(polygon([[77], [78, 42], [78, 43]])), "map_no_geojson"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 1], [2, 3], [4, 5]]]}', "map_no_geojson"),
        (b'{"type": "Polygon", "coordinates": [[[1e400, 1], [2, 3], [4, 5]]]}', "map_off_earth"),
    ],
)
def test_read_refuses_what_is_no_map_and_says_why(content, problem):
    with pytest.raises(NotValid) as refused:
        read(content)

    assert (refused.value.code, refused.value.field) == (Code.MAP_UNREADABLE, "file")
    assert refused.value.facts == {"problem": problem}


def test_read_refuses_features_within_features_without_end():
    nested = polygon(SQUARE)
    for _ in range(40):
        nested = {"type": "GeometryCollection", "geometries": [nested]}

    with pytest.raises(NotValid):
        read(json.dumps(nested).encode())


@pytest.mark.parametrize(
    ("content", "unit"),
    [
        (b" " * (MOST_BYTES + 1), "map_kilobytes"),
        (file_of(polygon([[n % 90, n % 80] for n in range(MOST_VERTICES + 1)])), "map_vertices"),
    ],
)
def test_read_refuses_what_is_too_large(content, unit):
    with pytest.raises(NotValid) as refused:
        read(content)

    assert (refused.value.code, refused.value.facts["unit"]) == (Code.MAP_TOO_LARGE, unit)


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [(42.1, 77.1, True), (42.5, 77.5, False), (41.9, 77.5, False), (42.5, 78.1, False)],
)
def test_a_point_is_inside_but_not_in_a_hole(latitude, longitude, inside):
    place = read(file_of(polygon(SQUARE, HOLE)))

    assert place.holds((round(latitude * 10**6), round(longitude * 10**6))) is inside


def test_every_village_of_the_demonstration_lies_inside():
    assert [name for name, point in OURS.villages if not OURS.holds(point)] == []
    places = [outline.near("bel-kuduk", number) for number in range(15)]
    assert all(map(OURS.holds, places))


def test_the_drawing_fits_a_narrow_telephone():
    drawing = Drawing.of(OURS)

    for ring in OURS.rings:
        for x, y in map(drawing.to_screen, ring):
            assert 0 <= x <= WIDTH
            assert 0 <= y <= drawing.height <= MOST_HEIGHT


@given(st.integers(0, WIDTH), st.integers(0, 300))
def test_what_is_pressed_is_drawn_where_it_was_pressed(x, y):
    drawing = Drawing.of(OURS)

    found = drawing.to_screen(drawing.from_screen(x, y))

    assert abs(found[0] - x) <= 1
    assert found[1] == y


@pytest.mark.parametrize("part", [0, 1, -1, 42_458_100, -77_091_234, 180_000_000])
def test_degrees_are_read_as_they_are_written(part):
    assert point_of("0", in_degrees(part))[1] == part


@pytest.mark.parametrize(
    ("latitude", "longitude", "field"),
    [
        ("91", "77", "latitude"),
        ("-90,1", "77", "latitude"),
        ("42", "181", "longitude"),
        ("", "77", "latitude"),
        ("жок", "77", "latitude"),
        ("NaN", "77", "latitude"),
        ("42", "Infinity", "longitude"),
        ("٤٢", "77", "latitude"),
    ],
)
def test_a_point_off_the_earth_is_refused(latitude, longitude, field):
    with pytest.raises(NotValid) as refused:
        point_of(latitude, longitude)

    assert (refused.value.code, refused.value.field) == (Code.POINT_OFF_EARTH, field)
    assert point_of("42,4581", "77.0912") == (42_458_100, 77_091_200)
