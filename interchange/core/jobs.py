"""Background work. Queued in the transaction of the change that asks for it, so that it is there if the change is."""

from collections.abc import Callable
from typing import Any, TypeVar

from procrastinate.contrib.django import app

Work = TypeVar("Work", bound=Callable[..., Any])

RETRIES = 8


def job(name: str) -> Callable[[Work], Any]:
    """Declare a task: a door that takes ids, calls one service, and may run twice without harm."""
    return app.task(name=name, retry=RETRIES, pass_context=False)


def enqueue(name: str, **ids: str | int) -> None:
    """Queue the task of this name when, and only when, the open transaction commits."""
    app.configure_task(name).defer(**ids)
