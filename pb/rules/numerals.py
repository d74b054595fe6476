"""Numbers as they are shown and, beside the figures on papers, spelt in Kyrgyz and in Russian."""

from dataclasses import dataclass
from fractions import Fraction

from pb.rules.money import LARGEST, NBSP, Tyiyn, unit

LARGEST_NUMBER = 10**15 - 1


def one_decimal(value: Fraction) -> str:
    """A mean or a share, not negative, with one digit after the comma, half up: "4,3"."""
    tenths = (value * 10 + Fraction(1, 2)) // 1
    return f"{tenths // 10},{tenths % 10}"


def percent(share: int) -> str:
    """A share in basis points in percent as people write it: "25", "12,5", "33,33"."""
    whole, rest = divmod(share, 100)
    return f"{whole},{rest:02}".rstrip("0") if rest else str(whole)


@dataclass(frozen=True)
class _Scale:
    """The word for a power of a thousand: one, two to four, five and more of it."""

    one: str
    few: str
    many: str
    is_feminine: bool = False


_KY_UNITS = "бир эки үч төрт беш алты жети сегиз тогуз".split()
_KY_TENS = "он жыйырма отуз кырк элүү алтымыш жетимиш сексен токсон".split()
_KY_SCALES = ("", "миң", "миллион", "миллиард", "триллион")

_RU_UNITS = "один два три четыре пять шесть семь восемь девять".split()
_RU_UNITS_FEMININE = ["одна", "две", *_RU_UNITS[2:]]
_RU_TEENS = (
    "десять одиннадцать двенадцать тринадцать четырнадцать "
    "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
).split()
_RU_TENS = ("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто").split()
_RU_HUNDREDS = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот".split()
_RU_SCALES = (
    _Scale("", "", ""),
    _Scale("тысяча", "тысячи", "тысяч", is_feminine=True),
    _Scale("миллион", "миллиона", "миллионов"),
    _Scale("миллиард", "миллиарда", "миллиардов"),
    _Scale("триллион", "триллиона", "триллионов"),
)
_RU_TYIYN = _Scale("тыйын", "тыйына", "тыйынов")


def cardinal(number: int, language: str, *, feminine: bool = False) -> str:
    """A whole number in words: "бир миң эки жүз", "одна тысяча двести".

    `feminine` is for what is counted in Russian: "одна инициатива"; Kyrgyz has no genders.

    Raises:
        ValueError: below zero, or above what has a word here.
    """
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(f"no words for {number}")
    if not number:
        return "ноль" if language == "ru" else "нөл"
    words: list[str] = []
    for power in range(len(_RU_SCALES) - 1, -1, -1):
        three = number // 1000**power % 1000
        if not three:
            continue
        if language == "ru":
            scale = _RU_SCALES[power]
            words += _ru_below_thousand(three, scale.is_feminine or (feminine and not power))
            words.append(_form(three, scale))
        else:
            words += [*_ky_below_thousand(three), _KY_SCALES[power]]
    return " ".join(word for word in words if word)


def in_words(amount: Tyiyn, language: str, currency: str = "KGS") -> str:
    """An amount in words with its unit: "бир миң сом", "одна тысяча сомов 50 тыйынов".

    Tyiyn stay figures, as on payment papers. Another currency keeps its ISO code.

    Raises:
        ValueError: an amount below zero or above a trillion.
    """
    if not 0 <= amount <= LARGEST:
        raise ValueError(f"no words for {amount} tyiyn")
    whole, rest = divmod(amount, 100)
    # The unit agrees with the whole som here: "один сом 50 тыйынов", while figures say "1,50 сома".
    words = f"{cardinal(whole, language)} {unit(Tyiyn(whole * 100), language, currency)}"
    if not rest:
        return words
    if currency != "KGS":
        return f"{words} {rest:02}/100"
    return f"{words} {rest:02}{NBSP}{_form(rest, _RU_TYIYN) if language == 'ru' else 'тыйын'}"


def _ky_below_thousand(number: int) -> list[str]:
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    return [
        *([_KY_UNITS[hundreds - 1], "жүз"] if hundreds else []),
        *([_KY_TENS[tens - 1]] if tens else []),
        *([_KY_UNITS[units - 1]] if units else []),
    ]


def _ru_below_thousand(number: int, feminine: bool) -> list[str]:
    hundreds, tens, units = number // 100, number // 10 % 10, number % 10
    words = [_RU_HUNDREDS[hundreds - 1]] if hundreds else []
    if tens == 1:
        return [*words, _RU_TEENS[units]]
    if tens:
        words.append(_RU_TENS[tens - 2])
    if units:
        words.append((_RU_UNITS_FEMININE if feminine else _RU_UNITS)[units - 1])
    return words


def _form(number: int, scale: _Scale) -> str:
    """The form of a Russian word after a number."""
    if number % 10 == 1 and number % 100 != 11:
        return scale.one
    if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14):
        return scale.few
    return scale.many
