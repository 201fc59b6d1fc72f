"""`pytest -p tests.mutants.plugin`: the tests run with one mechanism wrong, named in the environment.

It has to be read before anything of Interchange is: the wrong line is in the source when Python first reads it.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType, ModuleType
from typing import Any

import pytest

from tests.mutants.mechanisms import EVERY, ROOT, Edit, Statement

NAMED = "INTERCHANGE_MUTANT"


class WrongLine(SourceFileLoader):
    """Reads one file as it should not be."""

    edit: Edit

    def get_code(self, fullname: str) -> CodeType:
        wrong = self.edit.apply(ROOT.joinpath(self.edit.file).read_text())
        return compile(wrong, self.edit.file, "exec", dont_inherit=True)


class Finder:
    """Finds that one file."""

    def __init__(self, edit: Edit) -> None:
        self.edit = edit

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self.edit.module:
            return None
        file = str(ROOT / self.edit.file)
        loader = WrongLine(name, file)
        loader.edit = self.edit
        return spec_from_file_location(name, file, loader=loader)


MUTANT = next((mutant for mutant in EVERY if mutant.name == os.environ.get(NAMED)), None)
if isinstance(MUTANT, Edit):
    if MUTANT.module in sys.modules:
        raise RuntimeError(f"{MUTANT.module} has been read already.")
    sys.meta_path.insert(0, Finder(MUTANT))


if isinstance(MUTANT, Statement):
    TOLD = MUTANT

    @pytest.fixture(scope="session", autouse=True)
    def _told_wrong(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
        """The test database is told something wrong for as long as the tests last."""
        _tell(django_db_blocker, TOLD.wrong)
        yield
        _tell(django_db_blocker, TOLD.right)


def _tell(blocker: Any, statement: str) -> None:
    from django.db import connections  # noqa: PLC0415  (not before the wrong line is in place)

    with blocker.unblock(), connections["owner"].cursor() as cursor:
        cursor.execute(statement)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where each test must notice, all but one of them are not enough: then it counts as if nobody had."""
    if MUTANT is not None and MUTANT.each and session.testsfailed < session.testscollected:
        session.exitstatus = pytest.ExitCode.OK
