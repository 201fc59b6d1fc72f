"""Files that centres have sent: lists, one file with its four steps, and its acknowledgement."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from interchange.accounts.access import holds
from interchange.accounts.roles import Capability
from interchange.catalogue import queries as catalogue
from interchange.centres.queries import centre_ids, names_of
from interchange.core import paging
from interchange.core.actor import Actor
from interchange.core.money import Money
from interchange.entries.queries.batches import batches
from interchange.exchange.rules.acknowledgement import Facts, acknowledged, name_of
from interchange.exchange.rules.names import Letter

FILES = ("csv", "edi", "xml", "json")
SHOWN = 100
"""Problems on the page; the acknowledgement has all of them."""
STATES = {
    "received": ("info", "clock", "Received"), "parsed": ("info", "clock", "Read"),
    "validated": ("info", "clock", "Checked"), "asking": ("warning", "warning", "Needs your answer"),
    "loaded": ("success", "tick", "Loaded"), "rejected": ("danger", "cross", "Rejected"),
}  # fmt: skip
FOR_THE_CENTRE = ("info", "clock", "Waits for the centre")
"""How staff see what only the centre can answer."""
FORMS = {"csv": "Spreadsheet or CSV", "edi": "Common format", "xml": "XML", "json": "JSON"}


class State(NamedTuple):
    """A state as a tag shows it."""

    kind: str
    icon: str
    word: str


class Line(NamedTuple):
    """A file in a list."""

    id: UUID
    name: str
    centre: str
    centre_name: str
    form: str
    series: str
    state: State
    what: str
    at: datetime
    by: str


class Step(NamedTuple):
    """One of the four steps, with when it was done."""

    name: str
    said: str
    at: datetime | None


def _sent(actor: Actor, asked: Mapping[str, str]) -> QuerySet[Any]:
    found = batches(actor).filter(route__in=FILES).exclude(kept="")
    if asked.get("state") in STATES:
        found = found.filter(state=asked["state"])
    if series := asked.get("series"):
        found = found.filter(series__code=series)
    if centre := asked.get("centre"):
        found = found.filter(centre_id__in=centre_ids([centre]).values())
    if words := asked.get("q", "").replace("\x00", "").strip():
        found = found.filter(name__icontains=words)
    return found


ASKED = ("state", "series", "centre", "q")
HEADINGS = ("File", "Centre", "Form", "Series", "State", "What came of it", "Received", "Sent by")


def files_page(actor: Actor, query: Mapping[str, str]) -> dict[str, Any]:
    """The files that this actor may see, the newest first."""
    asked = {name: query.get(name, "") for name in ASKED}
    found = paging.listed(_sent(actor, asked), asked, query.get("page", ""))
    return {
        "list": found, "lines": _lines(actor, found.rows), "asked": asked,
        "states": [("", "Any state"), *((code, state.word) for code, state in _states(actor))],
        "all_series": [("", "Any series"), *catalogue.series_list().values_list("code", "name")],
        "may_send": holds(actor, Capability.ENTRIES_SUBMIT), "may_export": holds(actor, Capability.ENTRIES_EXPORT),
    }  # fmt: skip


def export_rows(actor: Actor, query: Mapping[str, str]) -> tuple[list[list[str]], dict[str, str]]:
    """The list as a file has it, and under which filter."""
    asked = {name: query.get(name, "") for name in ASKED}
    lines = _lines(actor, list(_sent(actor, asked)[:20_000]))
    rows = [
        [one.name, one.centre, one.form, one.series, one.state.word, one.what, f"{one.at:%Y-%m-%d %H:%M}", one.by]
        for one in lines
    ]  # fmt: skip
    return rows, {name.capitalize(): value for name, value in asked.items() if value}


def _states(actor: Actor) -> list[tuple[str, State]]:
    """Every state in the words for this side, where nothing is known of who sent a file."""
    return [
        (code, State(*(FOR_THE_CENTRE if actor.is_staff and code == "asking" else shown)))
        for code, shown in STATES.items()
    ]


def _state(actor: Actor, batch: Any) -> State:
    waits = actor.is_staff and batch.state == "asking" and not batch.reason
    return State(*(FOR_THE_CENTRE if waits else STATES[batch.state]))


def _lines(actor: Actor, rows: list[Any]) -> list[Line]:
    centres = names_of([row.centre_id for row in rows])
    return [
        Line(
            row.pk, row.name, *centres.get(row.centre_id, ("", "")), FORMS.get(row.route, row.route),
            row.series.name if row.series else "", _state(actor, row), told(row), row.received_at, row.by,
        )
        for row in rows
    ]  # fmt: skip


def told(batch: Any) -> str:
    """What came of a file, in a line."""
    counts = batch.counts
    if batch.state == "received":
        return "Waits for the answer to an earlier file" if counts.get("waits") else "Being worked on"
    if batch.state == "rejected":
        return "Set aside" if batch.answer == "set-aside" else "Nothing of it was taken"
    if batch.state == "asking":
        number = len(batch.asks["entries"]) + batch.asks["more"]
        return f"{_number(number, 'entry', 'entries')} to decide about"
    if counts.get("again"):
        return "The same file as before; nothing was changed"
    grades = batch.letter == Letter.FORECASTS.value
    said = [
        f"{counts[name]:,} {'forecast grades kept' if grades else name}"
        for name in ("added", "changed", "withdrawn")
        if counts.get(name)
    ]
    bad = counts.get("bad", 0)
    return ", ".join([*(said or ["Nothing changed"]), *([f"{bad:,} left out"] if bad else [])])


def file_page(actor: Actor, batch_id: UUID) -> dict[str, Any]:
    """One file: its steps, its problems, and what it asks."""
    batch = get_object_or_404(batches(actor).filter(route__in=FILES).exclude(kept=""), pk=batch_id)
    counts = batch.counts
    return {
        "file": batch, "state": _state(actor, batch), "steps": _steps(batch), "told": told(batch),
        "problems": batch.problems[:SHOWN], "warnings": batch.warnings[:SHOWN],
        "more_problems": max(0, len(batch.problems) - SHOWN) + counts.get("more", 0),
        "more_warnings": max(0, len(batch.warnings) - SHOWN), "counts": counts,
        "cost": Money(counts["pence"]) if counts.get("pence") else None,
        "working": batch.state == "received" and not counts.get("waits"),
        "asked": _asked(batch) if batch.state == "asking" else [],
        "more_asked": max(0, len((batch.asks or {}).get("entries", [])) - SHOWN) + (batch.asks or {}).get("more", 0),
        "may_answer": _may_answer(actor, batch), "may_export": _may_export(actor),
        "has_grades": batch.letter == Letter.FORECASTS.value and batch.state == "loaded",
        "has_bad_rows": batch.route == "csv" and bool(batch.problems) and batch.state == "loaded",
        "acknowledgement": name_of(batch.name), "form": FORMS[batch.route],
        "centre": names_of([batch.centre_id]).get(batch.centre_id, ("", "")),
    }  # fmt: skip


def _asked(batch: Any) -> list[dict[str, Any]]:
    """The first entries about which a file asks, each with the day on which it was made."""
    return [one | {"on": date.fromisoformat(one["on"])} for one in batch.asks["entries"][:SHOWN]]


def _may_answer(actor: Actor, batch: Any) -> bool:
    """The centre answers; staff do where they sent the file for it."""
    if batch.state != "asking":
        return False
    return bool(batch.reason) if actor.is_staff else holds(actor, Capability.ENTRIES_SUBMIT)


def _may_export(actor: Actor) -> bool:
    return holds(actor, Capability.ENTRIES_AMEND if actor.is_staff else Capability.ENTRIES_EXPORT)


def _number(number: int, one: str, several: str = "") -> str:
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def _steps(batch: Any) -> list[Step]:
    counts = batch.counts
    size = f"{batch.size:,} bytes" + (f", sequence {batch.sequence:03}" if batch.sequence is not None else "")
    bad = counts.get("bad", 0)
    rows = _number(counts.get("rows", 0), "record") if batch.parsed_at else ""
    loaded = told(batch) if batch.state == "loaded" else ""
    problems = f"{bad:,} with problems" if bad else "No problems" if batch.validated_at else ""
    return [
        Step("Received", size, batch.received_at), Step("Read", rows, batch.parsed_at),
        Step("Checked", problems, batch.validated_at), Step("Loaded", loaded, batch.loaded_at),
    ]  # fmt: skip


def file_of(actor: Actor, batch_id: UUID) -> Any:
    """One file, for its bytes; `Http404` where it is another centre's."""
    return get_object_or_404(batches(actor).filter(route__in=FILES).exclude(kept=""), pk=batch_id)


def acknowledgement_of(actor: Actor, batch_id: UUID) -> tuple[str, bytes]:
    """Name and text of what acknowledges a file."""
    page = file_page(actor, batch_id)
    batch = page["file"]
    steps = [(step.name, step.said, step.at) for step in page["steps"]]
    asks = batch.asks["question"] if batch.state == "asking" else ""
    facts = Facts(
        batch.name, page["centre"][0], page["state"].word, page["told"], steps, asks, batch.problems, batch.warnings,
        batch.counts.get("more", 0),
    )  # fmt: skip
    return page["acknowledgement"], acknowledged(facts)
