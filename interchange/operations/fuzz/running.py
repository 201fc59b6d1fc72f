"""All parsers, each in a process of its own; first by what has covered code, where that is installed."""

import argparse
import importlib.util
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from interchange.operations.installation import CLONE, PYTHON

NAMES = (
    "common-format", "forecasts", "base-data", "xml", "json", "names", "tables", "csv", "catalogue", "spreadsheets",
    "xlsx", "ods", "pastes", "forms", "bodies", "attachments", "words", "passkeys",
)  # fmt: skip
"""Every target; the children alone load them."""
LOCK = CLONE / "requirements" / "fuzz.txt"
MINUTES, AT_ONCE, MEGABYTES, MOST_AT_ONCE = 10.0, 2, 2_048, 64
STARTS = 120
"""Seconds for loading and ending, beside the time that is asked for."""


def fuzz(arguments: list[str]) -> int:
    """Feed broken files to every parser for some minutes; exit 1 where one crashes, hangs or takes too much memory."""
    asked = _arguments().parse_args(arguments)
    ways = ["chance", *(["atheris"] if not asked.by_chance and _have_atheris() else [])]
    folder = Path(tempfile.mkdtemp(prefix="interchange-fuzz-"))
    print(
        f"start {asked.start}, {', then '.join(ways)}; what breaks a parser is kept in {folder}", flush=True
    )
    with ThreadPoolExecutor(asked.at_once) as turns:
        failed = sum(turns.map(lambda run: _ended(run, asked, folder), _runs(asked, ways)))
    print(f"{failed} of the runs failed" if failed else "no parser was broken", flush=True)
    return 1 if failed else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/check fuzz", description=fuzz.__doc__)
    parser.add_argument(
        "--minutes", type=float, default=MINUTES, help=f"at most, for each parser ({MINUTES:.0f})"
    )
    parser.add_argument(
        "--at-once", type=int, default=AT_ONCE, choices=range(1, MOST_AT_ONCE + 1), metavar="N",
        help=f"so many parsers at a time ({AT_ONCE})",
    )  # fmt: skip
    parser.add_argument(
        "--megabytes", type=int, default=MEGABYTES, help=f"of memory, for each parser ({MEGABYTES})"
    )
    chance = random.randrange(10**6)  # noqa: S311  (broken files, no secrets)
    parser.add_argument("--start", type=int, default=chance, help="the number to repeat a run by")
    parser.add_argument("--by-chance", action="store_true", help="without atheris, where it is installed too")
    parser.add_argument(
        "--only", choices=NAMES, action="append", help="one parser; may be given several times"
    )
    return parser


def _runs(asked: argparse.Namespace, ways: list[str]) -> Iterator[list[str]]:
    """What each process is told: which parser, how many seconds, from where, which way, and how much memory."""
    seconds = asked.minutes * 60 / len(ways)
    for way in ways:
        for name in asked.only or NAMES:
            yield [name, str(seconds), str(asked.start), way, str(asked.megabytes)]


def _ended(run: list[str], asked: argparse.Namespace, folder: Path) -> bool:
    """Whether a process failed. One that was killed, or did not end by itself, leaves the input that it had last."""
    own = folder / f"{run[0]}-{run[3]}"
    own.mkdir(exist_ok=True)
    command = [str(PYTHON), "-m", "interchange.operations.fuzz", *run]
    child = subprocess.Popen(command, cwd=own, env={**os.environ, "PYTHONPATH": str(CLONE)})
    try:
        ended = child.wait(timeout=asked.minutes * 60 + STARTS)
    except subprocess.TimeoutExpired:
        child.kill()
        ended = child.wait()
    if ended:
        print(f"bad  {run[0]:14} by {run[3]} ended with {ended}; look in {own}", flush=True)
    return ended != 0


def _have_atheris() -> bool:
    """Whether the coverage-guided fuzzer is there, installed where it can be."""
    if importlib.util.find_spec("atheris") is None:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        subprocess.run(
            [*pip, "--no-deps", "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)], check=False
        )
        importlib.invalidate_caches()
    found = importlib.util.find_spec("atheris") is not None
    if not found:
        print("atheris cannot be had for this machine: broken files are made by chance alone", flush=True)
    return found
