"""Photos and papers of a proposal on its pages: who opens them, what a broken upload leaves."""

import io

import pytest
from PIL import Image

from pb.records import proposals as records
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.acts.test_proposal_files import PDF
from tests.fingerprint import fingerprint
from tests.web.browser import say
from tests.web.proposal_pages import write


@pytest.fixture
def author(stage, signed_in):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return signed_in(Role.RESIDENT)


def photo(colour=(200, 120, 40)):
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    return file.getvalue()


def attach(author, ref, content, kind="file_photo", name="IMG.jpg", caption="Эски көпүрө"):
    page = author.go(f"proposals/{ref}/files")
    token = dict(page.form_with("file", "caption").given)["csrf_token"]
    data = {"csrf_token": token, "kind": kind, "caption": caption}
    data["file"] = (io.BytesIO(content), name)
    return author._follow(
        author.open(f"/togz-archa/proposals/{ref}/files/add", "POST", data=data,
                    content_type="multipart/form-data")
    )  # fmt: skip


def test_photos_are_public_once_sent_and_papers_only_for_authors_and_office(
    stage, author, signed_in, reader
):
    ref = write(author)
    attach(author, ref, photo())
    page = attach(author, ref, PDF, "paper_prices", "'><svg onload=alert(1)>.pdf", "Баалар")
    assert "<svg onload" not in page.source
    image, paper = (f"/togz-archa/proposals/{ref}/files/{file.sha256}"
                    for file in records.whole_proposal(stage.place, ref).files)  # fmt: skip
    stranger, clerk = reader(), signed_in(Role.OPERATOR)
    assert [stranger.open(image).status, clerk.open(image).status] == [404, 404]

    author.go(f"proposals/{ref}/steps")
    author.send(press=say("Send to the office"))

    assert [stranger.open(one).status for one in (image, paper)] == [200, 404]
    for reading in (author, clerk):
        answer = reading.open(paper)
        assert answer.status == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_an_upload_that_broke_off_says_so_and_leaves_the_draft_as_it_was(author):
    ref = write(author)
    before = fingerprint()

    page = attach(author, ref, photo()[:500])

    assert page.status == 400
    assert page.alerts
    assert fingerprint() == before
    page = attach(author, ref, b"", name="")
    assert say("Choose a file first. Nothing was saved.") in page.text
    assert fingerprint() == before


def test_a_file_too_many_is_refused_and_the_other_form_keeps_its_ticks(author):
    ref = write(author)
    for number in range(10):
        attach(author, ref, PDF + b"\n" * number, "file_other", "a.pdf")
    before = fingerprint()

    page = attach(author, ref, photo())

    assert page.status == 413
    assert say("A proposal has at most %(most)s files. Take one out before you add another.",
               most=10) in page.text  # fmt: skip
    kept = [value for name, value in page.form_with("to_bring").given if name == "to_bring"]
    assert kept == ["paper_prices"]
    assert fingerprint() == before


def test_the_pages_of_a_proposal_ask_few_statements(stage, author, reader, statements):
    ref = write(author)
    for number in range(3):
        attach(author, ref, photo((number * 40, 0, 0)))
    for address in (f"proposals/{ref}", f"proposals/{ref}/steps", f"proposals/{ref}/steps/costs",
                    f"proposals/{ref}/files"):  # fmt: skip
        with statements() as found:
            assert author.open(f"/togz-archa/{address}").status == 200
        assert len(found) <= 15, (address, len(found))
