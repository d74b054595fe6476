"""What the values of closed lists are called, in the reader's language."""

from pb.documents.names import name_of
from pb.web.language import language


def of(value: str) -> str:
    """The name of a value of a closed list; any other text is itself."""
    return name_of(value, language())
