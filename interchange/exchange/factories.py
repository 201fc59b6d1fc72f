"""Files and formats for tests: what a centre's own system would send."""

import hashlib
from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from interchange.core import clock, tenancy, uploads
from interchange.core.actor import Actor
from interchange.core.identifiers import new_id
from interchange.entries.rules.identifiers import make_uci
from interchange.entries.steps.batches import Batch, Route, begin
from interchange.exchange.models import BaseDataIssue, Convention, LayoutColumn, Outgoing
from interchange.exchange.queries.basedata import base_data, bundle
from interchange.exchange.rules.layouts import Column, detail
from interchange.exchange.rules.names import Letter, read_name
from interchange.exchange.rules.writing import Manner, OfCentre, write

if TYPE_CHECKING:
    from interchange.catalogue.models import Series
    from interchange.centres.models import Centre

CODES = Column("codes", 110, 6, 14)
"""Where an awarding body might find them in its booklet."""
PAIRS = [Column("first", 3, 6), Column("second", 9, 6), Column("of_syllabuses", 15, 1)]
GRADES = [
    Column("centre", 3, 5), Column("number", 8, 4), Column("option", 12, 6), Column("grade", 18, 4),
    Column("second_grade", 22, 4),
]  # fmt: skip


def complete_layouts() -> None:
    """The columns that are not published, as an awarding body fills them in, and its own two digits."""
    for letter in "EA":
        LayoutColumn.objects.update_or_create(
            letter=letter, field="codes", defaults={"start": 110, "width": 6, "times": 14}
        )
    for letter, columns in (("D", PAIRS), ("F", GRADES)):
        for one in columns:
            LayoutColumn.objects.update_or_create(
                letter=letter, field=one.field, defaults={"start": one.start, "width": one.width}
            )
    Convention.objects.update_or_create(pk=1, defaults={"bodies": ["01"]})


def a_record(number: str, *codes: str, centre: str = "10001", **changes: Any) -> dict[str, Any]:
    """A candidate of a file with these codes."""
    return {
        "status": "C", "centre": centre, "number": number, "name": f"FOX: ADA {'ABCDEFGHIJ'[int(number) % 10]}",
        "sex": "F", "born_on": date(2011, 1, 2), "uci": make_uci(centre, 2027, number), "upn": "", "uln": "",
        "qualifier": "", "other_centre": "", "other_number": "", "unread_106": "", "codes": codes,
    } | changes  # fmt: skip


def a_grade(number: str, grade: str, option: str = "J277A", **changes: Any) -> dict[str, Any]:
    """A candidate's forecast grade in a file."""
    return {
        "centre": "10001",
        "number": number,
        "option": option,
        "grade": grade,
        "second_grade": "",
    } | changes


def a_file(
    *records: dict[str, Any], name: str = "E1000101.X01", sequence: int | None = None, manner: Manner | None = None,
    of: Iterable[dict[str, Any]] = (), series: str = "2027-06",
) -> tuple[bytes, str]:  # fmt: skip
    """A whole file of the common format, for June 2027 or another series, with its name."""
    year, _, month = series.partition("-")
    named = read_name(name)
    columns = GRADES if named.letter is Letter.FORECASTS else [CODES]
    shape = detail(named.letter, columns, born_until=2027)
    own = OfCentre(
        named.centre, named.number if sequence is None else sequence, "CB2 1TN", chain(records, of)
    )
    code = f"{'123456789ABC'[int(month) - 1]}A"
    lines = write(named, shape, code, year[2:], [own], made_on=date(2027, 2, 1), manner=manner)
    return b"".join(lines), name


def make_sent_file(
    centre: "Centre", series: "Series", *, name: str = "A1000101.X01", state: str = "asking"
) -> Batch:
    """A file that a centre has sent, kept, with a problem, a note and a question; and one that was made for it."""
    content, _ = a_file(a_record("0001", "J277A", centre=centre.number), name=f"A{centre.number}01.X01")
    kept = uploads.keep_stream(ContentFile(content), "entries", "edi")
    asks = {
        "question": f"This file does not contain 1 entry made by {name}.", "more": 0,
        "entries": [{"entry": str(new_id()), "kind": "gone", "number": "0001", "name": name, "code": "J277",
                     "option": "A", "wanted": "", "way": "the website", "on": "2027-02-01"}],
    }  # fmt: skip
    digest = hashlib.sha256(content).hexdigest()
    with tenancy.for_centre(centre.pk):
        Outgoing.unscoped.create(
            centre_id=centre.pk, series=series, name=f"A{centre.number}01.X01", sequence=1, size=len(content),
            digest=digest, kept=kept, candidates=1, by=name,
        )  # fmt: skip
        return begin(
            centre_id=centre.pk, route=Route.EDI, by=Actor(name), name=name, series_id=series.pk, letter="A",
            sequence=1, size=len(content), digest=digest, kept=kept, state=state, asks=asks, counts={"rows": 1},
            problems=[[3, "uci", name]], warnings=[[0, "", name]], parsed_at=clock.now(), validated_at=clock.now(),
        )  # fmt: skip


def make_issue(series: "Series", *, note: str = "") -> BaseDataIssue:
    """The first issue of the base data of a series, as it can be entered now."""
    name, content = bundle(series, base_data(series), 1)
    kept = uploads.keep_stream(ContentFile(content), "base-data", "zip")
    issue, _ = BaseDataIssue.objects.get_or_create(
        series=series, number=1,
        defaults={"name": name, "kept": kept, "size": len(content), "note": note, "issued_by": "Eve Hart"},
    )  # fmt: skip
    return issue
