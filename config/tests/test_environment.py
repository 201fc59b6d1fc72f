"""Settings are read strictly: what cannot be meant is refused with a sentence that names the setting."""

from pathlib import Path

import pytest

from config import environment
from config.environment import BadSetting


@pytest.fixture(autouse=True)
def _told_apart(monkeypatch):
    """What is read here is not told as a setting in force."""
    monkeypatch.setattr(environment, "IN_FORCE", {})


@pytest.fixture
def setting(monkeypatch):
    def put(value):
        if value is None:
            monkeypatch.delenv("THING", raising=False)
        else:
            monkeypatch.setenv("THING", value)

    return put


@pytest.mark.parametrize("nonsense", [None, "", "  "])
def test_a_setting_without_a_default_must_be_there(setting, nonsense):
    setting(nonsense)
    with pytest.raises(BadSetting, match="THING is not set"):
        environment.text("THING")


@pytest.mark.parametrize(
    ("said", "meant"), [("yes", True), ("TRUE", True), ("1", True), ("off", False), ("No", False)]
)
def test_yes_and_no_in_their_usual_spellings(setting, said, meant):
    setting(said)
    assert environment.flag("THING", default=not meant) is meant


def test_neither_yes_nor_no_is_refused(setting):
    setting("perhaps")
    with pytest.raises(BadSetting, match="must be yes or no"):
        environment.flag("THING", default=False)


@pytest.mark.parametrize("nonsense", ["0", "65536", "-1", "8000.0", "eight", "٨"])
def test_a_number_outside_its_bounds_is_refused(setting, nonsense):
    setting(nonsense)
    with pytest.raises(BadSetting, match="from 1 to 65535"):
        environment.number("THING", 8000, low=1, high=65535)


@pytest.mark.parametrize("guessable", ["short", "a" * 60, "ababab" * 10])
def test_a_key_that_can_be_guessed_is_refused(setting, guessable):
    setting(guessable)
    with pytest.raises(BadSetting, match="too easy to guess"):
        environment.secret("THING", at_least=50)


@pytest.mark.parametrize("open_door", ["*", ".example.org", "https://example.org/", "example.org, *"])
def test_hosts_are_exact_names(setting, open_door):
    setting(open_door)
    with pytest.raises(BadSetting, match="exact host names"):
        environment.hosts("THING")


def test_a_relative_folder_is_refused(setting):
    setting("state")
    with pytest.raises(BadSetting, match="absolute path"):
        environment.folder("THING", Path("/var/lib"))


@pytest.mark.parametrize(
    "address", ["mysql://a@b/c", "interchange", "postgresql://host", "host=a dbname=b", "postgresql://%"]
)
def test_only_a_postgresql_address_names_a_database(setting, address):
    setting(address)
    with pytest.raises(BadSetting, match="postgresql://USER:PASSWORD@HOST/DATABASE"):
        environment.database("THING")


def test_a_database_address_keeps_socket_and_options(setting):
    setting("postgresql://ann:p%40ss@/marks?host=%2Frun%2Fa%20b&sslmode=require")
    read = environment.database("THING")
    assert (read["USER"], read["PASSWORD"], read["NAME"], read["HOST"]) == (
        "ann",
        "p@ss",
        "marks",
        "/run/a b",
    )
    assert read["OPTIONS"] == {"sslmode": "require"}


def test_mail_goes_to_a_folder_until_a_server_is_named(setting, tmp_path):
    setting(None)
    assert environment.mail("THING", otherwise=tmp_path)["EMAIL_FILE_PATH"] == str(tmp_path)
    setting("smtps://ann:secret@mail.example")
    read = environment.mail("THING", otherwise=tmp_path)
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_USE_SSL"]) == ("mail.example", 465, True)


def test_a_mail_server_of_no_known_kind_is_refused(setting, tmp_path):
    setting("imap://mail.example")
    with pytest.raises(BadSetting, match="smtps://"):
        environment.mail("THING", otherwise=tmp_path)


def test_mail_goes_to_another_machine_by_tls_only(setting, tmp_path):
    setting("smtp://localhost")
    assert environment.mail("THING", otherwise=tmp_path)["EMAIL_HOST"] == "localhost"
    setting("smtp://mail.example")
    with pytest.raises(BadSetting, match="in the open"):
        environment.mail("THING", otherwise=tmp_path)


@pytest.mark.parametrize("there", ["db.example/marks", "10.0.0.7/marks", "db.example/marks?sslmode=require"])
def test_a_database_on_another_machine_is_spoken_to_by_tls_and_shows_who_it_is(setting, there):
    setting(f"postgresql://ann:secret@{there}")
    with pytest.raises(BadSetting, match="verify-full"):
        environment.refuse_an_open_line({"default": environment.database("THING")})


@pytest.mark.parametrize(
    "address",
    [
        "postgresql:///marks", "postgresql://ann@127.0.0.1/marks", "postgresql://ann@/marks?host=%2Frun%2Fpg",
        "postgresql://ann@db.example/marks?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem",
    ],
)  # fmt: skip
def test_a_database_here_or_by_verified_tls_is_taken(setting, address):
    setting(address)
    environment.refuse_an_open_line({"default": environment.database("THING")})


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://interchange.example", "https://interchange.example"),
        ("https://interchange.example/", "https://interchange.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_the_address_of_the_site_is_a_scheme_and_a_host(monkeypatch, given, read):
    monkeypatch.setenv("SITE_ADDRESS", given)
    assert environment.site_address("SITE_ADDRESS") == read


@pytest.mark.parametrize(
    "given",
    [
        "interchange.example",
        "ftp://interchange.example",
        "https://",
        "https://a:b@c.example",
        "https://c.example/x",
    ],
)
def test_what_is_no_address_of_a_site_is_refused(monkeypatch, given):
    monkeypatch.setenv("SITE_ADDRESS", given)
    with pytest.raises(environment.BadSetting, match="must read https"):
        environment.site_address("SITE_ADDRESS")


@pytest.mark.parametrize(
    ("given", "read"), [("10.0.0.0/8, ::1", ["10.0.0.0/8", "::1/128"]), ("192.0.2.7", ["192.0.2.7/32"])]
)
def test_proxies_are_addresses_or_networks(setting, given, read):
    setting(given)
    assert [str(one) for one in environment.networks("THING")] == read


@pytest.mark.parametrize("given", ["0.0.0.0/0", "::/0", "proxy.example", "10.0.0.1/8"])
def test_not_everybody_is_a_proxy_of_ours(setting, given):
    setting(given)
    with pytest.raises(BadSetting):
        environment.networks("THING")
