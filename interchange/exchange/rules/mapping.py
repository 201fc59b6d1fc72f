"""Base data of the common format as rows of the catalogue's own files."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from anyascii import anyascii

from interchange.catalogue.rules.codes import code_key
from interchange.exchange.rules.basedata import Set
from interchange.exchange.rules.names import Letter

LONGEST_OPTION, LONGEST_COMPONENT = 6, 12
MORNING_OR_AFTERNOON = ("A", "P")


class KnownComponent(NamedTuple):
    """A component as the catalogue has it."""

    board: str
    entry_code: str
    unit_code: str
    component_code: str
    assessment_code: str
    title: str
    kind: str
    max_mark: int | None
    minutes: int | None


class KnownOption(NamedTuple):
    """An option as the catalogue has it."""

    board: str
    entry_code: str
    unit_code: str
    code: str
    label: str
    components: tuple[str, ...]
    """As printed."""
    syllabus: str


class Known(NamedTuple):
    """What the catalogue has already, by the codes of files."""

    titles: Mapping[str, tuple[str, str]]
    """Board and title of each qualification, by its entry code."""
    options: Mapping[str, KnownOption]
    components: Mapping[str, KnownComponent]


def plain(text: str, width: int) -> str:
    """A title as a file can hold it: plain letters, cut to its width."""
    letters = "".join(letter if letter.isascii() else anyascii(letter) for letter in text)
    return " ".join("".join(letter for letter in letters if letter.isprintable()).split())[:width].rstrip()


def _title(given: str, held: str, width: int) -> str:
    """The held title where the file has the same as far as it goes; else the file's."""
    return held if held and plain(held, width) == given else given


Rows = dict[str, list[dict[str, str]]]


def rows_of(sets: Set, known: Known, series: str) -> Rows:
    """By the catalogue's name of a file, the rows that a set comes to. What a file leaves out stays as it is held."""
    boards = [board for board, _ in known.titles.values()]
    usual = max(set(boards), key=boards.count) if boards else ""
    found: Rows = {
        "qualifications.csv": [_qualification(one, known, usual) for one in sets.get(Letter.SYLLABUSES, ())],
        "components.csv": _components(sets, known, usual),
        "options.csv": _options(sets, known, usual),
        "fees.csv": [
            {"series": series, **_entry_codes(one, known), "fee": f"{one['fee'] // 100}.{one['fee'] % 100:02}"}
            for one in sets.get(Letter.OPTIONS, ())
            if one["fee"] is not None
        ],
        "timetable.csv": [
            {
                "series": series, "component": _component_code(one, known), "date": one["sat_on"].isoformat(),
                "session": one["session"] if one["session"] in MORNING_OR_AFTERNOON else "",
                "minutes": str(one["minutes"] or ""),
            }
            for one in sets.get(Letter.COMPONENTS, ())
            if one["timetabled"] != "N" and one["sat_on"]
        ],
        "disallowed.csv": [
            {"series": series, "first": min(one["first"], one["second"]), "second": max(one["first"], one["second"])}
            for one in sets.get(Letter.DISALLOWED, ())
        ],
    }  # fmt: skip
    return {name: rows for name, rows in found.items() if rows}


def _qualification(one: Mapping[str, Any], known: Known, usual: str) -> dict[str, str]:
    board, title = known.titles.get(one["code"], (usual, ""))
    return {"board": board, "entry_code": one["code"], "title": _title(one["title"], title, 35)}


def _entry_codes(one: Mapping[str, Any], known: Known) -> dict[str, str]:
    held = known.options.get(one["code"].upper())
    if held:
        return {"entry_code": held.entry_code, "option_code": held.code}
    entry, option = _new_codes(one)
    return {"entry_code": entry, "option_code": option}


def _new_codes(one: Mapping[str, Any]) -> tuple[str, str]:
    """Entry code and option of an option that the catalogue does not have: what follows the syllabus is the option."""
    code, syllabus = one["code"], one["syllabus"]
    if syllabus and code.startswith(syllabus):
        return syllabus, code[len(syllabus) :]
    return code, ""


def _options(sets: Set, known: Known, usual: str) -> list[dict[str, str]]:
    components = {one["code"]: one for one in sets.get(Letter.COMPONENTS, ())}
    links: dict[str, list[str]] = {}
    for link in sets.get(Letter.LINKS, ()):
        component = components.get(link["component"])
        if component:
            links.setdefault(link["option"], []).append(_printed(component, known))
    rows = []
    for one in sets.get(Letter.OPTIONS, ()):
        held = known.options.get(one["code"].upper())
        if held is None:
            entry, option = _new_codes(one)
            unit = entry if entry != one["syllabus"] else ""
            board = known.titles.get(one["syllabus"], (usual, ""))[0]
            parts = tuple(links.get(one["code"], ()))
            held = KnownOption(board, entry, unit, option, one["title"], parts, one["syllabus"])
        rows.append({
            "board": held.board, "entry_code": held.syllabus, "unit_code": held.unit_code, "option_code": held.code,
            "option_label": held.label, "components": ";".join(held.components),
        })  # fmt: skip
    return rows


def _printed(component: Mapping[str, Any], known: Known) -> str:
    held = known.components.get(code_key(component["code"]))
    return held.component_code if held else str(component["code"][-2:])


def _component_code(one: Mapping[str, Any], known: Known) -> str:
    held = known.components.get(code_key(one["code"]))
    return held.assessment_code if held else str(one["code"])


def _components(sets: Set, known: Known, usual: str) -> list[dict[str, str]]:
    syllabus_of = {one["code"]: one["syllabus"] for one in sets.get(Letter.OPTIONS, ())}
    linked = {link["component"]: syllabus_of.get(link["option"], "") for link in sets.get(Letter.LINKS, ())}
    rows = []
    for one in sets.get(Letter.COMPONENTS, ()):
        held = known.components.get(code_key(one["code"]))
        if held is None:
            syllabus = linked.get(one["code"], "") or one["code"][:4]
            board = known.titles.get(syllabus, (usual, ""))[0]
            held = KnownComponent(
                board, syllabus, "", one["code"][-2:], one["code"], one["title"], _kind(one), None, None
            )
        maximum, minutes = one["maximum"] or held.max_mark, one["minutes"] or held.minutes
        rows.append({
            "board": held.board, "entry_code": held.entry_code, "unit_code": held.unit_code,
            "component_code": held.component_code, "assessment_code": held.assessment_code,
            "title": _title(one["title"], held.title, 36), "assessment": held.kind, "max_mark": str(maximum or ""),
            "duration_minutes": str(minutes or ""),
        })  # fmt: skip
    return rows


def _kind(one: Mapping[str, Any]) -> str:
    """How it is marked, as far as the published columns tell."""
    if one["teacher_marks"] == "G":
        return "endorsement"
    return "nea_internal" if one["due_on"] and one["timetabled"] == "N" else "exam"
