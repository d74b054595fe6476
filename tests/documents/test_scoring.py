"""What a villager reads about a commission's result, in Kyrgyz and in Russian."""

from fractions import Fraction

import pytest

from pb.documents.initiatives import NAMES
from pb.documents.names import name_of
from pb.documents.scoring import WAYS, explained
from pb.documents.scoring_rules import rule_in_words
from pb.documents.sentences import explain
from pb.rules.appeals import AppealAnswer, AppealState
from pb.rules.commissions.criteria import Block, Criteria, Criterion, Scale, Usual, usual
from pb.rules.commissions.functions import (
    Alternatives,
    Linear,
    LinearOnField,
    PerHead,
    RoundedFirst,
    Step,
    Steps,
)
from pb.rules.commissions.members import Bar, MakeUp, Seat, check_make_up
from pb.rules.commissions.ranking import TieRule
from pb.rules.commissions.results import result_of
from pb.rules.commissions.rounding import Mode, Rounding
from pb.rules.contributions import Kind, Party, check_own_share
from pb.rules.groups import GroupState, InterestKind, Part
from pb.rules.money import Tyiyn
from pb.rules.proposals import ProposalState
from pb.rules.refusals import Code, Conflict, NotValid
from pb.rules.texts import Bilingual
from tests.rules.commission_made import application, commission, marks_of, member, sheet

LABELS = {"a": "№ 1", "b": "№ 2", "c": "№ 3"}
MEMBERS = {f"m{number}": f"Мүчө {number}" for number in range(1, 6)}
LISTS = (
    AppealAnswer, AppealState, Bar, GroupState, InterestKind, Kind, Part, Party, Seat,
    ProposalState, TieRule, Usual,
)  # fmt: skip
TRANSLATED = ["ky", "ru"]


def said(result, ref, language):
    return explained(result, ref, language, MEMBERS, LABELS)


def five_marks():
    criteria = usual()
    members = [*commission(4), member(5, conflicts=frozenset({"a"}))]
    sheets = [
        sheet(f"m{number}", "a", marks_of(mark), criteria)
        for number, mark in enumerate(["8", "7,5", "9", "6"], 1)
    ]
    return result_of(criteria, [application("a")], members, sheets)


def test_explained_shows_each_figure_in_russian():
    sentences = said(five_marks(), "a", "ru")

    # 8 + 7,5 + 9 + 6 = 30,5; the mean of four is 7,625, under 20 it is 15,25; and 4 times 10
    assert sentences[:4] == (
        "Заявка № 1: баллы – 55,25 (самое большее 100), место – 1 из 1.",
        "Членов комиссии, чьи оценки засчитаны: 4; нужно было не меньше 3.",
        "Мүчө 5: оценки не засчитываются, причина – конфликт интересов.",
        "«Значимость для жизни сообщества»: оценки членов комиссии: Мүчө 1 – 8; Мүчө 2 – 7,5;"
        " Мүчө 3 – 9; Мүчө 4 – 6. Самая низкая – 6, самая высокая – 9, стоящая посередине – 7,75."
        " Среднее: 7,625 из 10. Полный вес этого критерия – 20, поэтому за 7,625 из 10 засчитано"
        " 15,25.",
    )
    assert len(sentences) == 8


def test_explained_shows_each_figure_in_kyrgyz():
    sentences = said(five_marks(), "a", "ky")

    assert sentences[:4] == (
        "№ 1 табыштама: 55,25 балл (эң көбү 100), 1 табыштаманын ичинен 1-орун.",
        "Баасы эсептелген мүчөлөр: 4; эң азы 3 керек эле.",
        "Мүчө 5: койгон баалары эсептелбейт, себеби – кызыкчылыктар кагылышы.",
        "«Жамааттын турмушу үчүн маанилүүлүгү»: мүчөлөр койгон баалар: Мүчө 1 – 8; Мүчө 2 – 7,5;"
        " Мүчө 3 – 9; Мүчө 4 – 6. Эң төмөнкү баа – 6, эң жогоркусу – 9, ортодо турганы – 7,75."
        " Орточо баа: 7,625 (эң көбү 10). Бул критерийдин толук салмагы – 20 балл, ошондуктан 10"
        " ичинен 7,625 үчүн 15,25 балл эсептелди.",
    )


