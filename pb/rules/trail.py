"""The trail of deeds as it is sealed: batch by batch, each held by the next.

An event is the leaf of a line of canonical JSON (keys sorted, no blanks, ended by LF) with its id,
municipality, time, tag, actor, object and facts. A batch is the tree over its events in the order
of their ids, and this text, which is signed (Ed25519):

    pb1-trail
    <sequence, from 1>
    <events>
    <root, 64 hex digits>
    <SHA-256 over the text and the signature of the batch before, 64 hex digits; zeros at first>

Which batch an event is in is written down beside it: ids are given before a deed is committed, so
"everything above the last id" would pass over whatever was slow.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class TrailHead:
    """What is signed of a batch."""

    sequence: int
    size: int
    root: bytes
    previous: bytes

    def text(self) -> bytes:
        """The text that is signed."""
        return (
            f"pb1-trail\n{self.sequence}\n{self.size}\n{self.root.hex()}\n{self.previous.hex()}\n"
        ).encode()
