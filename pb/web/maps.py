"""The map of a municipality as a picture: drawn here as SVG, nothing is fetched from elsewhere."""

from flask import Response
from markupsafe import Markup

from pb.rules.maps import WIDTH, Drawing, PlaceMap, Point

_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
    '<rect width="100%" height="100%" fill="#f4f4ef"/>'
    '<path d="{path}" fill="#e1efea" fill-rule="evenodd" stroke="#0b4f49" stroke-width="2"'
    ' stroke-linejoin="round"/>{villages}{mark}</svg>'
)
_VILLAGE = Markup(
    '<circle cx="{x}" cy="{y}" r="3" fill="#0b4f49"/>'
    '<text x="{tx}" y="{ty}" text-anchor="{anchor}" font-family="sans-serif" font-size="13"'
    ' fill="#17211f">{name}</text>'
)
_MARK = Markup('<circle cx="{x}" cy="{y}" r="9" fill="#f5b83d" stroke="#17211f" stroke-width="3"/>')


def picture(place: PlaceMap, point: Point | None) -> Response:
    """The picture of a map, with a mark where a point is given."""
    response = Response(drawn(place, point), mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def drawn(place: PlaceMap, point: Point | None) -> Markup:
    """The map as SVG."""
    drawing = Drawing.of(place)
    path = " ".join(
        "M" + "L".join(f"{x} {y}" for x, y in map(drawing.to_screen, ring)) + "Z"
        for ring in place.rings
    )
    villages = Markup("").join(
        _village(name, *drawing.to_screen(where)) for name, where in place.villages
    )
    mark = Markup("")
    if point is not None:
        x, y = drawing.to_screen(point)
        mark = _MARK.format(x=x, y=y)
    return _SVG.format(w=WIDTH, h=drawing.height, path=path, villages=villages, mark=mark)


def _village(name: str, x: int, y: int) -> Markup:
    # A name stands on the side where there is room for it.
    left = x > WIDTH // 2
    return _VILLAGE.format(
        x=x,
        y=y,
        tx=x - 7 if left else x + 7,
        ty=y + 5,
        anchor="end" if left else "start",
        name=name,
    )
