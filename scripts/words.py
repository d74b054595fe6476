"""Compiles a catalogue: scripts/words.py translations/ky/LC_MESSAGES/messages.po."""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

source = Path(sys.argv[1])
target = source.with_suffix(".mo")
unfinished = target.with_suffix(f".{os.getpid()}")
with source.open("rb") as po:
    catalogue = read_po(po, abort_invalid=True)
with unfinished.open("wb") as mo:
    write_mo(mo, catalogue)
unfinished.replace(target)
