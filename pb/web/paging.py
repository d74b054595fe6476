"""Pages of a list: which one is asked for, and what stands before it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pages:
    """`asked` is what the address says; anything odd is the first page, too far is the last."""

    asked: str
    total: int
    size: int

    @property
    def last(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def number(self) -> int:
        """The page that is shown, from 1."""
        readable = self.asked.isascii() and self.asked.isdigit() and len(self.asked) < 9
        return min(max(int(self.asked) if readable else 1, 1), self.last)

    @property
    def offset(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * self.size
