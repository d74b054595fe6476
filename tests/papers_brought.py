"""Proposals brought on paper, as tests make them: the form, the scan, the two people."""

import io
import itertools
from dataclasses import dataclass

from PIL import Image

from pb.acts import drafting, paper_entries
from pb.records import accounts, proposals
from pb.records import paper_entries as records
from pb.rules.roles import Role
from pb.services.actors import Actor
from pb.services.paper_entries import OnForm
from tests.proposals_made import Idea
from tests.stage import KEYS, Stage

WHY = "Адам кол койгон кагазын алып келди."
NAME = "Токтобаева Гүлнара"
_numbers = itertools.count(10_000)


def pin() -> str:
    """A personal number nobody else has; the person is made up."""
    return f"101011960{next(_numbers):05d}"


def on_form(name: str = NAME, number: str | None = None, village: str = "archa-tor") -> OnForm:
    """Who signed the form."""
    return OnForm(name, number or pin(), village, WHY)


def scan(shade: int = 200) -> bytes:
    """A photo of a signed paper."""
    made = io.BytesIO()
    Image.new("RGB", (640, 900), (shade, shade, shade)).save(made, "JPEG")
    return made.getvalue()


@dataclass
class Office:
    """Two people of the office who stand for a paper."""

    stage: Stage
    clerk: Actor
    other: Actor
    slug: str = "2026"

    def begun(self, person: OnForm | None = None, idea: Idea | None = None) -> str:
        """A proposal typed whole, not handed over; its public id."""
        stage, said = self.stage, idea or Idea()
        ref = paper_entries.begin(
            self.clerk,
            stage.place,
            self.slug,
            f"paper-{next(_numbers)}",
            said.language,
            person or on_form(),
            said.place,
            KEYS,
            stage.now,
        )
        for step in said.others():
            drafting.save(self.clerk, stage.place, ref, step, stage.now)
        return ref

    def paper(self, ref: str) -> records.PaperEntry:
        """The last paper of a proposal."""
        key = proposals.proposal_of(self.stage.place, ref).id
        found = records.last_of(self.stage.place, key)
        assert found is not None
        return found

    def handed(self, ref: str | None = None) -> str:
        """A paper handed over with its scan; the public id of the paper."""
        entry = self.paper(ref or self.begun()).ref
        stage = self.stage
        paper_entries.hand_over(
            self.clerk, stage.place, entry, scan(), stage.storage, stage.now, is_signed=True
        )
        return entry

    def confirm(self, entry: str, by: Actor | None = None) -> int:
        """Stand for it as the second person."""
        stage = self.stage
        return paper_entries.confirm(
            by or self.other, stage.place, entry, stage.now, is_compared=True
        )

    def sent(self, person: OnForm | None = None) -> str:
        """A proposal that two people have sent; its public id."""
        ref = self.begun(person)
        self.confirm(self.handed(ref))
        return ref


def author(stage: Stage, ref: str) -> Actor:
    """The author of a proposal, as if the account had got a means to sign in."""
    account = accounts.account_by_id(proposals.proposal_of(stage.place, ref).author_id)
    roles = accounts.roles_of(stage.place, account.id)
    return Actor(account.id, account.ref, account.name, roles, stage.place)


def office(stage: Stage) -> Office:
    """Two clerks of a municipality."""
    return Office(
        stage,
        stage.person(Role.OPERATOR, "Н. Эсенова"),
        stage.person(Role.OPERATOR, "Т. Маматов"),
    )
