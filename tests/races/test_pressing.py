"""One person at twenty browsers at once, through the real server: one vote and no fault."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from tests.bench import letters
from tests.bench.town import OURS, build
from tests.races.conftest import own_database
from tests.races.killing import Crowd, laid_in, served

PEOPLE, BROWSERS = 6, 20


def test_twenty_browsers_of_one_person_give_one_vote_and_no_fault(tmp_path):
    with ExitStack() as stack:
        town = build(stack.enter_context(own_database(tmp_path)), PEOPLE, [OURS])
        stack.callback(town.engine.dispose)
        settings = letters.settings_of(
            town.engine.url.render_as_string(hide_password=False), tmp_path
        )
        # Each browser has papers of its own, one for each person.
        papers = [letters.ours(town, settings, PEOPLE) for _ in range(BROWSERS)]
        crowd = Crowd(stack.enter_context(served(settings, tmp_path)).port)

        for person in range(PEOPLE):
            crowd.statuses.clear()
            with ThreadPoolExecutor(BROWSERS) as browsers:
                list(browsers.map(crowd.post, [each[person] for each in papers]))

            assert sorted(crowd.statuses) == [303] + [409] * (BROWSERS - 1)

        assert len(laid_in(town)) == PEOPLE
        assert town.kept(OURS) == (PEOPLE, PEOPLE)
