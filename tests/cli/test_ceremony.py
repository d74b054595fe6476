"""`pb ceremony` and `pb dispute`: three and two people at one terminal, in place of the pages."""

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from pb.cli import main
from pb.gateways.clock import FixedClock, SystemClock
from pb.records.audit import AuditEvent
from pb.records.base import db
from pb.records.ceremonies import KeyHolder
from pb.records.sessions import SignInSession
from pb.rules.roles import Role
from pb.services.audit import Tag
from tests.dispute_stage import PHRASES
from tests.office import PASSWORD
from tests.stage import Stage
from tests.terminal import (
    MEMBER,
    ROUND,
    WATCHER,
    inside,
    kept,
    losing_role,
    run,
    signed_in_long_ago,
)

ROOT = Path(__file__).resolve().parents[2]
TYPED = [typed for phrase in PHRASES for typed in (phrase, phrase)]
SEATED = ["1", "2", "2"]
"""Deputy, member, monitor; who has a seat already is not offered for the next."""


def test_ceremony_hold_locks_a_key_that_ceremony_try_opens(announced):
    typed = [MEMBER, *SEATED, *TYPED]

    held = run(announced, "ceremony", "hold", ROUND, typed=typed)
    tried = run(announced, "ceremony", "try", ROUND, typed=[WATCHER, PHRASES[2], "1", PHRASES[0]])

    assert held.exit_code == 0, held.output
    assert "Ключ создан и заперт" in held.output
    assert tried.exit_code == 0, tried.output
    assert "Ничего не открыто" in tried.output
    with inside(announced):
        assert len(db.session.scalars(select(KeyHolder)).all()) == 3
        held_by = select(AuditEvent.actor_ref).filter_by(tag=Tag.CEREMONY_HELD)
        assert db.session.scalars(held_by).one() is not None
        # Nobody stays signed in behind.
        assert None not in set(db.session.scalars(select(SignInSession.ended_at)))


def test_ceremony_hold_asks_name_password_and_second_factor_of_whoever_has_no_pass(
    announced, before_voting
):
    member = before_voting[1]
    who = [member.name, PASSWORD, member.recovery_codes[0]]
    result = run(announced, "ceremony", "hold", ROUND, typed=[*who, *SEATED, *TYPED])
    again = run(announced, "ceremony", "hold", ROUND, typed=who)

    assert result.exit_code == 0, result.output
    assert again.exit_code == 2
    assert "Этот код не подходит" in again.stderr


def test_ceremony_hold_asks_a_holder_again_and_keeps_what_the_others_typed(announced):
    wrong = ["кыска", "кыска", PHRASES[0], PHRASES[1], *TYPED[:2], *TYPED[:2], *TYPED[2:]]
    typed = [MEMBER, "9", *SEATED, *wrong]

    result = run(announced, "ceremony", "hold", ROUND, typed=typed)

    assert result.exit_code == 0, result.output
    assert "номер от 1 до" in result.stderr
    assert "не меньше" in result.stderr
    assert "Введено дважды" in result.stderr
    assert "уже у другого держателя" in result.stderr


def test_ceremony_hold_keeps_what_was_typed_when_the_code_asked_at_the_end_is_mistyped(
    announced, before_voting
):
    member = before_voting[1]
    who = [member.name, PASSWORD, member.recovery_codes[1]]
    late = signed_in_long_ago(announced)
    typed = [
        *who,
        *SEATED,
        *TYPED[:-1],
        late,
        TYPED[-1],
        "000000",
        lambda: time.sleep(1.1),
        member.recovery_codes[2],
    ]

    result = run(announced, "ceremony", "hold", ROUND, typed=typed)

    assert result.exit_code == 0, result.output
    assert "Этот код не подходит" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (("hold", "2026"), [], "АЙМАК/РАУНД"),
        (("hold", "togz-archa/2030"), [], "Раунда по адресу togz-archa/2030 нет"),
        (("hold", "nowhere/2026"), [], "Раунда по адресу nowhere/2026 нет"),
        (("hold", ROUND), ["nobody-here", "wrong password", "1"], "не подходят друг к другу"),
        (("hold", ROUND), ["togz-archa-operator"], "Ваша роль"),
        (("hold", ROUND), [MEMBER, *SEATED, *TYPED[:3]], "не дойдя до конца"),
        (("hold", ROUND), [MEMBER, *SEATED, *["кыска"] * 6], "не меньше"),
        (("hold", ROUND), [MEMBER, "0", "x", "7"], "не дойдя до конца"),
        (("try", ROUND), [MEMBER], "ключ"),
    ],
)
def test_ceremony_changes_nothing_when_it_cannot_be_held(announced, arguments, typed, words):
    before = kept(announced)

    result = run(announced, "ceremony", *arguments, typed=typed)

    assert result.exit_code == 2
    assert words.lower() in result.stderr.lower()
    assert kept(announced) == before


