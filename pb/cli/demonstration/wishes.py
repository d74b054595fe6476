"""What a proposal of the demonstration is: its texts, how many like it, how the office answers."""

from dataclasses import dataclass

from pb.acts.proposals import ProposalFacts
from pb.rules.money import Tyiyn
from pb.rules.proposals import Ground


@dataclass(frozen=True)
class Wish:
    """A proposal and its fate; `liking` weighs how often it is chosen on a ballot.

    With `returned` the office gives it back with this reason first; `mended` is then the solution
    the author writes anew, and without it the proposal stays returned. With `ground` and `reason`
    it is not admitted; with `appeal` its author does not agree.
    """

    facts: ProposalFacts
    liking: int = 0
    returned: str | None = None
    mended: str | None = None
    ground: Ground | None = None
    reason: str | None = None
    law: str = ""
    """The act and the article, with a ground."""
    appeal: str | None = None
    dismissed: str = ""
    """What the head answers to the appeal."""
    question: str | None = None
    answer: str | None = None
    """Of the office, to the question; both in Kyrgyz."""

    @property
    def is_admitted(self) -> bool:
        """Whether it comes to stand on the ballot."""
        return self.ground is None and (self.returned is None or self.mended is not None)


def som(amount: int) -> Tyiyn:
    """So many som, in tyiyn."""
    return Tyiyn(amount * 100)


def in_kyrgyz(
    village: str | None,
    cost: int,
    titles: tuple[str, str],
    texts: tuple[str, str],
    own: tuple[int, int, int] = (0, 0, 0),
    people: int | None = None,
) -> ProposalFacts:
    """A proposal written in Kyrgyz: titles (ky, ru), texts (problem, solution), amounts in som."""
    return _facts("ky", titles, village, cost, texts, own, people)


def in_russian(
    village: str | None,
    cost: int,
    titles: tuple[str, str],
    texts: tuple[str, str],
    own: tuple[int, int, int] = (0, 0, 0),
    people: int | None = None,
) -> ProposalFacts:
    """A proposal written in Russian; titles stand in the same order (ky, ru)."""
    return _facts("ru", (titles[1], titles[0]), village, cost, texts, own, people)


def _facts(
    language: str,
    titles: tuple[str, str],
    village: str | None,
    cost: int,
    texts: tuple[str, str],
    own: tuple[int, int, int],
    people: int | None,
) -> ProposalFacts:
    return ProposalFacts(
        language=language,
        title=titles[0],
        title_in_other=titles[1],
        problem=texts[0],
        solution=texts[1],
        cost=som(cost),
        own_cash=som(own[0]),
        own_kind=som(own[1]),
        own_labour=som(own[2]),
        settlement=village,
        beneficiaries=people,
    )
