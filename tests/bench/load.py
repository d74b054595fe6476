"""The voters: a few processes that each send one vote after another."""

import http.client
import struct
import time
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from statistics import quantiles

from tests.bench.letters import Letter
from tests.bench.servers import HOST, Server, cpu_seconds

PATIENCE = 60
"""Seconds to wait for anything before the run is given up."""

SECONDS = struct.Struct("d")
"""How a server writes a wait down, one behind the other."""


@dataclass(frozen=True)
class Run:
    """What one stretch of voting was like."""

    answers: list[tuple[int, float]]
    """The status of each, and the seconds until it was read to its end."""
    seconds: float
    server_cpu: float
    database_cpu: float

    @property
    def rate(self) -> float:
        """Requests in a second."""
        return len(self.answers) / self.seconds

    @property
    def server(self) -> float:
        """Milliseconds of the processor for one request, in the web server."""
        return self.server_cpu * 1000 / len(self.answers)

    @property
    def database(self) -> float:
        """The same in PostgreSQL."""
        return self.database_cpu * 1000 / len(self.answers)

    @property
    def cpu(self) -> float:
        """The same in both."""
        return self.server + self.database

    def wait(self, percent: int) -> float:
        """The milliseconds within which so many of a hundred were answered."""
        waits = [wait for _status, wait in self.answers]
        return quantiles(waits, n=100, method="inclusive")[percent - 1] * 1000

    @property
    def longest(self) -> float:
        """The milliseconds the longest answer took."""
        return max(wait for _status, wait in self.answers) * 1000


class Crowd:
    """The voters of one variant; each letter is sent at most once."""

    def __init__(
        self, server: Server, database: int | None, letters: list[Letter], connections: int
    ) -> None:
        """`database` is the process of PostgreSQL; None where the server is the database."""
        self._server, self._database = server, database
        self._left = [letters[number::connections] for number in range(connections)]

    def vote(self, seconds: float) -> Run:
        """Send for so long, or as long as there are letters."""
        context = get_context("fork")
        start = context.Barrier(len(self._left) + 1)
        voters, ends = [], []
        for letters in self._left:
            ours, theirs = context.Pipe(duplex=False)
            arguments = (self._server.port, letters, seconds, start, theirs)
            voter = context.Process(target=_send, args=arguments, daemon=True)
            voter.start()
            theirs.close()
            voters.append(voter)
            ends.append(ours)
        server, database = cpu_seconds(self._server.pid), self._database_cpu()
        start.wait(PATIENCE)
        began = time.perf_counter()
        answers = [_take(end, seconds) for end in ends]
        run = Run(
            [answer for share in answers for answer in share],
            time.perf_counter() - began,
            cpu_seconds(self._server.pid) - server,
            self._database_cpu() - database,
        )
        for voter in voters:
            voter.join(PATIENCE)
        self._left = [
            letters[len(share) :] for letters, share in zip(self._left, answers, strict=True)
        ]
        if not all(self._left):
            raise RuntimeError("the voters ran out: give more of them, or shorter rounds")
        return run

    def _database_cpu(self) -> float:
        return cpu_seconds(self._database) if self._database is not None else 0.0


def _take(end: Connection, seconds: float) -> list[tuple[int, float]]:
    if not end.poll(seconds + PATIENCE):
        raise RuntimeError("a voter got no answer")
    answers: list[tuple[int, float]] = end.recv()
    return answers


def _send(
    port: int, letters: list[Letter], seconds: float, start: Barrier, end: Connection
) -> None:
    answers = []
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    start.wait(PATIENCE)
    deadline = time.perf_counter() + seconds
    for letter in letters:
        sent = time.perf_counter()
        if sent > deadline:
            break
        connection.request("POST", letter.path, letter.body, letter.headers)
        with connection.getresponse() as answer:
            answer.read()
        answers.append((answer.status, time.perf_counter() - sent))
    connection.close()
    end.send(answers)
