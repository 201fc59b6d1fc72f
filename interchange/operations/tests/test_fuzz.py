"""A short run of what `bin/check fuzz` does for minutes: broken files are answered or refused, and nothing else."""

import random
import subprocess

import pytest

from interchange.operations.fuzz import running
from interchange.operations.fuzz.mutating import mutated
from interchange.operations.fuzz.targets import TARGETS
from interchange.operations.installation import CLONE, PYTHON


def test_every_parser_has_a_name_that_the_command_knows():
    assert tuple(TARGETS) == running.NAMES


@pytest.mark.parametrize("name", TARGETS)
def test_good_files_and_broken_ones_are_answered_or_refused(name):
    target = TARGETS[name]
    for seed in target.seeds:
        target.feed(seed)
    for number in range(25):
        target.feed(mutated(target.seeds, random.Random(f"{name}-{number}")))  # noqa: S311


BREAKS = {
    "while True: pass": "Hang()",
    "bytearray(3 * 1024**3)": "MemoryError()",
    "raise KeyError(1)": "KeyError(1)",
}


@pytest.mark.parametrize("code", BREAKS)
def test_what_hangs_takes_too_much_memory_or_crashes_is_told_and_kept(tmp_path, code):
    program = f"""
from interchange.operations.fuzz import __main__ as one
from interchange.operations.fuzz.target import Target
import resource
resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3, 2 * 1024**3))
def feed(content):
    {code}
raise SystemExit(one._by_chance(Target("bad", feed, [b"x"]), 5, 1))
"""
    told = subprocess.run([PYTHON, "-c", program], cwd=tmp_path, env={"PYTHONPATH": str(CLONE)},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (told.returncode, BREAKS[code] in told.stdout) == (1, True), told
    assert (tmp_path / "fuzz-bad-1-0.bin").exists()