def blocks_and_rounding():
    """Marks rounded up, an own share on the field, a block that counts 0.4, a total rounded."""
    criteria = Criteria(
        (
            Block(
                "marks",
                (
                    Criterion(
                        "use", Fraction(50), Scale(), Bilingual("Пайдасы", "Польза"),
                        mean_rounding=Rounding(Mode.UP, 1),
                    ),
                ),
                title=Bilingual("Баалар", "Оценки"),
            ),
            Block(
                "measures",
                (
                    Criterion(
                        "own", Fraction(50), LinearOnField(Fraction(0), Fraction(1)),
                        Bilingual("Өздүк үлүш, %", "Своя доля, %"),
                    ),
                ),
                weight=Fraction(4, 10),
                title=Bilingual("Өлчөмдөр", "Показатели"),
            ),
        ),
        rounding=Rounding(Mode.HALF_UP, 1),
    )  # fmt: skip
    applications = [
        application(ref, registered=number, values=(("own", Fraction(own)),))
        for number, (ref, own) in enumerate([("a", 10), ("b", 40), ("c", 17)], 1)
    ]
    sheets = [
        sheet(f"m{number}", ref, mark, criteria)
        for ref in "abc"
        for number, mark in enumerate(["7", "8", "8"], 1)
    ]
    return result_of(criteria, applications, commission(3), sheets)


def test_explained_says_what_was_measured_weighed_and_rounded():
    sentences = said(blocks_and_rounding(), "c", "ru")

    assert sentences[0] == "Заявка № 3: баллы – 43,2 (самое большее 70), место – 2 из 3."
    assert (
        "Среднее: ≈\u00a07,667 из 10. Число ≈\u00a07,667 округлено до 7,7 (всегда вверх)."
        in sentences[2]
    )
    assert sentences[3] == "Всего по части «Оценки»: 38,5."
    assert sentences[4] == (
        "«Своя доля, %»: здесь – 17. Правило: границы определяются по поданным заявкам; от 10 до"
        " 40 баллы меняются равномерно от 0 до 1, дальше остаются такими же. Поэтому баллов:"
        " ≈\u00a00,233 из 1. Полный вес этого критерия – 50, поэтому за ≈\u00a00,233 из 1 засчитано"
        " ≈\u00a011,667."
    )
    assert sentences[5] == (
        "Всего по части «Показатели»: ≈\u00a011,667. Это умножено на 0,4 и даёт ≈\u00a04,667."
    )
    assert sentences[6] == (
        "Число ≈\u00a043,167 округлено до 43,2 (к ближайшему, половина – вверх)."
    )
    assert len(sentences) == 7


def equal(seed=None, **better):
    criteria = Criteria((
        Block("all", (Criterion("own", Fraction(1), Alternatives((Fraction(0), Fraction(1)))),)),
    ))  # fmt: skip
    both = (("own", Fraction(1)),)
    applications = [application("a", values=both), application("b", values=both, **better)]
    return result_of(criteria, applications, [], [], seed=seed)


def test_explained_says_what_decided_between_equals():
    assert said(equal(votes=3), "a", "ru")[-1] == (
        "Столько же баллов у заявок: № 2. Что решило между ними: первой идёт та, у которой"
        " голосов больше."
    )
    assert said(equal(votes=3), "a", "ky")[-1] == (
        "Баллы тең табыштамалар: № 2. Алардын ортосунда чечкен эреже: добушу көбү биринчи каралат."
    )


