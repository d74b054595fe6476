"""The forms of the files of a proposal."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectMultipleField, StringField

from pb.records.proposal_parts import ProposalContribution
from pb.rules.money import with_unit
from pb.rules.proposal_files import CAPTION_LENGTH, FileKind
from pb.rules.proposal_steps import Papers
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, Text, offered
from pb.web.language import language


class FileForm(Form):
    """One more file, and what it is."""

    file = FileField(_l("The file"))
    kind = ChoiceField(_l("What is it?"))
    contribution = ChoiceField(_l("Which contribution does the letter confirm?"))
    caption = StringField(_l("What is on it?"), [Text(CAPTION_LENGTH)])

    def offer(self, contributions: Iterable[ProposalContribution]) -> None:
        """The kinds of files, and the contributions that a letter may confirm, where there are."""
        self.kind.choices = offered((kind.value, names.of(kind)) for kind in FileKind)
        if "contribution" not in self:
            return
        known = [(str(one.number), _named(one)) for one in contributions]
        self.contribution.choices = offered([("", gettext("None, or several")), *known])
        if not known:
            del self.contribution

    def confirms(self) -> int | None:
        """The number of the contribution it is about."""
        chosen = self.contribution.data if "contribution" in self else None
        return int(chosen) if chosen else None

    def taken(self) -> tuple[bytes, str]:
        """The bytes and the name of the file; nothing where none was chosen."""
        sent = self.file.data
        return (sent.read(), sent.filename or "") if sent else (b"", "")


def _named(one: ProposalContribution) -> str:
    words = [names.of(one.party), names.of(one.kind), *([one.what] if one.what else [])]
    return f"{one.number}. {', '.join(map(str, words))}: {with_unit(one.pledged, language())}"


class PapersForm(Form):
    """Which papers the author brings to the office."""

    to_bring = SelectMultipleField(
        _l("Which of these do you bring to the office on paper?"), validate_choice=False
    )

    def offer(self, asked: Iterable[FileKind]) -> None:
        """The papers that are asked for."""
        self.to_bring.choices = offered((kind.value, names.of(kind)) for kind in asked)

    def facts(self) -> Papers:
        """What was ticked, for the act; what is on no list counts for nothing."""
        return Papers(tuple(kind for kind in FileKind if kind.value in (self.to_bring.data or ())))
