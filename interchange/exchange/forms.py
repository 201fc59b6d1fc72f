"""What is typed about the formats of files."""

import re
from collections.abc import Mapping

from interchange.core.errors import Refused
from interchange.exchange.rules.layouts import TO_FILL_IN, Column
from interchange.exchange.rules.names import Letter

NUMBER = re.compile(r"[0-9]{1,3}", re.ASCII)
BODY = re.compile(r"[0-9]{2}", re.ASCII)


def letter_of(typed: str) -> Letter:
    """A kind of file of which something is to be filled in; refused for any other."""
    found = next((letter for letter in TO_FILL_IN if letter.value == typed), None)
    if found is None:
        raise Refused("letter", "There is nothing to fill in for this kind of file.")
    return found


def read_columns(sent: Mapping[str, str], letter: str) -> list[Column]:
    """The places typed for one kind of file; a field without any is not filled in."""
    columns = []
    for name in TO_FILL_IN[letter_of(letter)]:
        typed = [sent.get(f"{letter}-{name}-{part}", "").strip() for part in ("start", "width", "times")]
        if any(typed[:2]):
            if not all(NUMBER.fullmatch(part) for part in (*typed[:2], typed[2] or "1")):
                raise Refused("column", f"{name}: enter the first column and the width as whole numbers.")
            columns.append(Column(name, int(typed[0]), int(typed[1]), int(typed[2] or "1")))
    return columns


def read_convention(sent: Mapping[str, str]) -> dict[str, object]:
    """How files name the awarding body, and are written."""
    bodies = [part for part in re.split(r"[,\s]+", sent.get("bodies", "")) if part]
    if not bodies or not all(map(BODY.fullmatch, bodies)):
        raise Refused("bodies", "Enter the awarding body's codes, two digits each, such as 01.")
    character = sent.get("character", "").strip().upper()
    if not (len(character) == 1 and character.isascii() and character.isalnum()):
        raise Refused("character", "Enter one letter or digit for the second character of a series.")
    width = sent.get("width", "").strip()
    if not NUMBER.fullmatch(width) or not 193 <= int(width) <= 400:
        raise Refused("width", "Enter how many columns a line has, from 193 to 400.")
    return {
        "bodies": bodies[:20], "character": character, "width": int(width),
        "line_feed_alone": bool(sent.get("line_feed_alone")), "counts_all": bool(sent.get("counts_all")),
    }  # fmt: skip
