"""What the awarding body's forms of the catalogue send, read; all that is wrong is told at once (B2)."""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Any

from interchange.accounts.access import ActorRequest
from interchange.catalogue.steps.editing import EDITORS
from interchange.catalogue.steps.revising import FURTHEST, Edit
from interchange.core import clock
from interchange.core.errors import Refused, Together, always
from interchange.core.forms import Errors, errors_of
from interchange.core.typed import a_day, a_reason
from interchange.core.uploads import Checked, read_files
from interchange.core.uploads.uses import CATALOGUE

NOT_WHOLE = always(
    "not-whole", "The page did not arrive whole. Go back, open the row again and repeat the change."
)


def read_change(
    code: str, typed: Mapping[str, str], sent: Mapping[str, str], now: dict[str, str] | None
) -> Edit:
    """A whole form: the row of this kind, and why and from when it is changed. Refused for all that is wrong."""
    together = Together()
    together.read(lambda: EDITORS[code].typed(typed, now))
    edit = together.read(lambda: read_edit(sent, with_row=now is not None))
    together.end()
    return edit


def read_edit(sent: Mapping[str, str], *, with_row: bool = True) -> Edit:
    """The day, the reason, and the row as the form showed it. Refused for each that is wrong."""
    together = Together()
    on = together.read(lambda: _from_on(sent.get("from_on", "")))
    why = together.read(lambda: a_reason(sent.get("reason", ""), ask="Say why it is changed."))
    shown = together.read(lambda: _shown(sent.get("shown", "")) if with_row else {})
    together.end()
    return Edit(on, why, shown)


def _from_on(typed: str) -> date:
    on, today = a_day(typed, code="from_on"), clock.today()
    if on is not None and on > today + timedelta(days=FURTHEST):
        raise Refused("from_on", "This is more than ten years away. Choose an earlier day.")
    return on or today


def _shown(sent: str) -> dict[str, str]:
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):
        raise NOT_WHOLE from None
    if not isinstance(found, dict) or not all(isinstance(cell, str) for cell in found.values()):
        raise NOT_WHOLE
    return found


def typed_row(sent: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """The cells of the form by column, as they were typed."""
    return {name: sent.get(name, "") for name in names}


def as_sent(shown: Mapping[str, str]) -> str:
    """A row as the form carries it, so that a change by somebody else is noticed."""
    return json.dumps(dict(shown))


def errors_in(refusal: Refused, names: Collection[str]) -> Errors:
    """What is wrong, by field; what belongs to none of them at the top alone."""
    fields = {*names, "from_on", "reason"}
    return errors_of(refusal, lambda code: code if code in fields else "")


def at_the_top(errors: Errors, label_of: Callable[[str], str]) -> list[dict[str, str]]:
    """The lines at the top of a page, each with the name of its field."""
    own = {"": "", "from_on": "From which day", "reason": "Why"}
    named = [own[field] if field in own else label_of(field) for field in errors]
    lines = zip(named, errors.at_the_top, strict=True)
    return [line | {"text": f"{name}: {line['text']}"} if name else line for name, line in lines]


def sent_files(request: ActorRequest) -> list[Checked]:
    """The files of the form, checked. Refused where there is none, and with what is wrong with each."""
    received = read_files(request.FILES.getlist("files"), CATALOGUE)
    together = Together()
    for problem in received.problems:
        together.note(Refused("files", f"{problem.name}: {problem.message}"))
    if not received.accepted and not received.problems:
        together.note(Refused("files", "Choose one file or more."))
    together.end()
    return received.accepted


def code_of(sent: Mapping[str, str]) -> tuple[str, date, Any]:
    """Which series is to be opened, and its days for marks."""
    together = Together()
    opens_on = together.read(lambda: a_day(sent.get("opens_on", ""), code="opens_on"))
    closes_on = together.read(lambda: a_day(sent.get("closes_on", ""), code="closes_on"))
    together.end()
    return sent.get("code", "").strip(), opens_on or clock.today(), closes_on
