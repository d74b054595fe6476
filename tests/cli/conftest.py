"""Installations for the commands of holders: made once a file, copied for each test."""

from datetime import timedelta

import pytest

from pb.gateways.clock import SystemClock
from pb.rules.roles import Role
from tests.dispute_stage import with_key
from tests.office import insider
from tests.roll_stage import give_passport
from tests.terminal import DEPUTY, MEMBER, WATCHER, built, copied


@pytest.fixture(scope="module")
def before_voting(tmp_path_factory):
    """A round announced today; three people who might hold its key, one with a password."""

    def play(stage):
        stage.announced()
        stage.person(Role.DEPUTY, "А. Абдиева", DEPUTY)
        stage.person(Role.COMMISSION, "Б. Бекова", MEMBER)
        stage.person(Role.MONITORING, "В. Ваитова", WATCHER)
        stage.person(Role.OPERATOR, code="togz-archa-operator")
        return insider(stage, Role.COMMISSION)

    return built(tmp_path_factory.mktemp("before"), SystemClock().now(), play)


@pytest.fixture(scope="module")
def in_voting(tmp_path_factory):
    """A voting that lasts today, with its key; the first on its roll has voted and a passport."""

    def play(stage):
        dispute = with_key(stage, voters=2)
        dispute.vote(dispute.people[0], 1)
        give_passport(dispute.line_of(dispute.people[0]))

    started = SystemClock().now() - timedelta(days=13)
    return built(tmp_path_factory.mktemp("voting"), started, play)


@pytest.fixture
def announced(before_voting, tmp_path):
    return copied(before_voting, tmp_path)


@pytest.fixture
def voting(in_voting, tmp_path):
    return copied(in_voting, tmp_path)
