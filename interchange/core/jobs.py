"""Background work. Queued in the transaction of the change that asks for it, so that it is there if the change is."""

from collections.abc import Callable
from typing import Any, TypeVar

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

Work = TypeVar("Work", bound=Callable[..., Any])

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)
"""After 3 seconds, then 9, 27 and so on: the last time nearly two hours after the one before."""


SCHEDULE: dict[str, str] = {}
"""When each periodic task runs, as cron says it, by the clock of UTC."""
DOES: dict[str, str] = {}
"""What each of them does, in a sentence: the first line of its docstring."""


def job(name: str) -> Callable[[Work], Any]:
    """Declare a task: a door that takes ids, calls one service, and may run twice without harm."""
    return app.task(name=name, retry=AGAIN, pass_context=False)


def periodic(name: str, cron: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a task that the worker starts by itself; never a second one while the first still waits.

    What has to happen at a time in London finds out for itself whether that time has come: cron knows UTC alone.
    """

    def declare(work: Callable[[], None]) -> Callable[[], None]:
        def run(timestamp: int) -> None:
            work()

        SCHEDULE[name], DOES[name] = cron, (work.__doc__ or "").partition("\n")[0]
        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, pass_context=False)(run))
        return work

    return declare


def enqueue(name: str, **ids: str | int) -> None:
    """Queue the task of this name when, and only when, the open transaction commits."""
    app.configure_task(name).defer(**ids)
