"""What the entries grid sends, with script and without: whole, or refused with a sentence."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from interchange.core.sent import MOST_ROWS, NOT_WHOLE, all_text, is_number, read_rows
from interchange.entries.rules import drafts
from interchange.entries.rules.drafts import Typed

LETTERS = {
    "candidate_number": "n", "surname": "s", "forenames": "f", "uci": "u", "date_of_birth": "b", "sex": "x",
    "status": "t", "uln": "l",
}  # fmt: skip
"""What the fields of a row are called, before the row's key."""
NUMBERED = "candidate_number"
LONGEST_READ = drafts.LONGEST_CELL + 1
MOST_COLUMNS = 60


@dataclass(frozen=True)
class Post:
    """A grid as sent without script: the rows that somebody touched, and the button that was pressed."""

    rows: list[Typed]
    codes: list[str]
    pressed: str


def field_name(column: str, codes: Sequence[str], key: str) -> str:
    """What a cell's field is called in a form."""
    return f"{LETTERS[column]}{key}" if column in LETTERS else f"e{codes.index(column)}_{key}"


def shown_as(cells: Sequence[str]) -> str:
    """What a row showed, in few letters: a row that comes back so was not touched."""
    return hashlib.blake2b("\x1f".join(cells).encode(), digest_size=6).hexdigest()


def read_post(sent: QueryDict) -> Post:
    """The touched rows of a posted grid. Refused whole when it was cut off, or a row is missing, doubled or misshapen.

    The page sends how many rows it has, each row's version with what it showed, and a last field that says it arrived
    to the end. A row sent back as it was shown was not touched, so what others saved in it meanwhile stands.
    """
    shown = _shown(sent)
    if sent.get("end") != "1" or sent.get("rows") != str(len(shown)):
        raise NOT_WHOLE
    codes = sent.get("codes", "").split()[:MOST_COLUMNS]
    names = [*(LETTERS if sent.get("columns") == "all" else ()), *codes]
    if len(set(names)) != len(names):
        raise NOT_WHOLE
    rows = []
    for key, (version, was) in shown.items():
        cells = _cells(sent, key, names, codes)
        if shown_as(list(cells.values())) != was:
            rows.append(Typed(key, version, cells))
    return Post(rows, codes, sent.get("do", "save"))


def _shown(sent: QueryDict) -> dict[str, tuple[int, str]]:
    """Of each row the version and what it showed, by its key."""
    rows = [row.split(":") for row in sent.get("versions", "").split()]
    if len(rows) > MOST_ROWS or not all(
        len(row) == 3 and drafts.is_key(row[0]) and is_number(row[1]) for row in rows
    ):
        raise NOT_WHOLE
    shown = {row[0]: (int(row[1]), row[2]) for row in rows}
    if len(shown) != len(rows):
        raise NOT_WHOLE
    return shown


def _cells(sent: QueryDict, key: str, names: Sequence[str], codes: Sequence[str]) -> dict[str, str]:
    """The cells of a row; the number of a candidate who is held is shown and cannot be typed."""
    cells = {}
    for column in names:
        if column == NUMBERED and not drafts.is_new(key):
            continue
        found = sent.getlist(field_name(column, codes, key))
        if len(found) != 1:
            raise NOT_WHOLE
        cells[column] = found[0][:LONGEST_READ].strip()
    return cells


def read_cells(body: dict[str, Any]) -> list[Typed]:
    """The rows that a script sends to be kept; refused whole when one is misshapen or doubled."""
    typed = [_cell_row(row) for row in read_rows(body)]
    if len({row.key for row in typed}) != len(typed):
        raise NOT_WHOLE
    return typed


def _cell_row(row: Any) -> Typed:
    if not isinstance(row, dict):
        raise NOT_WHOLE
    key, version, cells = row.get("number"), row.get("version"), row.get("cells")
    if not drafts.is_key(key) or type(version) is not int or not 0 <= version < 2**31:
        raise NOT_WHOLE
    if (
        not isinstance(cells, Mapping)
        or not 0 < len(cells) <= MOST_COLUMNS
        or not all_text(list(cells.values()))
    ):
        raise NOT_WHOLE
    if not all_text(list(cells)):
        raise NOT_WHOLE
    return Typed(str(key), version, {column: text[:LONGEST_READ].strip() for column, text in cells.items()})


def codes_asked(query: QueryDict) -> list[str]:
    """The entry codes of an address: in one field or in several, parted by commas or spaces, each once."""
    written = " ".join([*query.getlist("codes"), query.get("more", "")]).replace(",", " ").replace(";", " ")
    words = [word[:20] for word in written.replace("\x00", "").split() if word.isprintable()]
    return list(dict.fromkeys(words))[:MOST_COLUMNS]
