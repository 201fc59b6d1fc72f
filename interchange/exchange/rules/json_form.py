"""JSON files of the published form: the same values as in XML, under the same names."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from interchange.exchange.rules.reading import Unreadable
from interchange.exchange.rules.tree import Form, Kind, Part, Wrong

MOST_VALUES = 2_000_000
"""Each costs memory before anything of it is looked at."""


class Read:
    """A whole file: `head`, records by list (the number of each stands for its line), and what is wrong."""

    def __init__(self, form: Form, content: bytes) -> None:
        self.form = form
        self.faults: list[Wrong] = []
        whole = _loaded(content)
        if whole.get("format") != form.mark:
            raise Unreadable(f"“format” should be “{form.mark}”, so that it is known what the file is.")
        own = {key: value for key, value in whole.items() if key != "format" and form.part(key) is None}
        self.head, wrong = form.head.read(own)
        self.faults += [Wrong(0, name, sentence) for name, sentence in wrong]
        self.lists = {part.name: self._records(part, whole.get(part.name)) for part in form.lists}

    def _records(self, part: Part, written: Any) -> list[Any]:
        if written is None:
            return []
        if not isinstance(written, list):
            self.faults.append(Wrong(0, part.name, f"{part.name} is not a list."))
            return []
        return written


def _loaded(content: bytes) -> dict[str, Any]:
    if sum(map(content.count, (b",", b"{", b"["))) > MOST_VALUES:
        raise Unreadable(f"The file has more than {MOST_VALUES:,} values. Look at what wrote it.")
    try:
        whole = json.loads(content, parse_constant=_no_number, parse_float=_kept_as_text)
    except UnicodeDecodeError:
        raise Unreadable("This is not UTF-8 text. Save the file as UTF-8 and send it again.") from None
    except json.JSONDecodeError as reason:
        said = f"it breaks off at line {reason.lineno}, column {reason.colno}"
        raise Unreadable(f"This is not well-formed JSON: {said}.") from None
    except (ValueError, RecursionError):
        raise Unreadable("This is not well-formed JSON, or it is nested far too deep.") from None
    if not isinstance(whole, dict):
        raise Unreadable("The file is no JSON object: it should begin with { and “format”.")
    return whole


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _kept_as_text(number: str) -> str:
    return number


def write(form: Form, head: Mapping[str, Any], lists: Mapping[str, Iterable[Mapping[str, Any]]]) -> bytes:
    """The file; values that are missing are left out."""
    whole: dict[str, Any] = {"format": form.mark, **_plain(form.head, head)}
    for part in form.lists:
        if part.name in lists:
            whole[part.name] = [_plain(part, record) for record in lists[part.name]]
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(part: Part, values: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for item in part.items:
        value = values.get(item.name)
        if value in (None, "", (), []):
            continue
        found[item.name] = value.isoformat() if isinstance(value, date) else value
        if item.kind is Kind.TEXTS:
            found[item.name] = list(value)
    return found
