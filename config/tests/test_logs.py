"""Logs tell where it went wrong and never whose data it was."""

import json
import logging
import logging.config

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
