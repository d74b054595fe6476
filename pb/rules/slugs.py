"""Names for addresses made from names in any writing: small Latin letters, digits, hyphens."""

import re
import unicodedata

LONGEST = 40

# Kyrgyz and Russian as people spell them in Latin letters, and letters that are not made of a
# plain one and a mark.
_LATIN = dict(
    zip(
        "абвгдезийклмнңоөпрстуүфыэё",
        "a b v g d e z i i k l m n n o o p r s t u u f y e yo".split(),
        strict=True,
    )
) | {
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "",
    "ю": "yu", "я": "ya", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe",
}  # fmt: skip
_TABLE = str.maketrans(_LATIN)
_OTHER = re.compile("[^a-z0-9]+")


def slug_from(text: str, otherwise: str) -> str:
    """A name for addresses from any text; `otherwise` where not one letter can be written so."""
    latin = unicodedata.normalize("NFC", text).casefold().translate(_TABLE)
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", plain).strip("-")[:LONGEST].strip("-") or otherwise


def numbered(slug: str, number: int) -> str:
    """The same name with a number after it: "warszawa-2"; the first keeps its name."""
    if number == 1:
        return slug
    end = f"-{number}"
    return slug[: LONGEST - len(end)].rstrip("-") + end
