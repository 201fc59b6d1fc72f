"""The floors: the same work with nothing around it. Served by the same gunicorn, beside the application."""

import json
import os
import threading
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.contrib.auth.hashers import check_password, make_password
from jinja2 import Environment, FileSystemLoader, select_autoescape

PREFIX = "/floor/"
SOME_PASSWORD = "seven kettles on a slow barge"  # noqa: S105
ROWS = """
    SELECT candidate.number, candidate.surname, candidate.forenames, entry.teaching_group, mark.mark, mark.absent,
           mark.checked, mark.version
    FROM entries_entry AS entry
    JOIN entries_candidate AS candidate ON (candidate.centre_id, candidate.id) = (entry.centre_id, entry.candidate_id)
    LEFT JOIN assessment_marksheet AS sheet ON sheet.centre_id = entry.centre_id
    LEFT JOIN assessment_mark AS mark
        ON (mark.centre_id, mark.sheet_id, mark.entry_id) = (entry.centre_id, sheet.id, entry.id)
    WHERE entry.centre_id = %s AND entry.withdrawn_at IS NULL
    ORDER BY candidate.number
"""
ONE_CELL = """
    UPDATE assessment_mark SET mark = %s, saved_at = now()
    WHERE centre_id = %s AND entry_id = (
        SELECT entry.id FROM entries_entry AS entry
        JOIN entries_candidate AS candidate
            ON (candidate.centre_id, candidate.id) = (entry.centre_id, entry.candidate_id)
        WHERE entry.centre_id = %s AND candidate.number = %s)
"""
ENTRIES = """
    SELECT candidate.number, candidate.uci, candidate.surname, candidate.forenames, candidate.born_on, candidate.sex,
           candidate.status, candidate.uln,
           json_object_agg(entry.entry_code, option.code) FILTER (WHERE entry.withdrawn_at IS NULL)
    FROM entries_candidate AS candidate
    JOIN entries_entry AS entry ON (entry.centre_id, entry.candidate_id) = (candidate.centre_id, candidate.id)
    JOIN catalogue_option AS option ON option.id = entry.option_id
    WHERE candidate.centre_id = %s
    GROUP BY candidate.centre_id, candidate.id
    ORDER BY candidate.number
"""
templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape())
_of_thread = threading.local()

Start = Callable[[str, list[tuple[str, str]]], Any]


def floor(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """A page of rows (GET) or one cell saved (POST), for the centre that ends the address."""
    before, _, centre_id = environ["PATH_INFO"].rpartition("/")
    answer = cell if environ["REQUEST_METHOD"] == "POST" else page
    body = OTHERS.get(before.rpartition("/")[2], answer)(int(centre_id), environ)
    start_response(
        "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    )
    return [body]


def page(centre_id: int, environ: dict[str, Any]) -> bytes:
    """One statement, one template."""
    rows = connection().execute(ROWS, [centre_id]).fetchall()
    return templates.get_template("floor.html").render(rows=rows).encode()


def cell(centre_id: int, environ: dict[str, Any]) -> bytes:
    """One statement that waits until it is safe on disk."""
    sent = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    connection().execute(ONE_CELL, [sent["mark"], centre_id, centre_id, sent["number"]])
    return b"{}"


def entries(centre_id: int, environ: dict[str, Any]) -> bytes:
    """One statement, one template: candidates down, entry codes across."""
    rows = connection().execute(ENTRIES, [centre_id]).fetchall()
    codes = sorted({code for row in rows for code in row[-1]})
    return templates.get_template("entry_grid.html").render(rows=rows, codes=codes).encode()


def hashed(centre_id: int, environ: dict[str, Any]) -> bytes:
    """A password compared with its hash, and nothing else."""
    if not check_password(SOME_PASSWORD, kept_hash()):
        raise RuntimeError("the password is right")
    return b"{}"


OTHERS: dict[str, Callable[[int, dict[str, Any]], bytes]] = {"hash": hashed, "entries": entries}


@cache
def kept_hash() -> str:
    """As it is kept of somebody's password."""
    return make_password(SOME_PASSWORD)


def connection() -> psycopg.Connection:
    """One for each thread, kept open."""
    if not hasattr(_of_thread, "connection"):
        _of_thread.connection = psycopg.connect(os.environ["BENCH_OWNER_URL"], autocommit=True)
    kept: psycopg.Connection = _of_thread.connection
    return kept
