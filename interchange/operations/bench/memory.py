"""How much memory the server takes after its largest saves."""

from collections.abc import Iterator

from interchange.operations.bench.figures import Figure
from interchange.operations.bench.ground import ground
from interchange.operations.bench.sheet_form import form, shifted
from interchange.operations.bench.web import Browser, serving

SIZE, SAVES = 5000, 8


def memory() -> Iterator[Figure]:
    """Two workers, each of which has saved 5,000 rows and shown the sheet."""
    place = ground(SIZE)
    with serving() as server:
        idle = server.megabytes()
        for turn in range(SAVES):
            browser = Browser(server.port, place.officer)
            status, _ = browser.post(place.path, form(place, shifted(turn)))
            if status != 302:
                raise RuntimeError(f"saving was answered with {status}")
            browser.get(place.path)
        yield Figure("server_memory_after_5000_rows", server.megabytes(), "MB", idle, 250, absolute=True)
