"""Logs: one JSON object a line on standard error, and nothing personal in it.

No query strings, no bodies, no local variables, no links that work once. Of an error in the database only its code and
the name of the constraint are kept: its message quotes the row.
"""

import re
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger


def without_personal_data(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and where it happened; drop a query string from the event's text."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if isinstance(error, tuple) and error[1] is not None:
        event["error"] = described(error[1])
        event["trace"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error[2])]
    event["event"] = without_secret_links(str(event.get("event", "")).partition("?")[0])
    return event


IN_AN_ADDRESS = re.compile(r"(?<=/)[A-Za-z0-9_-]{22,}")
NO_SECRET = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z0-9]{1,15}(-[a-z0-9]{1,15})*")


def without_secret_links(text: str) -> str:
    """An address without the part that is a secret, as in an invitation: long, and neither a key nor words."""
    return IN_AN_ADDRESS.sub(lambda part: part[0] if NO_SECRET.fullmatch(part[0]) else "…", text)


def described(error: BaseException) -> str:
    """The kind of an error, with the message unless it may quote somebody's data."""
    diagnosis = getattr(error.__cause__ or error, "diag", None)
    if diagnosis is not None:
        return f"{type(error).__name__} {diagnosis.sqlstate or ''} {diagnosis.constraint_name or ''}".strip()
    return type(error).__name__


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

TO_ROOT = ["django", "django.server", "gunicorn.error", "gunicorn.access"]


def logging_settings(level: str = "INFO") -> dict[str, Any]:
    """The standard library's logging, as Django and gunicorn take it."""
    json_lines = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            without_personal_data,
            structlog.processors.JSONRenderer(),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": json_lines},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            **{name: {"handlers": [], "level": level, "propagate": True} for name in TO_ROOT},
            "procrastinate.blueprints": {"level": "WARNING"},
            "procrastinate.periodic": {"level": "WARNING"},
        },
    }


def configure_structlog() -> None:
    """Our own loggers go the same way as everybody else's."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
