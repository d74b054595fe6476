"""Reading a table from a file in plain text: encodings, delimiters, quotes, rows."""

from datetime import date

import pytest

from pb.documents.roll_problems import explain
from pb.rules.refusals import Code, NotValid
from pb.rules.rolls import FileProblem, Format, check
from pb.services import tables

HEADER = "ПИН;Аты-жөнү;Айыл"
LINES = [HEADER, "21503198500123;Үсөнов Бакыт;Ак-Суу", "10102199000001;Бекова Жаңыл;Көк-Жар"]
RUSSIAN = [
    "ПИН;Фамилия, имя, отчество;Село",
    "21503198500123;Асанов Бакыт Токтогулович;Ак-Суу",
    "10102199000001;БЕКОВА АЙНУРА;Кара-Булак",
]


def text(lines=LINES, end="\r\n"):
    return end.join(lines) + end


def refusal(content, name="тизме.csv"):
    with pytest.raises(NotValid) as refused:
        list(tables.read(content, name).rows)
    assert refused.value.code is Code.TABLE_UNREADABLE
    return refused.value


@pytest.mark.parametrize(
    ("lines", "written", "recognised"),
    [
        (LINES, "utf-8", "utf-8"),
        (LINES, "utf-8-sig", "utf-8-sig"),
        (LINES, "utf-16", "utf-16-le"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "cp866", "cp866"),
        (RUSSIAN, "koi8-r", "koi8_r"),
    ],
)
def test_read_recognises_the_encoding_of_a_text(lines, written, recognised):
    table = tables.read(text(lines).encode(written), "тизме.csv")

    assert (table.format, table.encoding, table.sheet) == (Format.CSV, recognised, None)
    assert table.header.cells == tuple(lines[0].split(";"))
    assert [row.cells for row in table.rows] == [tuple(line.split(";")) for line in lines[1:]]


def test_read_recognises_utf_16_with_the_large_end_first():
    table = tables.read(b"\xfe\xff" + text().encode("utf-16-be"), "тизме.csv")

    assert (table.encoding, table.header.cells[0]) == ("utf-16-be", "ПИН")


@pytest.mark.parametrize(
    "content",
    [
        text().encode() + b"\xff\xfe\xfa",
        b"\xff\xfe" + text().encode("utf-16-le") + b"\x00",
        bytes(range(128, 256)) * 20,
        "ПИН;ФИО\n李小龙;东京\n".encode("gbk"),
    ],
)
def test_read_refuses_when_the_encoding_cannot_be_told(content):
    refused = refusal(content)

    assert refused.facts == {"problem": FileProblem.ENCODING_UNKNOWN}
    assert "тамгалары таанылган жок" in explain(refused, "ky")
    assert "Не удалось распознать буквы" in explain(refused, "ru")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_read_recognises_delimiters_and_ends_of_lines(delimiter, end):
    table = tables.read(text(end=end).replace(";", delimiter).encode(), "тизме.txt")

    assert table.delimiter == delimiter
    assert [row.number for row in table.rows] == [2, 3]


def test_read_tells_the_delimiter_when_other_ones_stand_in_cells():
    lines = ["ПИН;Аты, жөнү;Айыл, көчө", "1;Асанов, Бакыт;Ак-Суу", "2;Бекова, Айгүл;Көк-Жар, 1"]

    assert tables.read(text(lines).encode(), "тизме.csv").delimiter == ";"


def test_read_keeps_quotes_and_lines_in_cells_and_counts_blank_rows():
    content = 'ПИН,ФИО\r\n1,"Асанов, ""Бек""\nБакыт"\r\n\r\n2,Бекова\r\n'
    table = tables.read(content.encode(), "тизме.csv")

    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("1", 'Асанов, "Бек"\nБакыт')),
        (4, ("2", "Бекова")),
    ]


def test_read_gives_the_first_rows_for_a_preview_and_all_of_them_after():
    lines = ["ПИН;ФИО", *(f"{number};А" for number in range(8))]
    table = tables.read(text(lines).encode(), "тизме.csv")

    assert [row.number for row in table.first] == [2, 3, 4, 5, 6]
    assert [row.number for row in table.rows] == [*range(2, 10)]


