"""Facts of papers for the tests: the round of the design's protocol, and an election from afar."""

from dataclasses import replace
from datetime import UTC, date, datetime

from pb.documents.evaluation_facts import (
    EvaluationFacts,
    IndicatorLine,
    Photo,
    RecommendationLine,
)
from pb.documents.facts import Letterhead, ProtocolFacts, ProtocolLine, Signatory
from pb.rules.money import Tyiyn
from pb.rules.monitoring import Answer
from pb.rules.tally import count
from pb.rules.tally.election import (
    AllocationRule,
    Ballot,
    Channel,
    Election,
    Outcome,
    Project,
    TieBreak,
    VoteType,
)
from pb.rules.texts import Bilingual

NOTHING = Bilingual(None, None)

LETTERHEAD = Letterhead(
    name=Bilingual("Тогуз-Арча", "Тогуз-Арчинский"),
    kind=Bilingual("айыл аймагы", "айылный аймак"),
    raion=Bilingual("Арчалы району", "Арчалинский район"),
    oblast=Bilingual("Нарын облусу", "Нарынская область"),
    address=Bilingual("Арча-Төр айылы, Достук көчөсү, 1", "село Арча-Тёр, улица Достук, 1"),
    phone="0700 000 000",
    is_fictional=True,
)

# number, ky, ru, som, by phone, on paper, at the assembly: in the order of the votes
PROJECTS = [
    (1, "Арча-Төр: суу түтүгүн жаңыртуу", "Арча-Тёр: обновить водопровод", 298_000, 323, 321, 58),
    (2, "Мектепке жылуу даараткана", "Тёплый туалет для школы", 300_000, 336, 279, 56),
    (6, "Көчөгө күн батареялуу 12 чырак", "12 солнечных фонарей", 216_000, 285, 218, 45),
    (4, "Жөө жүрүүчүлөрдүн көпүрөсүн оңдоо", "Починить пешеходный мост", 140_000, 173, 213, 35),
    (9, "Сугат арыгын бетондоо, 180 метр", "Бетонный арык, 180 метров", 290_000, 140, 216, 32),
    (3, "Балдар аянтчасы", "Детская площадка", 185_000, 177, 136, 28),
    (5, "ФАПка УЗИ аппараты", "Аппарат УЗИ для ФАПа", 310_000, 145, 138, 26),
    (12, "Аялдар үчүн тигүү цехи", "Швейный цех для женщин", 250_000, 133, 89, 20),
    (8, "Жаштар үчүн спорт аянтчасы", "Спортплощадка для молодёжи", 275_000, 141, 55, 18),
    (7, "Китепканага компьютер жана интернет", "Интернет в библиотеку", 120_000, 83, 37, 11),
    (11, "Маданият үйүнүн чатырын оңдоо", None, 260_000, 63, 55, 13),
    (10, "Таштанды үчүн 24 контейнер", "24 контейнера для мусора", 96_000, 32, 26, 5),
]  # fmt: skip
TIED = {7: (11,), 11: (7,)}
BUDGET = Tyiyn(1_200_000_00)
THRESHOLD = 84
TIES = (TieBreak.LOWER_COST, TieBreak.LISTED_FIRST)


