"""Writing an evaluation: scores, finding, recommendations, photos."""

import hashlib
from dataclasses import replace

import pytest

from pb.acts import monitoring
from pb.records import monitoring as records
from pb.rules.monitoring import Indicator, Moment, Score
from pb.rules.refusals import Code, NotAllowed, NotFound, NotValid
from pb.rules.roles import Role
from pb.rules.texts import UNWRITTEN, Bilingual
from pb.services import uploads
from tests.fingerprint import refused
from tests.monitoring_stage import (
    ADVICE,
    ALL_SCORES,
    CAPTION,
    FINDING,
    Monitored,
    one_deed,
    picture,
)
from tests.stage import Stage


@pytest.fixture
def monitored(stage: Stage) -> Monitored:
    """A past winner and a group to look at it."""
    return Monitored.on(stage)


def test_record_keeps_scores_finding_and_recommendations(monitored):
    ref = monitored.draft()
    scores = [Score(Indicator.QUALITY, None, "Эсептегич бузук экен."), *ALL_SCORES[3:]]

    with one_deed(monitored.place, "evaluation.recorded", scores=4, recommendations=2):
        monitored.record(ref, scores=scores)

    evaluation = monitored.evaluation(ref)
    assert evaluation.as_scored == tuple(scores)
    assert evaluation.finding == Bilingual(FINDING, None)
    assert [asked.text.ky for asked in evaluation.recommendations] == list(ADVICE)
    assert {asked.issued_at for asked in evaluation.recommendations} == {None}


def test_record_replaces_a_part_and_leaves_the_others(monitored):
    ref = monitored.draft()
    monitored.record(ref)
    better = replace(ALL_SCORES[0], value=5)

    monitored.record(ref, scores=[better], finding=None, recommendations=None)
    monitored.record(ref, scores=None, finding=None, recommendations=["", ADVICE[1]])

    evaluation = monitored.evaluation(ref)
    assert evaluation.as_scored == (better, *ALL_SCORES[1:])
    assert evaluation.finding.ky == FINDING
    assert [(asked.number, asked.text.ky) for asked in evaluation.recommendations] == [
        (1, ADVICE[1])
    ]


def test_record_leaves_a_text_in_its_language_when_it_comes_back_as_it_was(monitored):
    ref = monitored.draft()
    monitored.record(ref, scores=[replace(ALL_SCORES[0], remark="Үч ай кечикти")])

    monitored.record(
        ref,
        scores=[
            replace(ALL_SCORES[0], remark="Үч ай кечикти"),
            replace(ALL_SCORES[1], remark="Да"),
        ],
        language="ru",
        recommendations=[ADVICE[0], "Показать счётчик селу."],
    )

    evaluation = monitored.evaluation(ref)
    assert {row.indicator: row.language for row in evaluation.scores} == {
        ALL_SCORES[0].indicator: "ky",
        ALL_SCORES[1].indicator: "ru",
    }
    assert evaluation.finding == Bilingual(FINDING, None)
    assert [asked.text for asked in evaluation.recommendations] == [
        Bilingual(ADVICE[0], None),
        Bilingual(None, "Показать счётчик селу."),
    ]


def test_record_is_open_to_every_member_of_the_group(monitored):
    ref = monitored.draft()

    monitored.record(ref, monitored.members[2])

    assert monitored.evaluation(ref).finding.ky == FINDING


def test_record_is_refused_to_someone_outside_the_group(monitored):
    ref = monitored.draft()
    others = [monitored.stage.person(Role.MONITORING) for _ in range(3)]
    monitored.form_group(others)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        monitored.record(ref, others[0])


