"""The pages that are made, and which of them are stale."""

from collections.abc import Callable

from interchange.operations.docs.commands import commands_page
from interchange.operations.docs.events import events_page
from interchange.operations.docs.files import files_page
from interchange.operations.docs.formats import formats_page
from interchange.operations.docs.retention import retention_page
from interchange.operations.docs.roles import roles_page
from interchange.operations.docs.settings import settings_page
from interchange.operations.docs.states import states_page
from interchange.operations.installation import CLONE

PAGES: dict[str, Callable[[], str]] = {
    "docs/domain/roles.md": roles_page,
    "docs/domain/states.md": states_page,
    "docs/domain/files.md": files_page,
    "docs/domain/common-format.md": formats_page,
    "docs/domain/events.md": events_page,
    "docs/privacy/retention.md": retention_page,
    "docs/operations/settings.md": settings_page,
    "docs/operations/commands.md": commands_page,
}


def stale(name: str) -> bool:
    """Whether a page no longer says what the code says."""
    file = CLONE / name
    return not file.exists() or file.read_text() != PAGES[name]()


def write_stale() -> list[str]:
    """Write anew the pages that are stale; their names."""
    written = [name for name in PAGES if stale(name)]
    for name in written:
        (CLONE / name).parent.mkdir(exist_ok=True)
        (CLONE / name).write_text(PAGES[name]())
    return written
