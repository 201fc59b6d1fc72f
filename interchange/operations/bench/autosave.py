"""Fifty teachers type at once; how long one cell takes to be safe on disk."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from random import Random

from interchange.operations.bench.figures import Figure, percentile_95
from interchange.operations.bench.floors import PREFIX
from interchange.operations.bench.ground import MAXIMUM, Ground, ground, know_the_tables
from interchange.operations.bench.sheet_form import form, shifted
from interchange.operations.bench.web import Browser, serving

TEACHERS, CANDIDATES = 50, 30
SECONDS = 12
BETWEEN_CELLS = (0.6, 1.8)
"""A practised typist enters a mark every second or so."""

Cell = Callable[[Browser, Ground, int], tuple[int, bytes]]


def autosave() -> Iterator[Figure]:
    """The 95th percentile at 50 teachers, beside one statement behind the same server."""
    with serving() as server:
        places = [ground(CANDIDATES) for _ in range(TEACHERS)]
        browsers = [Browser(server.port, place.officer) for place in places]
        for browser, place in zip(browsers, places, strict=True):
            browser.post(place.path, form(place, shifted(0)))
        know_the_tables()
        floor = percentile_95(_typing(browsers, places, _bare))
        before = server.processor_seconds()
        taken = _typing(browsers, places, _cell)
        busy = (server.processor_seconds() - before) / len(taken) * 1000
    yield Figure("autosave_p95_50_teachers", percentile_95(taken), "ms", floor, 50, absolute=True)
    yield Figure("autosave_cells_saved", len(taken), "cells")
    yield Figure("autosave_server_time_a_cell", busy, "ms of processor")


def _cell(browser: Browser, place: Ground, turn: int) -> tuple[int, bytes]:
    """One cell as the page's script sends it: each row is typed in once a round, so that its version is known."""
    number, version = f"{turn % CANDIDATES + 1:04}", 1 + turn // CANDIDATES
    row = {"number": number, "version": version, "mark": str(turn * 7 % MAXIMUM + turn // CANDIDATES)}
    return browser.send(f"{place.path}cells/", json.dumps({"rows": [row], "source": "typing"}).encode())


def _bare(browser: Browser, place: Ground, turn: int) -> tuple[int, bytes]:
    row = {"number": f"{turn % CANDIDATES + 1:04}", "mark": turn % MAXIMUM}
    return browser.send(f"{PREFIX}{place.centre_id}", json.dumps(row).encode())


def _typing(browsers: list[Browser], places: list[Ground], cell: Cell) -> list[float]:
    """How long each cell took, in milliseconds."""
    until = time.monotonic() + SECONDS
    taken: list[float] = []
    failed: list[str] = []

    def teacher(at: int) -> None:
        random = Random(at)  # noqa: S311  (when somebody types)
        turn = 0
        time.sleep(random.uniform(0, BETWEEN_CELLS[1]))
        while time.monotonic() < until:
            started = time.perf_counter()
            status, answer = cell(browsers[at], places[at], turn)
            taken.append((time.perf_counter() - started) * 1000)
            if status != 200 or b'"conflict"' in answer:
                failed.append(f"a cell was answered with {status}: {answer[:200]!r}")
            turn += 1
            time.sleep(random.uniform(*BETWEEN_CELLS))

    threads = [threading.Thread(target=teacher, args=[at], daemon=True) for at in range(TEACHERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise RuntimeError(failed[0])
    return taken
