"""The PROJECTS section: what stood on the ballot, and what the file says became of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pb.rules.money import Tyiyn
from pb.rules.pabulib import cells
from pb.rules.pabulib.problems import PabulibProblem, broken
from pb.rules.pabulib.sections import Sections
from pb.rules.refusals import Code, NotValid
from pb.rules.tally.election import AllocationRule, Project

MOST_PROJECTS = 2_000
"""Projects in one file; the longest real ballots have some two hundred."""

LONGEST_ID = 60
"""Characters in the number of a project."""

WITHDRAWN = Tyiyn(99_999_999_900)
"""The cost that files counted by greedy-no-skip give to a project taken back after the ballots
were printed; the checker of pabulib.org passes over it, whatever the budget."""

_SELECTED = frozenset("0123")


@dataclass(frozen=True, slots=True)
class Listed:
    """PROJECTS as read, in the order of the file.

    `lines` has the line of each project. `votes` and `scores` are what the file gives for each,
    `selected` the ids marked 1; None where the file does not say. The marks 2 and 3 are projects
    paid from other money than this budget, so they are not counted among the selected.
    """

    projects: tuple[Project, ...]
    lines: dict[str, int]
    votes: tuple[tuple[str, int], ...] | None
    scores: tuple[tuple[str, int], ...] | None
    selected: tuple[str, ...] | None


def read_projects(sections: Sections) -> Listed:
    """The PROJECTS section.

    Raises:
        NotValid: FILE_BROKEN, or FILE_TOO_LARGE (limit, unit).
    """
    start, columns = sections.enter("PROJECTS", "project_id;cost")
    at = {column: place for place, column in enumerate(columns)}
    projects: list[Project] = []
    lines: dict[str, int] = {}
    votes: list[tuple[str, int]] = []
    scores: list[tuple[str, int]] = []
    selected: list[str] = []
    marks = 0
    for line, row in sections.rows():
        ref = _id(row[0], line)
        if ref in lines:
            raise broken(PabulibProblem.PROJECT_TWICE, line, project=ref, first=lines[ref])
        lines[ref] = line
        if len(lines) > MOST_PROJECTS:
            raise NotValid(Code.FILE_TOO_LARGE, limit=MOST_PROJECTS, unit="projects")
        cost = cells.amount(row[at["cost"]], line, "cost")
        name = cells.name(row[at["name"]], line) if "name" in at else ""
        projects.append(Project(ref, cost, name))
        if "votes" in at and not cells.empty(row[at["votes"]]):
            votes.append((ref, cells.whole(row[at["votes"]], line, "votes")))
        if "score" in at and not cells.empty(row[at["score"]]):
            scores.append((ref, cells.points(row[at["score"]], line, "score")))
        if "selected" in at and not cells.empty(mark := row[at["selected"]]):
            if mark not in _SELECTED:
                raise broken(PabulibProblem.NUMBER_UNREADABLE, line, what="selected", given=mark)
            marks += 1
            if mark == "1":
                selected.append(ref)
    if not projects:
        raise broken(PabulibProblem.NO_PROJECTS, start)
    return Listed(
        projects=tuple(projects),
        lines=lines,
        votes=tuple(votes) if votes else None,
        scores=tuple(scores) if scores else None,
        selected=tuple(selected) if marks else None,
    )


def withdrawn_in(projects: Iterable[Project], rule: str) -> tuple[str, ...]:
    """The ids of the projects of a file that were withdrawn; only one rule has such a sign."""
    if rule != AllocationRule.GREEDY_NO_SKIP:
        return ()
    return tuple(project.id for project in projects if project.cost == WITHDRAWN)


def _id(cell: str, line: int) -> str:
    cells.edges_clean(cells.all_seen(cell, line), line)
    cells.name(cell, line)
    # A comma would fall apart in the lists of the ballots.
    if "," in cell or len(cell.splitlines()) != 1 or len(cell) > LONGEST_ID:
        raise broken(PabulibProblem.PROJECT_ID_WRONG, line, given=cell)
    return cell
