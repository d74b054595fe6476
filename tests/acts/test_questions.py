"""Questions under a proposal: asked, answered by two sides, reported, hidden with a reason."""

import json
from datetime import timedelta

import pytest

from pb.acts import questions
from pb.records import proposals as proposal_records
from pb.records import questions as records
from pb.rules.questions import Side
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.actors import STRANGER
from pb.services.audit import Tag
from tests.fingerprint import one_event, refused
from tests.proposals_made import Idea, draft

ASKED = "Түтүк канча жылга чыдайт?"
SAID = "Полиэтилен түтүк элүү жылга чыдайт."
WHY = "Суроодо башка адамдын телефону жазылган."


@pytest.fixture
def author(stage):
    return stage.person(Role.RESIDENT)


@pytest.fixture
def asker(stage):
    return stage.person(Role.RESIDENT)


@pytest.fixture
def clerk(stage):
    return stage.person(Role.OPERATOR)


@pytest.fixture
def ref(stage, author):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return stage.submitted(author=author)


def ask(stage, ref, actor, text=ASKED):
    return questions.ask(actor, stage.place, ref, text, "ky", stage.now)


def answer(stage, question, actor, text=SAID):
    return questions.answer(actor, stage.place, question, text, "ru", stage.now)


def report(stage, said, actor, text=WHY):
    questions.report(actor, stage.place, said, text, stage.now)


def hide(stage, said, actor, why=WHY):
    questions.hide(actor, stage.place, said, why, "ky", stage.now)


def show(stage, said, actor):
    questions.show(actor, stage.place, said, stage.now)


def let_stand(stage, said, actor):
    questions.let_stand(actor, stage.place, said, stage.now)


def under(stage, ref):
    proposal = proposal_records.proposal_of(stage.place, ref)
    return records.questions_of(stage.place, proposal.id, 10, 0)


@pytest.fixture
def question(stage, ref, asker):
    return ask(stage, ref, asker)


def test_the_offices_answer_stands_above_the_authors(stage, ref, asker, author, clerk):
    with one_event(Tag.QUESTION_ASKED) as event:
        question = ask(stage, ref, asker)
    assert json.loads(event.facts) == {"proposal": ref}
    answer(stage, question, author, "Жыл сайын карап турабыз.")
    with one_event(Tag.QUESTION_ANSWERED) as event:
        answer(stage, question, clerk)
    assert json.loads(event.facts) == {"side": "side_office"}

    [(kept, answers)] = under(stage, ref)
    assert (kept.text, kept.side, kept.language) == (ASKED, Side.ASKER, "ky")
    assert [(one.side, one.text) for one in answers] == [
        (Side.OFFICE, SAID),
        (Side.AUTHOR, "Жыл сайын карап турабыз."),
    ]


@pytest.mark.parametrize("side", ["author", "clerk"])
def test_each_side_answers_once(stage, question, author, clerk, side):
    actor = author if side == "author" else clerk
    answer(stage, question, actor)

    with refused(Conflict, Code.QUESTION_ANSWERED):
        answer(stage, question, actor)


def test_answer_is_refused_to_other_residents(stage, question, asker):
    with refused(NotAllowed, Code.ANSWER_NOT_YOURS):
        answer(stage, question, asker)


def test_an_answer_is_no_question_to_be_answered(stage, question, author, clerk):
    said = answer(stage, question, author)

    with refused(NotFound, Code.NOT_FOUND):
        answer(stage, said, clerk)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", Code.TEXT_MISSING),
        ("Эмне?", Code.TEXT_TOO_SHORT),
        ("ж" * 2_001, Code.TEXT_TOO_LONG),
        ("Түтүк \u202e канча турат?", Code.TEXT_INVISIBLE),
    ],
)
def test_what_is_said_is_refused_when_it_cannot_be(stage, ref, question, asker, author, text, code):
    with refused(NotValid, code, "text"):
        ask(stage, ref, asker, text)
    with refused(NotValid, code, "text"):
        answer(stage, question, author, text)
    with refused(NotValid, code, "text"):
        report(stage, question, author, text)


def test_a_link_is_kept_as_the_text_it_is(stage, ref, asker):
    text = "Караңыз: javascript:alert(1) <b>https://example.org</b>"
    ask(stage, ref, asker, text)

    assert under(stage, ref)[0][0].text == text


