"""The benchmarks' own parts: a figure's verdict, the floors, and what a browser without script posts."""

import io
import json

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from interchange.assessment.forms import read_post
from interchange.assessment.queries.places import place_at
from interchange.core import tenancy
from interchange.operations.bench import floors
from interchange.operations.bench.counting import counted, statements_of_page
from interchange.operations.bench.figures import Figure, percentile_95, side_by_side, write
from interchange.operations.bench.ground import MAXIMUM, ground
from interchange.operations.bench.run import BENCHMARKS, main
from interchange.operations.bench.saving import Teacher
from interchange.operations.bench.sheet_form import form, shifted, stored

# --- figures


@pytest.mark.parametrize(
    ("figure", "line"),
    [
        (Figure("load", 7.5, "ms", 5, 2), "load,7.5,ms,5,1.5,2,yes"),
        (Figure("load", 15, "ms", 5, 2), "load,15,ms,5,3,2,no"),
        (Figure("p95", 49, "ms", 2, 50, absolute=True), "p95,49,ms,2,24.5,50,yes"),
        (
            Figure("rate", 30, "requests/s", 100, 0.4, more_is_worse=False),
            "rate,30,requests/s,100,0.3,0.4,no",
        ),
        (Figure("lost", 0, "marks", None, 0), "lost,0,marks,,,0,yes"),
        (Figure("seen", 12345.6, "ms"), "seen,12346,ms,,,,"),
    ],
)
def test_a_figure_is_a_line_of_csv_with_its_verdict(capsys, figure, line):
    assert list(write([figure])) == [figure]
    assert capsys.readouterr().out == f"{line}\n"


def test_two_works_are_measured_in_turns():
    done = []
    taken, least = side_by_side(lambda: done.append("work"), lambda: done.append("floor"), rounds=3, warm=1)
    assert done == ["floor", "work"] * 4
    assert taken >= 0 <= least


def test_the_95th_percentile_leaves_out_the_slowest_twentieth():
    assert 94 < percentile_95([float(one) for one in range(1, 101)]) < 97


def test_an_unknown_name_is_refused_with_those_that_there_are():
    with pytest.raises(SystemExit, match=f"no benchmark speed. There are: {', '.join(BENCHMARKS)}"):
        main(["speed"])


# --- the ground, the form and the floors


@pytest.fixture
def place(db):
    return ground(30)


def test_the_form_is_one_that_the_page_accepts_whole(place):
    sent = QueryDict(mutable=True)
    sent.update(form(place, shifted(2)))
    with tenancy.reading(place.officer):
        profile = place_at(place.officer, place.address).profile
    rows = read_post(sent, profile).rows
    assert [row.mark for row in rows] == [str((at + 2) % (MAXIMUM + 1)) for at in range(30)]


def test_a_teacher_changes_every_mark_at_each_turn(place):
    teacher = Teacher(place)
    teacher.save()
    first = stored(place)
    teacher.save()
    assert all(one != other for one, other in zip(first, stored(place), strict=True))


def test_statements_and_transactions_are_counted_apart(transactional_db):
    def two_in_one():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.execute("SELECT 2")

    assert counted(two_in_one) == (2, 1)


def test_the_statements_of_a_page_are_those_of_somebody_signed_in(place):
    assert 5 < statements_of_page(place.officer, place.path) <= 12


class _Rows:
    """A connection that answers with two candidates, and remembers what it was asked."""

    asked: list[object]

    def execute(self, statement, parameters):
        self.asked = parameters
        return self

    def fetchall(self):
        return [
            ("0001", "O'Hara", "Ann", "11A", 54, False, True, 3),
            ("0002", "<b>", "", "", None, True, False, None),
        ]


@pytest.fixture
def rows(monkeypatch):
    found = _Rows()
    monkeypatch.setattr(floors, "connection", lambda: found)
    return found


def answered(environ):
    said = []
    [body] = floors.floor(environ, lambda status, headers: said.append((status, dict(headers))))
    assert said[0][1]["Content-Length"] == str(len(body))
    return said[0][0], body.decode()


def test_the_floor_of_a_page_is_a_table_with_a_field_for_each_mark(rows):
    status, page = answered({"PATH_INFO": "/floor/7", "REQUEST_METHOD": "GET"})
    assert (status, rows.asked) == ("200 OK", [7])
    assert '<input name=m0001 value="54"' in page
    assert "&lt;b&gt;" in page


def test_the_floor_of_a_cell_is_one_statement(rows):
    body = json.dumps({"number": "0001", "mark": 9}).encode()
    answered({
        "PATH_INFO": "/floor/7", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    })  # fmt: skip
    assert rows.asked == [9, 7, 7, "0001"]
