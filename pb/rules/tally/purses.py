"""The money of all voters in whole numbers: equal shares run exactly, and fast at once.

Voters differ only by what they have left, so they are kept in classes of equal money. All the
money is written over one common denominator, which is multiplied by the number of payers at each
purchase; nothing is ever rounded, and nothing is divided until a figure is shown.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from pb.rules.tally.allocation import Shared
from pb.rules.tally.contest import Watch
from pb.rules.tally.crowd import Crowd
from pb.rules.tally.election import Project

FINE = 24
"""Bits after the point of a bound; two counts closer than that are compared exactly."""

_CROWDED = 1_000
"""Classes before those nobody is in any more are swept out."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What one project would cost its supporters now: full payment = `price` / `payers`.

    `price` is over the common denominator `over`; `payers` are the points of those who pay in
    full. `entries` are the classes of supporters: (class, points), voters.
    """

    project: Project
    price: int
    payers: int
    over: int
    entries: tuple[tuple[tuple[int, int], int], ...]

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
        self._money = [share.numerator]
        self._class = [0] * crowd.groups
        self._sweep_at = _CROWDED

    def _entries(self, ref: str) -> Mapping[tuple[int, int], int]:
        """How many voters of each class support a project, by the points they gave it."""
        supporters, weights = self._crowd.supporters[ref], self._crowd.weights
        self._watch.look(len(supporters.groups) + 1)
        classes = map(self._class.__getitem__, supporters.groups)
        found: Counter[tuple[int, int]] = Counter()
        if supporters.points is None and weights is None:
            for number, voters in Counter(classes).items():
                found[number, 1] = voters
        elif supporters.points is None and weights is not None:
            sums: dict[int, int] = {}
            for number, group in zip(classes, supporters.groups, strict=True):
                sums[number] = sums.get(number, 0) + weights[group]
            for number, voters in sums.items():
                found[number, 1] = voters
        else:
            for number, group, value in zip(
                classes, supporters.groups, supporters.points or (), strict=True
            ):
                found[number, value] += 1 if weights is None else weights[group]
        return found

    def behind(self, ref: str) -> Fraction:
        """What the supporters of a project have left between them, in tyiyn."""
        found = self._entries(ref)
        return Fraction(
            sum(self._money[number] * voters for (number, _), voters in found.items()), self._over
        )

    def offer(self, project: Project) -> Offer | None:
        """What a project would cost its supporters; None where they cannot pay it."""
        entries = self._entries(project.id)
        money = self._money
        price = project.cost * self._over
        rest = [(money[number], value, voters) for (number, value), voters in entries.items()]
        if sum(have * voters for have, _, voters in rest) < price:
            return None
        payers = sum(value * voters for _, value, voters in rest)
        while True:
            # Who has less than the payment gives all and is out; the others have to pay more.
            limits = {1: (price - 1) // payers}
            able = []
            paid = gone = 0
            for entry in rest:
                have, value, voters = entry
                limit = limits.get(value)
                if limit is None:
                    limit = limits[value] = (price * value - 1) // payers
                if have <= limit:
                    paid += have * voters
                    gone += value * voters
                else:
                    able.append(entry)
            if not gone:
                return Offer(project, price, payers, self._over, tuple(entries.items()))
            price -= paid
            payers -= gone
            rest = able

    def pay(self, offer: Offer) -> None:
        """Take the money for a project from its supporters."""
        price, payers = offer.price, offer.payers
        self._over *= payers
        self._money = [have * payers for have in self._money]
        numbers = {have: number for number, have in enumerate(self._money)}
        moved: dict[tuple[int, int], int] = {}
        for (number, value), _ in offer.entries:
            have = max(self._money[number] - price * value, 0)
            to = numbers.setdefault(have, len(self._money))
            if to == len(self._money):
                self._money.append(have)
            moved[number, value] = to
        supporters, classes = self._crowd.supporters[offer.project.id], self._class
        if supporters.points is None:
            to_of = {number: to for (number, _), to in moved.items()}
            for group in supporters.groups:
                classes[group] = to_of[classes[group]]
        else:
            for group, value in zip(supporters.groups, supporters.points, strict=True):
                classes[group] = moved[classes[group], value]
        self._watch.look(len(supporters.groups) + len(self._money))
        if len(self._money) > self._sweep_at:
            self._sweep()

    def _sweep(self) -> None:
        used = sorted(set(self._class))
        number = {old: new for new, old in enumerate(used)}
        self._money = [self._money[old] for old in used]
        self._class = [number[old] for old in self._class]
        self._sweep_at = max(_CROWDED, 2 * len(used))

    def shared(self, offer: Offer) -> Shared:
        """What a step says of an offer, before it is paid."""
        above, below = offer.effective()
        full = sum(
            voters
            for (number, value), voters in offer.entries
            if self._money[number] * offer.payers >= offer.price * value
        )
        return Shared(
            effective=Fraction(above, below),
            payment=Fraction(offer.price, offer.payers * offer.over),
            full=full,
            all_in=sum(voters for _, voters in offer.entries) - full,
        )