def test_ask_is_refused_the_fourth_time_within_an_hour(stage, ref, asker):
    start = stage.now
    for _ in range(3):
        ask(stage, ref, asker)
        stage.clock.put(stage.now + timedelta(minutes=1))

    with refused(NotNow, Code.QUESTION_TOO_SOON, again=start + timedelta(hours=1)):
        ask(stage, ref, asker)
    other = stage.person(Role.RESIDENT)
    ask(stage, ref, other)
    stage.clock.put(start + timedelta(hours=1))
    ask(stage, ref, asker)


def test_ask_is_refused_to_strangers_and_staff(stage, ref, clerk):
    with refused(NotAllowed, Code.SIGN_IN_FIRST):
        ask(stage, ref, STRANGER)
    with refused(NotAllowed, Code.NOT_ALLOWED):
        ask(stage, ref, clerk)


def test_ask_is_refused_under_a_draft_and_once_the_voting_is_over(stage, ref, asker, author):
    unsent = draft(author, stage.place, "2026", Idea(), stage.now)

    with refused(NotFound, Code.NOT_FOUND):
        ask(stage, unsent, asker)
    stage.go_to(Phase.COUNTING)
    with refused(NotNow, Code.NOT_OPEN):
        ask(stage, ref, asker)


def test_hide_puts_the_reason_in_its_place_and_settles_the_reports(
    stage, ref, question, asker, author, clerk
):
    with one_event(Tag.QUESTION_REPORTED) as event:
        report(stage, question, author)
    assert event.facts == "{}"
    assert records.count_reports(stage.place) == 1

    with one_event(Tag.QUESTION_HIDDEN) as event:
        hide(stage, question, clerk)

    [(kept, _)] = under(stage, ref)
    assert (kept.is_hidden, kept.hidden_reason, kept.hidden_at) == (True, WHY, stage.now)
    assert kept.text == ASKED
    assert records.count_reports(stage.place) == 0
    assert json.loads(event.facts) == {"reports": 1}
    with one_event(Tag.QUESTION_SHOWN):
        show(stage, question, clerk)
    assert not under(stage, ref)[0][0].is_hidden


def test_an_answer_can_be_hidden_too(stage, ref, question, author, clerk):
    said = answer(stage, question, author)

    hide(stage, said, clerk)

    assert [one.is_hidden for one in under(stage, ref)[0][1]] == [True]


@pytest.mark.parametrize("why", ["", "Жаман"])
def test_hide_is_refused_without_a_public_reason(stage, question, clerk, why):
    with refused(NotValid, Code.REASON_MISSING, "reason"):
        hide(stage, question, clerk, why)


def test_what_is_hidden_is_not_hidden_reported_or_answered_again(stage, question, author, clerk):
    hide(stage, question, clerk)

    for deed, actor in ((hide, clerk), (report, author), (answer, author)):
        with refused(Conflict, Code.QUESTION_HIDDEN):
            deed(stage, question, actor)


def test_show_is_refused_when_nothing_is_hidden(stage, question, clerk):
    with refused(Conflict, Code.QUESTION_SHOWN):
        show(stage, question, clerk)


def test_a_person_reports_the_same_words_once(stage, question, author):
    report(stage, question, author)

    with refused(Conflict, Code.REPORTED_ALREADY):
        report(stage, question, author)


def test_let_stand_settles_the_reports_and_leaves_the_words(stage, ref, question, author, clerk):
    report(stage, question, author)
    with one_event(Tag.REPORTS_SETTLED) as event:
        let_stand(stage, question, clerk)

    assert json.loads(event.facts) == {"reports": 1}
    assert records.count_reports(stage.place) == 0
    assert not under(stage, ref)[0][0].is_hidden
    with refused(NotFound, Code.NOT_FOUND):
        let_stand(stage, question, clerk)


@pytest.mark.parametrize("deed", [hide, show, let_stand])
@pytest.mark.parametrize("role", [Role.RESIDENT, Role.HEAD, Role.COMMISSION])
def test_only_the_office_hides(stage, question, deed, role):
    person = stage.person(role)

    with refused(NotAllowed, Code.NOT_ALLOWED):
        deed(stage, question, person)


@pytest.mark.parametrize("deed", [answer, report, hide, show, let_stand])
def test_a_question_is_not_found_when_it_is_another_municipalitys(stage, question, deed):
    other = stage.neighbour()
    clerk = other.person(Role.OPERATOR)

    with refused(NotFound, Code.NOT_FOUND):
        deed(other, question, clerk)
