"""A real server under load that is killed outright, and voters who keep a list of their own."""

import http.client
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from pb.config import Settings
from pb.records.ballots import InboxBallot
from tests.bench import letters
from tests.bench.letters import Letter
from tests.bench.servers import HOST, Server, serving
from tests.bench.town import OURS, Town

VOTERS_AT_ONCE = 8
PATIENCE = 240
"""Seconds a voter goes on trying, and anybody waits for anything: a busy machine starts slowly."""


@dataclass
class Crowd:
    """Voters who press the button until they are told that their vote is kept."""

    port: int
    acknowledged: list[str] = field(default_factory=list)
    """The ballots whose receipt the voters have: their own list, whatever the server says."""
    statuses: list[int] = field(default_factory=list)

    def vote(self, all_: list[Letter], meanwhile: Callable[[], object]) -> None:
        """Send every letter until it is acknowledged, and do something else meanwhile."""
        with ThreadPoolExecutor(VOTERS_AT_ONCE) as voters:
            shares = [all_[number::VOTERS_AT_ONCE] for number in range(VOTERS_AT_ONCE)]
            ends = [voters.submit(self._send, share) for share in shares]
            meanwhile()
            for end in ends:
                end.result(PATIENCE * 2)

    def wait_for(self, number: int) -> None:
        """Until so many votes are acknowledged."""
        deadline = time.monotonic() + PATIENCE
        while len(self.acknowledged) < number:
            assert time.monotonic() < deadline, f"{len(self.acknowledged)} were acknowledged"
            time.sleep(0.005)

    def _send(self, share: list[Letter]) -> None:
        for letter in share:
            deadline = time.monotonic() + PATIENCE
            while (status := self.post(letter)) != 303:
                assert time.monotonic() < deadline, (
                    f"not acknowledged, the last answer was {status}"
                )
                time.sleep(0.05)
            self.acknowledged.append(letter.ballot_id)

    def post(self, letter: Letter) -> int:
        """Send one; the status of the answer, 0 where there was none."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request("POST", letter.path, letter.body, letter.headers)
            with connection.getresponse() as answer:
                answer.read()
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
        self.statuses.append(answer.status)
        return answer.status


@contextmanager
def served(settings: Settings, folder: Path) -> Iterator[Server]:
    """The application as it is served, with two workers."""
    environment = letters.our_environment(settings)
    with serving("wsgi:app", 2, environment, folder / f"log-{time.monotonic_ns()}") as server:
        yield server


def children(pid: int) -> list[int]:
    """The processes below one."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def kill(pids: list[int]) -> None:
    """End these at once, without a word to them, and wait until they are gone."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while any(_runs(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.01)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def laid_in(town: Town) -> list[str]:
    """The ballots in the inbox, read as soon as the database answers again."""
    query = select(InboxBallot.ballot_id).where(InboxBallot.round_id == town.rounds[OURS])
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with town.engine.connect() as connection:
                return sorted(connection.scalars(query))
        except DBAPIError:
            assert time.monotonic() < deadline, "the database does not come back"
            time.sleep(0.1)
