"""Loading a sheet: beside one statement and one template behind the same server, and how many statements it takes."""

from collections.abc import Callable, Iterator

from interchange.operations.bench.counting import statements_of_page
from interchange.operations.bench.figures import Figure, side_by_side
from interchange.operations.bench.floors import PREFIX
from interchange.operations.bench.ground import Ground, ground, know_the_tables
from interchange.operations.bench.sheet_form import form, shifted
from interchange.operations.bench.web import Browser, serving

ROUNDS = {30: 40, 1000: 20}
TARGETS = {1000: 2.0}


def loading() -> Iterator[Figure]:
    """A page of 30 and of 1,000 candidates."""
    statements: dict[int, int] = {}
    with serving() as server:
        for size, rounds in ROUNDS.items():
            place = ground(size)
            browser = Browser(server.port, place.officer)
            browser.post(place.path, form(place, shifted(0)))
            know_the_tables()
            statements[size] = statements_of_page(place.officer, place.path)
            _, page = browser.get(place.path)
            taken, floor = side_by_side(*_pages(browser, place), rounds=rounds)
            yield Figure(f"load_sheet_{size}", taken, "ms", floor, TARGETS.get(size))
            if size == max(ROUNDS):
                yield Figure("load_sheet_bytes_a_row", len(page) / size, "bytes", None, 400)
    yield Figure("load_sheet_1000_statements", statements[1000], "statements", None, 12)
    yield Figure("load_sheet_statements_1000_to_30", statements[1000], "statements", statements[30], 1)


def _pages(browser: Browser, place: Ground) -> tuple[Callable[[], None], Callable[[], None]]:
    def page() -> None:
        _expect(browser.get(place.path), place)

    def floor() -> None:
        _expect(browser.get(f"{PREFIX}{place.centre_id}"), place)

    return page, floor


def _expect(answer: tuple[int, bytes], place: Ground) -> None:
    status, body = answer
    if status != 200 or body.count(b"<tr id=r") < 30:
        raise RuntimeError(f"{place.path} answered {status}")
