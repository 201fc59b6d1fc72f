"""Starts a database of its own, with everything on that keeps what was saved, and measures in a child."""

import os
import secrets
import shutil
import sys
import tempfile
from pathlib import Path

from interchange.operations import installation, processes
from interchange.operations.embedded_postgres import Cluster, state_for
from interchange.operations.installation import CLONE, PYTHON
from interchange.operations.postgres_programs import CannotStart

MANAGE = [PYTHON, str(CLONE / "manage.py")]
MEASURE = [PYTHON, "-m", "interchange.operations.bench.run"]


def main(names: list[str]) -> None:
    """Every benchmark, or those named; 1 if one of them missed its target."""
    os.chdir(CLONE)
    folder = Path(tempfile.mkdtemp(prefix="interchange-bench-"))
    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
    try:
        with processes.stopping_in_order():
            sys.exit(measured(folder, names))
    except CannotStart as reason:
        sys.exit(str(reason))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measured(folder: Path, names: list[str]) -> int:
    state, _ = state_for(folder / "database", clone=folder)
    with Cluster(state) as cluster:
        environment = {
            **installation.addresses(cluster.url(), secrets.token_urlsafe(24)),
            "DJANGO_SETTINGS_MODULE": installation.DEMO,
            "SECRET_KEY": secrets.token_urlsafe(60),
            "INTERCHANGE_HOME": str(folder / "home"),
            "INTERCHANGE_PORT": "1",
            "LOG_LEVEL": "ERROR",
        }
        if processes.run([*MANAGE, "migrate", "--database=owner", "--verbosity=0"], environment):
            return 1
        return processes.run([*MEASURE, *names], environment)


if __name__ == "__main__":
    main(sys.argv[1:])
