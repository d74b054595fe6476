"""The road of a visit: assessed step by step, published, answered by the office, read by all."""

import io

import pytest

from pb.documents.words import catalogue
from pb.records import audit
from pb.records import monitoring as records
from pb.rules.monitoring import Answer, Indicator, Score
from pb.rules.roles import Role
from tests.monitoring_stage import ADVICE, ALL_SCORES, CAPTION, FINDING, WHY_NOT, Monitored, picture
from tests.web.browser import say

CODE = "monitor-0001"
NEXT = "Save and go to step %(number)s"


@pytest.fixture
def monitored(stage):
    """A past winner, a group to look at it, and one of the group who can sign in."""
    made = Monitored.on(stage)
    made.members[0] = stage.person(Role.MONITORING, code=CODE)
    made.form_group()
    return made


@pytest.fixture
def member(monitored, reader):
    return reader().sign_in(CODE)


@pytest.fixture
def head(monitored, reader):
    monitored.stage.person(Role.HEAD, code="head-0001")
    return reader().sign_in("head-0001")


def send_photo(browser, content, **answers):
    """Send a photo with what is written on the step of the finding."""
    form = browser.page.form_with("photo", "finding")
    sent = dict(form.filled({"caption": CAPTION, **answers})) | {"then": "more"}
    sent["photo"] = (io.BytesIO(content), "../../сүрөт.php.jpg")
    return browser._follow(browser.open(form.action, "POST", data=sent))


def pictures(page):
    """The addresses of the photos on a page."""
    return [attrs["src"] for tag, attrs in page.tags if tag == "img"]


def test_a_visit_is_assessed_step_by_step_and_then_read_by_everyone(member, monitored, reader):
    member.go("monitoring/new")
    member.send({"project": "2026:1", "visited_on": monitored.today.isoformat()})
    step = member.page.path.removesuffix("/indicators/1")
    for number, indicator in enumerate(Indicator, 1):
        assert member.page.path == f"{step}/indicators/{number}"
        member.send({f"score_{indicator}": str(number % 5 + 1)})
    send_photo(member, picture(), finding=FINDING)
    whole = pictures(member.page)[0]
    member.send({"finding": FINDING}, press=say(NEXT, number=8))
    member.send({"recommendation_1": ADVICE[0]}, press=say(NEXT, number=9))
    member.send(press=say("Publish the evaluation"))

    page = reader().go("monitoring")
    assert say("%(mean)s of 5", mean="2,8") in page.text
    page = reader().go(page.link("Көпүрө оңдоо 1"))
    assert page.path == member.page.path == step
    for words in (FINDING, ADVICE[0], CAPTION, say("Waits for an answer"), "5 · "):
        assert words in page.text
    shot = reader().go(pictures(page)[0])
    assert (shot.status, shot.headers["Content-Type"]) == (200, "image/jpeg")
    assert shot.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "immutable" in shot.headers["Cache-Control"]
    paper = next(href for href, _ in page.links if href.endswith(".pdf"))
    assert reader().go(paper).response.data.startswith(b"%PDF-")
    assert whole.split("/")[-1] in pictures(page)[0]


def test_a_draft_and_its_photos_are_open_to_its_group_alone(monitored, member, reader, signed_in):
    ref = monitored.written()
    member.go(f"monitoring/{ref}/finding")
    private = pictures(member.page)[0]
    public = f"files/{private.split('/')[-1]}"
    other = signed_in(Role.MONITORING)

    assert member.go(private).status == 200
    assert "private" in member.page.headers["Cache-Control"]
    for browser in (reader(), other):
        assert browser.go(f"monitoring/{ref}").status == 404
        assert browser.go(public).status == 404
    for step in ("indicators/1", "finding", "advice", "check"):
        assert other.go(f"monitoring/{ref}/{step}").status == 404
    assert other.go(private).status == 404
    assert "sign-in" in reader().go(f"monitoring/{ref}/check").path
    assert "Көпүрө" not in reader().go("monitoring").text


def test_a_mark_that_could_not_be_given_needs_its_reason(monitored, member):
    ref = monitored.draft()
    member.go(f"monitoring/{ref}/indicators/3")

    member.send({"score_quality": "0", "remark_quality": "билбейм"})

    assert member.page.alerts
    assert say("Write why it could not be assessed, in at least 10 characters.") in member.page.text
    assert "билбейм" in member.page.source
    member.send({"score_quality": "0", "remark_quality": "Суу өчүп турган экен."})
    assert member.page.path.endswith("/indicators/4")
    (kept,) = monitored.evaluation(ref).as_scored
    assert kept == Score(Indicator.QUALITY, None, "Суу өчүп турган экен.")


