"""Everything that the trail can hold, and who records it."""

import re

from interchange.audit.events import Event
from interchange.operations.docs.markdown import code, made_from, page, prose, table
from interchange.operations.installation import CLONE

PACKAGE = CLONE / "interchange"
NEVER_RECORD = frozenset({"tests", "queries", "operations", "demo"})


def events_page() -> str:
    """Every event with its sentence, and the files that record it."""
    return page(
        made_from("interchange/audit/events.py"),
        "# Events of the trail",
        prose("""A name is `<capability>:<subject>:<past tense>`. The sentence is what a history shows. How they are
            kept: [the trail](../mechanisms/trail.md)."""),
        table(
            ["event", "sentence", "recorded in"], [[code(one), one.label, _recorded(one)] for one in Event]
        ),
    )


def _recorded(event: Event) -> str:
    wanted = re.compile(rf"\bEvent\.{event.name}\b")
    files = [
        file.relative_to(PACKAGE) for file in sorted(PACKAGE.rglob("*.py")) if wanted.search(file.read_text())
    ]
    kept = [str(file) for file in files if not NEVER_RECORD & {*file.parts, file.stem}]
    return ", ".join(map(code, kept)) or "nowhere yet"
