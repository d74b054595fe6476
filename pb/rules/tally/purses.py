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
from pb.rules.tally.crowd import Crowd, Entry
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
    full. `entries` are all its supporters.
    """

    project: Project
    price: int
    payers: int
    over: int
    entries: list[Entry]

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
        self._money = [share.numerator, 0]
        self._class = np.zeros(crowd.groups, np.int64)
        self._sweep_at = _CROWDED
        self._asked: dict[str, tuple[int, int]] = {}

    def _entries(self, ref: str) -> list[Entry]:
        """How many voters of each class support a project, by the points they gave it."""
        supporters = self._crowd.supporters[ref]
        self._watch.look(len(supporters.groups) + LOOK)
        return supporters.entries(self._class, len(self._money))

    def behind(self, ref: str) -> Fraction:
        """What the supporters of a project have left between them, in tyiyn."""
        money = self._money
        have = sum([money[number] * voters for number, _, voters in self._entries(ref)])
        return Fraction(have, self._over)

    def offer(self, project: Project) -> Offer | None:
        """What a project would cost its supporters; None where they cannot pay it."""
        entries = self._entries(project.id)
        money = self._money
        price = project.cost * self._over
        rest = [(money[number], value, voters) for number, value, voters in entries]
        together = sum([have * voters for have, _, voters in rest])
        if together < price:
            return None
        payers = sum([value * voters for _, value, voters in rest])
        # A payment only grows while money is spent, so whoever could not pay the last one is out.
        asked, among = self._asked.get(project.id, (price, payers * self._over))
        one_each = self._crowd.supporters[project.id].values == (1,)
        while True:
            # Who has less than the payment gives all and is out; the others have to pay more.
            if one_each:
                limit = (asked * self._over - 1) // among
                able = [entry for entry in rest if entry[0] > limit]
            else:
                asked *= self._over
                able = [entry for entry in rest if entry[0] * among >= entry[1] * asked]
            if len(able) == len(rest):
                self._asked[project.id] = price, payers * self._over
                return Offer(project, price, payers, self._over, entries)
            rest = able
            has = sum([have * voters for have, _, voters in rest])
            price -= together - has
            together = has
            payers = sum([value * voters for _, value, voters in rest])
            asked, among = price, payers * self._over

    def pay(self, offer: Offer) -> None:
        """Take the money for a project from its supporters."""
        common = gcd(offer.price, offer.payers)
        price, payers = offer.price // common, offer.payers // common
        self._over *= payers
        money = self._money = [have * payers for have in self._money]
        moved = []
        numbers = {0: _DEAD}
        for number, value, _ in offer.entries:
            have = max(money[number] - price * value, 0)
            to = numbers.setdefault(have, len(money))
            if to == len(money):
                money.append(have)
            moved.append(to)
        supporters = self._crowd.supporters[offer.project.id]
        supporters.move(self._class, offer.entries, moved)
        self._watch.look(len(supporters.groups) + len(money))
        if len(money) > self._sweep_at:
            self._sweep()

    def _sweep(self) -> None:
        """Put classes of equal money together, and forget those nobody is in."""
        numbers: dict[int, int] = {}
        to_of = np.zeros(len(self._money), np.int64)
        to_of[_DEAD] = _DEAD
        money: list[int] = [0, 0]
        present = np.flatnonzero(np.bincount(self._class)).tolist()
        for old in present:
            if old != _DEAD:
                have = self._money[old]
                to_of[old] = numbers.setdefault(have, len(money))
                if to_of[old] == len(money):
                    money.append(have)
        self._money = money
        self._class = to_of[self._class]
        self._sweep_at = max(_CROWDED, 2 * len(money))

    def shared(self, offer: Offer) -> Shared:
        """What a step says of an offer, before it is paid."""
        above, below = offer.effective()
        full = sum(
            voters
            for number, value, voters in offer.entries
            if self._money[number] * offer.payers >= offer.price * value
        )
        return Shared(
            effective=Fraction(above, below),
            payment=Fraction(offer.price, offer.payers * offer.over),
            full=full,
            all_in=sum(voters for *_, voters in offer.entries) - full,
        )
