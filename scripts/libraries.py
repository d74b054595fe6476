"""Prints the Debian packages this machine lacks: for PDF papers; with --dev for a browser too."""

import ctypes
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

# Debian's package: names of the library on Linux and macOS, any of which will do
LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
}
FONT_PACKAGE, FONT = "fonts-liberation2", "LiberationSerif-Regular.ttf"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


def loads(name: str) -> bool:
    """Whether the system finds a shared library of this name."""
    with suppress(OSError):
        ctypes.CDLL(name)
        return True
    return False


def has_font() -> bool:
    """Whether a Liberation Serif with the Kyrgyz letter ү is installed."""
    with suppress(OSError):
        query = ["fc-list", ":family=Liberation Serif:charset=4af"]
        if subprocess.run(query, capture_output=True, check=False).stdout:
            return True
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(next(folder.rglob(FONT), None) for folder in folders if folder.is_dir())


def browser_packages() -> list[str]:
    """What the tests of the pages need: Chromium, and what drives it."""
    lacking = [] if shutil.which("chromium") else ["chromium"]
    return lacking if loads("libatomic.so.1") else [*lacking, "libatomic1"]


missing = [package for package, names in LIBRARIES.items() if not any(map(loads, names))]
tools = browser_packages() if "--dev" in sys.argv else []
print(*missing, *([] if has_font() else [FONT_PACKAGE]), *tools)
