"""What recounting a large board costs: python -m tests.bench.board [--ballots 50000] [--slow 6].

Makes a board, and lets the program and the page in a real browser check it; `--slow` lets the
browser work as slowly as a cheap telephone, so many times slower than this machine.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import pb
from tests.boards_made import FIRST, about, lines_of, signed
from tests.browser.conftest import FLAGS, SMALL

PROGRAM, PAGE = (Path(pb.__file__).with_name(name) for name in ("verify.py", "verify.html"))
LOT = 50
WATCH = """() => {
    let last = performance.now();
    window.longest = 0;
    setInterval(() => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
    }, 10);
}"""


def by_program(board: Path) -> tuple[float, float]:
    """Seconds of the program, and how many of them it had the processor."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, PROGRAM, board], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, worked


def by_page(page: Page, board: Path, slow: int) -> tuple[float, int]:
    """Seconds of the page, and the longest time (ms) it did not answer."""
    page.goto(PAGE.as_uri())
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slow})
    page.evaluate(WATCH)
    page.set_input_files("#file", board)
    began = time.perf_counter()
    page.click("#go")
    page.wait_for_selector("#find:not([hidden])")
    return time.perf_counter() - began, round(page.evaluate("longest"))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("--ballots", type=int, default=50_000)
    parser.add_argument("--slow", type=int, default=6)
    given = parser.parse_args()
    facts = about(numbers={"first": FIRST, "count": max(given.ballots // 10, 1)})
    content = signed(lines_of(facts, given.ballots // LOT, LOT))
    size = f"{given.ballots} ballots in {given.ballots // LOT} lots, {len(content) / 1e6:.1f} MB"
    sys.stdout.write(f"{size}\n")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        board = Path(folder, "board.jsonl")
        board.write_bytes(content)
        seconds, worked = by_program(board)
        sys.stdout.write(f"verify.py    {seconds:6.1f} s, of the processor {worked:.1f} s\n")
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        for slow in sorted({1, given.slow}):
            page = browser.new_page(viewport=SMALL)
            page.set_default_timeout(900_000)
            seconds, pause = by_page(page, board, slow)
            told = f"{seconds:6.1f} s, longest pause {pause} ms, {slow} times slower"
            sys.stdout.write(f"verify.html  {told}\n")
        browser.close()


if __name__ == "__main__":
    main()
