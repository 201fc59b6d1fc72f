"""Logs tell where it went wrong and never whose data it was."""

import json
import logging
import logging.config
from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import IntegrityError

from config.logs import logging_settings


@pytest.fixture
def line():
    """What a record becomes."""
    made = logging_settings()["formatters"]["json"].copy()
    formatter = made.pop("()")(**made)
    return lambda record: json.loads(formatter.format(record))


def record(message, *arguments, error=None):
    caught = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("django.request", logging.ERROR, "views.py", 1, message, arguments, caught)


def test_a_query_string_is_not_kept(line):
    assert line(record("Not Found: %s", "/candidates/?surname=ADEYEMI"))["event"] == "Not Found: /candidates/"


def test_an_error_is_told_by_its_kind_and_place_not_by_its_message(line):
    try:
        int("ADEYEMI")
    except ValueError as error:
        told = line(record("Internal Server Error", error=error))
    assert told["error"] == "ValueError"
    assert "test_logs.py" in told["trace"][0]
    assert "ADEYEMI" not in json.dumps(told)


def test_a_database_error_keeps_its_code_and_not_the_row(line):
    cause = psycopg.errors.UniqueViolation("duplicate key: (surname)=(ADEYEMI)")
    error = IntegrityError(str(cause))
    error.__cause__ = cause
    told = line(record("Internal Server Error", error=error))
    assert told["error"].startswith("IntegrityError")
    assert "ADEYEMI" not in json.dumps(told)


@pytest.mark.parametrize("secret", ["k3Vd0q-9_ZtYfLw2RrXcB8sJ1uHnAePo", "Zm9vYmFyYmF6cXV4Zm9vYg", "A" * 43])
def test_a_link_that_works_once_is_not_kept(line, secret):
    told = line(record("Unprocessable Entity: %s", f"/activate/{secret}/"))["event"]
    assert told == "Unprocessable Entity: /activate/…/"


@pytest.mark.parametrize(
    "path",
    ["/submissions/01a2079b-2f27-7136-9782-a5a15b071d4f/ims1/", "/help/entering-and-submitting-your-marks/"],
)
def test_an_address_without_a_secret_is_kept_whole(line, path):
    assert line(record("Not Found: %s", path))["event"] == f"Not Found: {path}"


def test_what_somebody_sent_makes_no_second_line(line):
    made = logging_settings()["formatters"]["json"].copy()
    text = made.pop("()")(**made).format(record("Not Found: %s", '/a\r\n{"event": "forged"}\u2028"}'))
    assert len(text.splitlines()) == 1
    assert json.loads(text)["event"].startswith("Not Found: /a")


def test_a_line_says_when_in_utc_how_grave_and_who_wrote_it(line):
    told = line(record("Not Found: %s", "/a/"))
    assert datetime.fromisoformat(told["timestamp"]).utcoffset() == timedelta(0)
    assert (told["level"], told["logger"]) == ("error", "django.request")


def test_everything_that_is_logged_goes_to_one_place():
    made = logging_settings()
    assert list(made["handlers"]) == ["stderr"]
    assert not [name for name, logger in made["loggers"].items() if logger.get("handlers")]
