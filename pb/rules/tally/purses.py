"""The money of all voters in whole numbers: equal shares run exactly, and fast at once.

Voters differ only by what they have left, so they are kept in classes of equal money. All the
money is written over one common denominator, which is multiplied at each purchase by the number of
payers, less what that has in common with the price; nothing is ever rounded, and nothing is
divided until a figure is shown.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np

from pb.rules.tally.allocation import Shared
from pb.rules.tally.contest import Watch
from pb.rules.tally.crowd import Crowd, Present, Whole
from pb.rules.tally.election import Project

FINE = 24
"""Bits after the point of a bound; two counts closer than that are compared exactly."""

LOOK = 20
"""What a look costs beside the groups looked at, in looks at one group."""

_CROWDED = 1_000
"""Classes before those nobody is in any more are swept out."""


_DEAD = 1
"""The class of those who have nothing left; the other classes change, this one stays."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What one project would cost its supporters now: full payment = `price` / `payers`.

    `price` is over the common denominator `over`; `payers` are the points of those who pay in
    full. `present` are all its supporters.
    """

    project: Project
    price: int
    payers: int
    over: int
    present: Present

    def effective(self) -> tuple[int, int]:
        """The effective vote count as numerator and denominator."""
        return self.project.cost * self.over * self.payers, self.price

    def bound(self) -> int:
        """The effective vote count, rounded down to a fine grid."""
        above, below = self.effective()
        return (above << FINE) // below


class Purses:
    """The money of all voters during one run; each begins with `share` tyiyn."""

    def __init__(self, crowd: Crowd, share: Fraction, watch: Watch) -> None:
        self._crowd = crowd
        self._watch = watch
        self._over = share.denominator
        self._money = np.array([share.numerator, 0], object)
        self._class = np.zeros(crowd.groups, np.int64)
        self._sweep_at = _CROWDED
        self._asked: dict[str, tuple[int, int]] = {}

    def _present(self, ref: str) -> Present:
        """How many voters of each class support a project, by the points they gave it."""
        supporters = self._crowd.supporters[ref]
        self._watch.look(len(supporters.groups) + LOOK)
        return supporters.present(self._class, len(self._money))

    def behind(self, ref: str) -> Fraction:
        """What the supporters of a project have left between them, in tyiyn."""
        present = self._present(ref)
        return Fraction(int(self._money[present.classes].dot(present.voters)), self._over)

    def offer(self, project: Project) -> Offer | None:
        """What a project would cost its supporters; None where they cannot pay it."""
        present, points = self._present(project.id), self._points(project.id)
        money, kinds, voters = self._money[present.classes], present.kinds, present.voters
        price = project.cost * self._over
        payers = self._crowd.supporters[project.id].total
        # A payment only grows while money is spent, so whoever could not pay the last one is out.
        asked, among = self._asked.get(project.id, (price, payers * self._over))
        while payers:
            # Who has less than the payment gives all and is out; the others have to pay more.
            payments = -(-points * (asked * self._over) // among)
            able = money >= payments[kinds]
            if able.all():
                self._asked[project.id] = price, payers * self._over
                return Offer(project, price, payers, self._over, present)
            price -= int(money[~able].dot(voters[~able]))
            money, kinds, voters = money[able], kinds[able], voters[able]
            payers = int(points[kinds].dot(voters))
            asked, among = price, payers * self._over
        return None

    def _points(self, ref: str) -> Whole:
        """The points of each kind, as integers of Python."""
        return np.array(self._crowd.supporters[ref].values, object)

    def pay(self, offer: Offer) -> None:
        """Take the money for a project from its supporters."""
        common = gcd(offer.price, offer.payers)
        price, payers = offer.price // common, offer.payers // common
        self._over *= payers
        money, present, points = self._money * payers, offer.present, self._points(offer.project.id)
        left = money[present.classes] - (points * price)[present.kinds]
        has = left > 0
        to = np.full(len(left), _DEAD)
        to[has] = len(money) + np.arange(has.sum())
        self._money = np.concatenate((money, left[has]))
        supporters = self._crowd.supporters[offer.project.id]
        supporters.move(self._class, present, to)
        self._watch.look(len(supporters.groups) + len(self._money))
        if len(self._money) > self._sweep_at:
            self._sweep()

    def _sweep(self) -> None:
        """Put classes of equal money together, and forget those nobody is in."""
        numbers: dict[int, int] = {}
        to_of = np.zeros(len(self._money), np.int64)
        to_of[_DEAD] = _DEAD
        money: list[int] = [0, 0]
        for old in np.flatnonzero(np.bincount(self._class)).tolist():
            if old != _DEAD:
                have = self._money[old]
                to_of[old] = numbers.setdefault(have, len(money))
                if to_of[old] == len(money):
                    money.append(have)
        self._money = np.array(money, object)
        self._class = to_of[self._class]
        self._sweep_at = max(_CROWDED, 2 * len(money))

    def shared(self, offer: Offer) -> Shared:
        """What a step says of an offer, before it is paid."""
        above, below = offer.effective()
        present, points = offer.present, self._points(offer.project.id)
        asked = (points * offer.price)[present.kinds]
        full = self._money[present.classes] * offer.payers >= asked
        return Shared(
            effective=Fraction(above, below),
            payment=Fraction(offer.price, offer.payers * offer.over),
            full=sum(present.voters[full]),
            all_in=sum(present.voters[~full]),
        )
