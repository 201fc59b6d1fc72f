"""What gunicorn serves while we measure: the application as it is, and the floors beside it."""

from collections.abc import Iterable
from typing import Any

from config.wsgi import application as interchange
from interchange.operations.bench.floors import PREFIX, floor


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Floors by their prefix, everything else by Interchange."""
    if environ["PATH_INFO"].startswith(PREFIX):
        return floor(environ, start_response)
    answer: Iterable[bytes] = interchange(environ, start_response)
    return answer