def test_a_step_without_an_answer_says_so_and_later_may_be_left_open(monitored, member):
    ref = monitored.draft()
    member.go(f"monitoring/{ref}/indicators/1")

    member.send()
    assert say("Choose a mark from 1 to 5, or say that it could not be assessed.") in (
        member.page.text
    )
    form = member.page.form_with("score_finished_on_time")
    member.post(form.action, [*form.filled({}), ("then", "later")])

    assert member.page.path.endswith("/monitoring")
    assert say("Continue") in member.page.text
    assert monitored.evaluation(ref).scores == []
    assert member.go(f"monitoring/{ref}/indicators/7").status == 404


def test_what_is_no_photo_is_refused_and_what_was_written_stays_on_the_page(monitored, member):
    ref = monitored.draft()
    member.go(f"monitoring/{ref}/finding")

    send_photo(member, b"<svg onload='alert(1)'/>", finding=FINDING)

    assert member.page.alerts
    assert FINDING in member.page.source
    evaluation = monitored.evaluation(ref)
    assert (evaluation.photos, evaluation.finding.ky) == ([], None)


def test_a_photo_can_be_taken_out_of_a_draft(monitored, member):
    ref = monitored.written()
    member.go(f"monitoring/{ref}/finding")
    form = next(form for form in member.page.forms if form.action.endswith("/remove"))

    member.post(form.action, form.filled({}))

    assert member.page.path.endswith("/finding")
    assert monitored.evaluation(ref).photos == []
    member.go(f"monitoring/{ref}/check")
    assert say("There is no photo yet; at least one is needed.") in member.page.text
    assert say("Publish the evaluation") not in member.page.text


def test_what_people_write_is_shown_as_text(monitored, reader):
    evil = "<script>alert(1)</script> {{ 7*7 }} %(x)s"
    ref = monitored.published(
        scores=[Score(ALL_SCORES[0].indicator, 4, evil), *ALL_SCORES[1:]],
        finding=f"Корутунду: {evil}",
        recommendations=[f"Оңдоо керек: {evil}"],
    )

    page = reader("ru").go(f"monitoring/{ref}")

    assert page.text.count(evil) == 3
    assert "<script" not in page.source
    assert say("No translation", "ru") in page.text


def test_the_office_refuses_a_recommendation_only_with_its_reasons(monitored, head, reader):
    ref = monitored.published()
    monitored.wait(days=40)
    head.go("monitoring")
    late = "The answer is one day late"
    # Fourteen working days from 18 March: Orozo ait, the 20th, is not worked, so due on 8 April.
    assert catalogue("ky").ngettext(late, late, 19) % {"num": 19} in head.page.text
    head.click(say("Answer"))
    before = len(audit.events_of(monitored.place))

    head.send({"answer": "refused", "reasons": "жок"})
    assert head.page.alerts
    assert len(audit.events_of(monitored.place)) == before
    head.send({"answer": "refused", "reasons": WHY_NOT})

    assert head.page.path.endswith(f"/monitoring/{ref}")
    page = reader().go(f"monitoring/{ref}")
    assert WHY_NOT in page.text
    assert say("Refused, with reasons") in page.text
    first, second = monitored.evaluation(ref).recommendations
    assert (first.answer, second.answer) == (Answer.REFUSED, None)
    again = head.go(f"monitoring/answers/{first.ref}")
    assert say("Give this answer") not in again.text


def test_an_answer_is_given_at_the_desk_of_the_office_only(monitored, member, reader):
    ref = monitored.published()
    asked = monitored.recommendations(ref)[0]

    assert member.go(f"monitoring/answers/{asked}").status == 403
    assert "sign-in" in reader().go(f"monitoring/answers/{asked}").path


def test_nothing_of_another_municipality_is_found(monitored, reader):
    ref = monitored.published()
    shot = pictures(reader().go(f"monitoring/{ref}"))[0].split("/")[-1]
    monitored.stage.neighbour()
    stranger = reader(place="neighbour")

    assert stranger.go(f"monitoring/{ref}").status == 404
    assert stranger.go(f"files/{shot}").status == 404
    assert say("Nothing has been evaluated yet.") in stranger.go("monitoring").text


def test_the_list_takes_few_statements_however_long_it_is(monitored, reader, statements):
    for _ in range(3):
        monitored.published()
    stranger = reader()

    with statements() as asked:
        stranger.go("monitoring")

    assert len(asked) <= 6, asked
    assert len(records.published_evaluations(monitored.place)) == 3
