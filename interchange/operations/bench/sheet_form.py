"""A sheet's form as a browser without script posts it."""

from collections.abc import Callable, Mapping

from interchange.operations.bench.ground import MAXIMUM, Ground


def form(
    ground: Ground, mark: Callable[[int], str], *, versions: Mapping[str, int] | None = None
) -> dict[str, str]:
    """Every row with its version, a mark for each, and the field that says that all of it arrived."""
    held = versions or {row.number: row.version for row in ground.rows()}
    marks = {f"m{number}": mark(place) for place, number in enumerate(held)}
    head = {
        "rows": str(len(held)),
        "versions": " ".join(f"{number}:{version}" for number, version in held.items()),
    }
    return {**head, **marks, "do": "save", "end": "1"}


def stored(ground: Ground) -> list[str]:
    """The marks as they are stored, in order of the candidates."""
    return [row.value.words for row in ground.rows()]


def shifted(by: int) -> Callable[[int], str]:
    """Marks that differ from row to row, and from one `by` to the next."""
    return lambda at: str((at + by) % (MAXIMUM + 1))


def same(mark: int) -> Callable[[int], str]:
    """One mark for everybody."""
    return lambda _: str(mark)
