"""Passwords that others have had (5.1.8): only the one file of the list is read, and it never keeps anybody out."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from interchange.accounts.queries.known_passwords import is_breached, is_common

STOLEN = "sunshine over the harbour"


def listed(folder: Path, password: str, *, count: int = 3, name: str = "", before: str = "") -> Path:
    digest = hashlib.sha1(password.encode()).hexdigest().upper()  # noqa: S324
    file = folder / (name or digest[:5])
    file.write_text(f"{before}{digest[5:]}:{count}\r\n", "ascii")
    return file


@pytest.fixture
def breaches(settings: Any, tmp_path: Path) -> Path:
    """A list with one stolen password."""
    settings.PASSWORD_BREACH_LIST = str(tmp_path)
    listed(tmp_path, STOLEN, before="0" * 35 + ":9\r\n")
    return tmp_path


def test_a_stolen_password_is_found_and_another_is_not(breaches):
    assert is_breached(STOLEN)
    assert not is_breached("sunshine over the harbou r")


def test_only_the_file_of_its_prefix_is_read(breaches, monkeypatch):
    read = []
    text = Path.read_text

    def noted(self: Path, *rest: Any, **how: Any) -> str:
        read.append(self.name)
        return text(self, *rest, **how)

    monkeypatch.setattr(Path, "read_text", noted)
    is_breached(STOLEN)
    assert read == [hashlib.sha1(STOLEN.encode()).hexdigest()[:5].upper()]  # noqa: S324


def test_the_usual_ending_of_its_files_is_known(settings, tmp_path):
    settings.PASSWORD_BREACH_LIST = str(tmp_path)
    listed(tmp_path, STOLEN).rename(
        tmp_path / f"{hashlib.sha1(STOLEN.encode()).hexdigest()[:5].upper()}.txt"  # noqa: S324
    )
    assert is_breached(STOLEN)


def test_padding_is_no_breach(breaches):
    listed(breaches, "padding of the list", count=0)
    assert not is_breached("padding of the list")


def test_an_accent_typed_in_two_strokes_is_the_same_password(breaches):
    listed(breaches, "deux caf\u00e9s noirs")
    assert is_breached("deux cafe\u0301s noirs")


@pytest.mark.parametrize("where", ["", "/nowhere/at/all"])
def test_without_a_list_nothing_is_known(settings, where):
    settings.PASSWORD_BREACH_LIST = where or None
    assert not is_breached(STOLEN)


def test_a_file_of_rubbish_keeps_nobody_out(breaches):
    for file in breaches.iterdir():
        file.write_bytes(b"\xff\x00:rubbish\n" * 5)
    assert not is_breached(STOLEN)


@pytest.mark.parametrize(
    "common",
    ["qwertyuiop", "Password2027!!", "p@ssw0rd2027!", "!!!Football1234", "12345678910", "Liverpool-2027"],
)
def test_a_common_word_is_common_with_digits_and_signs_around_it_too(common):
    assert is_common(common)


@pytest.mark.parametrize(
    "fine", ["plum ladder seven", "quiet heron borrows marmalade", "football ladder seven"]
)
def test_words_that_do_not_belong_together_are_not_common(fine):
    assert not is_common(fine)
