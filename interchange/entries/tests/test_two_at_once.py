"""Two operators load a centre's entries at the same moment."""

import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from interchange.catalogue.factories import make_component, make_option, make_series
from interchange.centres.factories import make_centre
from interchange.core import tenancy
from interchange.entries.importing import load_file
from interchange.entries.models import Entry
from interchange.entries.rules.identifiers import make_uci

HEADINGS = "centre_number,candidate_number,uci,surname,date_of_birth,sex,status,series,entry_code,option_code,action\n"


@pytest.mark.django_db(transaction=True)
def test_the_second_waits_for_the_first_and_finds_its_work_done() -> None:
    centre = make_centre("12345")
    make_series("2027-06")
    make_option(make_component(), code="1")
    numbers = [f"{number:04d}" for number in range(1, 101)]
    lines = [
        f"12345,{n},{make_uci('12345', 2027, n)},Fox {n},2011-01-02,F,S,2027-06,J277,1,add\n" for n in numbers
    ]
    data = "".join([HEADINGS, *lines]).encode()
    together = Barrier(2)

    def load() -> tuple[int, int]:
        try:
            together.wait(timeout=30)
            [outcome] = load_file(io.BytesIO(data), name="entries.csv").outcomes
            return outcome.added, outcome.unchanged
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = [pool.submit(load) for _ in range(2)]
    assert sorted(result.result() for result in results) == [(0, 100), (100, 0)]
    with tenancy.for_centre(centre.pk):
        assert Entry.unscoped.count() == 100
