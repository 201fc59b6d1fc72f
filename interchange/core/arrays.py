"""Whole columns as one parameter each, for statements that write thousands of rows through `unnest`."""

from collections.abc import Iterable, Sequence


def array(values: Iterable[object]) -> str:
    """Values as PostgreSQL writes an array, to be cast to its type in the statement; `None` is null.

    The driver makes the same from a list, value by value at many times the cost.
    """
    column = list(values)
    words = [value for value in column if isinstance(value, str)]
    between = "\0"  # no text of PostgreSQL holds it
    text = between.join(words)
    if words and len(words) == len(column) == text.count(between) + 1:
        return '{"' + _escaped(text).replace(between, '","') + '"}'
    return "{" + ",".join([_element(value) for value in column]) + "}"


def columns(rows: Iterable[Sequence[object]]) -> list[str]:
    """The columns of rows, each as one parameter."""
    return [array(column) for column in zip(*rows, strict=True)]


def _element(value: object) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return f'"{_escaped(value)}"'
    return str(value)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
