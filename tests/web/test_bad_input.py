"""What is malicious, too large or no answer at all: shown as text, or refused in words."""

import pytest

from pb.rules.checklists import WORKED_OUT, Item
from pb.rules.roles import Role
from pb.rules.rounds import Phase
from tests.fingerprint import fingerprint
from tests.web.browser import say
from tests.web.forms import a_round
from tests.web.proposal_pages import NAMES, STEPS, answers_of, write

MEGABYTE = 1024 * 1024

POISON = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "'><b onmouseover='alert(1)",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "{{7*7}} {% raw %} ${7*7} %(x)s %s #{7*7}",
    "&lt;script&gt; &#60;script&#62;",
    "javascript:alert(1)",
    "=HYPERLINK(1)",
)


@pytest.fixture
def author(stage, signed_in):
    stage.announced()
    stage.go_to(Phase.SUBMISSION)
    return signed_in(Role.RESIDENT)


def unescaped(page):
    """The marks of a poison that would come to life on a page."""
    tags = {tag for tag, _ in page.tags}
    alive = [a for _, a in page.tags if any(name.startswith("on") for name in a)]
    links = [href for href, _ in page.links if href.lower().startswith("javascript")]
    return tags & {"script", "img", "iframe", "object"}, alive, links


@pytest.mark.parametrize("poison", POISON)
def test_what_people_type_is_shown_as_text_on_every_page(stage, author, signed_in, reader, poison):
    ref = write(
        author,
        title=poison,
        title_in_other=poison,
        problem=f"{poison} көйгөйү баарына тиешелүү",
        gains=poison,
        solution=f"{poison} чечими баарына тиешелүү",
        line_1_title=poison,
        upkeep=f"{poison} карап турат",
    )
    shown = [author.go(f"proposals/{ref}"), author.go(f"proposals/{ref}/steps/place")]
    assert dict(author.page.form_with("title").given)["title"] == poison
    shown += [author.go(f"proposals/{ref}/steps/{step}") for step in NAMES]
    shown.append(author.go(f"proposals/{ref}/steps"))
    shown.append(author.send(press=say("Send to the office")))
    shown.append(author.go(f"proposals/{ref}/versions"))
    clerk = signed_in(Role.OPERATOR)
    shown += [clerk.go("desk"), clerk.go(f"desk/proposals/{ref}")]
    shown.append(clerk.go(f"desk/proposals/{ref}/outcome"))
    shown.append(clerk.send({"outcome": "returned", "reason": poison, "mend_by": poison}))
    shown.append(clerk.go(f"desk/proposals/{ref}/note"))
    shown.append(clerk.send({"text": f"{poison} деген эскертүү"}))
    shown.append(clerk.go(f"desk/proposals/{ref}/checklist"))
    met = {item.value: "item_met" for item in Item if item not in WORKED_OUT}
    shown.append(clerk.send({**met, "item_local_note": poison}))
    asker = signed_in(Role.RESIDENT)
    asker.go(f"proposals/{ref}/ask")
    shown.append(asker.send({"text": f"{poison} деген суроо"}))
    clerk.go(f"desk/proposals/{ref}/outcome")
    shown.append(clerk.send({"outcome": "admitted", "mend_by": "", "reason": ""}))
    shown.append(clerk.send())
    clerk.go("desk/rounds/new")
    shown.append(clerk.send({"title_ky": poison, "budget": poison, "slug": poison}))
    clerk.go("desk/rounds/new")
    words = {"title_ky": poison, "title_ru": poison, "edition": poison[:40]}
    shown.append(clerk.send(a_round(stage, **words, slug="poison")))
    shown += [clerk.go("desk/rounds/poison/announce"), clerk.send()]
    shown += [reader(lang).go(f"proposals/{ref}") for lang in ("ky", "ru")]
    shown += [reader().go("rounds/2026/proposals"), reader().go("")]
    clerk.go("sign-in")
    shown.append(clerk.send({"code": poison}))

    # 400 is a form shown again with what is wrong; nothing breaks.
    assert {page.status for page in shown} == {200, 400}, [page.status for page in shown]
    assert [unescaped(page) for page in shown] == [(set(), [], [])] * len(shown)
    assert all(page.title.count("<") == 0 for page in shown)
    assert poison in shown[0].text


