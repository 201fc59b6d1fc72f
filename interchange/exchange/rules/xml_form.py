"""XML files of the published form: read as they come, with nothing in them that is not declared, and written."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from interchange.exchange.rules.reading import Unreadable
from interchange.exchange.rules.tree import DEEPEST, LONGEST_VALUE, Form, Item, Kind, Part, Wrong

DEFINITIONS = "The file has definitions of its own (DOCTYPE). Send it without them."
TOO_DEEP = f"Elements stand more than {DEEPEST} deep. This is no file of the published form."
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass
class Document:
    """A file being read: its own values, what is wrong, and its records one by one through `records`."""

    form: Form
    head: dict[str, Any] = field(default_factory=dict)
    faults: list[Wrong] = field(default_factory=list)

    def records(self, chunks: Iterable[bytes]) -> Iterator[tuple[str, int, Any]]:
        """Each record as list, line and plain values, not yet checked; `Unreadable` where the file is no such XML."""
        reader = _Reader(self)
        try:
            for chunk in chunks:
                reader.parser.Parse(chunk, False)
                yield from reader.taken()
            reader.parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError) as reason:
            if isinstance(reason, Unreadable):
                raise
            raise Unreadable(_said(reason, reader.parser)) from None
        yield from reader.taken()


def _said(reason: Exception, parser: Any) -> str:
    line = getattr(reason, "lineno", 0) or parser.CurrentLineNumber
    column = getattr(reason, "offset", 0) + 1
    return f"This is not well-formed XML: it breaks off at line {line}, column {column}."


class _Reader:
    """Follows the elements: the file, its values or a list, a record, its values, and several of one value."""

    def __init__(self, document: Document) -> None:
        self.document, self.form = document, document.form
        self.done: deque[tuple[str, int, Any]] = deque()
        self.path: list[str] = []
        self.part: Part | None = None
        self.values: dict[str, Any] = {}
        self.head: dict[str, Any] = {}
        self.line = 0
        self.text: list[str] = []
        self.length = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def taken(self) -> Iterator[tuple[str, int, Any]]:
        while self.done:
            yield self.done.popleft()

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self.path.append(local)
        if len(self.path) > DEEPEST:
            raise Unreadable(TOO_DEEP)
        self._check(space, local, attributes)
        self.text, self.length = [], 0
        if len(self.path) == 2 and (part := self.form.part(local)):
            self._head_is_read()
            self.part = part
        elif len(self.path) == 3 and self.part:
            if local != self.part.named:
                self._fault(f"Here is “{local[:40]}”, where “{self.part.named}” should stand.")
            self.values, self.line = {}, self.parser.CurrentLineNumber

    def _check(self, space: str, local: str, attributes: Mapping[str, str]) -> None:
        if len(self.path) == 1 and (space, local) != (self.form.namespace, self.form.name):
            said = (
                f"The first element is “{local[:40]}” of “{space[:60]}”; it should be “{self.form.name}” of "
            )
            raise Unreadable(f"{said}“{self.form.namespace}”.")
        if space != self.form.namespace:
            self._fault(f"“{local[:40]}” is of another namespace.")
        for attribute in attributes:
            if not attribute.startswith(f"{INSTANCE} "):
                self._fault(f"“{local[:40]}” has an attribute “{attribute[:40]}”; the form has none.")

    def _end(self, name: str) -> None:
        local = self.path.pop()
        depth = len(self.path)
        if depth == 0:
            self._head_is_read()
        elif depth == 1:
            if self.part:
                self.part = None
            else:
                self._keep(self.head, self.form.head, local)
        elif depth == 2 and self.part:
            self.done.append((self.part.name, self.line, self.values))
            self.values = {}
        elif depth == 3 and self.part:
            self._keep(self.values, self.part, local)
        elif depth == 4 and self.part:
            self._one_of_several(local)
        elif "".join(self.text).strip():
            self._fault(f"“{local[:40]}” does not belong here.")
        self.text, self.length = [], 0

    def _keep(self, values: dict[str, Any], part: Part, name: str) -> None:
        item = next((one for one in part.items if one.name == name), None)
        if item and item.kind is Kind.TEXTS:
            values.setdefault(name, [])
        elif name in values:
            self._fault(f"“{name[:40]}” stands twice.")
        elif len(values) >= LONGEST_VALUE:
            self._fault(f"“{name[:40]}” is one value too many.")
        else:
            values[name] = "".join(self.text).strip()

    def _one_of_several(self, local: str) -> None:
        outer = self.path[-1]
        item = next((one for one in self.part.items if one.name == outer), None) if self.part else None
        if item is None or item.kind is not Kind.TEXTS or local != item.each:
            self._fault(f"“{local[:40]}” does not belong here.")
            return
        several = self.values.setdefault(outer, [])
        if len(several) < LONGEST_VALUE:
            several.append("".join(self.text).strip())

    def _characters(self, characters: str) -> None:
        self.length += len(characters)
        if self.length <= LONGEST_VALUE * 2:
            self.text.append(characters)

    def _head_is_read(self) -> None:
        if not self.document.head:
            values, wrong = self.form.head.read(self.head)
            self.document.head = values or {"": ""}
            line = self.parser.CurrentLineNumber
            self.document.faults += [Wrong(line, name, sentence) for name, sentence in wrong]

    def _fault(self, sentence: str) -> None:
        if len(self.document.faults) < 200:
            self.document.faults.append(Wrong(self.parser.CurrentLineNumber, "", sentence))


def _refuse(*_: object) -> None:
    raise Unreadable(DEFINITIONS)


# ---------------------------------------------------------------- writing


def write(
    form: Form, head: Mapping[str, Any], lists: Mapping[str, Iterable[Mapping[str, Any]]]
) -> Iterator[bytes]:
    """The file, piece by piece; values that are missing are left out."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{form.name} xmlns="{form.namespace}">\n'.encode()
    yield "".join(_elements(form.head, head, "  ")).encode()
    for part in form.lists:
        if part.name in lists:
            yield f"  <{part.name}>\n".encode()
            for record in lists[part.name]:
                inner = "".join(_elements(part, record, "      "))
                yield f"    <{part.named}>\n{inner}    </{part.named}>\n".encode()
            yield f"  </{part.name}>\n".encode()
    yield f"</{form.name}>\n".encode()


def _elements(part: Part, values: Mapping[str, Any], margin: str) -> Iterator[str]:
    for item in part.items:
        value = values.get(item.name)
        if value not in (None, "", (), []):
            yield f"{margin}<{item.name}>{_inside(item, value)}</{item.name}>\n"


def _inside(item: Item, value: Any) -> str:
    if item.kind is Kind.TEXTS:
        return "".join(f"<{item.each}>{escape(one)}</{item.each}>" for one in value)
    return value.isoformat() if isinstance(value, date) else escape(str(value))
