"""Two at one moment: the entering centre cancels while the host accepts, and one form is sent twice."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.centres.factories import make_centre
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.transfers.factories import a_site, accept, make_paper, make_sitter, make_transfer, send
from interchange.transfers.models import HostRequest, SiteApplication, Transfer
from interchange.transfers.rules import cases
from interchange.transfers.services.sites import apply_for_site
from interchange.transfers.services.transfers import cancel_transfer


def at_once(*acts):
    """What became of each, all begun together: the code of a refusal, or done."""
    together = Barrier(len(acts))

    def do(act):
        try:
            together.wait(timeout=30)
            act()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


@pytest.mark.django_db(transaction=True)
def test_both_rows_agree_whoever_is_first():
    here, there = make_centre("12345"), make_centre("23456")
    ann, cal = make_actor("Ann Lee", Role.CAG, centre=here), make_actor("Cal Reid", Role.CAG, centre=there)
    paper = make_paper()
    case = make_transfer(ann, make_sitter(here, paper), paper, "23456")
    asked = send(case, by=ann)
    acts = (lambda: cancel_transfer(case.pk, why="Back", by=ann), lambda: accept(asked, by=cal))
    cancelled, accepted = at_once(*acts)
    assert cancelled == "done"  # before the host's answer, or after it
    assert accepted in ("done", "not-now")
    with tenancy.for_staff():
        assert Transfer.unscoped.get().state == cases.CANCELLED
        assert HostRequest.unscoped.get().state == cases.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_one_form_that_is_sent_twice_at_once_makes_one_application():
    here, key = make_centre("12345"), uuid4()
    ann, paper = make_actor("Ann Lee", Role.CAG, centre=here), make_paper()
    make_sitter(here, paper)
    apply = partial(apply_for_site, a_site(paper), key=key, by=ann)
    assert at_once(apply, apply) == ["done", "done"]
    with tenancy.for_staff():
        assert SiteApplication.unscoped.count() == 1
