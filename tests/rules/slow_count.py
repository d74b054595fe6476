"""Every rule of counting straight from its definition: voter by voter, nothing grouped or skipped.

Slow on purpose, and written apart from the rules: what the two agree on is most likely right.
"""

import hashlib
from fractions import Fraction


def voters_of(election):
    """One dictionary a voter: what he gave to which project."""
    voters = []
    for ballot in election.ballots:
        given = {}
        for at, choice in enumerate(ballot.choices):
            if election.vote_type in ("cumulative", "scoring"):
                given[choice] = ballot.points[at]
            elif election.vote_type == "ordinal":
                places = min(election.max_choices or 10**9, len(election.projects))
                top = election.options.top_places
                given[choice] = (1 if at < top else 0) if top else max(0, places - at)
            else:
                given[choice] = 1
        voters += [given] * ballot.weight
    return voters


class SlowCount:
    def __init__(self, election, rule):
        self.election, self.rule, self.options = election, rule, election.options
        self.voters = voters_of(election)
        raised = dict(election.hands)
        self.points, self.marked = {}, {}
        for p in election.projects:
            hands = raised.get(p.id, 0)
            self.points[p.id] = sum(v.get(p.id, 0) for v in self.voters) + hands
            self.marked[p.id] = sum(p.id in v for v in self.voters) + hands
        self.worth = self.points
        if weight := self.options.commission_weight:
            given = {p.id: dict(election.commission).get(p.id, 0) for p in election.projects}
            best = max(*self.points.values(), 0) or 1
            self.worth = {
                ref: Fraction(weight * given[ref], 100 * (max(given.values()) or 1))
                + Fraction((10_000 - weight) * max(votes, 0), 100 * best)
                for ref, votes in self.points.items()
            }
        self.selected, self.part = [], None

    def key(self, project, *, shares=False):
        """What is smaller goes first among equals."""
        key = [project.cost, -self.worth[project.id]] if shares else []
        for tie in self.election.ties:
            key.append(
                {
                    "lower-cost": project.cost,
                    "own-share": -Fraction(project.own_contribution, project.cost),
                    "more-votes": -self.worth[project.id],
                    "listed-first": self.election.projects.index(project),
                    "lot": hashlib.sha256(
                        f"{self.election.seed}:{project.id}".encode()
                    ).hexdigest(),
                }[tie]
            )
        return (*key, self.election.projects.index(project))

    def barred(self, project):
        election, options = self.election, self.options
        cast = len(self.voters) + election.hand_voters
        return (
            cast < options.quorum
            or (options.quorum_share and 10_000 * cast < options.quorum_share * election.voters)
            or project.id in election.sits_out
            or self.points[project.id] < election.threshold
            or 10_000 * self.marked[project.id] < options.threshold_share * cast
        )

    def clashes(self, project):
        return any(
            project.id in group and set(group) & (set(self.selected) - {project.id})
            for group in self.election.exclusive
        )

    def count(self):
        election, options = self.election, self.options
        pot = election.budget - sum(heading.budget for heading in options.headings)
        common = [p for p in election.projects if not p.heading]
        for heading in options.headings:
            own = [p for p in election.projects if p.heading == heading.name]
            left = self.share_out(
                own, heading.budget, heading.name, last=not options.leftover_to_pot
            )
            if options.leftover_to_pot:
                pot += left
                common += [p for p in own if p.id not in self.selected]
        common.sort(key=election.projects.index)
        # Who is barred or clashes with a winner cannot win in the pot either.
        self.share_out(common, pot, "", last=True)
        return self.selected

    def share_out(self, projects, left, heading, *, last):
        voters = self.voters
        if heading:
            voters = [v for v in voters if any(p.id in v for p in projects)]
        if share := self.options.early_win_share:
            able = [p for p in projects if 10_000 * p.own_contribution >= p.cost * share]
            shares = self.rule.startswith("equalshares")
            able.sort(
                key=lambda p: (-Fraction(p.own_contribution, p.cost), self.key(p, shares=shares))
            )
            left = self.take(able, left)
        if self.rule.startswith("equalshares"):
            left = self.equal_shares(projects, left, voters)
        else:
            left = self.greedy(projects, left, ratio="ratio" in self.rule)
        if last and self.options.part_funding and left and self.part is None:
            self.pay_in_part(projects, left)
        return left

    def take(self, ordered, left, *, skip=True):
        for project in ordered:
            if project.id in self.selected or self.barred(project) or self.clashes(project):
                continue
            if project.cost <= left:
                self.selected.append(project.id)
                left -= project.cost
            elif not skip:
                break
        return left

    def greedy(self, projects, left, *, ratio=False, shares=False):
        def key(p):
            worth = Fraction(self.worth[p.id])
            return (-(worth / p.cost if ratio else worth), self.key(p, shares=shares))

        return self.take(sorted(projects, key=key), left, skip=self.rule != "greedy-no-skip")

    def pay_in_part(self, projects, left):
        """Only told who; the tests ask it under greedy alone, where the first that lost is it."""
        rest = sorted(projects, key=lambda p: (-self.worth[p.id], self.key(p)))
        for project in rest:
            if project.id in self.selected or self.barred(project) or self.clashes(project):
                continue
            if 10_000 * left >= project.cost * self.options.part_funding:
                self.part = project.id
            break

    def equal_shares(self, projects, left, voters):
        before = list(self.selected)
        bought = []
        open_ = [
            p for p in projects
            if p.cost <= left and not self.barred(p) and not self.clashes(p)
            and p.id not in self.selected
        ]  # fmt: skip
        if voters:
            share = Fraction(left, len(voters))
            bought = self.buy(open_, share, voters)
            unit = self.options.unit
            share = share // unit * unit
            while "add1" in self.rule and self.more_wanted(open_, bought, voters):
                share += unit
                again = self.buy(open_, share, voters)
                if sum(p.cost for p in again) > left:
                    break
                bought = again
        if "comparison" in self.rule:
            self.greedy(projects, left, shares=True)
            by_greedy, self.selected = set(self.selected) - set(before), before
            by_shares = {p.id for p in bought}

            def liked(voter, winners):
                return sum(voter.get(ref, 0) > 0 for ref in winners)

            more = [liked(v, by_greedy) - liked(v, by_shares) for v in voters]
            if sum(m > 0 for m in more) > sum(m < 0 for m in more):
                return self.greedy(projects, left, shares=True)
        self.selected = before + [p.id for p in bought]
        left -= sum(p.cost for p in bought)
        return self.greedy(projects, left, shares=True) if self.options.complete else left

    def more_wanted(self, open_, bought, voters):
        """Whether a supported project is still unbought that could be had for more money."""
        rich = self.buy(open_, Fraction(sum(p.cost for p in open_) + 1), voters)
        names = {p.id for p in bought}
        return any(
            p.id not in names
            and any(v.get(p.id, 0) > 0 for v in voters)
            and not any(p.id in group and names & set(group) for group in self.election.exclusive)
            for p in open_
        ) and bool(rich)

    def buy(self, open_, share, voters):
        purses = [share for _ in voters]
        rest, bought = list(open_), []
        while True:
            offers = []
            for project in rest:
                payment = self.payment(project, purses, voters)
                if payment is not None:
                    order = self.key(project, shares=True)
                    offers.append((payment / project.cost, order, project, payment))
            if not offers:
                return bought
            _, _, best, payment = min(offers, key=lambda offer: offer[:2])
            bought.append(best)
            for at, voter in enumerate(voters):
                if voter.get(best.id, 0) > 0:
                    purses[at] -= min(purses[at], payment * voter[best.id])
            clash = {ref for group in self.election.exclusive if best.id in group for ref in group}
            rest = [p for p in rest if p is not best and p.id not in clash]

    def payment(self, project, purses, voters):
        """The least price of a point at which the supporters pay the whole cost."""
        behind = [
            (purse, voter[project.id])
            for purse, voter in zip(purses, voters, strict=True)
            if voter.get(project.id, 0) > 0
        ]
        if not behind or sum(purse for purse, _ in behind) < project.cost:
            return None
        behind.sort(key=lambda supporter: supporter[0] / supporter[1])
        to_pay, points = Fraction(project.cost), sum(value for _, value in behind)
        for purse, value in behind:
            if purse * points >= to_pay * value:
                return to_pay / points
            to_pay -= purse
            points -= value
        raise AssertionError("they can pay it together")
