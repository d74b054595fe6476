"""The statements of a vote by PostgreSQL's own pgbench: what the database can do at the most.

pgbench comes with the server that `scripts/setup --dev` installs, and in Debian with the package
postgresql-15; where neither is, the run says so.
"""

import re
import subprocess
from pathlib import Path

from sqlalchemy import make_url

from tests.bench.servers import scripts_postgresql
from tests.bench.town import PGBENCH, SLUG, Town

SCRIPT = """
\\set turn :turn + 1
\\set voter :turn * :clients + :client_id + 1
\\set number random(100, 2099)
SELECT municipality.id, account.id, account.ref, account.name, sign_in_session.id,
 sign_in_session.is_staff, sign_in_session.assurance, sign_in_session.stepped_up_at, role_grant.role
 FROM municipality LEFT JOIN sign_in_session ON sign_in_session.ended_at IS NULL
 AND sign_in_session.tag = sha256(convert_to(lpad(md5('voter ' || :voter), 43, 'x'), 'UTF8'))
 AND sign_in_session.ends_at > now() AND sign_in_session.municipality_id = municipality.id
 LEFT JOIN account ON account.id = sign_in_session.account_id AND NOT account.is_disabled
 LEFT JOIN role_grant ON role_grant.account_id = account.id
 AND role_grant.municipality_id = municipality.id WHERE municipality.slug = '{place}';
BEGIN;
SELECT id, voting_opens, voting_closes, submission_opens, submission_closes, review_closes,
 results_due, announced_at, decided_at, cancelled_at, min_choices, max_choices, vote_type, points,
 within_budget, budget, by_heading, (SELECT string_agg(number || ' ' || cost || ' ' ||
 coalesce(heading_number::text, ''), ',') FROM project WHERE project.round_id = round.id)
 FROM round WHERE municipality_id = {key} AND slug = '{slug}' FOR SHARE;
SELECT roll_entry.id AS entry, resident.phone_changed_at,
 EXISTS (SELECT * FROM result WHERE result.round_id = roll_entry.round_id)
 FROM roll_entry JOIN resident ON resident.id = roll_entry.resident_id
 WHERE roll_entry.round_id = {round} AND roll_entry.status = 'active'
 AND resident.account_id = :voter \\gset
INSERT INTO participation (municipality_id, round_id, roll_entry_id, channel, hour)
 VALUES ({key}, {round}, :entry, 'internet', date_trunc('hour', now())) ON CONFLICT DO NOTHING;
INSERT INTO ballot_inbox (municipality_id, round_id, ballot_id, channel, number, marks, salt)
 VALUES ({key}, {round}, gen_random_uuid()::text, 'internet', :number, '1,11,30',
 uuid_send(gen_random_uuid()));
INSERT INTO audit_event (municipality_id, at, tag, object_ref, facts) VALUES
 ({key}, date_trunc('hour', now()), 'ballot.cast', '{slug}', '{{"channel": "internet"}}');
COMMIT;
"""
_turns: dict[str, int] = {}


def rate(town: Town, url: str, folder: Path, clients: int, seconds: float) -> float:
    """Votes a second of so many clients.

    Raises:
        RuntimeError: there is no pgbench, or a vote failed.
    """
    script = folder / "vote.sql"
    values = {"place": SLUG, "key": town.place, "round": town.rounds[PGBENCH], "slug": PGBENCH}
    script.write_text(SCRIPT.format(**values))
    address = make_url(url)
    began = town.kept(PGBENCH)[0]
    # Each run begins behind the last voter of the one before.
    turn = _turns.get(url, -1)
    done = subprocess.run(
        [
            *(_program(folder), "--no-vacuum", "--protocol=prepared", f"--file={script}"),
            *(f"--client={clients}", "--jobs=2", f"--time={max(1, round(seconds))}"),
            *(f"--define=turn={turn}", f"--define=clients={clients}"),
            *("--host", str(address.query["host"]), "--username", str(address.username)),
            str(address.database),
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or found is None:
        raise RuntimeError(f"pgbench failed:\n{done.stdout}\n{done.stderr}")
    voted = town.kept(PGBENCH)[0] - began
    if voted < float(found[1]) * max(1, round(seconds)) * 0.9:
        raise RuntimeError(f"pgbench's votes are not there: {voted} at {found[1]} a second")
    _turns[url] = max(_most_turns(town, clients), turn)
    return float(found[1])


def _most_turns(town: Town, clients: int) -> int:
    # One client may be ahead of the others; everybody goes on from where the first stands.
    return -(-town.last_voter(PGBENCH) // clients)


def _program(folder: Path) -> str:
    try:
        program = scripts_postgresql()._binaries(folder) / "pgbench"
    except Exception as error:
        raise RuntimeError("there is no pgbench: run scripts/setup --dev") from error
    if not program.is_file():
        raise RuntimeError(f"there is no pgbench beside the server: {program}")
    return str(program)
