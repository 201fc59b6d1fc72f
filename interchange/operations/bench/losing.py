"""Trying to lose marks: large sheets, posts that are cut off or stale, and processes killed in the middle."""

import http.client
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlencode

from django.db import OperationalError, connection

from interchange.operations.bench.figures import Figure
from interchange.operations.bench.ground import MAXIMUM, Ground, ground, owner
from interchange.operations.bench.sheet_form import form, same, shifted, stored
from interchange.operations.bench.web import FORM, Browser, Server, serving

SIZES = (1000, 1999, 2001, 5000)
KILLS = 5
UNTIL_KILLED = (0.05, 0.12, 0.2, 0.31, 0.43)
SERVES_THE_SITE = """
    SELECT pid FROM pg_stat_activity WHERE pid <> %s AND usename = 'interchange_app' ORDER BY state LIMIT 1
"""
SECONDS_TO_RECOVER = 30


def losing() -> Iterator[Figure]:
    """Marks that were acknowledged and are not there, or that changed though the answer says that they did not."""
    with serving() as server:
        for size in SIZES:
            place = ground(size)
            browser = Browser(server.port, place.officer)
            yield Figure(f"marks_lost_{size}_saved", _saved(browser, place), "marks", None, 0)
            yield Figure(f"marks_lost_{size}_cut_off", _cut_off(browser, place), "marks", None, 0)
            yield Figure(f"marks_lost_{size}_stale", _stale(browser, place), "marks", None, 0)
        yield Figure("marks_lost_kill_9_of_workers", _killed(server, ground(1000)), "marks", None, 0)
        yield Figure(
            "marks_lost_kill_9_of_database", _killed(server, ground(1000), database=True), "marks", None, 0
        )


def _saved(browser: Browser, place: Ground) -> int:
    """Post a whole sheet; how many marks of it are not stored although the answer is yes."""
    typed = form(place, shifted(0))
    status, _ = browser.post(place.path, typed)
    if status != 302:
        raise RuntimeError(f"saving was answered with {status}")
    return _differing(stored(place), list(map(shifted(0), range(len(stored(place))))))


def _cut_off(browser: Browser, place: Ground) -> int:
    """Posts that end early, as a proxy or a line cuts them; how many marks changed though none was acknowledged."""
    before, lost = stored(place), 0
    whole = form(place, shifted(7))
    length = len(urlencode(whole).encode())
    for part in (0.2, 0.5, 0.9, 0.999):
        status, _ = browser.post(place.path, whole, cut_to=int(length * part))
        acknowledged = status in (200, 302)
        lost += 1 if acknowledged else 0
        lost += _differing(stored(place), before)
    _hang_up(browser, place, urlencode(whole).encode())
    time.sleep(0.3)
    return lost + _differing(stored(place), before)


def _hang_up(browser: Browser, place: Ground, body: bytes) -> None:
    """Promise the whole body, send half of it and go."""
    head = [f"POST {place.path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    head += [f"{name}: {value}" for name, value in browser.headers(FORM).items()]
    with socket.create_connection(("127.0.0.1", browser.port)) as line:
        line.sendall("\r\n".join([*head, "", ""]).encode() + body[: len(body) // 2])


def _stale(browser: Browser, place: Ground) -> int:
    """Two people post the same sheet, the second over what the first has changed meanwhile; how much is overwritten."""
    rows = {row.number: row.version for row in place.rows()}
    first = form(place, shifted(3), versions=rows)
    browser.post(place.path, first)
    status, page = browser.post(place.path, form(place, shifted(9), versions=rows))
    told = page.count(b"is-conflict")
    kept = _differing(stored(place), list(map(shifted(3), range(len(rows)))))
    return kept + (0 if status == 422 and told >= len(rows) else len(rows))


def _differing(found: list[str], wanted: list[str]) -> int:
    return sum(one != other for one, other in zip(found, wanted, strict=True))


class Typist(threading.Thread):
    """Posts the same mark for everybody, then the next one, until something breaks; `acknowledged` is the last kept."""

    def __init__(self, server: Server, place: Ground, mark: int) -> None:
        super().__init__(daemon=True)
        self.browser, self.place = Browser(server.port, place.officer), place
        self.acknowledged = self.tried = mark
        self.versions = {row.number: row.version for row in place.rows()}

    def run(self) -> None:
        with suppress(OSError, http.client.HTTPException):
            while True:
                self.tried = self.acknowledged % MAXIMUM + 1
                typed = form(self.place, same(self.tried), versions=self.versions)
                status, _ = self.browser.post(self.place.path, typed)
                if status != 302:
                    return
                self.acknowledged = self.tried
                self.versions = {number: version + 1 for number, version in self.versions.items()}


def _killed(server: Server, place: Ground, *, database: bool = False) -> int:
    """Kill in the middle of saving, again and again; how many marks are neither the last kept nor the last tried."""
    lost, mark = 0, 1
    for seconds in UNTIL_KILLED[:KILLS]:
        typist = Typist(server, place, mark)
        typist.start()
        time.sleep(seconds + 0.3)
        _cut(database, server)
        typist.join(10)
        while not server.answers():
            time.sleep(0.05)
        found = set(_settled(place))
        whole = found in ({str(typist.acknowledged)}, {str(typist.tried)}) or typist.acknowledged == mark
        lost += 0 if whole and len(found) <= 1 else len(place.rows())
        mark = int(next(iter(found)) or 1)
    return lost


def _settled(place: Ground) -> list[str]:
    """What is stored once no statement is under way any more, and the database has recovered."""
    until = time.monotonic() + SECONDS_TO_RECOVER
    while True:
        time.sleep(0.5)
        try:
            return stored(place)
        except OperationalError:
            connection.close()
            if time.monotonic() > until:
                raise


def _cut(database: bool, server: Server) -> None:
    """Kill the workers; or a process of the database, which then throws everybody out and recovers from its log."""
    if not database:
        server.kill_workers()
        return
    connection.ensure_connection()
    own = connection.connection.info.backend_pid
    with owner() as watch:
        found = watch.execute(SERVES_THE_SITE, [own]).fetchone()
    connection.close()
    if found:
        os.kill(found[0], signal.SIGKILL)
