"""What a valid ballot is; control numbers."""

from collections.abc import Collection, Sequence

from pb.rules.refusals import Code, NotValid
from pb.rules.terms import SMALLEST_NUMBER


def check_approval(
    choices: Sequence[int], on_ballot: Collection[int], min_choices: int, max_choices: int
) -> tuple[int, ...]:
    """The numbers of the chosen projects, ascending, if they make a valid approval ballot.

    Raises:
        NotValid: TOO_FEW_CHOICES, TOO_MANY_CHOICES, CHOICE_TWICE or CHOICE_UNKNOWN.
    """
    for number in choices:
        if number not in on_ballot:
            raise NotValid(Code.CHOICE_UNKNOWN, "choices", number=number)
    if len(set(choices)) != len(choices):
        twice = next(number for number in choices if choices.count(number) > 1)
        raise NotValid(Code.CHOICE_TWICE, "choices", number=twice)
    if len(choices) > max_choices:
        raise NotValid(Code.TOO_MANY_CHOICES, "choices", largest=max_choices, chosen=len(choices))
    if len(choices) < min_choices:
        raise NotValid(Code.TOO_FEW_CHOICES, "choices", smallest=min_choices, chosen=len(choices))
    return tuple(sorted(choices))


def marks_text(choices: Sequence[int]) -> str:
    """The marks of an approval ballot as they are kept: ascending numbers, comma between."""
    return ",".join(str(number) for number in sorted(choices))


def marks_of(text: str) -> tuple[int, ...]:
    """The numbers in the kept marks of an approval ballot."""
    return tuple(int(number) for number in text.split(",")) if text else ()


def control_number(draw: int, number_space: int) -> int:
    """The control number of a drawn lot; `draw` is uniform in 0 … number_space - 1.

    It is drawn when the form is issued, before any choice is known (security design, 2.4).
    """
    return SMALLEST_NUMBER + draw % number_space
