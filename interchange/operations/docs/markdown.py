"""Pieces of a page."""

from collections.abc import Iterable, Sequence

Rows = Iterable[Sequence[str]]


def page(*parts: str) -> str:
    """Parts with an empty line between them; an empty part leaves no trace."""
    return "\n\n".join(filter(None, parts)) + "\n"


def made_from(*sources: str) -> str:
    """What stands at the top of a page that is made."""
    return f"<!-- Made from {', '.join(sources)} by `bin/check docs`. Do not edit. -->"


def prose(text: str) -> str:
    """A paragraph, however its lines are broken in the source."""
    return " ".join(text.split())


def code(text: str) -> str:
    """Text as code; nothing stays nothing."""
    return f"`{text}`" if text else ""


def table(headings: Sequence[str], rows: Rows) -> str:
    """A table; a bar within a cell does not end it."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)
