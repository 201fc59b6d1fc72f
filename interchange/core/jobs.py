"""Background work. Queued in the transaction of the change that asks for it, so that it is there if the change is."""

from collections.abc import Callable
from typing import Any, TypeVar

from procrastinate.contrib.django import app

Work = TypeVar("Work", bound=Callable[..., Any])

RETRIES = 8
SCHEDULE: dict[str, str] = {}
"""When each periodic task runs, as cron says it, by the clock of UTC."""


def job(name: str) -> Callable[[Work], Any]:
    """Declare a task: a door that takes ids, calls one service, and may run twice without harm."""
    return app.task(name=name, retry=RETRIES, pass_context=False)


def periodic(name: str, cron: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a task that the worker starts by itself; never a second one while the first still waits.

    What has to happen at a time in London finds out for itself whether that time has come: cron knows UTC alone.
    """

    def declare(work: Callable[[], None]) -> Callable[[], None]:
        def run(timestamp: int) -> None:
            work()

        SCHEDULE[name] = cron
        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, pass_context=False)(run))
        return work

    return declare


def enqueue(name: str, **ids: str | int) -> None:
    """Queue the task of this name when, and only when, the open transaction commits."""
    app.configure_task(name).defer(**ids)
