"""The forms of the files of a proposal."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectMultipleField, StringField

from pb.rules.proposal_files import CAPTION_LENGTH, FileKind
from pb.rules.proposal_steps import Papers
from pb.web import names
from pb.web.forms.base import Form
from pb.web.forms.fields import ChoiceField, Text, offered


class FileForm(Form):
    """One more file, and what it is."""

    file = FileField(_l("The file"))
    kind = ChoiceField(_l("What is it?"))
    caption = StringField(_l("What is on it?"), [Text(CAPTION_LENGTH)])

    def offer(self) -> None:
        """The kinds of files."""
        self.kind.choices = offered((kind.value, names.of(kind)) for kind in FileKind)

    def taken(self) -> tuple[bytes, str]:
        """The bytes and the name of the file; nothing where none was chosen."""
        sent = self.file.data
        return (sent.read(), sent.filename or "") if sent else (b"", "")


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
