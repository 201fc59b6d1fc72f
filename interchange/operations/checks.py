"""`bin/check NAME`: the longer checks, each by its name."""

import secrets
import sys
from collections.abc import Callable

from interchange.operations import processes
from interchange.operations.installation import CLONE, PYTHON


def deploy() -> int:
    """Django's own list for a real installation, under production settings; a warning is a failure."""
    real = {
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "interchange.example",
        "DATABASE_URL": "postgresql:///interchange",
        "DATABASE_OWNER_URL": "",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "",
    }
    return processes.run(
        [PYTHON, str(CLONE / "manage.py"), "check", "--deploy", "--fail-level=WARNING"], real
    )


CHECKS: dict[str, Callable[[], int]] = {"deploy": deploy}


def main(arguments: list[str]) -> None:
    if len(arguments) != 1 or arguments[0] not in CHECKS:
        known = "\n".join(f"  {name:12} {check.__doc__}" for name, check in CHECKS.items())
        sys.exit(f"bin/check NAME, where NAME is one of\n{known}")
    with processes.stopping_in_order():
        sys.exit(CHECKS[arguments[0]]())


if __name__ == "__main__":
    main(sys.argv[1:])
