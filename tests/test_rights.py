"""Who may do what, held against the tables that an auditor signs (tests/rights); no database is asked."""

import pytest

from tests import rights


@pytest.mark.parametrize("judge", rights.DECLARED, ids=lambda judge: judge.__name__)
def test_the_code_says_what_the_tables_say(judge: rights.Judge):
    assert list(judge()) == []


@pytest.mark.parametrize("judge", rights.DONE, ids=lambda judge: judge.__name__)
def test_every_lock_does_what_the_tables_say_for_every_role(judge: rights.Judge):
    assert list(judge()) == []
