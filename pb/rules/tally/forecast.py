"""Which raises of add1 certainly fit: equal shares run between two whole bounds, exactly.

The search of add1 needs no more of a raise than whether its winners fit. Here each group of equal
ballots has an upper bound of its money, in parts of a tyiyn so small that all money together just
fits in int64, and `slack` says how far below it the true money may lie. Every division is rounded
to the side that keeps a bound a bound, so the truth is always between the two:

lower payment   what supporters with the most they may have would pay. F(p), the sum of
                min(money, p), grows with p and with the money, so who truly has less pays more.
upper payment   what they would pay with the least they may have, by the same reasoning.
after a purchase  the most is less by the lower payment, the least by the upper one: the slack
                grows by the difference, and who has nothing left for certain has no slack.

A decision is taken only where the bounds of the two sides do not touch. Where they touch (a true
tie is such a place) nothing is said, and the exact run decides; so a wrong answer is not unlikely
but impossible, and the figures of the record never come from here.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heapreplace

import numpy as np

from pb.rules.tally.contest import Watch
from pb.rules.tally.crowd import Crowd
from pb.rules.tally.election import Project
from pb.rules.tally.purses import LOOK

_BITS = 61
"""Bits all money together may take: sums of it and of the slack stay inside int64."""

_FINE = 62
"""Bits after the point of a price per tyiyn of cost."""

_TRIES = 40
"""Steps towards an upper payment before nothing is said; two or three are the rule."""


class _Unsure(Exception):  # noqa: N818 - not an error: the exact run is asked instead
    """Two bounds touch."""


class Forecast:
    """Runs over the candidates of one contest, each voter giving one point to what he marked."""

    def __init__(
        self,
        crowd: Crowd,
        candidates: Sequence[Project],
        rivals: Mapping[str, frozenset[str]],
        watch: Watch,
    ) -> None:
        self._crowd = crowd
        self._projects = {
            project.id: project for project in candidates if crowd.supporters[project.id].total
        }
        self._rivals = rivals
        self._watch = watch
        self._able = all(
            crowd.supporters[ref].values == (1,) and crowd.supporters[ref].voters.dtype != object
            for ref in self._projects
        )

    def certainly_goes_on(self, share: Fraction, budget: int) -> bool:
        """Whether at this share the winners fit in the budget, and a supported project is given up.

        In tyiyn. False says nothing: it may be so, or not.

        Raises:
            NotValid: COUNT_TOO_LONG (limit).
        """
        together = self._crowd.voters * (share.numerator // share.denominator + 1)
        scale = _BITS - together.bit_length()
        if not self._able or scale < 0:
            return False
        try:
            return self._runs(share, scale, budget)
        except _Unsure:
            return False

    def _runs(self, share: Fraction, scale: int, budget: int) -> bool:
        purses = _Bounds(self._crowd, share, scale, self._watch)
        queue = _Queue(self._projects, purses)
        while best := queue.taken():
            least, most = purses.bounds(best)
            # Rounded up, so that whatever stands above it is truly dearer for each tyiyn of cost.
            if queue.reaches(-((-most << _FINE) // best.cost)):
                raise _Unsure
            budget -= best.cost
            if budget < 0:
                return False
            purses.pay(best, least, most)
            queue.buy(self._rivals.get(best.id, frozenset()))
        return bool(queue.given_up)


class _Queue:
    """Open projects, by a lower bound of the payment for each tyiyn of cost; the smallest first."""

    def __init__(self, projects: Mapping[str, Project], purses: "_Bounds") -> None:
        self._projects = projects
        self._purses = purses
        self._waiting = [(purses.at_first(project), ref, -1) for ref, project in projects.items()]
        heapify(self._waiting)
        self._bought = 0
        self._out: set[str] = set()
        self.given_up: set[str] = set()

    def taken(self) -> Project | None:
        """Take out the best; None where nothing can be paid for any more."""
        best = self._first()
        if best is not None:
            heappop(self._waiting)
        return best

    def _first(self) -> Project | None:
        """The first of all, its bound being of now."""
        waiting = self._waiting
        while waiting:
            _, ref, seen = waiting[0]
            project = self._projects[ref]
            if ref in self._out:
                heappop(waiting)
            elif seen == self._bought:
                return project
            elif (payment := self._purses.least_payment(project)) is None:
                self.given_up.add(ref)
                heappop(waiting)
            else:
                # It can only have grown, so one that stays first is the best.
                heapreplace(waiting, ((payment << _FINE) // project.cost, ref, self._bought))
        return None

    def reaches(self, bound: int) -> bool:
        """Whether any that is open may be as good as this."""
        waiting = self._waiting
        return bool(waiting and waiting[0][0] <= bound and self._first() and waiting[0][0] <= bound)

    def buy(self, rivals: frozenset[str]) -> None:
        """Something was bought, so all bounds are of the past; its rivals are out."""
        self._bought += 1
        self._out |= rivals
        self.given_up -= rivals


class _Bounds:
    """Between what the money of every group lies, in parts of a tyiyn."""

    def __init__(self, crowd: Crowd, share: Fraction, scale: int, watch: Watch) -> None:
        parts, rest = divmod(share.numerator << scale, share.denominator)
        self._slack = int(rest > 0)
        self._most = np.full(crowd.groups, parts + self._slack, np.int64)
        self._scale = scale
        self._supporters = crowd.supporters
        self._paid: dict[str, int] = {}
        self._watch = watch

    def at_first(self, project: Project) -> int:
        """Payment for each tyiyn of cost where everybody can pay, rounded down."""
        return (1 << self._scale + _FINE) // self._supporters[project.id].total

    def least_payment(self, project: Project) -> int | None:
        """The lower bound of a full payment; None where its supporters cannot pay it."""
        behind = self._supporters[project.id]
        self._watch.look(len(behind.groups) + LOOK)
        price = project.cost << self._scale
        money, voters = self._most[behind.groups], behind.voters
        together = int(money.dot(voters))
        if together < price:
            return None
        if together - self._slack * behind.total < price:
            raise _Unsure
        # Payments only grow while money is spent, so the last one is where to begin.
        payment = self._paid.get(project.id, price // behind.total)
        while True:
            lacking = price - int(np.minimum(money, payment).dot(voters))
            payers = int((money > payment).dot(voters))
            if lacking < payers or not payers:
                break
            # The sum bends down as payments grow, so a step along its slope never goes too far.
            payment += lacking // payers
        self._paid[project.id] = payment
        return payment

    def bounds(self, project: Project) -> tuple[int, int]:
        """The lower and the upper bound of the full payment of a project that can be paid."""
        behind = self._supporters[project.id]
        price = project.cost << self._scale
        least = self._paid[project.id]
        money = np.maximum(self._most[behind.groups] - self._slack, 0)
        payment = least
        for _ in range(_TRIES):
            lacking = price - int(np.minimum(money, payment).dot(behind.voters))
            if lacking <= 0:
                return least, payment
            payers = int((money > payment).dot(behind.voters))
            if not payers:
                break
            payment += -(-lacking // payers)
        raise _Unsure

    def pay(self, project: Project, least: int, most: int) -> None:
        """Take the money of a project from its supporters."""
        groups = self._supporters[project.id].groups
        self._most[groups] = np.maximum(self._most[groups] - least, 0)
        self._slack += most - least
        self._watch.look(len(groups))