def protocol_facts(**changes: object) -> ProtocolFacts:
    """The round of the design's protocol, with a tie and a title that was never translated."""
    left, lines = BUDGET, []
    for place, (number, ky, ru, som, internet, paper, assembly) in enumerate(PROJECTS, start=1):
        score = internet + paper + assembly
        cost = Tyiyn(som * 100)
        fits = cost <= left
        outcome = Outcome.WON if fits else Outcome.NO_MONEY
        if score < THRESHOLD:
            outcome = Outcome.BELOW_THRESHOLD
        after = Tyiyn(left - cost) if outcome is Outcome.WON else left
        lines.append(
            ProtocolLine(
                place=place,
                number=number,
                title=Bilingual(ky, ru),
                settlement=Bilingual("Арча-Төр", "Арча-Тёр"),
                cost=cost,
                score=score,
                internet=internet,
                paper=paper,
                assembly=assembly,
                outcome=outcome,
                left_before=left,
                left_after=after,
                tied_with=TIED.get(number, ()),
                tie_broken_by=TieBreak.LOWER_COST if number in TIED else None,
            )
        )
        left = after
    cost = Tyiyn(BUDGET - left)
    facts = ProtocolFacts(
        letterhead=LETTERHEAD,
        year=2026,
        number=3,
        title=Bilingual("Айыл демилгелери", "Сельские инициативы"),
        edition="2027",
        currency="KGS",
        voting_from=date(2026, 11, 18),
        voting_to=date(2026, 11, 25),
        rule=AllocationRule.GREEDY_THRESHOLD,
        ties=TIES,
        threshold=THRESHOLD,
        min_choices=1,
        max_choices=3,
        budget=BUDGET,
        voters=4_812,
        participants=1_684,
        ballots=1_661,
        internet=791,
        paper=731,
        assembly=139,
        marks=sum(line.score for line in lines),
        cost=cost,
        left=left,
        lines=tuple(lines),
        counted_at=datetime(2026, 11, 26, 3, 15, tzinfo=UTC),
        counted_by=Signatory("Г. Сатарова", Bilingual("комиссиянын төрайымы", "председатель")),
        confirmed_at=datetime(2026, 11, 26, 7, 40, 12, 345_000, tzinfo=UTC),
        confirmed_by=Signatory("Н. Эсенова", Bilingual("жооптуу катчы", "ответственный секретарь")),
        path="/togz-archa/rounds/2027/results",
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def imported_facts(projects: int = 200, **changes: object) -> ProtocolFacts:
    """A Polish election from a file: no roll, no people, złoty, titles in one language only."""
    numbers = range(1, projects + 1)
    titles = {
        str(n): f"{n}. Łąka, ścieżka i ławki – „Zielona oś” dla dzieci i seniorów na {n} osiedlu"
        for n in numbers
    }
    ballots = [Ballot((str(n),), channel=Channel.INTERNET, weight=1 + n // 2) for n in numbers]
    election = Election(
        tuple(Project(str(n), Tyiyn(1_000_00 + n * 137_50), titles[str(n)]) for n in numbers),
        tuple(ballots),
        Tyiyn(projects * 6_000_00),
        VoteType.APPROVAL,
        AllocationRule.GREEDY,
        max_choices=10,
        ties=TIES,
        currency="PLN",
    )
    allocation = count(election)
    votes = sum(ballot.weight for ballot in ballots)
    return replace(
        protocol_facts(),
        letterhead=replace(
            LETTERHEAD,
            name=Bilingual("Wawer", "Wawer"),
            kind=Bilingual("", ""),
            raion=Bilingual("Warszawa", "Warszawa"),
            oblast=NOTHING,
            address=NOTHING,
            phone=None,
            is_fictional=False,
        ),
        title=Bilingual("Budżet obywatelski", None),
        currency="PLN",
        rule=AllocationRule.GREEDY,
        threshold=0,
        max_choices=10,
        budget=election.budget,
        voters=None,
        participants=votes,
        ballots=votes,
        internet=votes,
        paper=0,
        assembly=0,
        marks=votes,
        cost=allocation.cost,
        left=allocation.left,
        lines=tuple(
            ProtocolLine(
                step.place,
                int(step.project_id),
                Bilingual(titles[step.project_id], None),
                NOTHING,
                step.cost,
                step.score,
                step.score,
                0,
                0,
                step.outcome,
                step.left_before,
                step.left_after,
                tuple(int(other) for other in step.tied_with),
                step.tie_broken_by,
            )
            for step in allocation.steps
        ),
        counted_by=None,
        confirmed_by=None,
        path="/wawer/rounds/2019/results",
        source="poland_warszawa_2019_wawer.pb",
        **changes,  # type: ignore[arg-type]
    )


def evaluation_facts(photos: tuple[str, ...] = (), **changes: object) -> EvaluationFacts:
    """A visit to the bridge of the sample round: four scores, one refusal to score, two answers."""
    facts = EvaluationFacts(
        letterhead=LETTERHEAD,
        year=2027,
        number=2,
        group=Bilingual("Тогуз-Арчанын мониторинг тобу", "Группа мониторинга Тогуз-Арчи"),
        members=5,
        project_number=4,
        project_title=Bilingual("Жөө жүрүүчүлөрдүн көпүрөсүн оңдоо", "Починить пешеходный мост"),
        settlement=Bilingual("Арча-Төр", "Арча-Тёр"),
        cost=Tyiyn(140_000_00),
        round_title=Bilingual("Айыл демилгелери", "Сельские инициативы"),
        edition="2027",
        visited_on=date(2027, 9, 14),
        indicators=(
            IndicatorLine(
                Bilingual("Иштин сапаты", "Качество работ"),
                4,
                "Тактайлары бекем, жээгине тосмо коюлган.",
                "ky",
            ),
            IndicatorLine(
                Bilingual("Мөөнөттүн сакталышы", "Соблюдение сроков"),
                3,
                "Он эки күн кечиккен.",
                "ky",
            ),
            IndicatorLine(
                Bilingual("Каражаттын сарпталышы", "Расход средств"),
                5,
                "Все чеки показали, суммы сходятся.",
                "ru",
            ),
            IndicatorLine(Bilingual("Тургундардын пикири", "Мнение жителей"), 4, None, "ky"),
            IndicatorLine(
                Bilingual("Коопсуздук", "Безопасность"),
                None,
                "Өзөндүн суусу көтөрүлүп, астын көрүүгө болбоду.",
                "ky",
            ),
        ),
        finding=Bilingual(
            "Көпүрө иштеп жатат, балдар мектепке ушул жерден өтөт.\nТосмонун сол жагы жетишпейт.",
            "Мост работает, дети ходят по нему в школу.\nС левой стороны не хватает перил.",
        ),
        photos=tuple(
            Photo(sha, Bilingual(f"Көпүрөнүн көрүнүшү, {n}", f"Вид моста, {n}"))
            for n, sha in enumerate(photos, start=1)
        ),
        recommendations=(
            RecommendationLine(
                1,
                Bilingual("Сол жагына тосмо коюлсун.", "Поставить перила с левой стороны."),
                Bilingual("айыл өкмөтү", "айыл окмоту"),
                date(2027, 10, 1),
                Answer.ACCEPTED,
                Bilingual("Тосмо 25-сентябрда коюлат.", "Перила поставят 25 сентября."),
                date(2027, 9, 20),
                Signatory("Т. Жээнбаев", Bilingual("айыл өкмөтүнүн башчысы", "глава айыл окмоту")),
            ),
            RecommendationLine(
                2,
                Bilingual("Түнкү жарык орнотулсун.", None),
                Bilingual("айыл өкмөтү", "айыл окмоту"),
                date(2027, 10, 1),
                Answer.REFUSED,
                Bilingual("Быйылкы бюджетте каражат жок.", "В бюджете этого года денег нет."),
                date(2027, 9, 20),
                Signatory("Т. Жээнбаев", NOTHING),
            ),
            RecommendationLine(
                3,
                Bilingual("Жазында кайра текшерилсин.", "Проверить ещё раз весной."),
                Bilingual("конкурстук комиссия", "конкурсная комиссия"),
                None,
            ),
        ),
        published_at=datetime(2027, 9, 22, 4, 0, tzinfo=UTC),
    )
    return replace(facts, **changes)  # type: ignore[arg-type]
