"""The map on pages: entered by the clerk, pressed by an author, seen by everyone."""

import io
import json

import pytest

from pb.acts import place_maps as acts
from pb.cli.demonstration import outline
from pb.records import place_maps
from pb.records import proposals as records
from pb.rules.maps import Drawing, PlaceMap
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.fingerprint import fingerprint
from tests.web.browser import apart, say
from tests.web.proposal_pages import write

INSIDE = (42_468_000, 77_156_000)


@pytest.fixture
def drawn(stage):
    acts.draw(stage.person(Role.OPERATOR), stage.place, outline.geojson(), stage.now)


def test_pressing_the_map_marks_the_place_without_a_script(stage, drawn, signed_in):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    resident = signed_in(Role.RESIDENT)
    ref = write(resident)
    drawing = Drawing.of(PlaceMap.read(place_maps.map_of(stage.place).shapes))
    x, y = drawing.to_screen(INSIDE)
    form = resident.go(f"proposals/{ref}/point").form_with("latitude")

    sent = [(name, value) for name, value in form.given if name not in ("map", "outside")]
    page = resident.post(form.action, [*sent, ("map.x", str(x)), ("map.y", str(y))])

    assert (page.status, page.path) == (200, f"/togz-archa/proposals/{ref}/point")
    proposal = records.proposal_of(stage.place, ref)
    latitude, longitude = proposal.latitude, proposal.longitude
    assert abs(latitude - INSIDE[0]) < 2_000
    assert abs(longitude - INSIDE[1]) < 2_000
    before = fingerprint()
    page = resident.post(form.action, [*sent, ("map.x", "1"), ("map.y", "1")])
    assert page.status == 400
    assert say("The point lies outside the municipality, and that is right") in page.text
    assert fingerprint() == before
    page = resident.send({"outside": "y"}, press=say("Save the point"))
    assert page.status == 200
    assert "map.svg?at=" in resident.go(f"proposals/{ref}").source


def test_the_picture_is_svg_that_runs_nothing(stage, reader):
    name = '<script>alert("1")</script>'
    clerk = stage.person(Role.OPERATOR)
    content = outline.geojson().replace("Арча-Төр".encode(), json.dumps(name)[1:-1].encode())
    acts.draw(clerk, stage.place, content, stage.now)

    answer = apart(reader().client.get, "/togz-archa/map.svg?at=42.468,77.156")

    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert reader().open("/togz-archa/map.svg?at=91,0").status == 404


def test_the_clerk_enters_a_map_and_sees_it(stage, signed_in):
    clerk = signed_in(Role.OPERATOR)
    clerk.go("desk")
    page = clerk.click(say("Map of the municipality"))
    token = dict(page.form_with("file").given)["csrf_token"]

    def send(content):
        data = {"csrf_token": token, "file": (io.BytesIO(content), "map.geojson")}
        kind = "multipart/form-data"
        return clerk._follow(
            clerk.open("/togz-archa/desk/map", "POST", data=data, content_type=kind)
        )

    page = send(b"no map")
    assert page.status == 400
    assert say("the file is no JSON") in page.text
    page = send(outline.geojson())
    assert "map.svg" in page.source
