"""`bin/check mutants` itself: that its mutants fit the code, and that it says which of them nobody noticed."""

from itertools import islice
from pathlib import Path

import pytest

from interchange.accounts.roles import WHO_MAY
from tests import rights
from tests.mutants import tables
from tests.mutants.__main__ import selected
from tests.mutants.mechanisms import EVERY, ROOT, Edit


def blind():
    """A judge who never sees anything."""
    return iter(())


def made(*judges: rights.Judge) -> tables.Tally:
    """Some mutants of every kind, before these judges."""
    kinds = [tables.cells(), tables.rows(), tables.what_acting_leaves(), tables.locks_of_doors()]
    kinds += [tables.swapped_doors(), tables.locks_of_programs(), tables.locks_of_changes()]
    some = [mutant for kind in kinds for mutant in islice(kind, 8)]
    return tables.tally(tables.Mutant(one.kind, one.name, one.made, judges or one.judges) for one in some)


def test_who_looks_notices_every_mutant():
    assert [mutant.name for mutant in made().survivors] == []


def test_what_nobody_looks_for_survives_and_is_named():
    found = made(blind)
    assert len(found.survivors) == found.made.total() > 40
    assert next(found.lines()).startswith("role added to a right,8,0,CAG operate; CAV operate;")


def test_an_empty_table_notices_no_wrong_cell(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rights, "RIGHTS", dict.fromkeys(WHO_MAY, rights.Right(frozenset(), acting=False)))
    as_it_is = list(rights.faults_of_rights())
    assert as_it_is, "the run ends before its first mutant where code and table differ"


def test_every_mutant_is_undone():
    before = dict(WHO_MAY)
    made()
    assert before == WHO_MAY
    assert [said for judge in (*rights.DECLARED, *rights.DONE) for said in judge()] == []


@pytest.mark.parametrize("mutant", EVERY, ids=lambda mutant: mutant.name)
def test_a_wrong_line_fits_the_code_and_its_tests_are_there(mutant):
    if isinstance(mutant, Edit):
        wrong = mutant.apply(Path(ROOT, mutant.file).read_text())
        compile(wrong, mutant.file, "exec")
    assert all(Path(ROOT, file).exists() for file in mutant.tests if file.endswith(".py"))


def test_the_names_of_wrong_lines_tell_them_apart():
    assert len({mutant.name for mutant in EVERY}) == len(EVERY)


def test_what_all_of_them_need_is_asked_for_at_once():
    asked = selected([one for one in EVERY if one.name in {"who rests counts", "every proof is new"}])
    assert asked == [
        "interchange/accounts/tests/test_new_browsers.py", "interchange/accounts/tests/test_usable.py", "-k",
        "(test_new_browsers.py and (proof_is_asked)) or test_usable.py",
    ]  # fmt: skip
