"""What reading and checking a roll costs: python -m tests.bench.roll [--rows 60000].

Makes rolls of people who do not exist, reads and checks each kind of file in a process of its own,
and prints the seconds and the peak of memory, with the child that unpacks a workbook.
"""

import argparse
import io
import json
import os
import random
import subprocess
import sys
import time
import tracemalloc
from datetime import date, timedelta

from openpyxl import Workbook

from pb.rules import rolls
from pb.services import tables
from tests.bench.memory import Watch, held_by

ENCODINGS = ("utf-8", "utf-16", "cp1251")
STEMS = "Асан Бек Сыдык Төрө Жолдош Үсөн Мамат Кыдыр Ормон Шер Токто Жеңиш Эркин Болот".split()
TAILS = ("", "бай", "бек", "гул", "кул", "мырза", "алы", "жан")
ENDS = {1: ("ова", "", "овна"), 2: ("ов", "", "ович")}
VILLAGES = "Ак-Суу;Кара-Булак;Жаңы-Турмуш;Таш-Добо;Көк-Жар;Чоң-Арык".split(";")
STREETS = "Манас Ленин Ынтымак Достук Жаштык Бейшеналиева".split()
HEADER = ("№", "ПИН", "Аты-жөнү", "Айыл", "Туулган күнү", "Жынысы", "Дареги", "Телефон")
TODAY = date(2026, 3, 2)
MOST_IN_A_WORKBOOK = 100_000
"""Rows; a workbook of more is refused for the size it declares."""

FIRST_BIRTHDAY = date(1935, 1, 1)


def people(number: int) -> list[tuple[str, ...]]:
    """Rows of people of all ages above eighteen, no two with one number; the same each time."""
    dice = random.Random(20260302)  # noqa: S311 - made-up people, not secrets
    numbers: set[str] = set()
    rows = []
    while len(rows) < number:
        born = FIRST_BIRTHDAY + timedelta(days=dice.randrange(26_000))
        sex = dice.randrange(1, 3)
        pin = f"{sex}{born:%d%m%Y}{dice.randrange(100_000):05}"
        if pin in numbers:
            continue
        numbers.add(pin)
        name = " ".join(dice.choice(STEMS) + dice.choice(TAILS) + end for end in ENDS[sex])
        address = f"{dice.choice(STREETS)} көчөсү, {dice.randrange(1, 200)}"
        phone = f"0{dice.choice((555, 700, 777))}{dice.randrange(10**6):06}"
        sex_word = "аял" if sex == 1 else "эркек"
        village = dice.choice(VILLAGES)
        row = (str(len(rows) + 1), pin, name, village, f"{born:%d.%m.%Y}", sex_word, address, phone)
        rows.append(row)
    return rows


def workbook_of(rows: list[tuple[str, ...]]) -> bytes:
    """The rows as Excel keeps them, numbers as numbers and days as days."""
    book = Workbook()
    sheet = book.active
    sheet.append(HEADER)
    for number, pin, name, village, born, *rest in rows:
        day = date(int(born[6:]), int(born[3:5]), int(born[:2]))
        sheet.append([int(number), int(pin), name, village, day, *rest])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text_of(rows: list[tuple[str, ...]], encoding: str) -> bytes:
    """The rows with semicolons; Kyrgyz letters become Russian where the encoding has none."""
    lines = [";".join(row) for row in (HEADER, *rows)]
    text = "\r\n".join(lines) + "\r\n"
    if encoding == "cp1251":
        text = text.translate(str.maketrans("өүңӨҮҢ", "оунОУН"))
    return text.encode(encoding)


def measure(content: bytes, name: str) -> dict[str, float]:
    """Read and check one file here; seconds, and MB of memory."""
    before = held_by(os.getpid())
    idle, started = os.times(), time.perf_counter()
    with Watch() as watch:
        report = rolls.check(tables.read(content, name), None, TODAY, voting_day=TODAY)
    seconds = time.perf_counter() - started
    used = os.times()
    if not report.is_importable:
        raise SystemExit(f"WRONG: {dict(report.problem_totals)}")
    return {
        "rows": report.rows,
        "seconds": round(seconds, 2),
        "cpu": round(sum(used[:4]) - sum(idle[:4]), 2),
        "before": before,
        "all": watch.most,
        "traced": traced(content, name),
    }


def traced(content: bytes, name: str) -> int:
    """The peak of what Python itself allocates for one file, in MB, without the file."""
    tracemalloc.start()
    rolls.check(tables.read(content, name), None, TODAY, voting_day=TODAY)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak // 2**20


def main() -> None:
    """Print a line for each kind of file."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        tell(json.dumps(measure(sys.stdin.buffer.read(), arguments.measure)))
        return
    rows = people(arguments.rows)
    files = {} if arguments.rows > MOST_IN_A_WORKBOOK else {"roll.xlsx": workbook_of(rows)}
    files |= {f"roll-{encoding}.csv": text_of(rows, encoding) for encoding in ENCODINGS}
    tell("file               MB    rows     s   CPU  before   all  traced (MB)")
    for name, content in files.items():
        command = [sys.executable, "-m", "tests.bench.roll", "--measure", name]
        ran = subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True)
        told = json.loads(ran.stdout)
        figures = [told[key] for key in ("seconds", "cpu", "before", "all", "traced")]
        tell(
            f"{name:<16}{len(content) / 1e6:>5.1f}{told['rows']:>8}"
            "{:>6}{:>6}{:>8}{:>6}{:>8}".format(*figures)
        )


def tell(line: str) -> None:
    """A line for the person who measures."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
