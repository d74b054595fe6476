"""Whether a name nobody has is answered as slowly as a real one: python -m tests.bench.sign_in.

Both are tried in turn in one run, with the hashing of production; the ratio of the medians is
printed. Nearer to 1 than the spread of one name's own times is as good as it gets.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from pb.acts import signing_in
from pb.app import Gateways, create_app
from pb.config import Mode, Settings
from pb.gateways.clock import FixedClock
from pb.gateways.passwords import Passwords
from pb.gateways.storage import MemoryStorage
from pb.records import accounts
from pb.rules.refusals import NotValid
from pb.rules.roles import Role
from pb.services.work import unit_of_work
from tests.conftest import NOON
from tests.databases import migrate
from tests.office import PASSWORD, door, insider
from tests.stage import KEYS, Stage

TRIES = 60


def main() -> None:
    """Try both names in turn and compare."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        migrate(url)
        settings = Settings("s" * 40, "k" * 40, url, Path(folder), Mode.TEST)
        clock = FixedClock(NOON)
        app = create_app(settings, Gateways(MemoryStorage(), clock))
        with app.app_context():
            stage = Stage(clock, MemoryStorage())
            person, passwords = insider(stage, Role.OPERATOR), Passwords()
            with unit_of_work():
                kept = accounts.credential_of(person.actor.account_id, hold=True)
                kept.password_hash = passwords.hash(PASSWORD)
            times: dict[str, list[float]] = {"real": [], "nobody": []}
            for turn in range(2 * TRIES):
                which = "real" if turn % 2 else "nobody"
                times[which].append(
                    _one(stage, person.name if turn % 2 else "nobody-at-all", passwords)
                )
    real, nobody = (statistics.median(times[which]) for which in ("real", "nobody"))
    again = statistics.median(times["real"][::2]) / statistics.median(times["real"][1::2])
    sys.stdout.write(
        f"real {real * 1000:.1f} ms, nobody {nobody * 1000:.1f} ms, ratio {nobody / real:.3f}"
        f" (the real one with itself: {again:.3f})\n"
    )


def _one(stage: Stage, name: str, passwords: Passwords) -> float:
    began = time.perf_counter()
    try:
        at = door(stage, is_known=True)
        signing_in.check_password(name, "wrong password it is", KEYS, passwords, at, stage.now)
    except NotValid:
        return time.perf_counter() - began
    raise AssertionError("it was let in")


if __name__ == "__main__":
    main()
