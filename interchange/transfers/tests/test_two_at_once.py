"""The entering centre cancels while the host accepts: one is first, both rows agree, and nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from interchange.accounts.factories import make_actor
from interchange.accounts.roles import Role
from interchange.centres.factories import make_centre
from interchange.core import tenancy
from interchange.core.errors import Refused
from interchange.transfers.factories import accept, make_paper, make_sitter, make_transfer, send
from interchange.transfers.models import HostRequest, Transfer
from interchange.transfers.rules import cases
from interchange.transfers.services.transfers import cancel_transfer


@pytest.mark.django_db(transaction=True)
def test_both_rows_agree_whoever_is_first():
    here, there = make_centre("12345"), make_centre("23456")
    ann, cal = make_actor("Ann Lee", Role.CAG, centre=here), make_actor("Cal Reid", Role.CAG, centre=there)
    paper = make_paper()
    case = make_transfer(ann, make_sitter(here, paper), paper, "23456")
    asked = send(case, by=ann)
    together = Barrier(2)

    def at_once(act):
        try:
            together.wait(timeout=30)
            act()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    acts = (lambda: cancel_transfer(case.pk, why="Back", by=ann), lambda: accept(asked, by=cal))
    with ThreadPoolExecutor(2) as pool:
        cancelled, accepted = pool.map(at_once, acts)
    assert cancelled == "done"  # before the host's answer, or after it
    assert accepted in ("done", "not-now")
    with tenancy.for_staff():
        assert Transfer.unscoped.get().state == cases.CANCELLED
        assert HostRequest.unscoped.get().state == cases.WITHDRAWN
