"""The only place that reads the environment. What makes no sense is refused with a sentence that says why."""

import os
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
FEWEST_DIFFERENT = 8
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


class BadSetting(ImproperlyConfigured):
    """The environment says something that cannot be meant."""


@dataclass(frozen=True)
class Told:
    """What may be told of a setting in force: whether the environment gives it; its value unless it may be secret."""

    given: bool
    value: str | None = None


IN_FORCE: dict[str, Told] = {}
"""Every setting that this process has read. A value is kept only by the readers of what is never secret."""


def _tell(name: str, value: object) -> None:
    IN_FORCE[name] = Told(IN_FORCE[name].given, str(value))


def text(name: str, default: str | None = None, *, told: bool = False) -> str:
    """The value of `name`; without a default it must be there and not be blank. `told` where it is no secret."""
    given = os.environ.get(name, "").strip()
    value = given or default
    if value is None:
        raise BadSetting(f"{name} is not set. It has no default: give it in the environment.")
    IN_FORCE[name] = Told(bool(given), value if told else None)
    return value


def secret(name: str, *, at_least: int) -> str:
    """A secret of at least so many characters, not all alike."""
    value = text(name)
    if len(value) < at_least or len(set(value)) < FEWEST_DIFFERENT:
        raise BadSetting(f"{name} is too easy to guess: use at least {at_least} random characters.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """The words of a list separated by commas or spaces."""
    return text(name, default).replace(",", " ").split()


def flag(name: str, *, default: bool) -> bool:
    """Yes or no, in the usual spellings."""
    value = text(name, "yes" if default else "no").lower()
    if value not in YES | NO:
        raise BadSetting(f"{name} is {value!r}; it must be yes or no.")
    _tell(name, "yes" if value in YES else "no")
    return value in YES


def number(name: str, default: int, *, low: int, high: int) -> int:
    """A whole number from `low` to `high`."""
    value = text(name, str(default), told=True)
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise BadSetting(f"{name} is {value!r}; it must be a whole number from {low} to {high}.")
    return int(value)


def folder(name: str, default: Path) -> Path:
    """An absolute folder; it need not exist yet."""
    value = Path(text(name, str(default), told=True)).expanduser()
    if not value.is_absolute():
        raise BadSetting(f"{name} is {str(value)!r}; it must be an absolute path.")
    return value


def hosts(name: str) -> list[str]:
    """Exact host names: a pattern that lets every host in is refused."""
    found = words(name)
    if not found:
        raise BadSetting(f"{name} is not set. It has no default: name the hosts this site answers for.")
    for host in found:
        if host.startswith((".", "*")) or "/" in host:
            raise BadSetting(f"{name} holds {host!r}; give exact host names, without patterns or addresses.")
    _tell(name, ", ".join(found))
    return found


def networks(name: str, default: str = "") -> list[IPv4Network | IPv6Network]:
    """Networks or single addresses; one that means everybody is refused."""
    try:
        found = [ip_network(word) for word in words(name, default)]
    except ValueError as problem:
        raise BadSetting(f"{name}: {problem}; give addresses or networks such as 10.0.0.0/8.") from None
    if any(not network.prefixlen for network in found):
        raise BadSetting(f"{name} trusts everybody; name the addresses of your own proxies.")
    _tell(name, ", ".join(map(str, found)))
    return found


def site_address(name: str, default: str | None = None) -> str:
    """Where people reach the site: https, or http, and a host; nothing after it."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    whole = parts.scheme in {"http", "https"} and parts.hostname and not parts.username
    if not whole or value != f"{parts.scheme}://{parts.netloc}":
        raise BadSetting(f"{name} is {value!r}; it must read https://interchange.example.")
    _tell(name, value)
    return value


def provider(name: str) -> str:
    """The issuer of an OpenID Connect provider, exactly as it calls itself: https, or this machine; empty for none."""
    value = text(name, "")
    parts = urlsplit(value)
    here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    if value and not (here or (parts.scheme == "https" and parts.hostname and not parts.query)):
        raise BadSetting(f"{name} is {value!r}; it must read https://provider.example.")
    _tell(name, value)
    return value


def database(name: str, default: str | None = None) -> dict[str, Any]:
    """A PostgreSQL address as Django's settings of one database."""
    address = text(name, default)
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError:
        parts = {}
    if urlsplit(address).scheme not in {"postgres", "postgresql"} or not parts.get("dbname"):
        raise BadSetting(f"{name} must read postgresql://USER:PASSWORD@HOST/DATABASE.")
    return {
        "ENGINE": "interchange.core.postgres",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
    }


def refuse_an_open_line(databases: dict[str, dict[str, Any]]) -> None:
    """A database on another machine is spoken to by TLS, and shows who it is; on this one by its socket or loopback."""
    for one in databases.values():
        on_this_machine = one["HOST"].startswith("/") or one["HOST"] in {"", *OWN_MACHINE}
        if not on_this_machine and one["OPTIONS"].get("sslmode") != "verify-full":
            raise BadSetting(
                f"The database on {one['HOST']} is spoken to in the open: add ?sslmode=verify-full."
            )


def mail(name: str, *, otherwise: Path) -> dict[str, Any]:
    """Settings from smtps://USER:PASSWORD@HOST (or smtp+tls:, smtp:); unset, a folder keeps the mail."""
    address = urlsplit(text(name, "folder:"))
    if address.scheme == "folder":
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(otherwise),
        }
    if address.scheme not in MAIL_PORTS or not address.hostname:
        raise BadSetting(
            f"{name} must read smtps://USER:PASSWORD@HOST, or smtp+tls: or smtp: in the same shape."
        )
    if address.scheme == "smtp" and address.hostname not in OWN_MACHINE:
        raise BadSetting(f"{name} sends mail in the open: use smtps: or smtp+tls: for another machine.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": address.hostname,
        "EMAIL_PORT": address.port or MAIL_PORTS[address.scheme],
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_TLS": address.scheme == "smtp+tls",
        "EMAIL_USE_SSL": address.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }
