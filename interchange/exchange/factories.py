"""Files and formats for tests: what a centre's own system would send."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from interchange.entries.rules.identifiers import make_uci
from interchange.exchange.models import Convention, LayoutColumn
from interchange.exchange.rules.layouts import Column, detail
from interchange.exchange.rules.names import read_name
from interchange.exchange.rules.writing import Manner, OfCentre, write

CODES = Column("codes", 110, 6, 14)
"""Where an awarding body might find them in its booklet."""


def complete_layouts() -> None:
    """The columns that are not published, as an awarding body fills them in, and its own two digits."""
    for letter in "EA":
        LayoutColumn.objects.update_or_create(
            letter=letter, field="codes", defaults={"start": 110, "width": 6, "times": 14}
        )
    places = {"first": (3, 6), "second": (9, 6), "of_syllabuses": (15, 1)}
    for field, (start, width) in places.items():
        LayoutColumn.objects.update_or_create(
            letter="D", field=field, defaults={"start": start, "width": width}
        )
    Convention.objects.update_or_create(pk=1, defaults={"bodies": ["01"]})


def a_record(number: str, *codes: str, centre: str = "10001", **changes: Any) -> dict[str, Any]:
    """A candidate of a file with these codes."""
    return {
        "status": "C", "centre": centre, "number": number, "name": f"FOX: ADA {'ABCDEFGHIJ'[int(number) % 10]}",
        "sex": "F", "born_on": date(2011, 1, 2), "uci": make_uci(centre, 2027, number), "upn": "", "uln": "",
        "qualifier": "", "other_centre": "", "other_number": "", "unread_106": "", "codes": codes,
    } | changes  # fmt: skip


def a_file(
    *records: dict[str, Any], name: str = "E1000101.X01", sequence: int | None = None, manner: Manner | None = None,
    of: Iterable[dict[str, Any]] = (),
) -> tuple[bytes, str]:  # fmt: skip
    """A whole file of the common format, for June 2027, with its name."""
    named = read_name(name)
    shape = detail(named.letter, [CODES], born_until=2027)
    own = OfCentre(named.centre, named.number if sequence is None else sequence, "CB2 1TN", [*records, *of])
    lines = write(named, shape, "6A", "27", [own], made_on=date(2027, 2, 1), manner=manner)
    return b"".join(lines), name
