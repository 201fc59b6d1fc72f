"""A short run of what `bin/check fuzz` does for minutes: broken files are answered or refused, and nothing else."""

import random

import pytest

from interchange.operations.fuzz.mutating import mutated
from interchange.operations.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_good_files_and_broken_ones_are_answered_or_refused(name):
    target = TARGETS[name]
    for seed in target.seeds:
        target.feed(seed)
    for number in range(25):
        target.feed(mutated(target.seeds, random.Random(f"{name}-{number}")))  # noqa: S311