def test_read_passes_over_a_title_when_one_stands_above_the_header():
    lines = ["Шайлоочулардын тизмеси;;", ";;", *LINES]
    table = tables.read(text(lines).encode(), "тизме.csv")

    assert (table.header.number, table.header.cells[0]) == (3, "ПИН")
    assert [row.number for row in table.rows] == [4, 5]


def test_read_walks_lazily():
    content = text([*LINES, *LINES[1:] * 3]) + '"open'
    table = tables.read(content.encode(), "тизме.csv")

    assert next(table.rows).number == 2
    with pytest.raises(NotValid):
        list(table.rows)


@pytest.mark.parametrize("cell", ['"Асанов', '"Асанов" Бакыт', '"' + "а" * 200_000 + '"'])
def test_read_names_the_row_when_a_quotation_mark_is_wrong(cell):
    refused = refusal(text([*LINES, f"1;{cell};2", "3;4;5"]).encode())

    assert refused.facts == {"problem": FileProblem.QUOTE_OPEN, "row": 4}
    assert "4-сап: тырмакча" in explain(refused, "ky")
    assert "Строка 4: кавычка" in explain(refused, "ru")


def test_read_refuses_when_the_mark_of_utf_16_is_missing():
    assert refusal(text().encode("utf-16-le")).facts == {"problem": FileProblem.ENCODING_UNKNOWN}


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_read_names_the_row_of_a_zero_character_far_down(end, encoding):
    lines = [f"{number};Асан" for number in range(30_000)]
    lines[25_000] += "\0"

    refused = refusal(end.join(lines).encode(encoding))

    assert refused.facts == {"problem": FileProblem.ZERO_CHARACTER, "row": 25_001}


def test_read_keeps_every_row_when_letters_stand_across_the_pieces_it_decodes():
    lines = ["ПИН;ФИО", *(f"{number};{'өүң' * (number % 7)}" for number in range(20_000))]

    table = tables.read("\n".join(lines).encode(), "тизме.csv")

    assert [";".join(row.cells) for row in table.rows] == lines[1:]


def test_read_names_the_row_of_a_zero_character():
    refused = refusal("ПИН;ФИО\r\n1;А\0\r\n".encode())

    assert refused.facts == {"problem": FileProblem.ZERO_CHARACTER, "row": 2}
    assert "2-сап: файлда нөл белгилери" in explain(refused, "ky")
    assert "Строка 2: в файле есть нулевые" in explain(refused, "ru")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b" \n", b";;;\n;;\n"])
def test_read_refuses_when_the_file_is_empty(content):
    refused = refusal(content)

    assert refused.facts == {"problem": FileProblem.EMPTY}
    assert "Файлда эч нерсе жок" in explain(refused, "ky")
    assert "В файле ничего нет" in explain(refused, "ru")


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 \n", b"\x89PNG\r\n", b"{\\rtf1", b"\xff\xd8\xff\xe0", b"\n<html><table>"]
)
def test_read_refuses_when_the_file_is_no_table(content):
    refused = refusal(content, "тизме.xls")

    assert refused.facts == {"problem": FileProblem.FORMAT_UNKNOWN}
    assert "таблица эмес" in explain(refused, "ky")
    assert "не таблица" in explain(refused, "ru")


def test_read_refuses_when_the_file_is_too_large():
    refused = refusal(b"x" * (tables.LARGEST_FILE + 1))

    assert refused.facts == {"problem": FileProblem.TOO_LARGE, "limit": 50}
    assert "50 мегабайттан чоң" in explain(refused, "ky")
    assert "больше 50 мегабайт" in explain(refused, "ru")


def test_a_formula_of_a_text_is_read_as_the_text_it_is():
    lines = ["ПИН;ФИО;Село;Адрес", "21503198500123;Асанов Бакыт;Ак-Суу;=cmd|'/c calc'!A1"]
    report = check(tables.read(text(lines).encode(), "тизме.csv"), None, date(2026, 3, 2))

    assert report.entries[0].address == "=cmd|'/c calc'!A1"


def test_a_table_is_printed_without_what_is_in_it():
    table = tables.read(text().encode(), "тизме.csv")

    assert "2150319" not in repr(table)
