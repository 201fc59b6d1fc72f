"""Every wrong line of the code behind the table: what it is, and the tests that mind it.

An `Edit` is a line of `lines.toml`; a `Statement` is something that the database was told.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = Path(__file__).with_name("lines.toml")


@dataclass(frozen=True)
class Edit:
    """`old` replaced by `new` in one file; some of `tests` must notice, or with `each` every one of them."""

    kind: str
    name: str
    file: str
    old: str
    new: str
    tests: list[str]
    each: bool = False

    @property
    def module(self) -> str:
        return self.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def apply(self, source: str) -> str:
        """The file as it should not be; `ValueError` where the line is not there, or more than once."""
        if source.count(self.old) != 1:
            raise ValueError(f"{self.file} has {source.count(self.old)} times: {self.old}")
        return source.replace(self.old, self.new)


@dataclass(frozen=True)
class Statement:
    """The database is told `wrong` before the tests and `right` after them."""

    kind: str
    name: str
    wrong: str
    right: str
    tests: list[str]
    each: bool = True


def edits() -> Iterator[Edit]:
    """What `lines.toml` holds."""
    for group in tomllib.loads(LINES.read_text())["group"]:
        for line in group["line"]:
            yield Edit(kind=group["kind"], file=group["file"], **line)


FENCES = """
    DO $$ DECLARE t regclass; BEGIN
    FOR t IN SELECT oid FROM pg_class WHERE relrowsecurity AND relkind IN ('r', 'p') LOOP
        EXECUTE format('ALTER POLICY own_centre ON %s USING ({})', t);
    END LOOP; END $$
"""
OWN = "centre_id = nullif(current_setting(''app.centre'', true), '''')::int"
STATEMENTS = [
    Statement(
        kind="rows of one centre",
        name="a table shows every centre's rows",
        wrong=FENCES.format("true"),
        right=FENCES.format(OWN),
        tests=["tests/test_tenancy.py", "-k", "sees_only_its_own or no_row_is_seen"],
    )
]
EVERY: list[Edit | Statement] = [*edits(), *STATEMENTS]
