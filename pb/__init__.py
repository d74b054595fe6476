"""Демилге: participatory budgeting for rural municipalities.

Begin reading in `rules/`, where the law and the arithmetic live; then follow one vote:
`web/views/ballots.py` → `acts/ballots.py` → `services/` → `records/ballots.py`, and the count:
`acts/results.py` → `rules/tally/`. Imports go down only: `app` → `web | cli` → `lifecycle` → `acts`
→ `services` → `documents | gateways | records` → `rules`.
"""
