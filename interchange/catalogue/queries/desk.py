"""What the awarding body's pages of the catalogue show: lists, rows, changes, and files to keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from interchange.catalogue.kinds import KINDS, Cells, Kind, choices_of, label_of
from interchange.catalogue.models import Revision
from interchange.catalogue.rules.profile import settings
from interchange.core.actor import Actor
from interchange.core.downloads import list_file
from interchange.core.grid import Column
from interchange.core.grid.kinds import Text
from interchange.core.paging import EACH, Listed, listed, nearest, query_of

MOST_WORDS = 10
MOST_CHOICES = 300
MOST_SHOWN = 20
MOST_IN_LIST = 4
PROFILE = "profile"
WAITING = Q(applied_at=None, withdrawn_at=None)
STATES = {
    "waiting": ("Waiting", WAITING & Q(problem="")),
    "unfit": ("No longer fits", WAITING & ~Q(problem="")),
    "applied": ("Made", ~Q(applied_at=None)),
    "withdrawn": ("Withdrawn", ~Q(withdrawn_at=None)),
}
TAGS = {
    "waiting": {"kind": "info", "icon": "clock", "word": "Waiting"},
    "unfit": {"kind": "danger", "icon": "warning", "word": "No longer fits"},
    "applied": {"kind": "success", "icon": "tick", "word": "Made"},
    "withdrawn": {"kind": "plain", "icon": "cross", "word": "Withdrawn"},
}


def kind_of(code: str) -> Kind:
    """The kind of an address; `Http404` where there is none."""
    if code not in KINDS:
        raise Http404
    return KINDS[code]


# ---------------------------------------------------------------- lists


@dataclass(frozen=True)
class Choice:
    """One drop-down above a list."""

    name: str
    label: str
    choices: list[tuple[str, str]]
    value: str


def rows_page(code: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """One page of the rows of a kind, with what may be chosen above it."""
    kind = kind_of(code)
    wanted, rows = _wanted(kind, asked), _found(kind, asked)
    total = rows.count()
    page, pages = nearest(total, asked.get("page", ""))
    cells = kind.cells(rows[(page - 1) * EACH : page * EACH])
    waiting = set(
        Revision.objects.filter(WAITING, kind=code, row_id__in=cells).values_list("row_id", flat=True)
    )
    lines = [
        (key, [kind.shown(name, one[name]) for name in kind.listed], kind.title(one), key in waiting)
        for key, one in cells.items()
    ]
    return {
        "kind": kind, "headings": [label_of(name) for name in kind.listed], "choices": _choices(kind, wanted),
        "list": Listed(lines, total, page, pages, query_of(wanted)), "q": wanted["q"],
    }  # fmt: skip


def rows_file(code: str, asked: Mapping[str, str], ending: str, *, by: Actor) -> tuple[bytes, str]:
    """The rows of a kind as the file by which they are loaded, and its name."""
    kind = kind_of(code)
    cells = kind.cells(_found(kind, asked))
    name = f"{kind.format.name.removesuffix('.csv')}.{ending}"
    about = {"Filter": query_of(_wanted(kind, asked)) or "none"}
    return list_file(
        name, kind.names, [list(one.values()) for one in cells.values()], by=by, about=about
    ), name


def _wanted(kind: Kind, asked: Mapping[str, str]) -> dict[str, str]:
    return {"q": asked.get("q", "").strip()} | {name: asked.get(name, "") for name in kind.filters}


def _found(kind: Kind, asked: Mapping[str, str]) -> "QuerySet[Any]":
    rows = kind.rows().order_by(*(kind.model._meta.ordering or ()), "pk")
    wanted = _wanted(kind, asked)
    for word in wanted["q"].split()[:MOST_WORDS]:
        anywhere = Q()
        for path in kind.searched:
            anywhere |= Q(**{f"{path}__icontains": word})
        rows = rows.filter(anywhere)
    for name in kind.filters:
        if wanted[name]:
            rows = rows.filter(**{str(kind.sources[name]): _value(kind, name, wanted[name])})
    return rows


def _value(kind: Kind, name: str, cell: str) -> Any:
    """The value of a cell in an address; nonsense is looked for as it is, and not found."""
    column = next(column for column in kind.columns if column.name == name)
    try:
        return column.read(cell)
    except ValueError:
        raise Http404 from None


def _choices(kind: Kind, wanted: Mapping[str, str]) -> list[Choice]:
    found = []
    for name in kind.filters:
        path, column = str(kind.sources[name]), next(one for one in kind.columns if one.name == name)
        values = kind.rows().order_by(path).values_list(path, flat=True).distinct()[:MOST_CHOICES]
        cells = [column.write(value) for value in values if value not in ("", None)]
        pairs = [("", "All"), *((cell, kind.shown(name, cell)) for cell in cells)]
        found.append(Choice(name, label_of(name), pairs, wanted[name]))
    return found


# ---------------------------------------------------------------- one row


@dataclass(frozen=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    hint: str
    value: str
    choices: list[tuple[str, str]]
    long: bool
    fixed: bool
    shown: str


def row_cells(code: str, row_id: int) -> Cells:
    """A row by column; `Http404` where there is none."""
    kind = kind_of(code)
    found = kind.cells(kind.rows().filter(pk=row_id)).get(row_id)
    if found is None:
        raise Http404
    return found


def fields_of(code: str, cells: Mapping[str, str], *, is_new: bool) -> list[Field]:
    """The form for a row of this kind, with these values."""
    kind = kind_of(code)
    fields = []
    for column in kind.columns:
        value = cells.get(column.name, "")
        fixed = not is_new and column.name in kind.fixed
        fields.append(
            Field(
                column.name, label_of(column.name), _hint(column),
                value, choices_of(kind, column), getattr(column.kind, "width", 0) > LONG, fixed,
                kind.shown(column.name, value),
            )
        )  # fmt: skip
    return fields


def _hint(column: Column) -> str:
    """What to type, where that is not plain."""
    plain = isinstance(column.kind, Text)
    words = [] if plain else [f"{column.kind.hint[:1].upper()}{column.kind.hint[1:]}"]
    return ". ".join([*words, *([] if column.optional else ["Needed"])])


LONG = 250
"""A text that may be longer has a field of several lines."""


@dataclass(frozen=True)
class Past:
    """One change, as the history of a row and the list of all changes show it."""

    id: int
    kind: str
    label: str
    title: str
    what: str
    fields: list[tuple[str, str, str]]
    more: int
    on: date
    at: Any
    who: str
    why: str
    tag: Mapping[str, str]
    waits: bool
    problem: str
    row_id: int | None


def history(code: str, row_id: int) -> list[Past]:
    """What was changed of a row, the latest first, with what waits."""
    return [past(one) for one in Revision.objects.filter(kind=code, row_id=row_id)[:EACH]]


def past(revision: Revision, *, most: int = MOST_SHOWN) -> Past:
    """A revision in words, with at most so many of its columns."""
    kind = KINDS.get(revision.kind)
    label = kind.label if kind else "Profile of the series"
    before, after = revision.before, revision.after or {}
    order = kind.names if kind else [setting.name for setting in settings()]
    columns = [name for name in order if revision.after is not None and (name in before or name in after)]
    named = _labels(revision.kind)
    shown = [(named(name), before.get(name, ""), after.get(name, "")) for name in columns]
    state = next(state for state, (_, _) in STATES.items() if _is_in(revision, state))
    return Past(
        revision.pk, revision.kind, label, revision.key, _what(revision), shown[:most],
        max(0, len(shown) - most), revision.effective_on, revision.made_at, revision.made_by, revision.why,
        TAGS[state], state in ("waiting", "unfit"), revision.problem, revision.row_id,
    )  # fmt: skip


def _labels(kind: str) -> Any:
    meanings = {setting.name: setting.meaning for setting in settings()} if kind == PROFILE else {}
    return lambda name: meanings.get(name) or label_of(name)


def _what(revision: Revision) -> str:
    if revision.after is None:
        return "Taken out"
    return "Changed" if revision.before else "Added"


def _is_in(revision: Revision, state: str) -> bool:
    if revision.applied_at:
        return state == "applied"
    if revision.withdrawn_at:
        return state == "withdrawn"
    return state == ("unfit" if revision.problem else "waiting")


# ---------------------------------------------------------------- all changes


def changes_page(asked: Mapping[str, str]) -> dict[str, Any]:
    """Every change of the catalogue, the latest first, by kind, state and words."""
    wanted = {name: asked.get(name, "").strip() for name in ("q", "kind", "state")}
    rows = Revision.objects.all()
    if wanted["q"]:
        word = wanted["q"]
        rows = rows.filter(Q(key__icontains=word) | Q(why__icontains=word) | Q(made_by__icontains=word))
    if wanted["kind"]:
        rows = rows.filter(kind=wanted["kind"])
    if wanted["state"] in STATES:
        rows = rows.filter(STATES[wanted["state"]][1])
    page = listed(rows, wanted, asked.get("page", ""))
    kinds = [
        ("", "All"),
        *((kind.code, kind.plural) for kind in KINDS.values()),
        (PROFILE, "Profiles of series"),
    ]
    states = [("", "All"), *((state, word) for state, (word, _) in STATES.items())]
    lines = [past(one, most=MOST_IN_LIST if one.before else 0) for one in page.rows]
    return {"list": page, "lines": lines, "wanted": wanted, "kinds": kinds, "states": states}


def unfit_changes() -> int:
    """How many changes could not be made on their day, and wait for somebody."""
    return Revision.objects.filter(STATES["unfit"][1]).count()


def overview() -> dict[str, Any]:
    """Each kind with how many rows it has, and how many changes wait or no longer fit."""
    lines = [(kind, kind.rows().order_by().count()) for kind in KINDS.values()]
    counts = Revision.objects.filter(WAITING).values_list("problem", flat=True)
    problems = [problem for problem in counts if problem]
    return {"lines": lines, "waiting": len(counts) - len(problems), "unfit": len(problems)}
