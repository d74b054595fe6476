"""How two texts differ, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb.rules.differences import Change, differences


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "", []),
        ("эски көпүрө", "эски көпүрө", [("same", "эски көпүрө")]),
        ("", "жаңы", [("added", "жаңы")]),
        ("эски", "", [("removed", "эски")]),
        ("эски үй", "жаңы үй", [("removed", "эски"), ("added", "жаңы"), ("same", " үй")]),
        ("<b>", "<i>", [("same", "<"), ("removed", "b"), ("added", "i"), ("same", ">")]),
    ],
)  # fmt: skip
def test_differences_are_words_removed_and_added(before, after, found):
    assert [(piece.change, piece.text) for piece in differences(before, after)] == found


@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_of_either_text_is_lost(before, after):
    pieces = differences(before, after)

    assert "".join(p.text for p in pieces if p.change is not Change.ADDED) == before
    assert "".join(p.text for p in pieces if p.change is not Change.REMOVED) == after
