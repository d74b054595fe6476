"""Letters of whoever promises money or things: one for each, tied to it, asked for by the rules."""

import pytest

from pb.acts import drafting, proposal_files, proposals
from pb.records import proposals as records
from pb.records.base import db
from pb.rules.contributions import BudgetLine, Kind, Party, is_confirmed_by_letter
from pb.rules.money import Tyiyn
from pb.rules.proposal_demands import lacking, letters_lacking
from pb.rules.proposal_files import FileKind
from pb.rules.proposal_steps import Costs, Papers, Pledge, Sources, Step
from pb.rules.refusals import Code, NotValid
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from pb.rules.rule_sets import Parameter
from pb.services import writing
from tests.proposals_made import Idea, draft
from tests.records.test_constraints import change, refused
from tests.stage import som

SHOP = Pledge(Party.BUSINESS, Kind.CASH, som(20_000), "Дүкөн")
CLUB = Pledge(Party.ORGANISATION, Kind.KIND, som(10_000), "Цемент")
ASHAR = Pledge(Party.RESIDENTS, Kind.LABOUR, som(5_000))
COST = som(298_000)


@pytest.fixture
def author(stage):
    stage.announced(
        rules={Parameter.REQUIRED_DOCUMENTS: (FileKind.COMMITMENT.value, FileKind.PRICES.value)}
    )
    stage.go_to(Phase.SUBMISSION)
    return stage.person(Role.RESIDENT)


@pytest.fixture
def ref(stage, author):
    """A draft with three contributions; no paper is brought to the office but the prices."""
    ref = draft(author, stage.place, "2026", Idea(), stage.now)
    promise(stage, author, ref, ASHAR, SHOP, CLUB)
    save(stage, author, ref, Papers((FileKind.PRICES,)))
    return ref


def save(stage, author, ref, facts):
    drafting.save(author, stage.place, ref, facts, stage.now)


def promise(stage, author, ref, *pledges):
    """Write down who gives, and lines that make up the same."""
    whole = Tyiyn(COST + sum(one.pledged for one in pledges))
    save(stage, author, ref, Costs((BudgetLine("Материал", whole),)))
    save(stage, author, ref, Sources(COST, pledges))


def letter(stage, author, ref, contribution, content=None, kind=FileKind.COMMITMENT):
    content = content or f"%PDF-1.4\n% {contribution}\n%%EOF".encode()
    proposal_files.add(
        author,
        stage.place,
        ref,
        content,
        "кат.pdf",
        kind,
        "Колдоо каты",
        stage.storage,
        stage.now,
        contribution,
    )


def lacks(stage, ref):
    db.session.expire_all()
    proposal = records.whole_proposal(stage.place, ref)
    demands = writing.demands_of(stage.round(), None)
    return letters_lacking(writing.writing_of(proposal), demands)


def ties(stage, ref):
    db.session.expire_all()
    files = records.whole_proposal(stage.place, ref).files
    return {file.name if file.contribution is None else file.contribution for file in files}


@pytest.mark.parametrize(
    ("party", "kind", "wants"),
    [
        (Party.BUSINESS, Kind.CASH, True),
        (Party.ORGANISATION, Kind.KIND, True),
        (Party.OTHER, Kind.CASH, True),
        (Party.OTHER, Kind.LABOUR, False),
        (Party.RESIDENTS, Kind.CASH, False),
        (Party.MUNICIPALITY, Kind.CASH, False),
    ],
)
def test_money_and_things_of_third_parties_are_confirmed_by_letter(party, kind, wants):
    assert is_confirmed_by_letter(party, kind) is wants


def test_each_third_party_needs_a_letter_of_its_own_where_the_rules_ask(stage, author, ref):
    letter(stage, author, ref, None)
    assert lacks(stage, ref) == (2, 3)
    letter(stage, author, ref, 2)
    assert lacks(stage, ref) == (3,)

    with pytest.raises(NotValid) as found:
        proposals.submit(author, stage.place, ref, stage.now)
    assert found.value.code is Code.PROPOSAL_UNFINISHED
    letter(stage, author, ref, 3)

    assert lacks(stage, ref) == ()
    assert proposals.submit(author, stage.place, ref, stage.now) == 1


def test_the_step_says_which_contributions_have_no_letter(stage, author, ref):
    letter(stage, author, ref, 2)
    proposal = records.whole_proposal(stage.place, ref)

    [lack] = lacking(writing.writing_of(proposal), writing.demands_of(stage.round(), None))[
        Step.FILES
    ]

    assert (lack.code, lack.facts["numbers"]) == (Code.LETTERS_LACKING, "3")


def test_letters_may_be_brought_on_paper(stage, author, ref):
    save(stage, author, ref, Papers((FileKind.PRICES, FileKind.COMMITMENT)))

    assert lacks(stage, ref) == ()


def test_rules_that_ask_for_no_letter_ask_for_none_of_third_parties(stage, author, ref):
    proposal = records.whole_proposal(stage.place, ref)
    demands = writing.demands_of(stage.round(), None)
    without = type(demands)(
        **{
            **{name: getattr(demands, name) for name in demands.__dataclass_fields__},
            "papers": (FileKind.PRICES,),
        }
    )

    assert letters_lacking(writing.writing_of(proposal), without) == ()


def test_a_letter_follows_its_contribution_when_the_list_is_written_anew(stage, author, ref):
    letter(stage, author, ref, 2)
    letter(stage, author, ref, 3)

    promise(stage, author, ref, CLUB, ASHAR)

    assert ties(stage, ref) == {1, "кат.pdf"}


def test_a_letter_confirms_no_other_sum_than_it_was_given_for(stage, author, ref):
    letter(stage, author, ref, 2)

    promise(stage, author, ref, ASHAR, Pledge(SHOP.party, SHOP.kind, som(30_000), SHOP.what), CLUB)

    assert ties(stage, ref) == {"кат.pdf"}
    assert lacks(stage, ref) == (2, 3)


@pytest.mark.parametrize(
    ("contribution", "kind", "code"),
    [
        (9, FileKind.COMMITMENT, Code.CONTRIBUTION_UNKNOWN),
        (2, FileKind.PRICES, Code.LETTER_ONLY),
    ],
)
def test_a_file_that_confirms_nothing_is_refused(stage, author, ref, contribution, kind, code):
    with pytest.raises(NotValid) as found:
        letter(stage, author, ref, contribution, kind=kind)

    assert (found.value.code, found.value.field) == (code, "contribution")


def test_the_database_ties_nothing_but_letters(stage, author, ref):
    letter(stage, author, ref, 2)

    with refused("check"):
        change("proposal_file", kind="paper_prices")
    with refused("check"):
        change("proposal_file", contribution=0)
