"""The text that acknowledges a file: plain lines for people and programs (section 14, R-WAY-7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from interchange.core import clock
from interchange.exchange.rules.names import BadName, read_name


class Facts(NamedTuple):
    """What is told of a file."""

    name: str
    centre: str
    state: str
    told: str
    steps: Sequence[tuple[str, str, datetime | None]]
    asks: str
    problems: Sequence[Sequence[Any]]
    warnings: Sequence[Sequence[Any]]
    more: int


def name_of(name: str) -> str:
    """How the acknowledgement of a file is called: X in place of its letter, or .txt after a name of another form."""
    try:
        read = read_name(name)
    except BadName:
        plain = "".join(
            letter if letter.isalnum() or letter in "._-" else "-" for letter in name if letter.isascii()
        )
        return f"X-{plain.strip('.-') or 'file'}.txt"
    return f"X{read.key}{read.body}.X{read.number:02}"


def acknowledged(facts: Facts) -> bytes:
    """The text, with CR LF at the end of each line."""
    lines = [
        f"FILE      {facts.name}", f"CENTRE    {facts.centre}", f"STATE     {facts.state.upper()}",
        f"OUTCOME   {facts.told}", "",
    ]  # fmt: skip
    for name, said, at in facts.steps:
        when = f"{clock.london(at):%d/%m/%Y %H:%M:%S}" if at else "-"
        lines.append(f"{name.upper():10}{when:20} {said}".rstrip())
    lines += ["", f"QUESTION  {facts.asks}"] if facts.asks else []
    lines += _listed("PROBLEM", facts.problems)
    lines += [f"PROBLEM   and {facts.more:,} more"] if facts.more else []
    lines += _listed("NOTE", facts.warnings)
    return "".join(f"{line}\r\n" for line in lines).encode()


def _listed(word: str, told: Sequence[Sequence[Any]]) -> list[str]:
    found = [""] if told else []
    for line, column, sentence in told:
        place = ", ".join(part for part in (f"line {line}" if line else "", str(column)) if part)
        found.append(f"{word:10}{f'{place}: ' if place else ''}{sentence}")
    return found
