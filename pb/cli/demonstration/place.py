"""The fictional municipality, its villages and who works for it."""

from collections.abc import Iterable

from pb.acts.places import PlaceFacts
from pb.rules.texts import Bilingual

SLUG = "togz-archa"

PLACE = PlaceFacts(
    slug=SLUG,
    name=Bilingual("Тогуз-Арча", "Тогуз-Арча"),
    kind=Bilingual("айыл аймагы", "айылный аймак"),
    raion=Bilingual("Арчалы району", "Арчалинский район"),
    oblast=Bilingual("Тоо-Арал облусу", "Тоо-Аральская область"),
    address=Bilingual("Арча-Төр айылы, Ынтымак көчөсү, 1", "село Арча-Тёр, улица Ынтымак, 1"),
    phone="0700 000 000",
    is_fictional=True,
)

VILLAGES = (
    ("archa-tor", Bilingual("Арча-Төр", "Арча-Тёр")),
    ("kyzyl-kopuro", Bilingual("Кызыл-Көпүрө", "Кызыл-Кёпюрё")),
    ("zhany-konush", Bilingual("Жаңы-Конуш", "Жаны-Конуш")),
    ("sary-ozon", Bilingual("Сары-Өзөн", "Сары-Озён")),
    ("bel-kuduk", Bilingual("Бел-Кудук", "Бел-Кудук")),
)

ROLL = {
    "archa-tor": 94,
    "kyzyl-kopuro": 79,
    "zhany-konush": 64,
    "sary-ozon": 50,
    "bel-kuduk": 33,
}
"""How many people of each village stand on the roll."""

OPERATOR = ("Н. Эсенова", Bilingual("жооптуу катчы", "ответственный секретарь"))
HEAD = ("Б. Асанов", Bilingual("айыл өкмөтүнүн башчысы", "глава айыл окмоту"))
COMMISSION = (
    "Т. Жээнбаев",
    Bilingual("айылдык кеңештин депутаты", "депутат айылного кенеша"),
)
SECOND_MEMBER = (
    "Э. Касымова",
    Bilingual("жашоочулардын өкүлү", "представитель жителей"),
)
"""Of the commission: nobody freezes a roll alone."""

MONITORING = (
    ("А. Бекова", Bilingual("тургун, топтун төрайымы", "житель, председатель группы")),
    ("К. Сыдыкова", Bilingual("мектептин мугалими", "учитель школы")),
    ("Ж. Орозов", Bilingual("айылдык кеңештин депутаты", "депутат айылного кенеша")),
)

GROUP = Bilingual("Тогуз-Арчанын элдик көзөмөл тобу", "Группа народного контроля Тогуз-Арчи")

ROUND_TITLE = Bilingual("Жергиликтүү демилгелер сынагы", "Конкурс местных инициатив")

_INITIALS = "А Б Г Д Ж З И К М Н О Р С Т У Ч Ш Э".split()
_SURNAMES = (
    "Абдырахманова Алиев Байсалова Бакиров Дооронова Жумабеков Исакова Кадыров Кенжебаева"
    " Мамбетов Молдобаева Мусаев Нурланова Осмонов Өмүрова Разаков Садырова Сатыбалдиев"
    " Токтосунова Турдубаев Үсөнова Чоконов Шаршенова Эшимов"
).split()


def resident_name(number: int) -> str:
    """The invented name of the resident of a number, from 0."""
    surname = _SURNAMES[number % len(_SURNAMES)]
    return f"{_INITIALS[(number * 5 + number // len(_SURNAMES)) % len(_INITIALS)]}. {surname}"


def resident_pin(number: int, year: int) -> str:
    """The invented personal number of the resident of a number; grown up in that year."""
    sex = 1 if _SURNAMES[number % len(_SURNAMES)].endswith("а") else 2
    return (
        f"{sex}{1 + number % 28:02}{1 + number % 12:02}{year - 20 - number % 55}{10_001 + number}"
    )


def roll_file(rows: Iterable[tuple[str, str, str]]) -> bytes:
    """The file the office sends: number, name and village of each person."""
    return "\r\n".join(("ПИН;Аты-жөнү;Айыл", *map(";".join, rows))).encode()
