"""The synthetic nation."""

import io
from random import Random

import pytest
from django.core.management import CommandError, call_command

from interchange.accounts.services.signing_in import sign_in
from interchange.assessment.queries.lists import sheets_of_board
from interchange.assessment.queries.submissions import is_intact, lines_of
from interchange.catalogue.queries import series_list
from interchange.centres.queries import centres
from interchange.core import tenancy
from interchange.core.actor import Actor
from interchange.demo.cast import PASSWORD
from interchange.demo.nation import centre_rows, sizes
from interchange.entries.rules.identifiers import uci_fault

STAFF = Actor.system("tests")


def seeded():
    return Random("a nation")  # noqa: S311  (a nation, not secrets)


@pytest.mark.parametrize(
    ("centres", "candidates"), [(1, 1), (7, 7), (100, 150), (60, 20_000), (6000, 200_000)]
)
def test_all_centres_together_have_as_many_candidates_as_asked_for(centres, candidates):
    found = sizes(centres, candidates, random=seeded())
    assert (len(found), sum(found), min(found) > 0) == (centres, candidates, True)


def test_the_same_seed_gives_the_same_centres_and_never_a_number_that_is_taken():
    rows = [centre_rows(50, taken={"12345"}, random=seeded()) for _ in range(2)]
    assert rows[0] == rows[1]
    assert "12345" not in {number for number, *_ in rows[0]}


@pytest.mark.django_db(databases=["default", "owner"])
def test_a_small_nation_is_whole():
    said = io.StringIO()
    call_command("make_world", centres=4, candidates=240, stdout=said)
    assert "entries_candidate: 240\n" in said.getvalue()
    with tenancy.reading(STAFF):
        lines = sheets_of_board(STAFF, next(iter(series_list())))
        sent = [line.submission for line in lines if line.submission]
        assert all(is_intact(one, list(lines_of(STAFF, one))) for one in sent)
        assert {uci_fault(line.uci) for one in sent for line in lines_of(STAFF, one)} == {""}
    assert {"open", "in-progress", "received"} <= {line.state.code for line in lines}
    first = centres()[0]
    (officer,) = sign_in(first.number, "officer", PASSWORD, address=None, request_id="")
    assert (officer.person.login_id, officer.centre) == (first.number, first)


@pytest.mark.parametrize(("centres", "candidates"), [(0, 10), (10, 5), (1, 10_000), (90_000, 90_000)])
def test_what_cannot_be_is_refused(db, centres, candidates):
    with pytest.raises(CommandError, match="1 to 80,000 centres"):
        call_command("make_world", centres=centres, candidates=candidates)