def test_ceremony_hold_is_refused_when_the_holders_are_of_one_side(announced):
    with inside(announced):
        app_stage = Stage(FixedClock(SystemClock().now()), None, place=1)
        for name in ("0. Асанова", "0. Асанов"):
            app_stage.person(Role.COMMISSION, name)
        db.session.remove()
    before = kept(announced)

    # The two new ones come first by name; the third of the commission is behind the deputy.
    result = run(announced, "ceremony", "hold", ROUND, typed=[MEMBER, "1", "1", "2"])

    assert result.exit_code == 2
    assert kept(announced) == before


def test_ceremony_hold_is_refused_when_the_voting_is_open(voting):
    before = kept(voting)

    result = run(voting, "ceremony", "hold", ROUND, typed=[MEMBER], language="ky")

    assert result.exit_code == 2
    assert "Error" not in result.stderr
    assert kept(voting) == before


def test_ceremony_try_is_refused_when_the_role_is_taken_away_while_a_passphrase_is_typed(voting):
    typed = [WATCHER, PHRASES[2], "1", losing_role(voting, Role.MONITORING), PHRASES[0]]

    result = run(voting, "ceremony", "try", ROUND, typed=typed)

    assert result.exit_code == 2, result.output
    assert "Ваша роль" in result.stderr


def test_ceremony_hold_is_refused_when_a_holder_leaves_while_the_others_type(announced):
    typed = [MEMBER, *SEATED, *TYPED[:-1], losing_role(announced, Role.MONITORING), TYPED[-1]]

    result = run(announced, "ceremony", "hold", ROUND, typed=typed)

    assert result.exit_code == 2, result.output
    assert "кенеш" in result.stderr
    with inside(announced):
        assert db.session.scalars(select(KeyHolder)).all() == []


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_ceremony_try_says_when_two_passphrases_open_nothing(voting, language):
    typed = [MEMBER, PHRASES[1], "1", "башка сөздөр турат 12"]

    result = run(voting, "ceremony", "try", ROUND, typed=typed, language=language)

    assert result.exit_code == 2
    said = {"ky": "ачкычты ачпай жатат", "ru": "не открывают ключ"}
    assert said[language] in result.stderr


def test_ceremony_try_asks_both_holders_three_times_and_names_whose_lock_stays_shut(voting):
    wrong = [PHRASES[1], "1", "башка сөздөр турат 12"]
    right = [PHRASES[1], "1", PHRASES[0]]

    mended = run(voting, "ceremony", "try", ROUND, typed=[MEMBER, *wrong, *wrong, *right])
    before = kept(voting)
    given_up = run(voting, "ceremony", "try", ROUND, typed=[MEMBER, *wrong * 3, *right])

    assert mended.exit_code == 0, mended.output
    assert mended.output.count("Замок держателей") == 2
    assert "Ничего не открыто" in mended.output
    assert given_up.exit_code == 2
    assert given_up.output.count("не открывают ключ") == 3
    assert "не дойдя до конца" in given_up.stderr
    assert kept(voting) == before


def test_ceremony_try_blames_no_passphrase_when_the_holder_beside_has_left(voting):
    left = [PHRASES[1], losing_role(voting, Role.MONITORING), "2", PHRASES[2]]

    result = run(
        voting, "ceremony", "try", ROUND, typed=[MEMBER, *left, PHRASES[1], "1", PHRASES[0]]
    )

    assert result.exit_code == 0, result.output
    assert "кенеш" in result.stderr
    assert "Замок держателей" not in result.output
    assert "Ничего не открыто" in result.output


def test_ceremony_is_refused_where_nobody_can_type(announced):
    piped = CliRunner().invoke(
        main, ["--language", "ru", "ceremony", "hold", ROUND], input=f"{MEMBER}\n", env=announced
    )
    closed = subprocess.run(
        [sys.executable, "-c", "from pb.cli import main; main()", "ceremony", "hold", ROUND],
        cwd=ROOT,
        env=os.environ | announced | {"LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (piped.exit_code, closed.returncode) == (2, 2)
    assert "в терминале" in piped.stderr
    assert "Run this command in a terminal" in closed.stderr


def test_ceremony_try_shows_no_passphrase_at_a_real_terminal(voting):
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", "from pb.cli import main; main()", "ceremony", "try", ROUND],
        cwd=ROOT,
        env=os.environ | voting | {"LC_ALL": "C.UTF-8"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        # The terminal of its own, so that what is hidden is asked at this one.
        preexec_fn=lambda: os.close(os.open(os.ttyname(0), os.O_RDWR)),
    ) as process:
        os.close(theirs)
        shown = b""
        for asked, typed in (
            ("sign-in name", MEMBER),
            ("Your passphrase", PHRASES[1]),
            ("before the names", "1"),
            ("beside you (", PHRASES[0]),
            ("Nothing was opened", ""),
        ):
            from_here = len(shown)
            while asked.encode() not in shown[from_here:]:
                shown += os.read(ours, 4096)
            os.write(ours, f"{typed}\n".encode())
        assert process.wait(60) == 0
    os.close(ours)

    assert MEMBER in shown.decode()
    assert not [phrase for phrase in PHRASES if phrase in shown.decode()]
