"""Makes every mutant and says, as CSV, how many of each kind were noticed; exit 1 where one was not."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from typing import TextIO

from interchange.operations import processes
from interchange.operations.installation import CLONE, PYTHON
from tests.mutants.mechanisms import EVERY, Edit, Statement

NAMED = "INTERCHANGE_MUTANT"
IDLE = [
    part for name in ("schemathesis", "playwright", "xdist", "pytest_cov") for part in ("-p", f"no:{name}")
]
"""Plugins that none of these tests uses, and that take a second to read."""
PYTEST = [PYTHON, "-m", "pytest", "-p", "tests.mutants.plugin", *IDLE, "-q", "--reuse-db"]
DATABASES = ("", "second")
"""Two children at once, each with a test database of its own (pytest-django's name for it)."""
ALL_HOLD, SOME_FAIL = 0, 1


def say(words: str, *, to: TextIO = sys.stdout) -> None:
    to.write(f"{words}\n")
    to.flush()


class CannotTell(Exception):
    """The tests could not be run, so that nothing is known."""


def main() -> int:
    """The tables first, which takes a minute; then the mechanisms, two at a time."""
    say("kind,made,killed,survivors")
    try:
        survived = of_tables() + of_mechanisms(EVERY)
    except CannotTell as why:
        say(str(why), to=sys.stderr)
        return 1
    return 1 if survived else 0


def of_tables() -> int:
    """The wrong entries of the tables; how many nobody noticed."""
    import django  # noqa: PLC0415  (only this half of the work needs it)

    django.setup()
    from tests import rights  # noqa: PLC0415
    from tests.mutants import tables  # noqa: PLC0415

    wrong = [said for judge in (*rights.DECLARED, *rights.DONE) for said in judge()]
    if wrong:
        raise CannotTell("\n".join(["The code and the tables of tests/rights differ as it is:", *wrong]))
    found = tables.tally(tables.every_one())
    say("\n".join(found.lines()))
    return len(found.survivors)


# ---------------------------------------------------------------- the mechanisms


def of_mechanisms(mutants: Sequence[Edit | Statement]) -> int:
    """The wrong lines; how many nobody noticed, or nobody can tell of."""
    free: SimpleQueue[str] = SimpleQueue()
    for database in DATABASES:
        free.put(database)
    with ThreadPoolExecutor(len(DATABASES)) as pool:
        alike = pool.submit(_all_hold, mutants, free)
        noticed = list(pool.map(lambda mutant: _is_killed(mutant, free), mutants))
        alike.result()
    kinds = dict.fromkeys(mutant.kind for mutant in mutants)
    for kind in kinds:
        killed = [one for mutant, one in zip(mutants, noticed, strict=True) if mutant.kind == kind]
        alive = [
            mutant.name
            for mutant, one in zip(mutants, noticed, strict=True)
            if mutant.kind == kind and not one
        ]
        say(f"{kind},{len(killed)},{sum(killed)},{'; '.join(alive)}")
    return noticed.count(False)


def _all_hold(mutants: Sequence[Edit | Statement], free: "SimpleQueue[str]") -> None:
    """The same tests with nothing wrong: they must hold, or their failing would say nothing."""
    code, said = _pytest(selected(mutants), free)
    if code != ALL_HOLD:
        raise CannotTell(f"The tests fail as it is, with nothing wrong:\n{said}")


def selected(mutants: Sequence[Edit | Statement]) -> list[str]:
    """What to give pytest so that it runs what any of them is given."""
    wanted: dict[str, set[str]] = {}
    for mutant in mutants:
        *files, only = mutant.tests if "-k" in mutant.tests else [*mutant.tests, ""]
        for file in files:
            if file != "-k":
                wanted.setdefault(file, set()).add(only)
    words = [
        name if "" in only else f"({name} and ({' or '.join(sorted(only))}))"
        for name, only in ((file.rpartition("/")[2], only) for file, only in wanted.items())
    ]
    return [*wanted, "-k", " or ".join(words)]


def _is_killed(mutant: Edit | Statement, free: "SimpleQueue[str]") -> bool:
    started = time.monotonic()
    code, said = _pytest([*mutant.tests, *([] if mutant.each else ["-x"])], free, mutant.name)
    how = {SOME_FAIL: "killed", ALL_HOLD: "ALIVE"}.get(code, f"{said}\nUNKNOWN: its tests do not run:")
    say(f"{how:7} {time.monotonic() - started:5.1f} s  {mutant.name}", to=sys.stderr)
    return code == SOME_FAIL


def _pytest(arguments: Sequence[str], free: "SimpleQueue[str]", mutant: str = "") -> tuple[int, str]:
    """Exit code and words of a child that runs these tests."""
    with one_of(free) as database, tempfile.TemporaryFile("w+") as words:
        own = {NAMED: mutant, "TOX_PARALLEL_ENV": database, "PYTHONPATH": str(CLONE)}
        code = processes.run([*PYTEST, *arguments], own, output=words)
        words.seek(0)
        return code, words.read()


@contextmanager
def one_of(free: "SimpleQueue[str]") -> Iterator[str]:
    database = free.get()
    try:
        yield database
    finally:
        free.put(database)


if __name__ == "__main__":
    os.chdir(CLONE)
    with processes.stopping_in_order():
        sys.exit(main())
