"""Where a broken .pb file is refused, and in what words."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb.documents.problems import SENTENCES, explain
from pb.rules import pabulib
from pb.rules.pabulib import PabulibProblem, parse
from pb.rules.refusals import Code, NotValid

GOOD = (Path(__file__).parents[1] / "elections/ak-ozon-mixed.pb").read_text(encoding="utf-8")

# (what is changed, into what, the line it must be refused at, the problem)
BROKEN = [
    (GOOD, "", 1, "no_meta"),
    ("META\nkey", "key", 1, "no_meta"),
    ("META\n", "META;;;\n", 1, "cells_differ"),
    ("PROJECTS\n", "PROJECTS;\n", 18, "cells_differ"),
    ("VOTES\n", "VOTES;;;;\n", 22, "cells_differ"),
    ("META\n", "\nMETA\n", 1, "blank_line"),
    ("key;value", "Key;Value", 2, "header_wrong"),
    ("key;value", "key;value;note", 2, "header_wrong"),
    ("PROJECTS\n", "", 18, "cells_differ"),
    (GOOD[GOOD.index("PROJECTS") : GOOD.index("VOTES")], "", 18, "section_missing"),
    (GOOD[GOOD.index("VOTES") :], "", 21, "section_missing"),
    (GOOD[GOOD.index("PROJECTS") :], "", 17, "section_missing"),
    ("PROJECTS\n", "META\nkey;value\nPROJECTS\n", 18, "section_twice"),
    ("VOTES\n", "PROJECTS\nproject_id;cost\n3;1\nVOTES\n", 22, "section_twice"),
    ("а3;", "VOTES\nа3;", 26, "section_twice"),
    ("META\n", "VOTES\nvoter_id;vote\nMETA\n", 1, "section_out_of_order"),
    ("PROJECTS\n", "VOTES\nvoter_id;vote\nPROJECTS\n", 18, "section_out_of_order"),
    ("project_id;cost", "cost;project_id", 19, "header_wrong"),
    ("project_id;cost", "project_id;price", 19, "header_wrong"),
    ("voter_id;vote;", "voter_id;Vote;", 23, "header_wrong"),
    ("voter_id;vote;voting_method\n", "", 23, "header_wrong"),
    ("cost;votes;name", "cost;votes;cost", 19, "column_twice"),
    ("unit;Ак-Өзөн айылы", "unit;Ак-Өзөн; айылы", 5, "cells_differ"),
    ("Көпүрө;1", "Көпүрө", 20, "cells_differ"),
    ("а2;1;paper", "а2;1;paper;", 25, "cells_differ"),
    ("а2;1;paper", "а2", 25, "cells_differ"),
    ("а3;2;", "\nа3;2;", 26, "blank_line"),
    ("а3;2;", "  \nа3;2;", 26, "blank_line"),
    ("а4;1,2;internet\n", "а4;1,2;internet\n\n\n", 28, "blank_line"),
    ("Көпүрө;1", '"Көпүрө;1', 20, "quote_open"),
    ("а4;1,2;internet\n", 'а4;1,2;"internet', 27, "quote_open"),
    ("Көпүрө;1\n2;200000.5;3;Суу", '"Көпүрө;1\n2;200000.5;3;"Суу', 20, "quote_open"),
    ("Көпүрө;1\n2;200000.5;3;Суу түтүгү;0", '"Көпүрө;1\n2;1;3;Суу түтүгү;0"', 20, "quote_open"),
    ("Көпүрө;1", '"Көпүрө" эски;1', 20, "quote_stray"),
    ("Көпүрө", "Көпү\x00рө", 20, "control_character"),
    ("Көпүрө", "Көпү\rрө", 20, "control_character"),
    ("1;300000;", "\ufeff1;300000;", 20, "control_character"),
    ("1;300000;", "1\u202e;300000;", 20, "control_character"),
    ("1;300000;", "1\u20282;300000;", 20, "project_id_wrong"),
    ("budget;500000", "budget\u200e;500000", 9, "control_character"),
    ("а3", "\x00", 26, "control_character"),
    ("cost;votes;", "cost;votes\u200e;", 19, "control_character"),
    ("а3;2;", "а2\ufeff;2;", 26, "control_character"),
    ("1;300000;", "1\u00ad;300000;", 20, "control_character"),
    ("unit;Ак-Өзөн айылы", "unit;\u200b", 5, "meta_missing"),
    ("country;Kyrgyzstan", "country;\u2060none", 4, "meta_missing"),
    ("Көпүрө", "ө" * 100_001, 20, "line_too_long"),
    ("META", "\ufeffMETA", 1, "byte_order_mark"),
    ("budget;500000\n", "", 1, "meta_missing"),
    ("budget;500000", "budget;", 9, "meta_missing"),
    ("date_end;25.11.2026", "date_end;none", 13, "meta_missing"),
    ("rule;greedy", "rule;greedy\nrule;greedy", 12, "meta_twice"),
    ("unit;", "unit ;", 5, "spaces_around"),
    ("budget;500000", "budget; 500000", 9, "spaces_around"),
    ("approval\n", "ordinal\nscoring_fn;Plurality\n", 11, "meta_uncounted"),
    ("approval\n", "scoring\ndefault_score;3\n", 11, "meta_uncounted"),
    ("num_votes;4", "num_votes;four", 8, "number_unreadable"),
    ("num_votes;4", "num_votes;٤", 8, "number_unreadable"),
    ("max_length;2", "max_length;2.0", 15, "number_unreadable"),
    ("min_length;1", "min_length;-1", 14, "number_unreadable"),
    ("num_projects;2", "num_projects;" + "9" * 5000, 7, "number_unreadable"),
    ("date_begin;10.11.2026", "date_begin;2026-11-10", 12, "date_unreadable"),
    ("date_end;25.11.2026", "date_end;31.11.2026", 13, "date_unreadable"),
    ("date_end;25.11.2026", "date_end;09.11.2026", 13, "dates_out_of_order"),
    ("date_end;25.11.2026", "date_end;2025", 13, "dates_out_of_order"),
    ("currency;KGS", "currency;сом", 16, "currency_unreadable"),
    ("vote_type;approval", "vote_type;knapsack", 10, "vote_type_unknown"),
    ("budget;500000", "budget;0", 9, "budget_zero"),
    ("budget;500000", "budget;0.00", 9, "budget_zero"),
    ("budget;500000", "budget;500 000", 9, "cost_unreadable"),
    ("budget;500000", "budget;500000,5", 9, "cost_comma"),
    ("budget;500000", "budget;-500000", 9, "cost_negative"),
    ("1;300000;", "1;;", 20, "cost_unreadable"),
    ("1;300000;", "1;3e5;", 20, "cost_unreadable"),
    ("1;300000;", "1;1_000;", 20, "cost_unreadable"),
    ("1;300000;", "1;nan;", 20, "cost_unreadable"),
    ("1;300000;", "1;300000.;", 20, "cost_unreadable"),
    ("1;300000;", "1;300000,00;", 20, "cost_comma"),
    ("1;300000;", "1;300,000.00;", 20, "cost_comma"),
    ("1;300000;", "1;-300000;", 20, "cost_negative"),
    ("1;300000;", "1;-0;", 20, "cost_negative"),
    ("1;300000;", "1;0;", 20, "cost_zero"),
    ("1;300000;", "1;300000.005;", 20, "cost_too_fine"),
    ("1;300000;", "1;1000000000000.01;", 20, "cost_too_large"),
    ("1;300000;", "1;" + "9" * 400 + ";", 20, "cost_unreadable"),
    ("1;300000;3;Көпүрө;1\n2;200000.5;3;Суу түтүгү;0\n", "", 18, "no_projects"),
    ("1;300000;", ";300000;", 20, "project_id_wrong"),
    ("1;300000;", "1,5;300000;", 20, "project_id_wrong"),
    ("1;300000;", "1" * 61 + ";300000;", 20, "project_id_wrong"),
    ("1;300000;", " 1;300000;", 20, "spaces_around"),
    ("2;200000.5;", "1;200000.5;", 21, "project_twice"),
    ("Көпүрө", "<b>Көпүрө</b>", 20, "html_in_name"),
    ("Көпүрө", "</td>", 20, "html_in_name"),
    ("Көпүрө", "<!-- Көпүрө", 20, "html_in_name"),
    ("1;300000;", "<script>;300000;", 20, "html_in_name"),
    ("description;Ак-Өзөн", "description;<script src=x>", 3, "html_in_name"),
    ("Көпүрө;1", "Көпүрө;4", 20, "number_unreadable"),
    ("1;300000;3;", "1;300000;3.0;", 20, "number_unreadable"),
    ("num_projects;2", "num_projects;3", 7, "num_projects_differ"),
    ("num_votes;4", "num_votes;5", 8, "num_votes_differ"),
    ("1;300000;3;", "1;300000;4;", 20, "votes_differ"),
    ("а2;1;paper", ";1;paper", 25, "voter_missing"),
    ("а4;", "а2;", 27, "voter_twice"),
    ("а2;1;paper", "а2;7;paper", 25, "project_unknown"),
    ("а2;1;paper", "а2;1,;paper", 25, "project_unknown"),
    ("а4;1,2", "а4;1, 2", 27, "spaces_around"),
    ("а4;1,2", "а4;2,2", 27, "choice_twice"),
    ("max_length;2", "max_length;1", 24, "too_many_choices"),
    ("vote_type;approval", "vote_type;choose-1", 24, "too_many_choices"),
    ("а2;1;paper", "а2;;paper", 25, "too_few_choices"),
    ("voting_method\nа1;2,1;internet", "points\nа1;2,1;1,1", 24, "points_unexpected"),
    ("vote_type;approval", "vote_type;cumulative", 24, "points_differ"),
    ("а2;1;paper", "а2;1;пошта", 25, "channel_unknown"),
]


def broken_text(old, new):
    assert GOOD.count(old) >= 1
    return GOOD.replace(old, new, 1)


def refusal_of(source):
    with pytest.raises(NotValid) as refused:
        parse(source)
    return refused.value


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(("old", "new", "line", "problem"), BROKEN)
def test_parse_refuses_with_the_line_when_a_file_is_broken(old, new, line, problem, line_end):
    text = broken_text(old, new).replace("\n", line_end)

    refusal = refusal_of(text.encode())

    assert refusal.code is Code.FILE_BROKEN
    assert (refusal.facts["line"], refusal.facts["problem"]) == (line, problem)


def test_parse_refuses_a_text_as_it_refuses_its_bytes():
    for old, new, *_ in BROKEN:
        text = broken_text(old, new)

        assert refusal_of(text).facts == refusal_of(text.encode()).facts


def test_the_table_of_broken_files_has_every_problem():
    in_table = {problem for *_, problem in BROKEN}

    assert in_table | {"not_utf8"} == set(PabulibProblem)


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_explain_says_a_whole_sentence_when_a_file_is_broken(language):
    for old, new, line, _ in BROKEN:
        sentence = explain(refusal_of(broken_text(old, new)), language)

        assert str(line) in sentence
        assert "%(" not in sentence


def test_every_problem_has_a_sentence():
    assert set(SENTENCES) == set(PabulibProblem)
    assert len(set(SENTENCES.values())) == len(SENTENCES)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (GOOD.encode("utf-16"), 1),
        (GOOD.encode("cp1251", "replace"), 3),
        (GOOD.encode().replace("Көпүрө".encode(), b"K\xff"), 20),
        (GOOD.replace("Көпүрө", "\ud800"), 20),
    ],
)
def test_parse_refuses_when_the_file_is_not_utf8(data, line):
    facts = refusal_of(data).facts

    assert facts == {"line": line, "problem": PabulibProblem.NOT_UTF8}


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        ("а4;", "а2;", {"first": 25}),
        ("2;200000.5;", "1;200000.5;", {"project": "1", "first": 20}),
        ("1;300000;3;", "1;300000;4;", {"project": "1", "given": 4, "counted": 3}),
        ("num_votes;4", "num_votes;5", {"given": 5, "counted": 4}),
        ("а2;1;paper", "а2;7;paper", {"project": "7"}),
        ("max_length;2", "max_length;1", {"given": 2, "limit": 1}),
        ("budget;500000\n", "", {"key": "budget"}),
        ("1;300000;", "1;3,5;", {"what": "cost", "given": "3,5"}),
        ("1;300000;", "1\x07;300000;", {"character": "U+0007"}),
        ("а2;1;paper", "а2", {"expected": 3, "given": 1}),
    ],
)
def test_parse_gives_the_facts_to_mend_it_when_a_file_is_broken(old, new, facts):
    given = refusal_of(broken_text(old, new)).facts

    assert {name: given[name] for name in given if name not in ("line", "problem")} == facts


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("approval", "\x1b[2Japp", "[2Japp"),
        ("а2;1;paper", "а2;1\x1b[31m;paper", "1U+001B[31m"),
        ("а2;1;paper", "а2;\u202e1;paper", "U+202E1"),
        ("а2;1;paper", "а2;1;p\u200bost", "pU+200Bost"),
    ],
)
def test_parse_names_in_its_refusal_what_cannot_be_printed(old, new, shown):
    refusal = refusal_of(broken_text(old, new))

    assert shown in refusal.facts.values()
    assert explain(refusal, "en").isprintable()


def test_parse_keeps_the_line_right_when_a_quoted_cell_spans_lines():
    text = GOOD.replace("Көпүрө", '"Көпүрө:\n\nэски ""таш"" көпүрө"')

    assert parse(text).election.projects[0].name == 'Көпүрө: эски "таш" көпүрө'
    assert refusal_of(text.replace("а2;1;", "а2;7;")).facts["line"] == 27
    assert refusal_of(text.replace("1;300000;", "1;0;")).facts["line"] == 20


@pytest.mark.parametrize(
    ("source", "limit", "unit"),
    [
        (b"M" * 20_000_001, 20_000_000, "bytes"),
        ("ө" * 10_000_001, 20_000_000, "bytes"),
        (GOOD.replace("num_votes;4", "num_votes;5000000"), 1_000_000, "votes"),
    ],
)
def test_parse_refuses_when_the_file_is_too_large(source, limit, unit):
    refusal = refusal_of(source)

    assert refusal.code is Code.FILE_TOO_LARGE
    assert refusal.facts == {"limit": limit, "unit": unit}
    assert str(limit)[:1] in explain(refusal, "en")


@pytest.mark.parametrize(
    ("module", "name"), [("votes", "MOST_VOTES"), ("projects", "MOST_PROJECTS")]
)
def test_parse_refuses_when_the_rows_pass_the_limit(module, name, monkeypatch):
    monkeypatch.setattr(getattr(pabulib, module), name, 1)

    assert refusal_of(GOOD).facts == {"limit": 1, "unit": name.split("_")[1].lower()}


broken_bytes = st.lists(
    st.tuples(
        st.integers(0, len(GOOD.encode()) - 1),
        st.sampled_from([0, 1, 5]),  # bytes taken out
        st.one_of(
            st.binary(max_size=2),
            st.sampled_from(
                [b";", b",", b'"', b"\n", b"\r", b"VOTES\n", b"META\n", b"0", b"9" * 40]
            ),
        ),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=400, deadline=None)
@given(broken_bytes)
def test_parse_reads_or_refuses_when_bytes_are_damaged(damage):
    data = GOOD.encode()
    for at, taken, put in damage:
        data = data[:at] + put + data[at + taken :]

    refusal = None
    try:
        parse(data)
    except NotValid as refused:
        refusal = refused

    if refusal is not None:
        assert refusal.code is Code.FILE_BROKEN
        assert 1 <= refusal.facts["line"] <= data.count(b"\n") + 1
        assert explain(refusal, "en")
