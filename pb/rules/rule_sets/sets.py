"""A rule set: a value for every parameter, frozen, with a fingerprint a stranger can work out."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from pb.rules.refusals import Code, NotValid
from pb.rules.rule_sets.catalogue import CATALOGUE
from pb.rules.rule_sets.parameters import Kind, Parameter, Spec, Value
from pb.rules.texts import clean

HEADING = "demilge rule set 1"
_YES, _NO = "yes", "no"
_NUMBERS = (Kind.NUMBER, Kind.TYIYN, Kind.PERCENT)
_SEVERAL = (Kind.CHOICES, Kind.ORDER)


@dataclass(frozen=True)
class RuleSet:
    """The rules of a municipality: every parameter of the catalogue has its value."""

    values: Mapping[Parameter, Value]

    @classmethod
    def of(cls, changes: Mapping[Parameter, Value] | None = None) -> "RuleSet":
        """The defaults of the catalogue with some values changed."""
        given = {spec.parameter: spec.default for spec in CATALOGUE.values()} | dict(changes or {})
        return cls(MappingProxyType({parameter: given[parameter] for parameter in CATALOGUE}))

    def changed(self, changes: Mapping[Parameter, Value]) -> "RuleSet":
        """The same with some values changed."""
        return RuleSet.of({**self.values, **changes})

    def number(self, parameter: Parameter) -> int:
        """The value of a number, an amount or a share, in the unit of the catalogue."""
        return cast(int, self.values[parameter])

    def chosen(self, parameter: Parameter) -> str:
        """The value of a choice or a text."""
        return cast(str, self.values[parameter])

    def several(self, parameter: Parameter) -> tuple[str, ...]:
        """The value of several choices, or of an order."""
        return cast(tuple[str, ...], self.values[parameter])

    def is_on(self, parameter: Parameter) -> bool:
        """The value of a yes or no."""
        return cast(bool, self.values[parameter])

    def differences(self, other: "RuleSet") -> tuple[Parameter, ...]:
        """The parameters that have another value there, in the order of the catalogue."""
        return tuple(p for p in CATALOGUE if self.values[p] != other.values[p])

    def text(self) -> str:
        """The one text of a rule set, whose hash is printed.

        The line HEADING, then a line `name: value` for each parameter, by name in the order of
        the alphabet; UTF-8, each line ended by a line feed. Numbers are in digits (amounts in
        tyiyn, shares in hundredths of a per cent), yes and no in these words, several answers
        with a comma between them, in the order of the catalogue or in the order that matters.
        """
        lines = (f"{name}: {_written(self.values[Parameter(name)])}" for name in sorted(CATALOGUE))
        return "\n".join((HEADING, *lines, ""))

    def fingerprint(self) -> str:
        """The SHA-256 of its text, in hex."""
        return fingerprint_of(self.text())


def fingerprint_of(text: str) -> str:
    """The SHA-256 of the text of a rule set, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> RuleSet:
    """The rule set a text was made from.

    A parameter that came into the catalogue later has its default: what was kept stays as it is,
    and so does its fingerprint.
    """
    written = dict(line.split(": ", 1) for line in text.split("\n")[1:] if line)
    return RuleSet.of(
        {
            parameter: _value(spec, written[parameter])
            for parameter, spec in CATALOGUE.items()
            if parameter in written
        }
    )


def check_value(spec: Spec, value: Value) -> Value:
    """A value that lies within what the catalogue says of its parameter.

    Raises:
        NotValid: at the parameter: NUMBER_OUT_OF_RANGE or SHARE_OUT_OF_RANGE, RULE_NOT_OFFERED,
            RULE_EMPTY, or what `clean` finds in a text.
    """
    field = spec.parameter.value
    if spec.kind in _NUMBERS:
        number = cast(int, value)
        if not spec.smallest <= number <= spec.largest:
            raise _out_of_range(spec)
        return number
    if spec.kind in _SEVERAL:
        several = cast(tuple[str, ...], value)
        if len(set(several)) != len(several) or not set(several) <= set(spec.offered):
            raise NotValid(Code.RULE_NOT_OFFERED, field)
        if not several and not spec.may_be_empty:
            raise NotValid(Code.RULE_EMPTY, field)
        if spec.kind is Kind.ORDER:
            return several
        return tuple(answer for answer in spec.offered if answer in several)
    if spec.kind is Kind.CHOICE and value not in spec.offered:
        raise NotValid(Code.RULE_NOT_OFFERED, field)
    if spec.kind is Kind.TEXT:
        return clean(cast(str, value), field, (1, spec.largest))
    return value


def _out_of_range(spec: Spec) -> NotValid:
    if spec.kind is Kind.PERCENT:
        return NotValid(Code.SHARE_OUT_OF_RANGE, spec.parameter.value, largest=spec.largest // 100)
    if spec.kind is Kind.TYIYN:
        return NotValid(Code.MONEY_TOO_LARGE, spec.parameter.value, largest=spec.largest)
    return NotValid(
        Code.NUMBER_OUT_OF_RANGE,
        spec.parameter.value,
        smallest=spec.smallest,
        largest=spec.largest,
    )


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _value(spec: Spec, written: str) -> Value:
    if spec.kind in _NUMBERS:
        return int(written)
    if spec.kind is Kind.YES_NO:
        return written == _YES
    if spec.kind in _SEVERAL:
        return tuple(written.split(",")) if written else ()
    return written
