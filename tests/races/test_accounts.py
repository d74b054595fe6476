"""People of the office at once: one code lets one in, one link opens one account."""

from pb.acts import signing_in
from pb.acts.accounts import grants, invitations
from pb.records import accounts
from pb.records import sessions as records
from pb.records.base import db
from pb.rules.refusals import Code
from pb.rules.roles import Role
from pb.services.actors import PLATFORM
from tests.office import CHEAP, door, insider, means
from tests.races.finish import told
from tests.races.worker import RUNNERS
from tests.stage import KEYS

KEPT_OUT = (Code.CODE_WRONG, Code.TOO_MANY_TRIES)
"""Whoever comes last may already meet the wait after the failures of the others."""


def accept(token, place, chosen, now):
    """As a runner does it: what hashes passwords cannot be sent to another process."""
    return invitations.accept(token, place, chosen, KEYS, CHEAP, now)


def try_password(name, at, now):
    return signing_in.check_password(name, "wrong password it is", KEYS, CHEAP, at, now)


def sessions_that_live(account_id):
    found = records.sessions_of(account_id, 50)
    return [one for one in found if one.ended_at is None]


def test_one_code_lets_one_browser_in(field):
    stage, race = field
    person = insider(stage, Role.OPERATOR)
    deed = (person.actor.ref, person.code(stage.now), KEYS, door(stage), stage.now)

    answers = told(race(*[[(signing_in.sign_in, deed)]] * RUNNERS))

    assert sum(answer in KEPT_OUT for answer in answers) == RUNNERS - 1, answers
    assert len(sessions_that_live(person.actor.account_id)) == 1


def test_one_recovery_code_lets_one_browser_in(field):
    stage, race = field
    person = insider(stage, Role.OPERATOR)
    deed = (person.actor.ref, person.recovery_codes[0], KEYS, door(stage), stage.now)

    answers = told(race(*[[(signing_in.sign_in, deed)]] * RUNNERS))

    assert sum(answer in KEPT_OUT for answer in answers) == RUNNERS - 1, answers


def test_different_codes_at_once_leave_one_session_alive(field):
    stage, race = field
    person = insider(stage, Role.OPERATOR)
    deeds = [
        [(signing_in.sign_in, (person.actor.ref, code, KEYS, door(stage), stage.now))]
        for code in person.recovery_codes[:RUNNERS]
    ]

    answers = told(race(*deeds))

    assert not [one for one in answers if isinstance(one, str)], answers
    db.session.rollback()
    assert len(sessions_that_live(person.actor.account_id)) == 1


def test_one_link_opens_one_account(field):
    stage, race = field
    token = invitations.invite(PLATFORM, stage.place, "Н. Эсенова", Role.OPERATOR, stage.now)
    deeds = [
        [(accept, (token, stage.place, means(stage.now, f"{stage.slug}-{n}"), stage.now))]
        for n in range(RUNNERS)
    ]

    answers = told(race(*deeds))

    assert answers.count(Code.INVITATION_OVER) == RUNNERS - 1, answers
    assert len(accounts.staff_of(stage.place)) == 1


def test_two_roles_that_watch_each_other_are_never_both_given_at_once(field):
    stage, race = field
    deputy = stage.person(Role.DEPUTY)
    heads = [stage.person(Role.HEAD) for _ in range(RUNNERS)]
    roles = (Role.OPERATOR, Role.COMMISSION)

    answers = told(
        race(
            *[
                [(grants.grant_role, (head, stage.place, deputy.ref, roles[n % 2], stage.now))]
                for n, head in enumerate(heads)
            ]
        )
    )

    held = accounts.roles_of(stage.place, deputy.account_id)
    assert len(held) == 2, answers
    assert Role.DEPUTY in held


def test_failures_at_once_are_all_counted(field):
    stage, race = field
    person = insider(stage, Role.OPERATOR)
    deed = (person.name, door(stage), stage.now)

    answers = told(race(*[[(try_password, deed)]] * RUNNERS))

    wrong = answers.count(Code.SIGN_IN_WRONG)
    failed = accounts.failed_sign_in(KEYS.tag("sign-in-name", person.name))
    assert failed.number == wrong
    assert wrong + answers.count(Code.TOO_MANY_TRIES) == RUNNERS