@pytest.mark.parametrize(
    "given",
    [
        {"title": "   "},
        {"title": "А"},
        {"title": "А" * 10_000},
        {"title": "Көпүрө\u202eгнп"},
        {"title": "Көпүрө\x00"},
        {"title": "К" + "\u0301" * 60 + "өпүрө"},
        {"problem": "кыска"},
        {"solution": ""},
        {"cost": "0"},
        {"cost": "-5"},
        {"cost": "1e9"},
        {"cost": "1_000"},
        {"cost": "NaN"},
        {"cost": "Infinity"},
        {"cost": "1.500.000"},
        {"cost": "300 001"},
        {"cost": "99999999999.99"},
        {"line_1_amount": "-1"},
        {"line_1_amount": ""},
        {"line_1_title": ""},
        {"works_to": "2027-05-01"},
        {"upkeep": "жок"},
        {"beneficiaries": "0"},
        {"beneficiaries": "١٠"},
        {"beneficiaries": "9" * 12},
        {"settlement": "moscow"},
    ],
    ids=lambda given: f"{next(iter(given.items()))}"[:40],
)
def test_a_proposal_that_cannot_be_is_refused_and_nothing_typed_is_lost(author, given):
    (name,) = given
    ref = write(author)
    at = next(step for step, answers in zip(NAMES, STEPS, strict=False) if name in answers)
    page = author.go(f"proposals/{ref}/steps/{at}")
    before, right = fingerprint(), answers_of(at, {})

    page = author.send({**right, **given})

    assert [a["id"] for _, a in page.tags if a.get("id", "").endswith("-error")] == [
        f"{name}-error"
    ]
    kept = dict(page.form_with(name).given)
    for field, value in {**right, **given}.items():
        if field != "settlement":
            assert kept[field].strip("\r\n") == value.replace("\x00", kept[field][-1:])
    assert fingerprint() == before


def test_numbers_letters_and_signs_of_ours_are_kept_byte_for_byte(author, reader):
    title = "№ 5 «Ак-Өргөө» – ү, ң, ө, Ү, Ң, Ө, ё 🌱 a\u0308"[:-2] + "ä"
    problem = "Эски көпүрөнү жыл сайын суу агызып кетет.\n\nЭкинчи абзац."
    ref = write(author, title=title, problem=problem, cost="1 500,50 сом")
    author.go(f"proposals/{ref}")

    assert title in author.page.text
    assert "1 500,50 сом" in author.page.text
    assert author.page.source.count("<p>Э") == 2


@pytest.mark.parametrize(
    ("kind", "number", "status"),
    [
        ("application/x-www-form-urlencoded", 5_000, 413),
        ("application/x-www-form-urlencoded", 1_900, 400),
        ("multipart/form-data", 1_000, 413),
    ],
)
def test_thousands_of_extra_fields_change_nothing(author, kind, number, status):
    data = {f"x{n}": "1" for n in range(number)} | {"csrf_token": author.token()}
    before = fingerprint()

    address = "/togz-archa/rounds/2026/proposals/new"
    page = author.open(address, "POST", data=data, content_type=kind)

    assert page.status == status
    assert page.lang == "ky"
    assert fingerprint() == before


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("application/x-www-form-urlencoded", 17 * MEGABYTE),
        ("application/x-www-form-urlencoded", MEGABYTE + 1),
        ("multipart/form-data; boundary=x", 17 * MEGABYTE),
    ],
)
def test_a_body_that_is_too_large_is_refused_in_words(stage, reader, kind, size):
    body = b"--x\r\n" + b"d" * size if "multipart" in kind else b"d=" + b"1" * size

    page = reader("ru").open("/togz-archa/sign-in", "POST", data=body, content_type=kind)

    words = (
        "What you sent is too large or has too many parts: at most 16 MB with files and 1 MB"
        " without them. Nothing was saved."
    )
    assert (page.status, page.lang) == (413, "ru")
    assert say(words, "ru") in page.text
