"""Support of residents for a draft: how many are asked, and what stays as they have read it."""

from pb.rules.proposal_steps import Place, Sources, StepFacts
from pb.rules.refusals import Code, Conflict, NotAllowed, NotValid


def check_asked(needed: int) -> None:
    """Refuse to collect support in a round whose rules ask for none.

    Raises:
        Conflict: SUPPORT_NOT_ASKED.
    """
    if not needed:
        raise Conflict(Code.SUPPORT_NOT_ASKED)


def check_enough(number: int, needed: int) -> None:
    """Refuse to send what too few residents support.

    Raises:
        NotValid: SUPPORT_LACKING, with how many are missing.
    """
    if number < needed:
        raise NotValid(Code.SUPPORT_LACKING, number=number, needed=needed, missing=needed - number)


def check_apart(supporter: int, involved: frozenset[int]) -> None:
    """Refuse the support of whoever has a part in the draft (keys of accounts).

    Raises:
        NotAllowed: SUPPORT_OF_OWN.
    """
    if supporter in involved:
        raise NotAllowed(Code.SUPPORT_OF_OWN)


def check_kept(before: StepFacts | None, after: StepFacts) -> None:
    """Refuse to change what people have supported: name, place, applicant, what is asked.

    Raises:
        Conflict: SUPPORT_COLLECTS.
    """
    changes = (
        before != after
        if isinstance(after, Place)
        else isinstance(after, Sources)
        and (not isinstance(before, Sources) or before.cost != after.cost)
    )
    if changes:
        raise Conflict(Code.SUPPORT_COLLECTS)
