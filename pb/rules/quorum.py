"""Quorum: how many of those who belong to a body must be there, or must have done their part."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Quorum:
    """A share of a body, exactly; with `is_more_than` the share itself is not yet enough.

    Raises:
        ValueError: a share below nothing or above the whole.
    """

    share: Fraction = Fraction(1, 2)
    is_more_than: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"quorum {self.share}")

    def of(self, number: int) -> int:
        """How many of so many are needed; never none, and never more than there are."""
        needed = self.share * number
        least = needed // 1 + 1 if self.is_more_than else -(-needed // 1)
        return max(1, min(number, least))


MORE_THAN_HALF = Quorum()
