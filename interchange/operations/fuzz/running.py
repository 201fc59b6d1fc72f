"""All parsers, each in a process of its own; first by what has covered code, where that is installed."""

import argparse
import importlib.util
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from interchange.operations.installation import CLONE, PYTHON

NAMES = ("common-format", "base-data", "xml", "json", "names", "tables", "csv", "catalogue")
AT_ONCE = 2
LOCK = CLONE / "requirements" / "fuzz.txt"


def fuzz(arguments: list[str]) -> int:
    """Feed broken files to every parser for some minutes; exit 1 where one crashes, hangs or takes too much memory."""
    parser = argparse.ArgumentParser(prog="bin/check fuzz", description=fuzz.__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="for each parser (10)")
    chance = random.randrange(10**6)  # noqa: S311  (broken files, no secrets)
    parser.add_argument("--start", type=int, default=chance, help="the number to repeat a run by")
    parser.add_argument(
        "--only", choices=NAMES, action="append", help="one parser; may be given several times"
    )
    asked = parser.parse_args(arguments)
    ways = ["chance", *(["atheris"] if _have_atheris() else [])]
    folder = Path(tempfile.mkdtemp(prefix="interchange-fuzz-"))
    print(
        f"start {asked.start}, {', then '.join(ways)}; what breaks a parser is kept in {folder}", flush=True
    )
    seconds = asked.minutes * 60 / len(ways)
    todo = [(name, way) for way in ways for name in asked.only or NAMES]
    failed = 0
    for at in range(0, len(todo), AT_ONCE):
        children = [_begin(name, seconds, asked.start, way, folder) for name, way in todo[at : at + AT_ONCE]]
        failed += sum(child.wait() != 0 for child in children)
    return 1 if failed else 0


def _begin(name: str, seconds: float, start: int, way: str, folder: Path) -> "subprocess.Popen[bytes]":
    command = [str(PYTHON), "-m", "interchange.operations.fuzz", name, str(seconds), str(start), way]
    return subprocess.Popen(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(CLONE)})


def _have_atheris() -> bool:
    """Whether the coverage-guided fuzzer is there, installed where it can be."""
    if importlib.util.find_spec("atheris") is None:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
        subprocess.run([*pip, "--require-hashes", "--only-binary=:all:", "-r", str(LOCK)], check=False)
        importlib.invalidate_caches()
    found = importlib.util.find_spec("atheris") is not None
    if not found:
        print("atheris cannot be had for this machine: broken files are made by chance alone", flush=True)
    return found
