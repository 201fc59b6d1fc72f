"""Runs the benchmarks in a process with Django, a line of CSV for each figure."""

import csv
import sys
from collections.abc import Callable, Iterator

import django

from interchange.operations import processes

django.setup()

from interchange.operations.bench.autosave import autosave  # noqa: E402
from interchange.operations.bench.entry_grid import entry_grid  # noqa: E402
from interchange.operations.bench.figures import HEAD, Figure, write  # noqa: E402
from interchange.operations.bench.growing import growing  # noqa: E402
from interchange.operations.bench.importing import importing  # noqa: E402
from interchange.operations.bench.loading import loading  # noqa: E402
from interchange.operations.bench.losing import losing  # noqa: E402
from interchange.operations.bench.memory import memory  # noqa: E402
from interchange.operations.bench.printing import printing  # noqa: E402
from interchange.operations.bench.saving import saving  # noqa: E402
from interchange.operations.bench.signing_in import refusals, signing_in  # noqa: E402

BENCHMARKS: dict[str, Callable[[], Iterator[Figure]]] = {
    "loading": loading, "saving": saving, "losing": losing, "autosave": autosave, "printing": printing,
    "memory": memory, "importing": importing, "entry_grid": entry_grid, "growing": growing, "signing_in": signing_in,
    "refusals": refusals,
}  # fmt: skip


def main(names: list[str]) -> int:
    """Every benchmark, or those named; 1 if one missed its target."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"There is no benchmark {unknown[0]}. There are: {', '.join(BENCHMARKS)}.")
    csv.writer(sys.stdout, lineterminator="\n").writerow(HEAD)
    figures = [figure for name in names or BENCHMARKS for figure in write(BENCHMARKS[name]())]
    return int(any(figure.ok is False for figure in figures))


if __name__ == "__main__":
    with processes.stopping_in_order():
        sys.exit(main(sys.argv[1:]))
