"""This clone as an installation: its folder, keys and database, the same for all the commands of `bin/`."""

import os
import secrets
import string
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interchange.operations.embedded_postgres import Cluster, state_for
from interchange.operations.postgres_programs import CannotStart
from interchange.operations.roles import may_create_roles, prepare_roles

CLONE = Path(__file__).resolve().parents[2]
PYTHON = str(CLONE / ".venv" / "bin" / "python")
DEMO = "config.settings.demo"


def home() -> Path:
    """The folder of everything that must not be lost: INTERCHANGE_HOME, or `.state` in the clone."""
    folder = Path(os.environ.get("INTERCHANGE_HOME") or CLONE / ".state").expanduser().absolute()
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711 if os.geteuid() == 0 else 0o700)  # another account runs root's database
    return folder


def kept_secret(name: str) -> str:
    """A random secret, made the first time and kept in a file that only we may read."""
    file = home() / name
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write("".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(64)))
    except FileExistsError:
        pass
    return file.read_text().strip()


def settings() -> dict[str, str]:
    """What Django needs besides the database: demo settings and a kept key, unless others are given."""
    module = os.environ.get("DJANGO_SETTINGS_MODULE", DEMO)
    chosen = {"INTERCHANGE_HOME": str(home()), "DJANGO_SETTINGS_MODULE": module}
    if module == DEMO and not os.environ.get("SECRET_KEY"):
        chosen["SECRET_KEY"] = kept_secret("secret.key")
    return chosen


@contextmanager
def database() -> Iterator[dict[str, str]]:
    """The addresses of both roles, in the database of DATABASE_URL or else the embedded one, kept running."""
    if os.environ.get("DATABASE_URL"):
        yield named_database()
        return
    state, remark = state_for(home() / "database", clone=CLONE)
    if remark:
        print(remark, file=sys.stderr)
    with Cluster(state) as cluster:
        yield addresses(cluster.url(), kept_secret("app.pw"))


def named_database() -> dict[str, str]:
    """Both addresses as given. A lone one whose role may make roles is taken for the owner's."""
    url = os.environ["DATABASE_URL"]
    if os.environ.get("DATABASE_OWNER_URL"):
        return {"DATABASE_URL": url, "DATABASE_OWNER_URL": os.environ["DATABASE_OWNER_URL"]}
    if may_create_roles(url):
        return addresses(url, kept_secret("app.pw"))
    if os.environ.get("DJANGO_SETTINGS_MODULE", DEMO) != DEMO:
        return {"DATABASE_URL": url}
    raise CannotStart("The role of DATABASE_URL may not make roles: give the owner's DATABASE_OWNER_URL too.")


def addresses(owner_url: str, app_password: str) -> dict[str, str]:
    """Both addresses as Django reads them, the application's role being made or mended."""
    return {"DATABASE_URL": prepare_roles(owner_url, app_password), "DATABASE_OWNER_URL": owner_url}