@pytest.mark.parametrize(("language", "word"), [("ky", "Чүчүкулак"), ("ru", "Жребий")])
def test_explained_shows_the_seed_of_a_lot_so_that_it_can_be_drawn_again(language, word):
    sentences = said(equal(seed="2026-11-25/417"), "a", language)

    assert sentences[-1].startswith(word)
    # printf '%s' '2026-11-25/417:a' | sha256sum
    assert "«2026-11-25/417:a»" in sentences[-1]
    assert "2616ba30515f" in sentences[-1]


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("ref", ["a", "b", "c"])
def test_explained_leaves_no_english_and_no_hole(ref, language):
    text = " ".join(said(blocks_and_rounding(), ref, language))

    assert "%(" not in text
    assert not any(word.isascii() and word.isalpha() for word in text.split())


TABLE = Steps((Step(Fraction(1), Fraction(50)), Step(Fraction(10), Fraction(100), False)))


@pytest.mark.parametrize(
    ("function", "ru"),
    [
        (TABLE, "больше 10: 100; от 1 и выше: 50; меньше этого: 0"),
        (
            Linear(Fraction(10), Fraction(25), Fraction(5), Fraction(100), below=Fraction(0)),
            "от 10 до 25 баллы меняются равномерно от 5 до 100, дальше остаются такими же; ниже"
            " 10: 0",
        ),
        (LinearOnField(Fraction(0), Fraction(1)), "границы определяются по поданным заявкам"),
        (
            PerHead(
                Steps((Step(Fraction(2), Fraction(1)),)), 10, Fraction(5), Fraction(1), 10,
                Fraction(20), counts_started=True,
            ),
            "если больше 10 человек: 5 и ещё по 1 за каждые 10 человек, самое большее 20; от 2 и"
            " выше: 1; меньше этого: 0; неполное число считается как полное",
        ),
        (
            Alternatives((Fraction(0), Fraction(6), Fraction(12))),
            "выполнено условий, 0: 0; выполнено условий, 1: 6; выполнено условий, 2: 12",
        ),
        (
            RoundedFirst(Rounding(Mode.HALF_UP, 4), TABLE),
            "сначала число округляется до 4 знаков после запятой; больше 10: 100; от 1 и выше: 50;"
            " меньше этого: 0",
        ),
    ],
)  # fmt: skip
def test_rule_in_words_says_every_kind_of_rule(function, ru):
    assert rule_in_words(function, None, "ru") == ru
    kyrgyz = rule_in_words(function, None, "ky")
    assert kyrgyz != ru
    assert "%(" not in kyrgyz


@pytest.mark.parametrize("value", [value for kind in LISTS for value in kind])
@pytest.mark.parametrize("language", TRANSLATED)
def test_every_value_of_a_list_has_a_name_in_both_languages(value, language):
    assert name_of(value, language) not in (value.value, name_of(value, "en"))


def test_no_value_of_a_list_takes_the_name_of_another():
    names = [value.value for kind in LISTS for value in kind if value in NAMES]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("mode", sorted(set(Mode) - {Mode.EXACT}))
def test_every_way_of_rounding_has_words(mode):
    assert WAYS[mode]


def test_explain_lists_the_seats_a_commission_lacks():
    members = [member(number, seats={Seat.DEPUTY, Seat.RESIDENT}) for number in range(5)]

    with pytest.raises(NotValid) as refused:
        check_make_up(members, MakeUp())

    assert "Представитель женщин, Представитель молодёжи" in explain(refused.value, "ru")


def test_explain_says_the_own_share_in_percent_and_som():
    with pytest.raises(NotValid) as refused:
        check_own_share(Tyiyn(100_00), Tyiyn(2_000_00), 7_50)

    sentence = explain(refused.value, "ru")
    assert "не меньше 7,5% стоимости, то есть 150\u00a0сомов" in sentence
    assert "Не хватает: 50\u00a0сомов" in sentence


def test_explain_names_the_state_a_group_is_in():
    refusal = Conflict(Code.GROUP_MOVED_ON, state=GroupState.ACTIVE, to=GroupState.FOUNDED)

    assert "«Иштеп жатат»" in explain(refusal, "ky")
    assert "«Действует»" in explain(refusal, "ru")
