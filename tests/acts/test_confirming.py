"""A second person stands for the count: the result is final, and the protocol is kept."""

import hashlib
import json

import pytest

from pb import lifecycle
from pb.acts import results
from pb.acts.accounts import grants
from pb.documents.facts import as_json
from pb.gateways.storage import MemoryStorage
from pb.records import documents as document_records
from pb.records import results as records
from pb.rules.refusals import Code, Conflict, NotAllowed, NotFound, NotNow
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.services.actors import PLATFORM, STRANGER
from pb.services.audit import Tag
from tests.fingerprint import fingerprint, one_event, refused
from tests.stage import KEYS


@pytest.fixture
def closed(stage):
    """A round whose voting is over and which nobody has counted yet."""
    for voter in stage.open_voting(100, 200):
        stage.vote(voter, 1)
    stage.go_to(Phase.COUNTING)
    return stage


def count(stage, role):
    actor = PLATFORM if role is Role.PLATFORM else stage.person(role)
    lifecycle.count(actor, stage.place, "2026", KEYS, stage.now)
    return actor


def confirm(stage, actor, storage=None):
    return results.confirm(actor, stage.place, "2026", storage or stage.storage, stage.now)


@pytest.mark.parametrize(
    ("counts", "confirms"),
    [(Role.OPERATOR, Role.COMMISSION), (Role.COMMISSION, Role.OPERATOR)],
)
def test_confirm_decides_the_round_and_prints_one_protocol_in_two_languages(
    closed, counts, confirms
):
    count(closed, counts)
    second = closed.person(confirms)

    with one_event(Tag.RESULT_CONFIRMED) as event:
        papers = confirm(closed, second)

    round_ = closed.round()
    result = records.result_of(closed.place, round_.id)
    assert round_.phase(closed.now) is Phase.DECIDED
    assert (result.confirmed_at, result.confirmed_by) == (closed.now, second.account_id)
    assert [(paper.language, paper.number) for paper in papers] == [("ky", 1), ("ru", 1)]
    assert json.loads(event.facts) == {"version": 1, "protocol": 1}

    kept = document_records.documents_of_round(closed.place, round_.id)
    facts = as_json(results.protocol_facts(round_, result, 1, closed.now))
    for document, paper in zip(kept, papers, strict=True):
        content = closed.storage.get(document.sha256)
        assert content.startswith(b"%PDF-")
        assert hashlib.sha256(content).hexdigest() == document.sha256 == paper.sha256
        assert (document.size, document.year) == (len(content), 2026)
        assert json.loads(document.facts) == json.loads(json.dumps(facts))


def test_confirm_is_refused_when_the_same_person_counted(closed):
    clerk = count(closed, Role.OPERATOR)

    with refused(NotAllowed, Code.SECOND_PERSON_NEEDED):
        confirm(closed, clerk)


def test_confirm_is_refused_when_nobody_of_the_two_is_of_the_commission(closed):
    count(closed, Role.OPERATOR)
    other = closed.person(Role.OPERATOR)

    with refused(NotAllowed, Code.COMMISSION_NEEDED):
        confirm(closed, other)


def test_confirm_needs_no_second_member_when_the_clock_counted(closed):
    count(closed, Role.PLATFORM)

    assert confirm(closed, closed.person(Role.OPERATOR))


def test_confirm_is_refused_when_nothing_is_counted(closed):
    member = closed.person(Role.COMMISSION)

    with refused(Conflict, Code.RESULT_MISSING):
        confirm(closed, member)


def test_confirm_is_refused_when_it_was_confirmed_before(closed):
    closed.decided()
    member = closed.person(Role.COMMISSION)

    with refused(Conflict, Code.RESULT_CONFIRMED):
        confirm(closed, member)
    with refused(NotNow, Code.NOT_OPEN):
        lifecycle.count(member, closed.place, "2026", KEYS, closed.now)


@pytest.mark.parametrize("is_decided", [False, True])
@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.RESIDENT, Code.NOT_ALLOWED),
        (Role.HEAD, Code.NOT_ALLOWED),
        (Role.MONITORING, Code.NOT_ALLOWED),
        (None, Code.SIGN_IN_FIRST),
    ],
)
def test_confirm_is_refused_when_the_role_does_not_stand_for_results(
    closed, role, code, is_decided
):
    if is_decided:
        closed.decided()
    person = closed.person(role) if role else STRANGER

    with refused(NotAllowed, code):
        confirm(closed, person)


@pytest.mark.parametrize("is_decided", [False, True])
def test_confirm_finds_no_round_of_another_municipality(closed, is_decided):
    if is_decided:
        closed.decided()
    neighbour = closed.neighbour()
    other = neighbour.person(Role.COMMISSION)

    for stage in (closed, neighbour):
        with refused(NotFound, Code.NOT_FOUND):
            confirm(stage, other)


def test_confirm_looks_at_the_roles_held_in_this_municipality(closed):
    clerk = count(closed, Role.OPERATOR)
    neighbour = closed.neighbour()
    grants.grant_role(PLATFORM, neighbour.place, clerk.ref, Role.COMMISSION, closed.now)
    other = closed.person(Role.OPERATOR)

    with refused(NotAllowed, Code.COMMISSION_NEEDED):
        confirm(closed, other)


class FullStorage(MemoryStorage):
    """A disk that takes the Kyrgyz protocol and has no room for the Russian one."""

    def put(self, content):
        if self._kept:
            raise OSError(28, "No space left on device")
        return super().put(content)


def test_confirm_leaves_the_result_unconfirmed_when_a_paper_cannot_be_kept(closed):
    count(closed, Role.OPERATOR)
    member = closed.person(Role.COMMISSION)
    before = fingerprint()

    with pytest.raises(OSError, match="No space"):
        confirm(closed, member, FullStorage())

    assert fingerprint() == before
    assert closed.round().phase(closed.now) is Phase.COUNTING
    assert confirm(closed, member)


def test_protocols_are_numbered_through_the_year_of_a_municipality(closed):
    closed.decided()
    closed.open_voting(100, slug="2027")
    closed.go_to(Phase.COUNTING, "2027")
    lifecycle.count(PLATFORM, closed.place, "2027", KEYS, closed.now)
    member = closed.person(Role.COMMISSION)

    papers = results.confirm(member, closed.place, "2027", closed.storage, closed.now)

    assert [paper.number for paper in papers] == [2, 2]
