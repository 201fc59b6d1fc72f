"""XLSX: looked through with a measuring eye first, then read by calamine from a clean copy."""

import posixpath
import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from interchange.core.errors import Refused
from interchange.core.grid import Problem
from interchange.core.spreadsheets import table as limits
from interchange.core.spreadsheets.container import Container, damaged, repacked
from interchange.core.spreadsheets.table import ABOUT, Table, squared

CONTENT_TYPES: Final = "[Content_Types].xml"
WORKBOOK: Final = "xl/workbook.xml"
RELATIONS: Final = "xl/_rels/workbook.xml.rels"
TOP_RELATIONS: Final = "_rels/.rels"
STRINGS: Final = "xl/sharedStrings.xml"
STYLES: Final = "xl/styles.xml"
PLACE: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")


def read_workbook(data: bytes, *, most: int) -> Table:
    """The first sheet that can be seen, with notes of what in it was no plain value."""
    container = Container(data)
    _check_is_plain_workbook(container)
    sheets = _visible_sheets(container)
    if not sheets:
        raise damaged()
    name, part = sheets[0]
    content = container.read(part)
    strings = _Strings()
    if STRINGS in container.names:
        strings.look_through(container.read(STRINGS))
    seen = _Sheet(strings.lengths, most)
    seen.look_through(content)
    rows = _read_by_calamine(container, name, {part: content})
    for (row, column), shown in seen.without_value.items():
        _put(rows, row, column, shown)
    return Table(squared(rows), _notes(seen, [title for title, _ in sheets]), seen.problems)