def test_record_finds_nothing_of_another_municipality(monitored):
    ref = monitored.draft()
    neighbour = monitored.elsewhere()

    with refused(NotFound, Code.NOT_FOUND):
        monitored.record(ref, neighbour)
    with pytest.raises(NotFound):
        monitoring.record(
            neighbour,
            neighbour.municipality_id,
            ref,
            None,
            FINDING,
            "ky",
            None,
            monitored.stage.now,
        )


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"scores": [Score(Indicator.QUALITY, 6)]}, Code.SCORE_UNREADABLE, "score_quality"),
        ({"scores": [Score(Indicator.QUALITY, None)]}, Code.SCORE_NEEDS_REASON, "remark_quality"),
        ({"finding": "Жакшы"}, Code.TEXT_TOO_SHORT, "finding"),
        ({"recommendations": ["Оңдоо"]}, Code.TEXT_TOO_SHORT, "recommendation_1"),
    ],
)
def test_record_is_refused_whole_when_one_part_does_not_hold(monitored, changes, code, field):
    ref = monitored.draft()

    with refused(NotValid, code, field):
        monitored.record(ref, **changes)

    evaluation = monitored.evaluation(ref)
    assert (evaluation.scores, evaluation.recommendations) == ([], [])
    assert evaluation.finding == UNWRITTEN


def test_add_photo_keeps_it_in_two_sizes(monitored):
    ref = monitored.draft()
    whole = uploads.photo(picture(), "photo").whole.content
    sha256 = hashlib.sha256(whole).hexdigest()

    with one_deed(monitored.place, "photo.added", sha256=sha256):
        monitored.add_photo(ref)

    (photo,) = monitored.evaluation(ref).photos
    assert (photo.sha256, photo.width, photo.small_width) == (sha256, 640, 480)
    assert photo.caption == Bilingual(CAPTION, None)
    assert photo.moment is Moment.NOW
    for name, size in ((photo.sha256, photo.size), (photo.small_sha256, photo.small_size)):
        assert len(monitored.stage.storage.get(name)) == size
        assert records.published_photo(monitored.place, name) is None


def test_add_photo_twice_keeps_one_with_the_latest_words(monitored):
    ref = monitored.draft()
    monitored.add_photo(ref)

    monitoring.add_photo(
        monitored.member, monitored.place, ref, picture(), "Скважина", "ru",
        monitored.stage.storage, monitored.stage.now, Moment.BEFORE,
    )  # fmt: skip

    (photo,) = monitored.evaluation(ref).photos
    assert photo.caption == Bilingual(None, "Скважина")
    assert photo.moment is Moment.BEFORE


def test_add_photo_is_refused_when_it_is_not_one(monitored):
    ref = monitored.draft()

    for content, caption, code, field in (
        (b"GIF89a", CAPTION, Code.PHOTO_UNREADABLE, "photo"),
        (picture(), " ", Code.TEXT_MISSING, "caption"),
    ):
        with refused(NotValid, code, field):
            monitoring.add_photo(
                monitored.member, monitored.place, ref, content, caption, "ky",
                monitored.stage.storage, monitored.stage.now,
            )  # fmt: skip


def test_add_photo_is_refused_after_the_sixth(monitored):
    ref = monitored.draft()
    for colour in ("red", "green", "blue", "grey", "white", "black"):
        monitored.add_photo(ref, colour=colour)

    with refused(NotValid, Code.TOO_MANY_PHOTOS, "photo"):
        monitored.add_photo(ref, colour="pink")

    assert [photo.position for photo in monitored.evaluation(ref).photos] == [1, 2, 3, 4, 5, 6]


def test_remove_photo_takes_it_out_of_the_draft(monitored):
    ref = monitored.draft()
    first, second = monitored.add_photo(ref), monitored.add_photo(ref, colour="red")

    with one_deed(monitored.place, "photo.removed", sha256=first):
        monitoring.remove_photo(monitored.member, monitored.place, ref, first, monitored.stage.now)

    assert [photo.sha256 for photo in monitored.evaluation(ref).photos] == [second]
    with refused(NotFound, Code.NOT_FOUND):
        monitoring.remove_photo(monitored.member, monitored.place, ref, first, monitored.stage.now)
