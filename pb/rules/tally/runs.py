"""One run of the Method of Equal Shares: project after project, until none can be paid for.

A project is bought by those who marked it, each paying the same, or all that is left to him where
that is less. With points each pays in proportion to the points he gave. The effective vote count
of a project is its cost divided by the full payment (for one point): the count of its votes where
everybody can still pay, and less the more of its supporters have run out of money. The project
with the highest is bought, until none can be paid by its own supporters.

A count can only fall while money is spent, so whoever stood below the best when last looked at
need not be looked at again: most projects are looked at a few times and not at every purchase.

Source: D. Peters, G. Pierczyński, P. Skowron, Proportional Participatory Budgeting with Additive
Utilities (2021); cost utilities, as the cities of equalshares.net count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pb.rules.tally.allocation import Shared
from pb.rules.tally.contest import Watch
from pb.rules.tally.crowd import Crowd
from pb.rules.tally.election import Project, TieBreak
from pb.rules.tally.purses import FINE, Offer, Purses
from pb.rules.tally.ties import Order


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase, with the ids that had the same effective vote count and what parted them."""

    project: Project
    tied_with: tuple[str, ...]
    asked: TieBreak | None
    shared: Shared


class Run:
    """One run over the candidates; each voter begins with `share` tyiyn."""

    def __init__(
        self,
        crowd: Crowd,
        share: Fraction,
        candidates: Sequence[Project],
        order: Order,
        rivals: Mapping[str, frozenset[str]],
        watch: Watch,
    ) -> None:
        self.purses = Purses(crowd, share, watch)
        self._order = order
        self._rivals = rivals
        self._given_up: set[str] = set()
        self._open = {
            project.id: (crowd.supporters[project.id].total << FINE, project)
            for project in candidates
            if crowd.supporters[project.id].total
        }

    def next(self) -> tuple[Offer, list[Project]] | None:
        """The best offer, and all projects whose effective vote count equals it."""
        best: list[Offer] = []
        best_bound = 0
        for ref, (bound, project) in sorted(
            self._open.items(), key=lambda item: item[1][0], reverse=True
        ):
            if bound < best_bound:
                break
            offer = self.purses.offer(project)
            if offer is None:
                del self._open[ref]
                self._given_up.add(ref)
                continue
            found = offer.bound()
            self._open[ref] = found, project
            if not best or found > best_bound:
                best, best_bound = [offer], found
            elif found == best_bound:
                best = _best_of(best, offer)
        if not best:
            return None
        tied = [offer.project for offer in best]
        first = min(tied, key=lambda project: self._order.ranks[project.id])
        return next(offer for offer in best if offer.project is first), tied

    def buy(self, offer: Offer) -> None:
        """Pay an offer; what is incompatible with it is out."""
        self.purses.pay(offer)
        ref = offer.project.id
        del self._open[ref]
        for rival in self._rivals.get(ref, ()):
            self._open.pop(rival, None)
            self._given_up.discard(rival)

    @property
    def gave_up(self) -> bool:
        """Whether a supported project could not be paid for, and nothing else keeps it out."""
        return bool(self._given_up)

    def cost_within(self, budget: int) -> bool:
        """Run to the end; whether all winners together cost no more than the budget."""
        while found := self.next():
            offer, _ = found
            budget -= offer.project.cost
            if budget < 0:
                return False
            self.buy(offer)
        return True

    def explained(self) -> list[Bought]:
        """Run to the end and say everything of each purchase."""
        bought = []
        while found := self.next():
            offer, tied = found
            placed = self._order.before(tied)
            asked = placed[0][1]
            others = tuple(project.id for project, _ in placed[1:])
            bought.append(Bought(offer.project, others, asked, self.purses.shared(offer)))
            self.buy(offer)
        return bought


def _best_of(best: list[Offer], other: Offer) -> list[Offer]:
    """The better of offers that lie close together; both where they are equal."""
    above, below = best[0].effective()
    other_above, other_below = other.effective()
    difference = other_above * below - above * other_below
    if difference > 0:
        return [other]
    return [*best, other] if difference == 0 else best
