"""Everything that the trail can hold, and who records it."""

import re
from functools import cache
from pathlib import Path

from interchange.audit.events import PASSING, STILL_TO_COME, Event, Group
from interchange.operations.docs.markdown import code, made_from, page, prose, table
from interchange.operations.installation import CLONE

PACKAGE = CLONE / "interchange"
NEVER_RECORD = frozenset({"tests", "queries", "operations", "demo"})


def events_page() -> str:
    """Every event with its sentence, what the rules call it, and the files that record it; group by group."""
    return page(
        made_from("interchange/audit/events.py"),
        "# Events of the trail",
        prose("""A name is `<capability>:<subject>:<past tense>`. The sentence is what a history shows. The rule's name
            is what the list of audit events calls it. How they are kept: [the trail](../mechanisms/trail.md); those
            marked * for 24 months, all others for 7 years."""),
        *(part for group in Group for part in (f"## {group.label}", _events_of(group))),
        "## Still to come",
        prose("The rules name these too; what causes them is not built yet."),
        table(["rule's name", "comes with"], [[code(rule), what] for rule, what in STILL_TO_COME.items()]),
    )


def _events_of(group: Group) -> str:
    return table(
        ["event", "rule's name", "sentence", "recorded in"],
        [
            [code(one) + ("*" if one in PASSING else ""), _rules(one), one.label, _recorded(one)]
            for one in Event
            if one.group is group
        ],
    )


def _rules(event: Event) -> str:
    return ", ".join(code(rule) for rule in event.rule.split())


def _recorded(event: Event) -> str:
    files = [file.relative_to(PACKAGE) for file, named in _names() if event.name in named]
    kept = [str(file) for file in files if not NEVER_RECORD & {*file.parts, file.stem}]
    return ", ".join(map(code, kept)) or "nowhere yet"


@cache
def _names() -> list[tuple[Path, frozenset[str]]]:
    """Every module with the events that it names, read once."""
    return [
        (file, frozenset(re.findall(r"\bEvent\.([A-Z_0-9]+)\b", file.read_text())))
        for file in sorted(PACKAGE.rglob("*.py"))
    ]
